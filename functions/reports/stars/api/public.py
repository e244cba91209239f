"""What everybody reads of stars without login: which village holds which, since when, and what was taken away by which rule."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import PUBLIC
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import TooManyRequests
from kernel.texts import Text
from reports.api.base import API
from reports.stars.api.base import PUBLIC_BASE, Unit, Village
from reports.stars.model.held import PublicStarList, StarTallyView, held_view, tally_view
from reports.stars.rules.tallies import StarSumsDiffer
from reports.stars.service import see_held


@API.route(
    "GET",
    f"{PUBLIC_BASE}/villages",
    access=PUBLIC,
    answers={200: (Text("持有星的村", "Villages that hold stars"), PublicStarList)},
    problems=[TooManyRequests],
    summary=Text("公开：各村星级", "Read which villages hold which stars"),
    description=Text(
        "无需登录；只列村和星，不涉及个人。", "Without login: villages and stars, and no person."
    ),
)
def list_public_stars(
    request: Called, unit: Unit, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the villages of a unit that hold stars now."""
    API.count_look(request)
    found = see_held.list_held(unit, limit, cursor)
    return API.page(found, lambda held: held_view(held, request.language))


@API.route(
    "GET",
    f"{PUBLIC_BASE}/villages/{{village}}/years",
    access=PUBLIC,
    answers={200: (Text("历年星级，近的在前", "Every year, the latest first"), PublicStarList)},
    problems=[TooManyRequests],
    summary=Text("公开：一村历年星级", "Read a village's stars year by year"),
)
def list_public_star_years(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List a village's decided years."""
    API.count_look(request)
    found = see_held.list_years(village, limit, cursor)
    return API.page(found, lambda held: held_view(held, request.language))


@API.route(
    "GET",
    f"{PUBLIC_BASE}/tally",
    access=PUBLIC,
    answers={200: (Text("星级统计", "The stars of a year"), StarTallyView)},
    problems=[StarSumsDiffer, TooManyRequests],
    summary=Text("公开：年度星级统计", "Read the stars of a year, by level and by kind"),
    description=Text(
        "各村星级合计必须等于各星数合计，不一致则不予公布。",
        "The levels come to as many stars as the kinds do, or nothing is told.",
    ),
)
def get_public_star_tally(
    request: Called,
    unit: Annotated[
        str,
        Query(
            pattern=r"^[1-9]\d{5}(\d{3})?$",
            description="County or town / 县或乡镇代码",
            examples=["140426106"],
        ),
    ],
    year: Annotated[int, Query(ge=2020, le=2099, description="Year / 年度", examples=[2026])],
) -> Response[Any]:
    """Read the tally of a year in a county or a town."""
    API.count_look(request)
    found = see_held.tally_of(unit, year)
    names = see_held.star_names(found.stars)
    return API.answer(200, tally_view(found, names, request.language))
