"""Routes of supervision papers."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.model import supervision as model
from enforcement.model.supervision import IssueSupervision, MoveSupervision
from enforcement.rules.forms import ItemMissing
from enforcement.rules.supervision import SUPERVISION, AnsweredEnough, SupervisionStatus
from enforcement.service.supervise import (
    READS_SUPERVISION,
    SUPERVISORS,
    issue,
    list_supervision,
    move_supervision,
    read_supervision,
)
from kernel import paging
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.problems import IdempotencyKeyReused, NotFound, OutsideYourArea, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

_READERS = Access(READS_SUPERVISION)


@API.route(
    "POST",
    "/v1/enforcement/supervision-papers",
    access=Access(SUPERVISORS),
    answers={201: (Text("已制发", "Issued"), model.SupervisionView)},
    problems=[OutsideYourArea, UnitClosed, ItemMissing, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("制发执法监督文书", "Issue a supervision paper"),
    description=Text(
        "督办函、意见书、决定书；乡镇须在期限内答复，逾期逐级上报。",
        "An urging letter, an opinion or a decision; the town answers by its day, or it climbs.",
    ),
)
def issue_supervision_paper(request: Called, body: IssueSupervision) -> Response[Any]:
    """Issue a supervision paper to a town."""
    return API.carry_out(
        request,
        lambda work: issue(work, request, body),
        lambda seen: model.supervision_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/enforcement/supervision-papers/{seen.paper.id}",
    )


@API.route(
    "GET",
    "/v1/enforcement/supervision-papers",
    access=_READERS,
    answers={200: (Text("监督文书，早的在前", "Papers, oldest first"), model.SupervisionList)},
    problems=[OutsideYourArea],
    summary=Text("乡镇某状态的监督文书", "List a town's supervision papers of one status"),
)
def list_supervision_papers(
    request: Called,
    town: TownAsked,
    status: Annotated[SupervisionStatus, Query()] = SupervisionStatus.ISSUED,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List a town's supervision papers."""
    page = list_supervision(request, town, status, limit, cursor)
    return API.page(page, lambda one: model.supervision_view(one, request.language))


@API.route(
    "GET",
    "/v1/enforcement/supervision-papers/{supervision_id}",
    access=_READERS,
    answers={200: (Text("监督文书", "The paper"), model.SupervisionView)},
    problems=[NotFound],
    summary=Text("查看监督文书", "Read a supervision paper"),
)
def get_supervision_paper(request: Called, supervision_id: RowId) -> Response[Any]:
    """Read a supervision paper."""
    seen = read_supervision(request, supervision_id)
    return API.answer(200, model.supervision_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/enforcement/supervision-papers/{supervision_id}/moves",
    access=_READERS,
    answers={200: (Text("办理后的监督文书", "The paper after the step"), model.SupervisionView)},
    problems=[
        NotFound,
        IllegalMove,
        WordsMissing,
        AnsweredEnough,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("答复、认可、退回或撤回监督文书", "Answer, accept, send back or withdraw a paper"),
    description=SUPERVISION.described(),
)
def move_supervision_paper(
    request: Called, supervision_id: RowId, body: MoveSupervision
) -> Response[Any]:
    """Take a supervision paper one step further."""
    command, expected = body.as_command(), request.expected_version
    return API.carry_out(
        request,
        lambda work: move_supervision(work, request, supervision_id, command, expected),
        lambda seen: model.supervision_view(seen, request.language),
    )
