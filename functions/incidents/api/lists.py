"""Reading incidents: lists, the work queue, one of them, its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from escalation.model.timeline import Timeline
from incidents.api.base import API, SIGNED_IN, Cursor, IncidentId, Limit, UnitQuery, view
from incidents.model.answers import IncidentList, IncidentView, incident_line, step_view
from incidents.rules import standing
from incidents.rules.states import Status
from incidents.service.read_incident import readable
from incidents.store import incidents
from incidents.store.lists import Listing, area_listing, list_page, own_listing, queue_listing
from kernel import clock, paging
from kernel.access import PLACE_STAFF, Access, Caller
from kernel.http import Called, unit_queried
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.storage.dynamo import Filter
from kernel.texts import Text
from kernel.units import Level, Tier, ancestor


@API.route(
    "GET",
    "/v1/incidents",
    access=SIGNED_IN,
    answers={200: (Text("一页事件", "A page of incidents"), IncidentList)},
    problems=[OutsideYourArea],
    summary=Text("查询事件", "List incidents"),
    description=Text(
        "unit 为辖区（含下级），缺省为本人岗位辖区（负责多个网格的为其全部网格）；居民只见本人上报。筛选后一页可能不足 limit 条，有 next_cursor 即可继续。",
        "`unit` is an area with everything below it; by default the area of your own post; residents see their own reports. A filtered "
        "page may hold fewer than `limit` items: go on while there is a `next_cursor`.",
    ),
)
def list_incidents(
    request: Called,
    unit: UnitQuery = None,
    status: Annotated[Status | None, Query()] = None,
    tier: Annotated[Tier | None, Query()] = None,
    category: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")] = None,
    overdue: Annotated[
        bool | None, Query(description="Only those past their limit / 仅逾期")
    ] = None,
    mine: Annotated[bool | None, Query(description="Only what I reported / 仅本人上报")] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List incidents of an area, or the caller's own."""
    now = clock.iso(clock.now())
    only: dict[str, Filter] = {}
    for name, value in (("status", status), ("tier", tier), ("category", category)):
        if value is not None:
            only[name] = str(value)
    due_before = now if overdue else None
    areas = [] if mine else ([unit_queried(unit)] if unit else _own_areas(request.person))
    if areas:
        for area in areas:
            request.within(area, PLACE_STAFF)
        if len({ancestor(area, Level.VILLAGE) or area for area in areas}) > 1:
            raise _name_the_unit(areas)
        listing = area_listing(areas, only, due_before)
    else:
        request.allow(proven=True)
        if unit:
            only["unit"] = ("begins_with", unit_queried(unit))
        listing = own_listing(request.person.person_id, only, due_before)
    return _lines(listing, limit, cursor, now)


@API.route(
    "GET",
    "/v1/incidents/queue",
    access=Access(PLACE_STAFF),
    answers={
        200: (
            Text("待办，先到期者在前", "What the unit must act on, what is due first on top"),
            IncidentList,
        )
    },
    problems=[OutsideYourArea],
    summary=Text("单位待办", "Work queue of a unit"),
)
def list_queue(
    request: Called,
    unit: UnitQuery = None,
    overdue: Annotated[
        bool | None, Query(description="Only those past their limit / 仅逾期")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what a unit must act on, ordered by due time."""
    areas = [unit_queried(unit)] if unit else _own_areas(request.person)
    if len(areas) != 1:
        raise _name_the_unit(areas)
    request.within(areas[0], PLACE_STAFF)
    now = clock.iso(clock.now())
    return _lines(queue_listing(areas[0], now if overdue else None), limit, cursor, now)


@API.route(
    "GET",
    "/v1/incidents/{incident_id}",
    access=SIGNED_IN,
    answers={200: (Text("事件", "The incident"), IncidentView)},
    problems=[NotFound],
    summary=Text("查看事件", "Read an incident"),
)
def get_incident(request: Called, incident_id: IncidentId) -> Response[Any]:
    """Read an incident."""
    incident, joined = readable(request, incident_id)
    return API.answer(200, view(incident, joined=joined), version=incident.version)


@API.route(
    "GET",
    "/v1/incidents/{incident_id}/timeline",
    access=SIGNED_IN,
    answers={200: (Text("全过程", "Every step, oldest first"), Timeline)},
    problems=[NotFound],
    summary=Text("查看全过程", "Read the timeline"),
)
def get_timeline(
    request: Called, incident_id: IncidentId, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of an incident; residents see roles, not names."""
    incident, _ = readable(request, incident_id)
    names = standing.sees_names(incident, request.person)
    rows, next_cursor = incidents.timeline_page(incident_id, limit, cursor)
    items = [step_view(row, language=request.language, names=names) for row in rows]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


def _own_areas(caller: Caller) -> list[str]:
    """Return the widest units of the caller's staff posts; several when the posts are at units side by side."""
    units = {post.unit for post in caller.posts if post.role in PLACE_STAFF}
    widest = min(map(len, units), default=0)
    return sorted(unit for unit in units if len(unit) == widest)


def _name_the_unit(areas: Sequence[str]) -> InvalidFields:
    refusal = InvalidFields.one(
        "unit",
        Text(
            "您在多个单位任职，请指定其中一个。",
            "You hold posts at several units: name one of them.",
        ),
    )
    refusal.more["units"] = list(areas)
    return refusal


def _lines(listing: Listing, limit: int, cursor: str | None, now: str) -> Response[Any]:
    items, next_cursor = list_page(listing, limit, cursor)
    return API.answer(
        200,
        {"items": [incident_line(item, now) for item in items], "next_cursor": next_cursor},
    )
