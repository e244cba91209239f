"""Reading incidents: lists, the work queue, one of them, its timeline."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from escalation.model.timeline import Timeline
from incidents.api.base import API, SIGNED_IN, IncidentId, UnitQuery
from incidents.model.answers import (
    IncidentList,
    IncidentView,
    incident_lines,
    incident_view,
    step_view,
)
from incidents.rules.states import Status
from incidents.service.list_incidents import Wanted
from incidents.service.list_incidents import list_incidents as find
from incidents.service.list_incidents import list_queue as find_queue
from incidents.service.name_lines import names_of
from incidents.service.see_incident import read_incident, read_steps
from kernel import paging
from kernel.access import PLACE_STAFF, Access
from kernel.fields import Instant
from kernel.http import Called, Request, unit_queried
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.storage.lists import Listed
from kernel.texts import Named, Text
from kernel.units import Tier

Overdue = Annotated[
    bool | None,
    Query(
        description="true: only those past their limit; false: only the others / true 仅逾期，false 仅未逾期"
    ),
]


class Order(Named):
    """In which order a list comes."""

    NEWEST = "-created_at", "新的在前", "newest first"
    OLDEST = "created_at", "旧的在前", "oldest first"


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
    overdue: Overdue = None,
    mine: Annotated[bool | None, Query(description="Only what I reported / 仅本人上报")] = None,
    case_code: Annotated[
        str | None,
        Query(
            min_length=1, max_length=60, description="The case of this code, alone / 按案件编号查找"
        ),
    ] = None,
    updated_since: Annotated[
        Instant | None, Query(description="Changed at or after / 此时起有变化的")
    ] = None,
    sort: Annotated[
        Order,
        Query(
            description="By when it was reported; by due time see /v1/incidents/queue / 按上报时间排序；按期限排序见单位待办"
        ),
    ] = Order.NEWEST,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List incidents of an area, or the caller's own."""
    narrowed = {"status": status, "tier": tier, "category": category}
    wanted = Wanted(
        unit_queried(unit) if unit else None,
        {name: str(value) for name, value in narrowed.items() if value is not None},
        overdue=overdue,
        updated_since=updated_since,
        case_code=case_code,
        mine=bool(mine),
        oldest_first=sort is Order.OLDEST,
    )
    return _page(request, find(request, wanted, limit, cursor))


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
    overdue: Overdue = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what a unit must act on, ordered by due time."""
    area = unit_queried(unit) if unit else None
    return _page(request, find_queue(request, area, overdue=overdue, limit=limit, cursor=cursor))


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
    seen = read_incident(request, incident_id)
    return API.answer(200, incident_view(seen, request.language), version=seen.version)


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
    seen = read_steps(request, incident_id, limit, cursor)
    items = [step_view(row, language=request.language, names=seen.names) for row in seen.rows]
    return API.answer(200, {"items": items, "next_cursor": seen.next_cursor})


def _page(request: Request, found: Listed) -> Response[Any]:
    items = incident_lines(found.rows, names_of(found.rows), request.language)
    return API.answer(200, {"items": items, "next_cursor": found.next_cursor})
