"""Routes of obligations: what waits at a unit, one of them, its timeline, and what officers do to it."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from escalation.api.base import API, Cursor, Limit
from escalation.model.obligations import MoveObligation, ObligationList, ObligationView, told
from escalation.model.timeline import Timeline, step_view
from escalation.names import OWED_EVENT_NAMES
from escalation.rules import obligations as rules
from escalation.rules.obligations import NobodyAbove, Obligation, ObligationChange, ObligationClosed
from escalation.service.figures import tell_figures
from escalation.store import obligations as store
from escalation.store.rows import AnswerRow
from escalation.store.terms import terms_of
from kernel import clock, paging
from kernel.access import OFFICERS, Access, Role
from kernel.actors import Actor
from kernel.http import Called, refuse_stale, to_json, unit_queried
from kernel.ids import ID_PATTERN
from kernel.problems import (
    IdempotencyKeyReused,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.idempotency import Answered
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

READERS = OFFICERS | {Role.VILLAGE_SUPERVISOR}

ObligationId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]


@API.route(
    "GET",
    "/v1/obligations",
    access=Access(READERS),
    answers={
        200: (Text("跟踪事项", "What the unit answers for, due first on top"), ObligationList)
    },
    problems=[OutsideYourArea],
    summary=Text("跟踪清单", "Obligations that wait at a unit"),
    description=Text(
        "村级决议的实施节点：期限内由本村负责，逾期逐级上报乡镇、县，直至落实。列出现由该单位负责的事项，期限最近者在前。",
        "Milestones of villages' decisions: the village answers for one until its day, then town and county in turn until it is done. "
        "Listed is what the unit answers for now. A page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
    ),
)
def list_obligations(
    request: Called,
    unit: Annotated[
        str,
        Query(
            max_length=15,
            pattern=r"^[0-9]+$",
            description="Village, town or county / 村、乡镇或县代码",
            examples=["140426106"],
        ),
    ],
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what a unit answers for."""
    area = unit_queried(unit)
    request.within(area, READERS)
    items, next_cursor = store.waiting_at(area, limit, cursor)
    return API.answer(200, {"items": [_view(one) for one in items], "next_cursor": next_cursor})


@API.route(
    "GET",
    "/v1/obligations/{obligation_id}",
    access=Access(READERS),
    answers={200: (Text("跟踪事项", "The obligation"), ObligationView)},
    problems=[NotFound],
    summary=Text("查看跟踪事项", "Read an obligation"),
)
def get_obligation(obligation_id: ObligationId) -> Response[Any]:
    """Read an obligation."""
    found = _readable(obligation_id)
    return API.answer(200, _view(found), version=found.version)


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
    _readable(obligation_id)
    rows, next_cursor = store.timeline_page(obligation_id, limit, cursor)
    language = request.language
    items = [step_view(row, OWED_EVENT_NAMES, language=language, names=True) for row in rows]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "POST",
    "/v1/obligations/{obligation_id}/transitions",
    access=Access(OFFICERS),
    answers={200: (Text("办理后的跟踪事项", "The obligation after the move"), ObligationView)},
    problems=[
        NotFound,
        NotAllowed,
        ObligationClosed,
        NobodyAbove,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("催促、上报", "Urge or escalate"),
    description=Text(
        "urge 催促落实（reason）；escalate 上报上一级（reason）。只有节点完成才会结束跟踪。",
        "urge whoever owes it; escalate it to the tier above; both with a `reason`. Only the milestone's being done ends an obligation.",
    ),
)
def move_obligation(
    request: Called, obligation_id: ObligationId, body: MoveObligation
) -> Response[Any]:
    """Urge whoever owes it, or take it up a tier."""
    found = _readable(obligation_id)
    caller, expected = request.person, request.expected_version

    def decide(present: Obligation) -> ObligationChange:
        refuse_stale(expected, present.version)
        post = rules.post_for(present, body.action, caller)
        return rules.move(
            present,
            body.action,
            body.reason,
            actor=Actor(caller.person_id, caller.name, post.role, post.unit),
            now=clock.now(),
            terms=terms_of(present),
            staffing=store.staffing_around(present),
        )

    outcome = store.change(
        found.id,
        decide,
        once=request.once(AnswerRow),
        answer=lambda after: Answered(200, to_json(_view(after))),
    )
    if outcome is None:
        raise NotFound
    if outcome.obligation is None:
        return API.replayed(outcome.answered)
    tell_figures(outcome.entries)
    return API.answer(200, outcome.answered.body, version=outcome.obligation.version)


def _readable(obligation_id: str) -> Obligation:
    """Return an obligation to the officers and supervisors over whoever owes it; others learn nothing, not even that it is there."""
    found = store.load(obligation_id)
    if found is None:
        raise NotFound
    API.request.allow(API.request.person.post_over(found.unit, READERS) is not None)
    return found


def _view(obligation: Obligation) -> dict[str, Any]:
    request = API.request
    actions = rules.actions_of(obligation, request.person)
    return told(obligation, terms_of(obligation), actions, request.language)
