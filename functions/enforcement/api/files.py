"""Routes of the files of cases, their review, and of who answers for a wrong decision."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.api.shared import Town
from enforcement.model import files as model
from enforcement.rules.case_files import NotEnded
from enforcement.rules.file_review import NoFileYet, PointsDiffer, ReviewersFull
from enforcement.rules.liability_states import LiabilityStatus
from enforcement.rules.separation import Recused
from enforcement.rules.timeline import RecordFull
from enforcement.rules.wrong_cases import (
    FaultNeeded,
    Liability,
    NoPart,
    NotDueDiligence,
    NotWrong,
    NotYoursToTake,
    OpenedBefore,
    TookPart,
)
from enforcement.service import answer_for_case, compose_file, review_file
from enforcement.service.answer_for_case import DECIDERS
from enforcement.service.review_file import REVIEWERS
from kernel import paging
from kernel.access import ENFORCEMENT_READERS, Access
from kernel.http import Called, Request
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotAllowed, NotFound, OutsideYourArea
from kernel.texts import Text

Person = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}$")]


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/file",
    access=Access(ENFORCEMENT_READERS),
    answers={201: (Text("已归档", "Composed"), model.CaseFileView)},
    problems=[NotFound, NotAllowed, Recused, NotEnded, RecordFull, *WRITES],
    summary=Text("案卷归档", "Compose the file of a case"),
    description=Text(
        "一案一卷，自动生成封面和目录；再次归档时封面、目录另出新件，卷号不变。",
        "One case, one file, with its cover and index; composed again, these are corrected by new ones under the same number.",
    ),
)
def compose_case_file(request: Called, case_id: RowId) -> Response[Any]:
    """Compose the file of a case that has ended."""
    return API.carry_out(
        request,
        lambda work: compose_file.compose_file(work, request, case_id),
        model.file_view,
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/file",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("案卷", "The file"), model.CaseFileView)},
    problems=[NotFound],
    summary=Text("查看案卷", "Read the file of a case"),
)
def get_case_file(request: Called, case_id: RowId) -> Response[Any]:
    """Read the file of a case."""
    file = compose_file.read_file(request, case_id)
    return API.answer(200, model.file_view(file), version=file.version)


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/file-review",
    access=Access(REVIEWERS),
    answers={200: (Text("已评分", "Given"), model.SheetView)},
    problems=[
        NotFound,
        OutsideYourArea,
        NoFileYet,
        Recused,
        TookPart,
        PointsDiffer,
        ReviewersFull,
        RecordFull,
        *WRITES,
    ],
    summary=Text("评查案卷", "Give points to a file"),
    description=Text(
        "参与本案的人员不得评查；一票否决项由系统按案卷记录判定，不由评查人填写。",
        "Not by whoever took part. Vetoes come of the record itself, and nobody fills them in.",
    ),
)
def review_case_file(request: Called, case_id: RowId, body: model.ReviewFile) -> Response[Any]:
    """Give points to a file."""
    return API.carry_out(
        request,
        lambda work: review_file.give_points(
            work,
            request,
            case_id,
            points=body.points,
            defects=body.defects,
            comment=body.comment,
        ),
        lambda sheet: model.sheet_view(sheet, request.language),
    )


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/file-review",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("评查结果", "What it came to"), model.FileReviewView)},
    problems=[NotFound, NoFileYet],
    summary=Text("案卷评查结果", "Read what the review of a file came to"),
    description=Text(
        "有否决项的为不合格；其余取各评查人平均分：90 分以上且无基本缺陷为优秀，60 分以上为合格。",
        "A veto fails it. Else the mean of the reviewers: excellent from 90 without a basic defect, a pass from 60.",
    ),
)
def get_file_review(request: Called, case_id: RowId) -> Response[Any]:
    """Read what the review of a file came to."""
    seen = review_file.read_review(request, case_id)
    return API.answer(200, model.review_view(seen.outcome, seen.sheets, request.language))


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/liabilities",
    access=Access(DECIDERS),
    answers={201: (Text("已启动", "Opened"), model.LiabilityView)},
    problems=[
        NotFound,
        OutsideYourArea,
        NotWrong,
        NoPart,
        OpenedBefore,
        Recused,
        TookPart,
        RecordFull,
        *WRITES,
    ],
    summary=Text("启动错案责任认定", "Open who answers for a wrong decision"),
)
def open_liability(request: Called, case_id: RowId, body: model.OpenLiability) -> Response[Any]:
    """Open whether a person answers for a decision that was found wrong."""
    return API.carry_out(
        request,
        lambda work: answer_for_case.open_for(
            work, request, case_id, person=body.person, wrong=body.wrong, found_by=body.found_by
        ),
        lambda one: _view(request, one),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/cases/{case_id}/liabilities",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("责任认定", "Who answers"), model.LiabilityList)},
    problems=[NotFound],
    summary=Text("案件的责任认定", "List who answers for a case"),
    description=Text(
        "执法机关负责人和县司法行政部门见全部，其他人员只见本人的。",
        "The head and the county's supervisor see all; anybody else the own.",
    ),
)
def list_liabilities(request: Called, case_id: RowId) -> Response[Any]:
    """List who answers for a case."""
    found = answer_for_case.of_case(request, case_id)
    items = [_view(request, one) for one in found]
    return API.answer(200, {"items": items, "next_cursor": None})


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/liabilities",
    access=Access(DECIDERS),
    answers={200: (Text("责任认定", "What is to be decided"), model.LiabilityList)},
    problems=[OutsideYourArea],
    summary=Text("乡镇的责任认定", "List a town's liabilities of one status"),
)
def list_town_liabilities(
    request: Called,
    town: Town,
    status: Annotated[LiabilityStatus, Query()] = LiabilityStatus.OPEN,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List a town's liabilities of a status, what is due first on top."""
    page = answer_for_case.of_town(request, town, status, limit, cursor)
    return API.page(page, lambda one: _view(request, one))


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/liabilities/{person}/transitions",
    access=Access(DECIDERS),
    answers={200: (Text("办理后的责任认定", "It after the step"), model.LiabilityView)},
    problems=[
        NotAllowed,
        OutsideYourArea,
        NotYoursToTake,
        Recused,
        TookPart,
        NotDueDiligence,
        FaultNeeded,
        RecordFull,
        *MOVES,
    ],
    summary=Text("听取陈述、认定责任或者免责", "Hear the person, hold liable, or exempt"),
    description=Text(
        "认定须综合主观原因、危害后果和纠正情况；故意或者重大过失不适用尽职免责。暂扣、吊销执法证件由县级执法监督人员认定，当即生效。",
        "Subjective cause, harm and correction are weighed; intent and gross negligence are never exempt. A certificate is suspended or "
        "revoked by the county's supervisors, at once.",
    ),
)
def move_liability(
    request: Called, case_id: RowId, person: Person, body: model.MoveLiability
) -> Response[Any]:
    """Hear the person, hold liable, or exempt."""
    command, expected = body.as_command(), request.expected_version
    return API.carry_out(
        request,
        lambda work: answer_for_case.move_liability(
            work, request, case_id, person, command, expected
        ),
        lambda one: _view(request, one),
    )


def _view(request: Request, one: Liability) -> model.LiabilityView:
    actions = answer_for_case.actions_for(one, request.person)
    return model.liability_view(one, actions, request.language)
