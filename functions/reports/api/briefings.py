"""Routes of briefings: draw one, write on its prose, sign it, print it, correct what changed since."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock, paging
from kernel.actors import Actor
from kernel.documents.model import DocumentView, document_view
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotAllowed, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text
from reports.api.base import API
from reports.api.shared import READ, READERS, Unit
from reports.model.briefing_requests import CorrectFigure, DrawBriefing, MoveBriefing
from reports.model.briefings import (
    BriefingCorrectionList,
    BriefingCorrectionView,
    BriefingList,
    BriefingView,
    briefing_view,
    correction_view,
)
from reports.rules.briefings import (
    BRIEFINGS,
    BriefingEvent,
    BriefingNotCounted,
    BriefingNotSigned,
    BriefingStillCounting,
)
from reports.service.keep_briefings import (
    correct_figure,
    draw_briefing,
    list_briefings,
    list_corrections,
    move_briefing,
    see_briefing,
    steps_of_briefing,
    unit_of,
)
from reports.service.write_paper import DOCUMENTS

_MOST_SHOWN = 100


@API.route(
    "POST",
    "/v1/reports/briefings",
    access=READ,
    answers={202: (Text("已开始统计", "Being drawn"), BriefingView)},
    problems=[OutsideYourArea, TooOften, *WRITES],
    summary=Text("起草工作简报", "Draw a briefing"),
    description=Text(
        "数字由系统在后台统计，起草人只能撰写文字；统计完成后方可签发。",
        "Its figures are counted in the background, people write its prose alone; it is signed once they are counted.",
    ),
)
def draw_report_briefing(request: Called, body: DrawBriefing) -> Response[Any]:
    """Draw a briefing of a unit in the caller's area."""
    post = request.within(body.unit, READERS)
    return API.carry_out(
        request,
        lambda work: draw_briefing(work, body, request.person, post),
        lambda seen: briefing_view(seen, request.language),
        status=202,
        location=lambda seen: f"/v1/reports/briefings/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/reports/briefings",
    access=READ,
    answers={200: (Text("简报，新的在前", "Briefings, the latest first"), BriefingList)},
    problems=[OutsideYourArea],
    summary=Text("工作简报清单", "List a unit's briefings"),
)
def list_report_briefings(
    request: Called, unit: Unit, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the briefings of a unit in the caller's area."""
    request.within(unit, READERS)
    found = list_briefings(unit, request.person, limit, cursor)
    return API.page(found, lambda seen: briefing_view(seen, request.language))


@API.route(
    "GET",
    "/v1/reports/briefings/{briefing}",
    access=READ,
    answers={200: (Text("简报", "The briefing"), BriefingView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看工作简报", "Read a briefing"),
)
def get_report_briefing(request: Called, briefing: RowId) -> Response[Any]:
    """Read a briefing of a unit in the caller's area."""
    request.within(unit_of(briefing), READERS)
    seen = see_briefing(briefing, request.person)
    return API.answer(200, briefing_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/reports/briefings/{briefing}/transitions",
    access=READ,
    answers={200: (Text("办理后的简报", "The briefing after the step"), BriefingView)},
    problems=[
        OutsideYourArea,
        BriefingNotCounted,
        BriefingStillCounting,
        TooOften,
        *MOVES,
    ],
    summary=Text("撰写、签发工作简报", "Write on a briefing, sign or discard it"),
    description=BRIEFINGS.described(),
)
def move_report_briefing(request: Called, briefing: RowId, body: MoveBriefing) -> Response[Any]:
    """Take a step with a briefing of the caller's unit."""
    request.within(unit_of(briefing), READERS)
    expected, command = request.expected_version, body.as_command()
    return API.carry_out(
        request,
        lambda work: move_briefing(work, briefing, command, request.person, expected),
        lambda seen: briefing_view(seen, request.language),
    )


@API.route(
    "GET",
    "/v1/reports/briefings/{briefing}/history",
    access=READ,
    answers={200: (Text("历史，旧的在前", "What happened to it, oldest first"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("工作简报办理过程", "Read a briefing's history"),
)
def list_report_briefing_steps(
    request: Called, briefing: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what happened to a briefing in the caller's area."""
    request.within(unit_of(briefing), READERS)
    found = steps_of_briefing(briefing, limit, cursor)
    return API.page(found, lambda step: step_view(step, BriefingEvent, request.language))


@API.route(
    "POST",
    "/v1/reports/briefings/{briefing}/corrections",
    access=READ,
    answers={202: (Text("已开始重新统计", "Being counted anew"), BriefingCorrectionView)},
    problems=[NotFound, NotAllowed, OutsideYourArea, BriefingNotSigned, TooOften, *WRITES],
    summary=Text("更正已签发简报的数字", "Correct a figure of a signed briefing"),
    description=Text(
        "由签发单位的干部办理；上一级单位可另立更正，并注明是其所立。按现在的情况重新统计并附说明，另立新条；已签发的简报不改动，签发时获知的人员和单位均收到通知。",
        "By officers of the unit that signed; the unit above may enter one of its own, which is seen to be its own. Counted as it stands now, with a note "
        "of why, as an entry beside; what was signed stays as it is, and everybody who heard of the signature hears of it.",
    ),
)
def correct_report_briefing(request: Called, briefing: RowId, body: CorrectFigure) -> Response[Any]:
    """Correct a figure of a briefing of the caller's unit, or of a unit right below it."""
    request.within(unit_of(briefing), READERS)
    return API.carry_out(
        request,
        lambda work: correct_figure(work, briefing, body, request.person),
        lambda seen: correction_view(seen, request.language),
        status=202,
    )


@API.route(
    "GET",
    "/v1/reports/briefings/{briefing}/corrections",
    access=READ,
    answers={200: (Text("更正，旧的在前", "Corrections, oldest first"), BriefingCorrectionList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("工作简报的更正", "List a briefing's corrections"),
)
def list_report_corrections(
    request: Called, briefing: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the corrections of a briefing in the caller's area."""
    request.within(unit_of(briefing), READERS)
    found = list_corrections(briefing, limit, cursor)
    return API.page(found, lambda seen: correction_view(seen, request.language))


@API.route(
    "GET",
    "/v1/reports/briefings/{briefing}/page",
    access=READ,
    answers={200: (Text("可打印页面", "A page to print"), ("text/html",))},
    problems=[NotFound, OutsideYourArea],
    summary=Text("打印工作简报", "Print a briefing"),
)
def print_report_briefing(request: Called, briefing: RowId) -> Response[Any]:
    """Write a briefing of a unit in the caller's area as a page, with charts and corrections."""
    request.within(unit_of(briefing), READERS)
    from reports.model.page import as_page

    corrections = list_corrections(briefing, _MOST_SHOWN, None).rows
    page = as_page(see_briefing(briefing), corrections, request.language)
    return Response(200, "text/html", page)


@API.route(
    "GET",
    "/v1/reports/briefings/{briefing}/document",
    access=READ,
    answers={200: (Text("文书", "The document"), DocumentView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("工作简报文件", "Read how far a briefing's document is, and fetch it"),
)
def get_report_document(request: Called, briefing: RowId) -> Response[Any]:
    """Read the document of a signed briefing in the caller's area."""
    request.within(unit_of(briefing), READERS)
    row = DOCUMENTS.find(briefing)
    return API.answer(200, document_view(row, clock.now(), fetch=True), version=int(row.version))


@API.route(
    "POST",
    "/v1/reports/briefings/{briefing}/document",
    access=READ,
    answers={200: (Text("已要求重新生成", "Asked for again"), DocumentView)},
    problems=[NotFound, OutsideYourArea, *WRITES],
    summary=Text("重新生成工作简报文件", "Ask for a briefing's file again"),
)
def write_report_document_again(request: Called, briefing: RowId) -> Response[Any]:
    """Ask for a file again that is not kept any more; what it says stays."""
    by = Actor.of(request.person, request.within(unit_of(briefing), READERS))
    return API.carry_out(
        request,
        lambda work: DOCUMENTS.write_again(work, briefing, by, clock.now()),
        lambda row: document_view(row, clock.now()),
    )
