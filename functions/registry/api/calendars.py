"""The holiday notices working days are counted by: packaged years, and those the county loads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel import clock, holidays
from kernel.access import ALL_ROLES, Access, Role
from kernel.holidays import CalendarRow
from kernel.http import Called, refuse_stale
from kernel.problems import FieldError, InvalidFields, NotFound, StaleVersion
from kernel.storage.dynamo import read
from kernel.texts import Text
from kernel.working_time import packaged_notice, packaged_years
from registry.api.base import API, VersionRequired, settled
from registry.model.calendars import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarBody,
    CalendarList,
    CalendarView,
)
from registry.rules.calendars import Span, check_notice
from registry.store.draft import Actor, Draft, Settled

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
    loaded = _loaded(read([CalendarRow.key()], consistent=True)[0])
    found = (_view(year, loaded) for year in sorted({*packaged_years(), *loaded}))
    items = [
        {
            "year": view["year"],
            "origin": view["origin"],
            "version": view["version"],
            "title": view["notice"]["source"]["title"],
        }
        for view in found
        if view
    ]
    return API.answer(200, {"items": items})


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
    view = _view(year, _loaded(read([CalendarRow.key()], consistent=True)[0]))
    if view is None:
        raise NotFound
    return API.answer(200, view, version=view["version"])


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
    _refuse_mismatch(year, body)
    spans = [Span(holiday.first, holiday.last) for holiday in body.holidays]
    check_notice(year, spans, body.make_up_working_days)
    caller = request.person
    post = next(post for post in caller.posts if post.role is Role.COUNTY_ADMIN)
    notice = body.model_dump(mode="json", by_alias=True, exclude_none=True)
    key = CalendarRow.key()

    def decide(draft: Draft) -> Settled:
        loaded = _loaded(draft.find(key))
        before = _view(year, loaded)
        _refuse_unseen(before)
        version = before["version"] + 1 if before else 1
        at = clock.iso(clock.now())
        kept = {"notice": notice, "version": version, "set_by": caller.person_id, "set_at": at}
        years = {str(one): value for one, value in loaded.items()} | {str(year): kept}
        draft.alter(key, {"years": years, "corrects": before is not None, "changed_at": at})
        draft.note(key, "calendar set", Actor(caller.person_id, post), year=year, version=version)
        view = _view(year, {**loaded, year: kept})
        assert view is not None
        return Settled(200 if before else 201, view, version)

    answer = settled(decide)
    holidays.forget()
    return answer


def _refuse_mismatch(year: int, body: CalendarBody) -> None:
    ends = {"valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31"}
    said = {"valid_from": body.valid_from, "valid_to": body.valid_to}
    faults = [
        FieldError(name, Text(f"须为 {ends[name]}。", f"Must be {ends[name]}."))
        for name, day in said.items()
        if day is not None and day.isoformat() != ends[name]
    ]
    if body.year != year:
        faults.append(
            FieldError("year", Text("与路径中的年份不同。", "Is not the year of the path."))
        )
    if faults:
        raise InvalidFields(errors=faults)


def _refuse_unseen(before: Mapping[str, Any] | None) -> None:
    """Let a replacement pass of nothing, or of the version the client has seen; a packaged year counts as version 0."""
    expected = API.request.expected_version
    if before is None:
        refuse_stale(expected, 0)
        return
    if "if-match" not in API.request.headers:
        raise VersionRequired
    refuse_stale(expected, before["version"])


def _loaded(row: CalendarRow | None) -> dict[int, dict[str, Any]]:
    return {int(year): dict(kept) for year, kept in row.years.items()} if row else {}


def _view(year: int, loaded: Mapping[int, Mapping[str, Any]]) -> dict[str, Any] | None:
    kept = loaded.get(year)
    if kept is not None:
        return {
            "year": year,
            "origin": "county",
            "version": int(kept["version"]),
            "set_by": kept["set_by"],
            "set_at": clock.local_iso(clock.from_iso(kept["set_at"])),
            "notice": kept["notice"],
        }
    notice = packaged_notice(year)
    if notice is None:
        return None
    return {
        "year": year,
        "origin": "packaged",
        "version": 0,
        "set_by": None,
        "set_at": None,
        "notice": notice,
    }
