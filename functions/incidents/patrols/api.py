"""Routes of rounds: begin, end, report what was found, look back."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.field.base import API, Cursor, Limit
from incidents.model.answers import IncidentView
from incidents.patrols import model, rules, store
from incidents.patrols.model import BeginRound, MoveRound, ReportFinding
from incidents.patrols.rules import (
    OVERSEERS,
    Event,
    PatrolId,
    Round,
    RoundAction,
    RoundAlreadyOpen,
    RoundHasFindings,
    RoundIsOver,
)
from incidents.rules import lifecycle
from incidents.rules.incident import Change
from incidents.rules.policy import UnknownCategory
from incidents.rules.states import Action as IncidentAction
from incidents.rules.steps import Command, Facts
from incidents.service import report_incident as reporting
from incidents.service.report_incident import Also, Circumstances
from incidents.store.changes import Outcome
from incidents.store.rows import AnswerRow
from kernel import clock, ids, paging
from kernel.access import Access, Role
from kernel.http import Called, Request, refuse_stale
from kernel.ids import ID_PATTERN
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.idempotency import Answered
from kernel.storage.rows import ConditionFailed
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from kernel.units import Level, ancestor, is_code

_WORKERS = frozenset({Role.GRID_WORKER})
_ATTEMPTS = 3

PatrolIdText = Annotated[
    str,
    Path(
        pattern=rf"^[1-9]\d{{11}}-{ID_PATTERN}$",
        examples=["140426106201-01M8323B80ZASBGN3Q5V2DNX67"],
    ),
]


@API.route(
    "POST",
    "/v1/patrols",
    access=Access(_WORKERS),
    answers={201: (Text("巡格已开始", "The round has begun"), model.RoundView)},
    problems=[OutsideYourArea, RoundAlreadyOpen, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("开始巡格", "Begin a round"),
    description=Text(
        "巡本人的一个或几个网格（缺省为全部）。不记录轨迹，不要求签到；到时未结束的自动结束。",
        "Through one or several own grids (all of them when none is named). No track is kept and nobody has to check in; a round that is "
        "forgotten ends by itself.",
    ),
)
def begin_round(request: Called, body: BeginRound) -> Response[Any]:
    """Begin a round."""
    now = clock.now()
    begun = rules.begin(
        body.grids, number=ids.new_id(now), caller=request.person, now=now, allowed=rules.limits()
    )
    request.allow(proven=True)

    def answer(round_: Round) -> Answered:
        return Answered(201, json.dumps(_view(round_, []), ensure_ascii=False))

    kept, answered = store.begin(begun, request.once(AnswerRow), answer)
    if kept is None:
        return API.replayed(answered)
    headers = {"Location": f"/v1/patrols/{kept.id}"}
    return API.answer(201, answered.body, version=kept.version, headers=headers)


@API.route(
    "GET",
    "/v1/patrols",
    access=Access(OVERSEERS),
    answers={200: (Text("一页巡格", "A page of rounds"), model.RoundList)},
    problems=[OutsideYourArea],
    summary=Text("查询巡格", "List the rounds of a village or grid"),
    description=Text(
        "村或网格的巡格：网格、起止时间、发现数量；不显示人员，不排名。筛选后一页可能不足 limit 条。",
        "Where, from when to when, how many findings; neither who nor any ranking. A page of one grid's rounds may hold fewer than `limit` "
        "items: go on while there is a `next_cursor`.",
    ),
)
def list_rounds(
    request: Called,
    unit: Annotated[str | None, Query(max_length=15, pattern=r"^\d+$")] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the rounds of a village or of one of its grids, newest first."""
    area = unit or _own_area()
    village = ancestor(area, Level.VILLAGE) if is_code(area) else None
    if village is None:
        raise InvalidFields.one("unit", Text("请指定一个村或网格。", "Name a village or a grid."))
    request.within(area, OVERSEERS)
    found, next_cursor = store.rounds_page(village, limit, cursor)
    now = clock.now()
    items = [
        model.round_line(rules.as_of(round_, now), request.language)
        for round_ in found
        if rules.goes_through(round_, area)
    ]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "GET",
    "/v1/patrols/open",
    access=Access(_WORKERS),
    answers={200: (Text("本人进行中的巡格", "The caller's round under way"), model.RoundView)},
    problems=[NotFound],
    summary=Text("查看本人进行中的巡格", "Read the own round under way"),
)
def get_open_round(request: Called) -> Response[Any]:
    """Answer the round the caller is on; for a phone that was restarted on the way."""
    request.allow(proven=True)
    round_ = store.under_way(request.person.person_id)
    if round_ is None:
        raise NotFound(Text("您没有进行中的巡格。", "You have no round under way."))
    return API.answer(200, _view(round_, _incidents(round_)), version=round_.version)


