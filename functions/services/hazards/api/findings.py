"""Routes of findings."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import PLACE_STAFF
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.states import IllegalMove
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.api.base import API
from services.hazards.api.base import CONCERNED, STAFFED, Unit
from services.hazards.model.finding_requests import EnterFinding, MoveFinding
from services.hazards.model.findings import HazardFindingList, HazardFindingView, finding_view
from services.hazards.rules.checklists import UnknownItem
from services.hazards.rules.finding_moves import FixerCannotCheck, PhotoWanted
from services.hazards.rules.finding_states import FINDINGS, FindingEvent, Standing
from services.hazards.rules.findings import (
    FindingAlreadyOpen,
    GridWorkerNeverOrders,
    NotSettledByHand,
    RectifiedTooLate,
)
from services.hazards.service.enter_finding import enter_finding
from services.hazards.service.move_finding import move_finding
from services.hazards.service.see_findings import (
    list_finding_steps,
    list_findings,
    list_own_findings,
    see_finding,
    tells_names,
)


@API.route(
    "POST",
    "/v1/services/hazards/findings",
    access=STAFFED,
    answers={201: (Text("已登记", "Entered"), HazardFindingView)},
    problems=[
        *(NotFound, OutsideYourArea, UnitClosed, UnknownItem, FindingAlreadyOpen, IllegalMove),
        *(GridWorkerNeverOrders, NotSettledByHand, RectifiedTooLate, TooOften),
        *WRITES,
    ],
    summary=Text("登记隐患", "Enter a hazard that was found"),
    description=Text(
        "按清单项目登记：当场处置的填 done，否则限期整改（rectify_on，缺省为最长期限），逾期逐级上升；重大隐患即时报县，先管控、三日内制定方案，"
        "审查同意后方可解除（{zh:work-safety-law-2021#41,65}）；"
        "法律要求立即报告的情况（家庭暴力、未成年人处于危险、燃气等）填 reported_to，不作整改或纠纷处理。"
        "网格员只提建议，不命令、不处罚。",
        "By an item of a checklist. Settled on the spot (`done`), or rectified by a day (`rectify_on`, by default the last one), which climbs when it "
        "is late. What is major is the county's at once: controlled, planned within three days, released only when examined and agreed "
        "({en:work-safety-law-2021#41,65}). What the law has reported at once (violence, a child in danger, gas) says to whom (`reported_to`), and is "
        "neither rectified nor a dispute. Grid workers advise; they do not order.",
    ),
)
def enter_hazard_finding(request: Called, body: EnterFinding) -> Response[Any]:
    """Enter a finding in the caller's area."""
    return API.carry_out(
        request,
        lambda work: enter_finding(work, body, request),
        lambda seen: finding_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/services/hazards/findings/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/services/hazards/findings",
    access=STAFFED,
    answers={200: (Text("隐患，按网格排列", "Findings, grid by grid"), HazardFindingList)},
    problems=[OutsideYourArea],
    summary=Text("隐患清单", "List the findings of a unit"),
)
def list_hazard_findings(
    request: Called,
    unit: Unit,
    standing: Annotated[
        Standing, Query(description="open 未办结, major 重大挂牌, ended 已办结")
    ] = Standing.OPEN,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the findings of a unit in the caller's area."""
    request.within(unit, PLACE_STAFF)
    found = list_findings(unit, standing, request.person, limit, cursor)
    return API.page(found, lambda seen: finding_view(seen, request.language))


@API.route(
    "GET",
    "/v1/services/hazards/own-findings",
    access=CONCERNED,
    answers={
        200: (Text("与本人处所有关的隐患", "What concerns one's own places"), HazardFindingList)
    },
    summary=Text("与本人有关的隐患", "List the findings at what one owns"),
)
def list_own_hazard_findings(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what was found at what the caller owns."""
    request.allow(proven=True)
    found = list_own_findings(request.person, limit, cursor)
    return API.page(found, lambda seen: finding_view(seen, request.language))


@API.route(
    "GET",
    "/v1/services/hazards/findings/{finding}",
    access=CONCERNED,
    answers={200: (Text("隐患", "The finding"), HazardFindingView)},
    problems=[NotFound],
    summary=Text("查看隐患", "Read a finding"),
)
def get_hazard_finding(request: Called, finding: RowId) -> Response[Any]:
    """Read a finding that concerns the caller."""
    seen = see_finding(finding, request.person)
    request.allow(proven=True)
    return API.answer(200, finding_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/services/hazards/findings/{finding}/history",
    access=CONCERNED,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound],
    summary=Text("隐患办理全过程", "Read the history of a finding"),
)
def get_hazard_finding_history(
    request: Called, finding: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of a finding that concerns the caller; whoever owns the place sees roles alone."""
    one, caller = see_finding(finding, request.person).thing, request.person
    request.allow(proven=True)
    names = tells_names(one, caller)
    found = list_finding_steps(finding, limit, cursor)
    return API.page(
        found, lambda step: step_view(step, FindingEvent, request.language, names=names)
    )


@API.route(
    "POST",
    "/v1/services/hazards/findings/{finding}/transitions",
    access=CONCERNED,
    answers={200: (Text("办理后的隐患", "The finding after the step"), HazardFindingView)},
    problems=[*MOVES, FixerCannotCheck, PhotoWanted, RectifiedTooLate],
    summary=Text("整改、复查、管控、审查等", "Rectify, check, control, examine and so on"),
    description=FINDINGS.described(),
)
def move_hazard_finding(request: Called, finding: RowId, body: MoveFinding) -> Response[Any]:
    """Take a step with a finding that concerns the caller."""
    expected, command = request.expected_version, body.as_command()
    return API.carry_out(
        request,
        lambda work: move_finding(work, finding, command, request, expected),
        lambda seen: finding_view(seen, request.language),
    )
