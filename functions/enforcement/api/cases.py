"""Routes of cases but for their steps, whose gates are more than all these load."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.model import case_answers as answers
from enforcement.model import case_views as views
from enforcement.model.clue_requests import NewClue
from enforcement.rules.case_steps import CaseStatus, Holder
from enforcement.service.open_clue import GIVES_CLUES
from enforcement.service.open_clue import open_clue as open_one
from enforcement.service.see_case import list_own, list_town, read_case, read_timeline
from kernel import paging
from kernel.access import ALL_ROLES, ENFORCEMENT_READERS, Access
from kernel.directory import UnitClosed
from kernel.http import Called, Request
from kernel.http.asked import RowId, TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.problems import (
    IdempotencyKeyReused,
    NotFound,
    OutsideYourArea,
)
from kernel.storage.lists import Listed
from kernel.storage.rates import TooOften
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

SIGNED_IN = Access(ALL_ROLES)


@API.route(
    "POST",
    "/v1/enforcement/cases",
    access=Access(GIVES_CLUES),
    answers={201: (Text("已登记线索", "The clue was given"), views.CaseView)},
    problems=[OutsideYourArea, UnitClosed, TooOften, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("登记线索", "Give a clue"),
    description=Text(
        "网格员和干部可登记本辖区线索；立案、调查和决定由执法人员办理。线索处理期限内未处理的逐级上报。",
        "Grid workers and officers give clues of their area; filing, investigation and decision are for enforcement. A clue nobody looks at climbs.",
    ),
)
def give_clue(request: Called, body: NewClue) -> Response[Any]:
    """Give a clue."""
    return API.carry_out(
        request,
        lambda work: open_one(work, request, body),
        lambda seen: answers.case_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/enforcement/cases/{seen.case.id}",
    )


@API.route(
    "GET",
    "/v1/enforcement/cases",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("案件，早的在前", "Cases, oldest first"), views.CaseList)},
    problems=[OutsideYourArea],
    summary=Text("乡镇某状态的案件", "List a town's cases of one status"),
)
def list_cases(
    request: Called,
    town: TownAsked,
    status: Annotated[CaseStatus, Query()] = CaseStatus.INVESTIGATING,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List a town's cases of one status."""
    return _page(request, list_town(request, town, status, limit, cursor))


@API.route(
    "GET",
    "/v1/enforcement/own-cases",
    access=SIGNED_IN,
    answers={200: (Text("案件，新的在前", "Cases, newest first"), views.CaseList)},
    summary=Text(
        "本人承办或本人为当事人的案件", "List the cases the caller handles, or is party of"
    ),
)
def list_own_cases(
    request: Called,
    standing: Annotated[Literal[Holder.OFFICER, Holder.PARTY], Query()] = Holder.OFFICER,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the caller's own cases."""
    return _page(request, list_own(request, standing, limit, cursor))


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}",
    access=SIGNED_IN,
    answers={200: (Text("案件", "The case"), views.CaseView)},
    problems=[NotFound],
    summary=Text("查看案件", "Read a case"),
)
def get_case(request: Called, case_id: RowId) -> Response[Any]:
    """Read a case as staff of enforcement, or as its party."""
    seen = read_case(request, case_id)
    return API.answer(200, answers.case_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/timeline",
    access=SIGNED_IN,
    answers={200: (Text("全过程记录", "The record, oldest first"), views.CaseTimeline)},
    problems=[NotFound],
    summary=Text("查看案件全过程", "Read the record of a case"),
)
def get_case_timeline(
    request: Called, case_id: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the record of a case."""
    seen, page = read_timeline(request, case_id, limit, cursor)
    insider, language = not seen.as_party, request.language
    return API.page(page, lambda one: answers.entry_view(one, insider=insider, language=language))


def _page(request: Request, page: Listed) -> Response[Any]:
    return API.page(page, lambda one: answers.case_line(one, request.language))
