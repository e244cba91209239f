"""Routes of the supervision desk: overdue, near-due and ordered incidents of an area, and how punctual its units are."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from escalation.api.base import API
from incidents.model.answers import IncidentList, incident_lines
from incidents.service.name_lines import names_of
from incidents.supervision import service
from incidents.supervision.model import Punctuality, punctuality_view
from kernel import paging
from kernel.access import OFFICERS, Access, Caller
from kernel.http import Called, Request, unit_queried
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, OutsideYourArea
from kernel.storage.lists import Listed
from kernel.texts import Text
from kernel.units import Tier

Unit = Annotated[
    str | None,
    Query(
        max_length=15,
        pattern=r"^[0-9A-Z-]+$",
        description="An area or department; by default that of your own post / 辖区或部门，缺省为本人岗位单位",
    ),
]
Month = Annotated[str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])]


@API.route(
    "GET",
    "/v1/supervision/overdue",
    access=Access(OFFICERS),
    answers={200: (Text("逾期事件", "What is past its limit"), IncidentList)},
    problems=[OutsideYourArea],
    summary=Text("逾期清单", "Overdue incidents of an area"),
    description=Text(
        "辖区内各级责任单位已逾期的事件，逾期最久者在前；可按层级筛选。",
        "Of all units in the area, the longest overdue first; by tier if you like. A page may hold fewer than `limit` items: go on while "
        "there is a `next_cursor`.",
    ),
)
def list_overdue(
    request: Called,
    unit: Unit = None,
    tier: Annotated[Tier | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is overdue in an area."""
    return _listed(request, service.list_overdue(_area(request, unit), tier, limit, cursor))


@API.route(
    "GET",
    "/v1/supervision/near-due",
    access=Access(OFFICERS),
    answers={200: (Text("临期事件", "What will soon be past its limit"), IncidentList)},
    problems=[OutsideYourArea],
    summary=Text("临期清单", "Incidents of an area that are nearly due"),
)
def list_near_due(
    request: Called,
    unit: Unit = None,
    tier: Annotated[Tier | None, Query()] = None,
    hours: Annotated[
        int, Query(ge=1, le=24 * 14, description="Due within so many hours / 多少小时内到期")
    ] = 24,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what is due within some hours in an area."""
    area, within = _area(request, unit), timedelta(hours=hours)
    return _listed(request, service.list_near_due(area, within, tier, limit, cursor))


@API.route(
    "GET",
    "/v1/supervision/orders",
    access=Access(OFFICERS),
    answers={200: (Text("待答复的督办", "Incidents with an open order"), IncidentList)},
    problems=[OutsideYourArea],
    summary=Text("督办清单", "Open supervision orders of an area"),
)
def list_orders(
    request: Called, unit: Unit = None, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the incidents of an area whose supervision order waits for its answer."""
    return _listed(request, service.list_ordered(_area(request, unit), limit, cursor))


@API.route(
    "GET",
    "/v1/supervision/punctuality",
    access=Access(OFFICERS),
    answers={200: (Text("及时情况", "How punctual the units of an area were"), Punctuality)},
    problems=[OutsideYourArea],
    summary=Text("办理及时情况", "Punctuality of an area"),
    description=Text(
        "按层级和单位统计办结用时的中位数与百分位（工作时间），样本不足不显示；不排名、不统计到人。",
        "Medians and percentiles of working time by tier and unit; none with too few cases. No ranking, and never of persons.",
    ),
)
def get_punctuality(
    request: Called,
    first: Month,
    last: Annotated[str | None, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")] = None,
    unit: Unit = None,
) -> Response[Any]:
    """Tell how punctual the units of an area were in some months."""
    area = _area(request, unit)
    found = service.read_punctuality(area, first, last or first)
    return API.answer(200, punctuality_view(found, request.language))


def _area(request: Request, unit: str | None) -> str:
    """Return the area asked for, or the one of the caller's only post, if the caller answers for it."""
    area = unit_queried(unit) if unit else _own_unit(request.person)
    request.within(area, OFFICERS)
    return area


def _own_unit(caller: Caller) -> str:
    units = {post.unit for post in caller.posts if post.role in OFFICERS}
    if len(units) == 1:
        return units.pop()
    raise InvalidFields.one(
        "unit",
        Text(
            "您在多个单位任职，请指定其中一个。",
            "You hold posts at several units: name one of them.",
        ),
    )


def _listed(request: Request, found: Listed) -> Response[Any]:
    items = incident_lines(found.rows, names_of(found.rows), request.language)
    return API.answer(200, {"items": items, "next_cursor": found.next_cursor})
