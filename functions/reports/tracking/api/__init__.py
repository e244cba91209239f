"""Routes of the tracking board: an area's numbers, its points, its hot spots."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import OFFICERS, Access
from kernel.http import Called, Request, unit_queried
from kernel.problems import InvalidFields, OutsideYourArea
from kernel.texts import Text
from kernel.units import Level, level_of
from reports.api.base import API
from reports.tracking.model.board import TrackingBoard, board_view
from reports.tracking.model.points import HotSpots, TrackingPoints, points_view, spots_view
from reports.tracking.service.find_points import find_hot_spots
from reports.tracking.service.find_points import find_points as points_of
from reports.tracking.service.follow_area import follow_area

Area = Annotated[
    str,
    Query(
        max_length=15,
        pattern=r"^[0-9]+$",
        description="A county, town or village / 县、乡镇或村",
        examples=["140426106"],
    ),
]
First = Annotated[str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", examples=["2026-10"])]
Last = Annotated[
    str | None,
    Query(
        pattern=r"^20\d{2}-(0[1-9]|1[0-2])$",
        description="By default `first` alone / 缺省为起始月份当月",
    ),
]
Kind = Annotated[str | None, Query(max_length=40, description="Of one category / 事件类别")]


@API.route(
    "GET",
    "/v1/reports/tracking",
    access=Access(OFFICERS),
    answers={200: (Text("跟踪看板", "The board"), TrackingBoard)},
    problems=[OutsideYourArea],
    summary=Text("跟踪看板", "Follow an area"),
    description=Text(
        "辖区内未办结、逾期、退回、重新打开的事件，按层级、类别和上报时间统计，与上期对照；各单位应办未办和逾期的事项一并列出；用时为中位数与百分位，样本不足十件不显示。不排名、不统计到人，村以下不统计办理。",
        "Open, overdue, returned and reopened matters of an area by tier, category and age, against the period before; what its units owe and are "
        "late with; times are medians and percentiles of ten cases or more. No ranking, never of persons, and no handling below the village.",
    ),
)
def get_tracking_board(
    request: Called, unit: Area, first: First, last: Last = None
) -> Response[Any]:
    """Return the board of an area."""
    found = follow_area(_area(request, unit), first, last or first)
    return API.answer(200, board_view(found, request.language))


@API.route(
    "GET",
    "/v1/reports/tracking/points",
    access=Access(OFFICERS),
    answers={200: (Text("难点、痛点、风险点", "The points"), TrackingPoints)},
    problems=[OutsideYourArea],
    summary=Text("难点、痛点、风险点", "Find what is difficult, what hurts, where a risk gathers"),
    description=Text(
        "按公布的规则由数据得出，与上期对照；偶然波动不列出。",
        "Found by rules on data that the answer tells, against the period before; what chance explains is not listed.",
    ),
)
def list_tracking_points(
    request: Called, unit: Area, first: First, last: Last = None
) -> Response[Any]:
    """Return the points of an area."""
    found = points_of(_area(request, unit), first, last or first)
    return API.answer(200, points_view(found, request.language))


@API.route(
    "GET",
    "/v1/reports/tracking/hot-spots",
    access=Access(OFFICERS),
    answers={200: (Text("热点", "Where matters gather"), HotSpots)},
    problems=[OutsideYourArea],
    summary=Text("事件热点", "See where the matters of an area were"),
    description=Text(
        "镇、村按网格，县按村；只计事件数，不计办理。",
        "By grid in a town or village, by village in a county; matters are counted, never handling.",
    ),
)
def list_tracking_hot_spots(
    request: Called, unit: Area, first: First, last: Last = None, category: Kind = None
) -> Response[Any]:
    """Return how many matters there were in each place of an area."""
    found = find_hot_spots(_area(request, unit), first, last or first, category)
    return API.answer(200, spots_view(found, request.language))


def _area(request: Request, unit: str) -> str:
    area = unit_queried(unit)
    if level_of(area) is Level.GRID:
        told = Text("村以下不统计办理情况。", "Nothing is followed below the village.")
        raise InvalidFields.one("unit", told)
    request.within(area, OFFICERS)
    return area
