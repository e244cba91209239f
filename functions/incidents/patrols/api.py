"""Routes of rounds: begin, end, report what was found, look back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.field.base import API
from incidents.model.answers import IncidentView, incident_view
from incidents.patrols import model
from incidents.patrols.model import BeginRound, MoveRound, ReportFinding
from incidents.patrols.rules.rounds import (
    OVERSEERS,
    RoundAlreadyOpen,
    RoundHasFindings,
    RoundIsOver,
)
from incidents.patrols.service.begin_round import begin_round as begin
from incidents.patrols.service.move_round import move_round as move
from incidents.patrols.service.report_finding import report_finding as report
from incidents.patrols.service.see_round import RoundSeen, see_round, see_round_under_way
from incidents.patrols.service.see_round import list_rounds as listed
from incidents.rules.policy import UnknownCategory
from kernel import paging
from kernel.access import Access, Caller, Role
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.ids import ID_PATTERN
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Language, Text
from kernel.units import Level, ancestor, is_code
from registry import OutsideEveryGrid

_WORKERS = frozenset({Role.GRID_WORKER})

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
    # Through own grids, or the rules refuse it.
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: begin(work, body.grids, request.person),
        _viewed(request.language),
        status=201,
        location=lambda seen: f"/v1/patrols/{seen.round.id}",
    )


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
    area = unit or _own_area(request.person)
    village = ancestor(area, Level.VILLAGE) if is_code(area) else None
    if village is None:
        raise InvalidFields.one("unit", Text("请指定一个村或网格。", "Name a village or a grid."))
    request.within(area, OVERSEERS)
    page = listed(village, area, limit, cursor)
    return API.page(page, lambda round_: model.round_line(round_, request.language))


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
    seen = see_round_under_way(request.person)
    return API.answer(200, model.round_view(seen, request.language), version=seen.version)


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
    seen = see_round(patrol_id, request.person)
    request.allow(proven=True)
    return API.answer(200, model.round_view(seen, request.language), version=seen.version)


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
    expected = request.expected_version
    # The caller's own, or it is not found.
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: move(work, patrol_id, body.action, request.person, expected),
        _viewed(request.language),
    )


@API.route(
    "POST",
    "/v1/patrols/{patrol_id}/findings",
    access=Access(_WORKERS),
    answers={201: (Text("已上报", "Reported"), IncidentView)},
    problems=[
        NotFound,
        RoundIsOver,
        UnknownCategory,
        UnitClosed,
        OutsideEveryGrid,
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
    return API.carry_out(
        request,
        lambda work: report(work, request, patrol_id, body),
        lambda seen: incident_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/incidents/{seen.incident.id}",
    )


def _own_area(caller: Caller) -> str:
    """Return the unit of the caller's only post as overseer; nothing when there are several."""
    units = {post.unit for post in caller.posts if post.role in OVERSEERS}
    return units.pop() if len(units) == 1 else ""


def _viewed(language: Language) -> Callable[[RoundSeen], model.RoundView]:
    return lambda seen: model.round_view(seen, language)
