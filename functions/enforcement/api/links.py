"""Routes of how far the inspections of a town's year led."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from enforcement.api.base import API
from enforcement.api.shared import Town, Year
from enforcement.model import links as led
from enforcement.rules.links import LinkLevel
from enforcement.service import look_up_inspections as look_up
from kernel.access import ENFORCEMENT_READERS, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import OutsideYourArea
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/years/{year}/figures",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("当年数字", "The figures of the year"), led.FiguresView)},
    problems=[OutsideYourArea],
    summary=Text("当年检查、问题、立案、处罚", "Read how many inspections led how far"),
    description=Text(
        "每一级都是上一级的一部分，由检查与案件的关联得出；不排名。",
        "Each level is part of the one before, by the links of inspections and cases; nothing is ranked.",
    ),
)
def read_figures(request: Called, town: Town, year: Year) -> Response[Any]:
    """Tell how many inspections of a town's year led how far."""
    request.within(town, ENFORCEMENT_READERS)
    return API.answer(200, led.figures_view(town, year, look_up.read_figures(town, year)))


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/years/{year}/links/{level}",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("检查及其案件", "Inspections and their cases"), led.LinkList)},
    problems=[OutsideYourArea],
    summary=Text("哪些检查发现问题、立案、处罚", "List the inspections of a year that led so far"),
)
def list_links(
    request: Called,
    town: Town,
    year: Year,
    level: Annotated[LinkLevel, Path()],
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Any]:
    """List the inspections of a town's year that led so far."""
    request.within(town, ENFORCEMENT_READERS)
    return API.page(look_up.list_links(town, year, level, limit, cursor), led.link_view)