@API.route(
    "GET",
    "/v1/patrols/{patrol_id}",
    access=Access(OVERSEERS | _WORKERS),
    answers={200: (Text("巡格", "The round"), model.RoundView)},
    problems=[NotFound],
    summary=Text("查看巡格", "Read a round"),
)
def get_round(request: Called, patrol_id: PatrolIdText) -> Response[Any]:
    """Answer a round with the incidents that came of it."""
    kept = store.load(PatrolId.parse(patrol_id))
    if kept is None or not rules.may_see(kept, request.person):
        raise _no_round()
    request.allow(proven=True)
    round_ = rules.as_of(kept, clock.now())
    return API.answer(200, _view(round_, _incidents(round_)), version=round_.version)


@API.route(
    "POST",
    "/v1/patrols/{patrol_id}/transitions",
    access=Access(_WORKERS),
    answers={200: (Text("办理后的巡格", "The round after the move"), model.RoundView)},
    problems=[
        NotFound,
        RoundIsOver,
        RoundHasFindings,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("结束或取消巡格", "End or cancel a round"),
    description=Text(
        "仅本人。重复同一操作结果不变；已有发现的巡格只能结束。",
        "One's own. The same action again changes nothing; a round with findings can only be ended.",
    ),
)
def move_round(request: Called, patrol_id: PatrolIdText, body: MoveRound) -> Response[Any]:
    """End or cancel the caller's own round."""
    expected, once = request.expected_version, request.once(AnswerRow)
    event = Event.ENDED if body.action is RoundAction.END else Event.CANCELLED
    for _ in range(_ATTEMPTS):
        kept = _own(request, patrol_id)
        replayed = store.answered(once) if once else None
        if replayed:
            return API.replayed(replayed)
        refuse_stale(expected, kept.version)
        now = clock.now()
        after = rules.move(rules.as_of(kept, now), body.action, now)
        answer = Answered(200, json.dumps(_view(after, _incidents(after)), ensure_ascii=False))
        if store.end(kept, after, event, kept.worker, [once.record(answer, now)] if once else ()):
            return API.answer(200, answer.body, version=after.version)
    raise SomebodyWasFaster


@API.route(
    "POST",
    "/v1/patrols/{patrol_id}/findings",
    access=Access(_WORKERS),
    answers={201: (Text("已上报", "Reported"), IncidentView)},
    problems=[
        NotFound,
        RoundIsOver,
        UnknownCategory,
        OutsideYourArea,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("上报巡格发现", "Report what was found on a round"),
    description=Text(
        "与上报事件相同，缺省为本次巡格的网格、来源为巡查。handled=true 并填写 done 表示已当场处置，须由网格长核查确认。",
        "As a report, by default in the round's grid and from patrol. With `handled` and `done` it was settled on the spot, which the grid "
        "chief then has to confirm.",
    ),
)
def report_finding(request: Called, patrol_id: PatrolIdText, body: ReportFinding) -> Response[Any]:
    """Open an incident as a finding of the caller's own round."""
    for _ in range(_ATTEMPTS):
        kept = _own(request, patrol_id)
        try:
            outcome = _report(request, kept, body)
        except ConditionFailed:
            # Another finding, or the end of the round, came in between.
            continue
        if outcome.incident is None:
            return API.replayed(outcome.answered)
        headers = {"Location": f"/v1/incidents/{outcome.incident.id}"}
        version = outcome.incident.version
        return API.answer(201, outcome.answered.body, version=version, headers=headers)
    raise SomebodyWasFaster


def _report(request: Request, kept: Round, body: ReportFinding) -> Outcome:
    said = body
    if body.unit is None and body.location is None:
        said = body.model_copy(update={"unit": rules.place_of_finding(kept)})

    def also(change: Change, at: Circumstances) -> Also:
        after = rules.found(kept, at.now)
        incident = change.incident
        writes = [
            store.counted(kept, after),
            store.finding(kept, incident.id, at.now, handled=body.handled),
        ]
        return Also(_settled(request, change, body.done, at) if body.handled else change, writes)

    return reporting.receive(request, said, also=also)


def _settled(request: Request, change: Change, done: str | None, at: Circumstances) -> Change:
    """Let what was settled on the spot wait for the grid chief at once: reported and resolved by the same person."""
    resolved = lifecycle.move(
        change.incident,
        Command(IncidentAction.RESOLVE, done=done),
        Facts(request.person, at.now, at.policy, at.staffing),
    )
    return resolved._replace(entries=(*change.entries, *resolved.entries))


def _own(request: Request, patrol_id: str) -> Round:
    kept = store.load(PatrolId.parse(patrol_id))
    if kept is None or kept.worker != request.person.person_id:
        raise _no_round()
    request.allow(proven=True)
    return kept


def _no_round() -> NotFound:
    return NotFound(Text("没有找到该巡格。", "There is no such round."))


def _own_area() -> str:
    """Return the unit of the caller's only post as overseer; nothing when there are several."""
    units = {post.unit for post in API.request.person.posts if post.role in OVERSEERS}
    return units.pop() if len(units) == 1 else ""


def _incidents(round_: Round) -> list[str]:
    return [row.incident_id for row in store.findings_of(round_)]


def _view(round_: Round, incidents: list[str]) -> dict[str, Any]:
    caller = API.request.person
    return model.round_view(
        round_,
        API.request.language,
        incidents=incidents,
        own=round_.worker == caller.person_id,
        actions=rules.actions_of(round_, caller),
    )
