"""The holiday notices working days are counted by: packaged years, and those the county loads."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel.access import ALL_ROLES, Access, Role
from kernel.http import Called
from kernel.problems import NotFound, StaleVersion
from kernel.texts import Text
from registry.api.base import API, answer, asked, show
from registry.model.calendars import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarBody,
    CalendarList,
    CalendarView,
)
from registry.rules.versions import VersionRequired
from registry.service import set_calendar, show_calendars

_ANYBODY = Access(ALL_ROLES, scoped=False)

Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2027])]


@API.route(
    "GET",
    "/v1/registry/calendars",
    access=_ANYBODY,
    answers={200: (Text("已录入放假安排的年份", "Years that are counted with"), CalendarList)},
    summary=Text("工作日历年份", "List the years whose holiday notice is loaded"),
)
def list_calendars() -> Response[Any]:
    """List the years whose notice is counted with."""
    return API.answer(200, show_calendars.list_calendars())


@API.route(
    "GET",
    "/v1/registry/calendars/{year}",
    access=_ANYBODY,
    answers={200: (Text("该年放假安排", "The year's notice"), CalendarView)},
    problems=[NotFound],
    summary=Text("某年放假安排", "Read a year's holiday notice"),
)
def get_calendar(year: Year) -> Response[Any]:
    """Answer a year's notice; a year nobody loaded is not found, and counted by weekdays."""
    return show(show_calendars.show_calendar(year))


@API.route(
    "PUT",
    "/v1/registry/calendars/{year}",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={
        200: (Text("已修改", "Changed"), CalendarView),
        201: (Text("已录入", "Loaded"), CalendarView),
    },
    problems=[NotFound, VersionRequired, StaleVersion],
    summary=Text("录入某年放假安排", "Load a year's holiday notice"),
    description=Text(
        "国务院办公厅放假通知公布后录入；一分钟内各功能按新日历计算，此前按工作日暂算（provisional）的期限随后自动重算。修改已有年份须带 If-Match。",
        "Once the State Council's notice is out. Everything counts with it within a minute, and limits that were provisional are counted "
        "again by themselves. Replacing a year takes If-Match.",
    ),
)
def put_calendar(request: Called, year: Year, body: CalendarBody) -> Response[Any]:
    """Load a year's notice, or replace it."""
    return answer(set_calendar.put_calendar(asked(request), year, body))
