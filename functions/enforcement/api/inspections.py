"""Routes of inspections: proposed, approved, announced, made, recorded; and how far they led."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.api.shared import RowId, Town, Year
from enforcement.model import inspection_requests as requests
from enforcement.model import inspections as model
from enforcement.model import links as led
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
from enforcement.rules.links import LinkLevel
from enforcement.rules.officers import CertificateNotShown, TooFewOfficers
from enforcement.rules.orders import OrderEndsBefore, OrderOver, OrderTooLong
from enforcement.rules.visit_states import VISITS, VisitStatus
from enforcement.rules.visits import ApprovedByOneself, NothingToRecheck
from enforcement.service import look_up
from enforcement.service.move_inspection import move_inspection as move
from enforcement.service.paper_files import DOCUMENTS
from enforcement.service.photos import PhotoNotReady
from enforcement.service.propose_inspection import propose_inspection as propose
from enforcement.service.see_inspection import (
    VisitSeen,
    find_document,
    see,
    see_inspection,
    write_paper,
)
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, ENFORCERS, Access
from kernel.documents.model import DocumentView, document_view
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
    "GET",
    "/v1/enforcement/inspections/{inspection_id}/papers",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查文书", "Its papers"), model.InspectionPaperList)},
    problems=[NotFound],
    summary=Text("检查文书", "List the papers of an inspection"),
    description=Text(
        "审批表、通知书、现场笔录、反馈书、责令改正通知书随步骤制发，编号连续，文本与哈希固定。",
        "Approval, notice, on-site record, feedback and order are issued with their steps: numbered without a gap, text and hash fixed.",
    ),
)
def list_inspection_papers(
    request: Called, inspection_id: RowId, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List the papers of an inspection, oldest first."""
    see_inspection(inspection_id, request)
    found = look_up.list_papers(inspection_id, limit, cursor)
    return API.page(found, model.paper_line)


@API.route(
    "POST",
    "/v1/enforcement/inspections/{inspection_id}/papers/{paper_id}/document",
    access=Access(ENFORCEMENT_READERS),
    answers={202: (Text("已受理，后台生成", "Accepted; written in the background"), DocumentView)},
    problems=[NotFound, *WRITES],
    summary=Text("生成检查文书文件", "Have the file of an inspection's paper written"),
)
def write_inspection_paper(request: Called, inspection_id: RowId, paper_id: RowId) -> Response[Any]:
    """Have the DOCX of a paper written."""
    answer = API.carry_out(
        request,
        lambda work: write_paper(work, inspection_id, paper_id, request),
        lambda row: document_view(row, clock.now(), fetch=False),
        status=202,
    )
    # After the row: a message that came first would find nothing to do.
    DOCUMENTS.ask(paper_id)
    return answer


@API.route(
    "GET",
    "/v1/enforcement/inspections/{inspection_id}/papers/{paper_id}/document",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("文书文件", "The paper's file"), DocumentView)},
    problems=[NotFound],
    summary=Text("检查文书文件与下载地址", "Read where the file of an inspection's paper is"),
)
def get_inspection_document(
    request: Called, inspection_id: RowId, paper_id: RowId
) -> Response[Any]:
    """Answer where the file of a paper is."""
    row = find_document(inspection_id, paper_id, request)
    view = document_view(row, clock.now(), fetch=True)
    return API.answer(200, view, version=int(row.version))


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


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/years/{year}/figures",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("当年数字", "The figures of the year"), led.FiguresView)},
    problems=[OutsideYourArea],
    summary=Text("当年检查、问题、立案、处罚", "Read how many inspections led how far"),
    description=Text(
        "每一级都是上一级的一部分，由检查与案件的关联得出；不排名。",
        "Each level is part of the one before, by the links of inspections and cases; nothing is ranked.",
    ),
)
def read_figures(request: Called, town: Town, year: Year) -> Response[Any]:
    """Tell how many inspections of a town's year led how far."""
    request.within(town, ENFORCEMENT_READERS)
    return API.answer(200, led.figures_view(town, year, look_up.read_figures(town, year)))


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/years/{year}/links/{level}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查及其案件", "Inspections and their cases"), led.LinkList)},
    problems=[OutsideYourArea],
    summary=Text("哪些检查发现问题、立案、处罚", "List the inspections of a year that led so far"),
)
def list_links(
    request: Called,
    town: Town,
    year: Year,
    level: Annotated[LinkLevel, Path()],
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Any]:
    """List the inspections of a town's year that led so far."""
    request.within(town, ENFORCEMENT_READERS)
    return API.page(look_up.list_links(town, year, level, limit, cursor), led.link_view)


def _view(request: Request, seen: VisitSeen) -> model.InspectionView:
    return model.inspection_view(seen.visit, seen.actions, request.language)
