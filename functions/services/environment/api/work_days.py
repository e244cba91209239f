"""Routes of work days."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text
from services.api.base import API
from services.environment.api.base import BASE, STAFFED
from services.environment.model.work_days import WorkDayList, WorkDayView, work_day_view
from services.environment.model.work_requests import EnterWorkDay, MoveWorkDay
from services.environment.rules.terms import TooManyThings
from services.environment.rules.work_days import WORK_DAYS, TreesTooYoung, WorkEvent
from services.environment.service import keep_work_days as service


@API.route(
    "POST",
    f"{BASE}/work-days",
    access=STAFFED,
    answers={201: (Text("已登记", "Entered"), WorkDayView)},
    problems=[OutsideYourArea, TooManyThings, UnitClosed, InvalidFields, *WRITES],
    summary=Text("登记环境整治活动", "Enter what a village did together"),
    description=Text(
        "人数、时长、清运量、植树数；不记姓名。满一年后核查树木成活。",
        "Heads, hours, rubbish, trees; no names. The trees are counted when they have stood for a year.",
    ),
)
def enter_work_day(request: Called, body: EnterWorkDay) -> Response[Any]:
    """Enter a work day of a village the caller serves."""
    return API.carry_out(
        request,
        lambda work: service.enter_work_day(work, request, body),
        lambda seen: work_day_view(seen, request.language),
        status=201,
        location=lambda seen: f"{BASE}/work-days/{seen.thing.id}",
    )


@API.route(
    "GET",
    f"{BASE}/work-days",
    access=STAFFED,
    answers={200: (Text("活动，新的在前", "Work days, newest first"), WorkDayList)},
    problems=[OutsideYourArea],
    summary=Text("本村整治活动", "List the work days of a village"),
)
def list_work_days(
    request: Called,
    village: Village,
    struck: Annotated[bool, Query(description="Mistakes instead / 仅看有误的")] = False,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the work days of a village the caller serves."""
    found = service.list_work_days(request, village, limit, cursor, struck=struck)
    return API.page(found, lambda seen: work_day_view(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/work-days/{{work_day}}",
    access=STAFFED,
    answers={200: (Text("活动", "The work day"), WorkDayView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看整治活动", "Read a work day"),
)
def get_work_day(request: Called, work_day: RowId) -> Response[Any]:
    """Read a work day of a village the caller serves."""
    seen = service.see_work_day(request, work_day)
    return API.answer(200, work_day_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/work-days/{{work_day}}/history",
    access=STAFFED,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("活动全过程", "Read the history of a work day"),
)
def get_work_day_history(
    request: Called, work_day: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the steps of a work day."""
    found = service.list_steps(request, work_day, limit, cursor)
    return API.page(found, lambda one: step_view(one, WorkEvent, request.language))


@API.route(
    "POST",
    f"{BASE}/work-days/{{work_day}}/transitions",
    access=STAFFED,
    answers={200: (Text("办理后的活动", "The work day after the step"), WorkDayView)},
    problems=[InvalidFields, OutsideYourArea, TreesTooYoung, *MOVES],
    summary=Text("核查成活或标记有误", "Count the living trees, or strike a mistake"),
    description=WORK_DAYS.described(),
)
def move_work_day(request: Called, work_day: RowId, body: MoveWorkDay) -> Response[Any]:
    """Take a step with a work day."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: service.move_work_day(work, request, work_day, body, expected),
        lambda seen: work_day_view(seen, request.language),
    )
