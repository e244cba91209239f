"""Routes of inspections: proposed, approved, announced, made, recorded."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.api.shared import RowId
from enforcement.model import inspection_requests as requests
from enforcement.model import inspections as model
from enforcement.rules.authority import NoPower
from enforcement.rules.choice_of_law import NotInForce
from enforcement.rules.firms import OtherName
from enforcement.rules.inspection_grounds import (
    GroundEnded,
    GroundOfAnother,
    GroundOutOfPlace,
    GroundUsedUp,
    NoGround,
)
from enforcement.rules.inspection_plan import NotDrawn, OverTheCap, UrgentTooOften
from enforcement.rules.inspections import (
    InspectionBeforeItsDay,
    InspectionNotApproved,
    InspectionNotNotified,
    InspectionWithoutCode,
    ResultIncomplete,
)
from enforcement.rules.officers import CertificateNotShown, TooFewOfficers
from enforcement.rules.orders import OrderEndsBefore, OrderOver, OrderTooLong
from enforcement.rules.visit_states import VISITS, VisitStatus
from enforcement.rules.visits import ApprovedByOneself, NothingToRecheck
from enforcement.service import look_up_inspections as look_up
from enforcement.service.move_inspection import move_inspection as move
from enforcement.service.photos import PhotoNotReady
from enforcement.service.propose_inspection import propose_inspection as propose
from enforcement.service.see_inspection import VisitSeen, see, see_inspection
from kernel.access import ENFORCEMENT_READERS, ENFORCERS, Access
from kernel.http import Called, Request
from kernel.http.asked import TownAsked
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text

_STEPS = VISITS.described()
_GROUNDS = (NoGround, GroundOutOfPlace, GroundEnded, GroundOfAnother, GroundUsedUp)


@API.route(
    "POST",
    "/v1/enforcement/inspections",
    access=Access(ENFORCERS),
    answers={201: (Text("已报请", "Proposed"), model.InspectionView)},
    problems=[
        OutsideYourArea,
        NoPower,
        OverTheCap,
        UrgentTooOften,
        NotDrawn,
        NothingToRecheck,
        OtherName,
        TooFewOfficers,
        *_GROUNDS,
        *WRITES,
    ],
    summary=Text("报请检查", "Propose an inspection"),
    description=Text(
        "items 写几项即综合查一次；企业、个体、合作社填 firm，全县合计超过年度上限即拒绝并说明次数；复查填 recheck_of；"
        "个案检查和紧急检查填 ground（投诉举报、网格事件先登记为线索），并报县级执法监督。",
        "Several `items` are looked at in one visit. With `firm` the rules on firms hold: above the yearly cap, counted over the county, it "
        "is refused with the figure. A re-check names `recheck_of`. An inspection for a case, and an urgent one, name their `ground` (a "
        "complaint or an incident is a clue first), and the county's supervisors are told.",
    ),
)
def propose_inspection(request: Called, body: requests.ProposeInspection) -> Response[Any]:
    """Ask the head to approve an inspection."""
    return API.carry_out(
        request,
        lambda work: see(propose(work, body.proposal(), request), request.person),
        lambda seen: _view(request, seen),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/inspections",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查", "Inspections"), model.InspectionList)},
    problems=[OutsideYourArea],
    summary=Text("乡镇的检查", "List a town's inspections of a status, or of a firm"),
    description=Text(
        "按状态，早的在前；给出 firm 时为该企业的全部检查，新的在前。一页可能不足 limit 条。",
        "Of a status, oldest first; with `firm` all of that firm, newest first. A page may hold fewer than `limit`.",
    ),
)
def list_inspections(
    request: Called,
    town: TownAsked,
    status: Annotated[VisitStatus, Query()] = VisitStatus.PROPOSED,
    firm: Annotated[str | None, Query(min_length=18, max_length=18)] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Any]:
    """List a town's inspections."""
    request.within(town, ENFORCEMENT_READERS)
    found = look_up.list_inspections(town, status, firm, request.person, limit, cursor)
    return API.page(found, lambda seen: _view(request, seen))


@API.route(
    "GET",
    "/v1/enforcement/inspections/{inspection_id}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查", "The inspection"), model.InspectionView)},
    problems=[NotFound],
    summary=Text("查看检查", "Read an inspection"),
)
def get_inspection(request: Called, inspection_id: RowId) -> Response[Any]:
    """Read an inspection of a town the caller works with."""
    seen = see_inspection(inspection_id, request)
    return API.answer(200, _view(request, seen), version=seen.version)


@API.route(
    "GET",
    "/v1/enforcement/inspections/{inspection_id}/history",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查经过", "Its history"), model.InspectionHistory)},
    problems=[NotFound],
    summary=Text("检查经过", "Read the history of an inspection"),
)
def list_inspection_steps(
    request: Called, inspection_id: RowId, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List the steps of an inspection, oldest first."""
    see_inspection(inspection_id, request)
    found = look_up.list_steps(inspection_id, limit, cursor)
    return API.page(found, lambda entry: model.step_view(entry, request.language))


@API.route(
    "POST",
    "/v1/enforcement/inspections/{inspection_id}/transitions",
    access=Access(ENFORCERS),
    answers={200: (Text("办理后的检查", "The inspection after it"), model.InspectionView)},
    problems=[
        NoPower,
        OverTheCap,
        UrgentTooOften,
        NothingToRecheck,
        *_GROUNDS,
        TooFewOfficers,
        CertificateNotShown,
        InspectionNotApproved,
        InspectionWithoutCode,
        InspectionNotNotified,
        InspectionBeforeItsDay,
        ResultIncomplete,
        ApprovedByOneself,
        OrderEndsBefore,
        OrderTooLong,
        OrderOver,
        NotInForce,
        PhotoNotReady,
        *MOVES,
    ],
    summary=Text("批准、通知、检查、登记结果", "Approve, announce, make or record an inspection"),
    description=_STEPS,
)
def move_inspection(
    request: Called, inspection_id: RowId, body: requests.MoveInspection
) -> Response[Any]:
    """Take an inspection a step on."""
    command, expected = body.as_command(), request.expected_version
    return API.carry_out(
        request,
        lambda work: see(move(work, inspection_id, command, request, expected), request.person),
        lambda seen: _view(request, seen),
    )


def _view(request: Request, seen: VisitSeen) -> model.InspectionView:
    return model.inspection_view(seen.visit, seen.actions, request.language)
