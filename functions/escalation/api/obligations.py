"""Routes of obligations: what waits at a unit, one of them, its timeline, and what officers do to it."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from escalation.api.base import API
from escalation.model.obligations import MoveObligation, ObligationList, ObligationView, told
from escalation.model.timeline import Timeline, step_view
from escalation.rules.names import OWED_EVENT_NAMES
from escalation.service import see_obligation as seeing
from escalation.service.answers import ANSWERS
from escalation.service.move_obligation import move_obligation as move
from escalation.service.see_obligation import READERS, ObligationSeen
from kernel import paging
from kernel.access import OFFICERS, Access
from kernel.http import Called, Request, to_json, unit_queried
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import (
    IdempotencyKeyReused,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out
from kernel.texts import Text

ObligationId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]


@API.route(
    "GET",
    "/v1/obligations",
    access=Access(READERS),
    answers={
        200: (Text("应办事项", "What the unit answers for, due first on top"), ObligationList)
    },
    problems=[OutsideYourArea],
    summary=Text("应办清单", "Obligations that wait at a unit"),
    description=Text(
        "须按期办理的事项（决议落实、公开、答复、核验等）：期限内由本单位负责，逾期逐级上报，直至落实。列出现由该单位负责的事项，期限最近者在前。",
        "What is owed by a day (decisions to be carried out, publications, answers, checks): whoever owes it answers for it until its day, "
        "then the units above in turn until it is done. "
        "Listed is what the unit answers for now. A page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
    ),
)
def list_obligations(
    request: Called,
    unit: Annotated[
        str,
        Query(
            max_length=15,
            description="Village, town, county or department / 村、乡镇、县或部门代码",
            examples=["140426106"],
        ),
    ],
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what a unit answers for."""
    found = seeing.list_obligations(request, unit_queried(unit), limit, cursor)
    return API.page(found, lambda seen: _view(request, seen))


@API.route(
    "GET",
    "/v1/obligations/{obligation_id}",
    access=Access(READERS),
    answers={200: (Text("应办事项", "The obligation"), ObligationView)},
    problems=[NotFound],
    summary=Text("查看应办事项", "Read an obligation"),
)
def get_obligation(request: Called, obligation_id: ObligationId) -> Response[Any]:
    """Read an obligation."""
    seen = seeing.see_obligation(request, obligation_id)
    return API.answer(200, _view(request, seen), version=seen.version)


@API.route(
    "GET",
    "/v1/obligations/{obligation_id}/timeline",
    access=Access(READERS),
    answers={200: (Text("全过程", "Every step, oldest first"), Timeline)},
    problems=[NotFound],
    summary=Text("跟踪全过程", "Read the timeline of an obligation"),
)
def get_obligation_timeline(
    request: Called,
    obligation_id: ObligationId,
    cursor: Cursor = None,
    limit: Limit = paging.MAX_LIMIT,
) -> Response[Any]:
    """Read the history of an obligation."""
    found = seeing.list_steps(request, obligation_id, limit, cursor)
    language = request.language
    return API.page(
        found, lambda row: step_view(row, OWED_EVENT_NAMES, language=language, names=True)
    )


@API.route(
    "POST",
    "/v1/obligations/{obligation_id}/transitions",
    access=Access(OFFICERS),
    answers={200: (Text("办理后的应办事项", "The obligation after the move"), ObligationView)},
    problems=[
        NotFound,
        NotAllowed,
        IllegalMove,
        WordsMissing,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("催促、上报、延期", "Urge, escalate or extend"),
    description=Text(
        "urge 催促落实（reason）；escalate 上报上一级（reason）；extend 由上级给负责单位延期（reason、until）。"
        "只有事项本身完成或取消才会结束跟踪。",
        "urge whoever owes it (`reason`); escalate it to the unit above (`reason`); extend: a unit above gives whoever answers for it more "
        "time (`reason`, `until`). Only what is owed, being done or not wanted any more, ends an obligation.",
    ),
)
def move_obligation(
    request: Called, obligation_id: ObligationId, body: MoveObligation
) -> Response[Any]:
    """Urge whoever owes it, take it up, or give more time."""
    seeing.see_obligation(request, obligation_id)
    command, expected = body.as_command(), request.expected_version
    outcome = carry_out(
        lambda work: move(work, request.person, obligation_id, command, expected),
        idempotency_key=request.idempotency_key(ANSWERS),
        answer=lambda moved: Answered(
            200, to_json(_view(request, seeing.seen_by(request.person, moved.obligation)))
        ),
    )
    answered, moved = outcome.answered, outcome.result
    assert answered is not None
    if outcome.replayed:
        return API.replayed(answered)
    assert moved is not None
    return API.answer(200, answered.body, version=moved.version)


def _view(request: Request, seen: ObligationSeen) -> dict[str, Any]:
    return told(seen.obligation, seen.terms, seen.actions, request.language)
