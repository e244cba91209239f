"""Routes of lines, and of what a keeper has to do."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import OFFICERS, Access
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text
from services.api.base import API
from services.environment.api.base import BASE, SIGNED_IN, STAFFED
from services.environment.model.line_requests import MoveLine, SetUpLine
from services.environment.model.lines import LineList, LineView, line_view
from services.environment.rules.lines import LINES, LineEvent, LineOverdue, LineStatus
from services.environment.rules.terms import TooManyThings
from services.environment.service import keep_lines as service


@API.route(
    "POST",
    f"{BASE}/lines",
    access=Access(OFFICERS),
    answers={201: (Text("已登记", "Entered"), LineView)},
    problems=[OutsideYourArea, TooManyThings, UnitClosed, InvalidFields, *WRITES],
    summary=Text("登记管护线", "Enter a line that is kept"),
    description=Text(
        "责任人类别按责任区规则确定，不明的由乡镇确定（{zh:puyang-waste-regulation#18}，外地法规，此处为参数）。",
        "Who must keep it follows from the rule of duty areas; where that is unclear the town settles it "
        "({en:puyang-waste-regulation#18}, law elsewhere, a parameter here).",
    ),
)
def set_up_line(request: Called, body: SetUpLine) -> Response[Any]:
    """Enter a line of a village in the caller's area."""
    return API.carry_out(
        request,
        lambda work: service.set_up_line(work, request, body),
        lambda seen: line_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/lines/{seen.thing.id}",
    )


@API.route(
    "GET",
    f"{BASE}/lines",
    access=STAFFED,
    answers={200: (Text("管护线，先到期的在前", "Lines, what is due first on top"), LineList)},
    problems=[OutsideYourArea],
    summary=Text("本村管护线", "List the lines of a village"),
)
def list_lines(
    request: Called,
    village: Village,
    status: Annotated[LineStatus, Query()] = LineStatus.KEPT,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the lines of a village the caller serves."""
    found = service.list_lines(request, village, status, limit, cursor)
    return API.page(found, lambda seen: line_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/due",
    access=SIGNED_IN,
    answers={200: (Text("我的管护待办", "What the caller keeps and is due"), LineList)},
    summary=Text("我的管护待办", "Read what one keeps and is due"),
    description=Text("七日内到期及已逾期的，先到期的在前。", "Due within seven days or overdue."),
)
def list_due_lines(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what the caller keeps and is due: one request."""
    found = service.list_due(request, limit, cursor)
    return API.page(found, lambda seen: line_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/lines/{{line}}",
    access=SIGNED_IN,
    answers={200: (Text("管护线", "The line"), LineView)},
    problems=[NotFound],
    summary=Text("查看管护线", "Read a line"),
)
def get_line(request: Called, line: RowId) -> Response[Any]:
    """Read a line the caller has to do with."""
    seen = service.see_line(request, line)
    return API.answer(200, line_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/lines/{{line}}/history",
    access=SIGNED_IN,
    answers={200: (Text("历次管护", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound],
    summary=Text("历次管护", "Read the history of a line"),
)
def get_line_history(
    request: Called, line: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read when a line was done."""
    found = service.list_steps(request, line, limit, cursor)
    return API.page(found, lambda one: step_view(one, LineEvent, request.language))


@API.route(
    "POST",
    f"{BASE}/lines/{{line}}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的管护线", "The line after the step"), LineView)},
    problems=[InvalidFields, LineOverdue, *MOVES],
    summary=Text("完成管护、调整或停用", "Say that a line was done, change or retire it"),
    description=LINES.described(),
)
def move_line(request: Called, line: RowId, body: MoveLine) -> Response[Any]:
    """Take a step with a line."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: service.move_line(work, request, line, body, expected),
        lambda seen: line_view(seen, request.language),
    )
