"""What everybody reads of the registry without login: which towns, villages and grids there are."""

from __future__ import annotations

import os
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import PUBLIC
from kernel.fields import UnitCode
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.sending import CATALOGUE
from kernel.problems import TooManyRequests
from kernel.texts import Text
from registry.api.base import API, FIRST_PAGE
from registry.model.answers import UnitPage
from registry.service import show_unit


@API.route(
    "GET",
    "/v1/registry/public/units",
    access=PUBLIC,
    answers={200: (Text("下级单位", "Units below"), UnitPage)},
    problems=[TooManyRequests],
    summary=Text("下级单位列表（无需登录）", "List the units below a unit, without login"),
)
def list_public_units(
    request: Called,
    parent: Annotated[
        UnitCode | None, Query(description="Unit above, the county by default / 上级单位，默认本县")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List the units directly below a unit: names and codes of places, and telephones of offices."""
    API.count_look(request)
    below = parent or os.environ["COUNTY_CODE"]
    return API.answer(200, show_unit.list_units(below, limit, cursor), headers=CATALOGUE)
