"""Routes of figures: what each counts, counting them at a cut-off, opening one down to its list."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock
from kernel.access import ALL_ROLES, PUBLIC, STAFF, Access
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, OutsideYourArea, TooManyRequests
from kernel.storage.rates import TooOften
from kernel.texts import Text
from kernel.units import is_within
from reports.api.base import API
from reports.api.shared import READ, READERS, FigureQuery, Unit
from reports.model.figures import (
    CountFigures,
    FigureCatalogueView,
    FigureCountView,
    FigureEventList,
    count_view,
    definition_view,
    event_view,
)
from reports.service.count_figures import begin_count, get_count, open_figure
from reports.service.read_catalogue import definition, definitions, known


@API.route(
    "GET",
    "/v1/reports/figures",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("指标目录", "The catalogue"), FigureCatalogueView)},
    summary=Text("指标目录", "Read what every figure counts"),
    description=Text(
        "每个数字的名称、单位、计数事件、统计口径、来源和版本；数字一律由系统统计，不得填报（{zh:statistics-law-2024#7}）。",
        "Name, unit, counted event, period, source and version of every number; none of them is typed in ({en:statistics-law-2024#7}).",
    ),
)
def list_report_figures(request: Called) -> Response[Any]:
    """Read the catalogue of figures."""
    found = [definition_view(one, request.language) for one in definitions()]
    return API.answer(200, {"figures": found})


@API.route(
    "GET",
    "/v1/reports/public/figures",
    access=PUBLIC,
    answers={200: (Text("指标目录", "The catalogue"), FigureCatalogueView)},
    problems=[TooManyRequests],
    summary=Text("指标目录（公开）", "Read what every published figure counts"),
)
def list_public_report_figures(request: Called) -> Response[Any]:
    """Read the catalogue of figures without signing in."""
    API.count_look(request)
    found = [definition_view(one, request.language) for one in definitions()]
    return API.answer(200, {"figures": found})


@API.route(
    "POST",
    "/v1/reports/counts",
    access=READ,
    answers={202: (Text("已开始统计", "Being counted"), FigureCountView)},
    problems=[OutsideYourArea, TooOften, *WRITES],
    summary=Text("统计指标", "Let figures of a period be counted"),
    description=Text(
        "在后台逐项统计，用返回的编号查看进度；完成后不再改变，更正另立新条。",
        "Counted in the background, figure by figure; once whole it never changes, and what is corrected is an entry of its own.",
    ),
)
def count_report_figures(request: Called, body: CountFigures) -> Response[Any]:
    """Let figures of a unit in the caller's area be counted."""
    request.within(body.unit, READERS)
    wanted = body.wanted()
    if not all(is_within(one.unit, body.unit) for one in wanted):
        raise OutsideYourArea
    return API.carry_out(
        request,
        lambda work: begin_count(
            work,
            body.unit,
            body.period,
            body.cut_off or clock.now(),
            wanted,
            request.person.person_id,
        ),
        lambda one: count_view(one, known(), request.language),
        status=202,
        location=lambda one: f"/v1/reports/counts/{one.id}",
    )


@API.route(
    "GET",
    "/v1/reports/counts/{count}",
    access=READ,
    answers={200: (Text("统计及进度", "The figures, as far as they are counted"), FigureCountView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看统计及进度", "Read counted figures"),
)
def get_report_count(request: Called, count: RowId) -> Response[Any]:
    """Read the figures of a unit in the caller's area."""
    one = get_count(count)
    request.within(one.unit, READERS)
    return API.answer(200, count_view(one, known(), request.language), version=one.version)


@API.route(
    "GET",
    "/v1/reports/counts/{count}/events",
    access=Access(STAFF),
    answers={200: (Text("明细", "What the figure is the sum of"), FigureEventList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("数字打开到明细", "Open a figure down to its list"),
    description=Text(
        "由能看该类明细的人员打开；明细只说是哪一件事，不说是谁。",
        "By those who may see such a list; it says which matter, never who.",
    ),
)
def list_report_events(
    request: Called, count: RowId, figure: FigureQuery, unit: Unit, cursor: Cursor = None
) -> Response[Any]:
    """Open a figure of a unit in the area of somebody who may see its list."""
    found = definition(figure)
    request.within(unit, found.readers)
    return API.page(open_figure(get_count(count), figure, unit, cursor), event_view)
