"""Routes of stars for officers: the scheme, the year, and each village's rating from its own word to the county's award."""

from __future__ import annotations

import os
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.rules.choice_of_law import NotInForce
from kernel import paging
from kernel.access import Access, Role
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import InvalidFields, NotFound, OutsideYourArea, StaleVersion
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text
from reports.api.base import API
from reports.stars.api.base import BASE, OF_COUNTY, READ, RatingId, Unit, Year
from reports.stars.model.answers import (
    StarRatingList,
    StarRatingView,
    StarSchemeView,
    StarYearView,
    rating_line,
    rating_view,
    scheme_view,
    year_view,
)
from reports.stars.model.requests import MoveStarRating, OpenStarYear, PutStarScheme
from reports.stars.rules.moves import (
    OwnStarRating,
    StarCountUnderWay,
    StarFiguresNotCounted,
    StarsNotBorneOut,
    StarYearPassed,
)
from reports.stars.rules.rating_states import RATINGS, StarRatingEvent, StarRatingStatus
from reports.stars.rules.rounds import StarYearOpened
from reports.stars.rules.scheme import StarSchemeDoesNotHold
from reports.stars.rules.tallies import StarSumsDiffer
from reports.stars.service import see_ratings as seeing
from reports.stars.service.move_rating import move_rating
from reports.stars.service.open_year import open_year
from reports.stars.service.set_scheme import read_scheme, set_scheme


@API.route(
    "GET",
    f"{BASE}/scheme",
    access=Access(READ.roles, scoped=False),
    answers={200: (Text("评星办法", "The scheme"), StarSchemeView)},
    problems=[NotFound],
    summary=Text("查看评星办法", "Read by what stars are given"),
)
def get_star_scheme(
    request: Called, version: Annotated[int | None, Query(ge=0, le=999_999)] = None
) -> Response[Any]:
    """Read the scheme, now or in an earlier version."""
    kept = read_scheme(version)
    return API.answer(200, scheme_view(kept, request.language), version=kept.version)


@API.route(
    "PUT",
    f"{BASE}/scheme",
    access=Access(frozenset({Role.COUNTY_ADMIN}), scoped=False),
    answers={200: (Text("新版评星办法", "The new version"), StarSchemeView)},
    problems=[StarSchemeDoesNotHold, StaleVersion, InvalidFields],
    summary=Text("设定评星办法", "Set by what stars are given"),
    description=Text(
        "整份设定并存为新版本；已开始的年度仍按原版本。每个项目以一个按村统计的指标为据，不得填报数字。",
        "The whole, kept as the next version; a year that is open keeps its own. Every item rests on a figure counted of villages: no number is typed in.",
    ),
)
def put_star_scheme(request: Called, body: PutStarScheme) -> Response[Any]:
    """Set a new version of the scheme."""
    kept = set_scheme(body.document(), request.expected_version, request.person.person_id)
    return API.answer(200, scheme_view(kept, request.language), version=kept.version)


@API.route(
    "POST",
    f"{BASE}/years",
    access=OF_COUNTY,
    answers={202: (Text("年度评星已开始", "The year is being opened"), StarYearView)},
    problems=[OutsideYourArea, StarYearOpened, UnitClosed, *WRITES],
    summary=Text("开始年度评星", "Open a year of stars"),
    description=Text(
        "在后台为全县（或所指乡镇、村）每个村开始评定，各村须在截止日前自评，逾期逐级上报。",
        "Every village gets its rating in the background and owes its word by the day; what is late climbs.",
    ),
)
def open_star_year(request: Called, body: OpenStarYear) -> Response[Any]:
    """Open a year for the county, or for a unit of it."""
    return API.carry_out(
        request,
        lambda work: open_year(
            work, request, body.unit or os.environ["COUNTY_CODE"], body.year, body.rate_by
        ),
        year_view,
        status=202,
        location=lambda one: f"{BASE}/years/{one.year}?unit={one.unit}",
    )


@API.route(
    "GET",
    f"{BASE}/years/{{year}}",
    access=OF_COUNTY,
    answers={200: (Text("年度评星", "The year"), StarYearView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看年度评星进度", "Read how far a year is open"),
)
def get_star_year(request: Called, year: Year, unit: Unit) -> Response[Any]:
    """Read a year as it was opened for a unit."""
    found = seeing.see_year(request, unit, year)
    return API.answer(200, year_view(found), version=found.version)


@API.route(
    "GET",
    f"{BASE}/ratings",
    access=READ,
    answers={200: (Text("评星，按村排列", "Ratings, by village"), StarRatingList)},
    problems=[OutsideYourArea],
    summary=Text("评星清单", "List the ratings of a unit by status"),
)
def list_star_ratings(
    request: Called,
    unit: Unit,
    status: Annotated[StarRatingStatus, Query()] = StarRatingStatus.TO_RATE,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the ratings of a status in the caller's area."""
    found = seeing.list_ratings(request, unit, status, limit, cursor)
    return API.page(found, lambda seen: rating_line(seen, request.language))


@API.route(
    "GET",
    f"{BASE}/ratings/{{rating}}",
    access=READ,
    answers={200: (Text("评星及依据", "The rating, with what bears it out"), StarRatingView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看村年度评星", "Read a village's stars of a year"),
)
def get_star_rating(request: Called, rating: RatingId) -> Response[Any]:
    """Read a rating of the caller's area."""
    seen = seeing.see_rating(request, rating)
    return API.answer(200, rating_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    f"{BASE}/ratings/{{rating}}/history",
    access=READ,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("评星全过程", "Read the history of a rating"),
)
def get_star_rating_history(
    request: Called, rating: RatingId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read every step of a rating of the caller's area."""
    found = seeing.list_steps(request, rating, limit, cursor)
    return API.page(found, lambda one: step_view(one, StarRatingEvent, request.language))


@API.route(
    "POST",
    f"{BASE}/ratings/{{rating}}/transitions",
    access=READ,
    answers={200: (Text("办理后的评星", "The rating after the step"), StarRatingView)},
    problems=[
        *(*MOVES, OutsideYourArea, OwnStarRating, StarCountUnderWay, StarFiguresNotCounted),
        *(StarsNotBorneOut, StarSumsDiffer, StarYearPassed, NotInForce, TooOften),
    ],
    summary=Text("自评、核查、授星或摘星", "Rate, check, award, or take a star away"),
    description=RATINGS.described(),
)
def move_star_rating(request: Called, rating: RatingId, body: MoveStarRating) -> Response[Any]:
    """Take a step with a rating of the caller's area."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move_rating(work, request, rating, body, expected),
        lambda seen: rating_view(seen, request.language),
    )
