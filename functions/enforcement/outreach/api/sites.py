"""Routes of sites, for those who answer for them."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.outreach.api.base import MANAGED, MOVES, WRITES
from enforcement.outreach.model.site_requests import MoveSite, SetUpSite
from enforcement.outreach.model.sites import OutreachSiteList, OutreachSiteView, site_view
from enforcement.outreach.rules.site_states import MANAGERS, SITES, SiteEvent, SiteStatus
from enforcement.outreach.rules.sites import (
    NothingRenewed,
    NotItsKeeper,
    Site,
    TooManySites,
    standing_of,
)
from enforcement.outreach.service.move_site import move_site
from enforcement.outreach.service.see_sites import list_by_status, list_steps, see_site
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.service.set_up_site import set_up_site
from kernel import paging
from kernel.directory import UnitClosed
from kernel.http import Called, Request
from kernel.http.asked import Area, RowId
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/enforcement/outreach/sites",
    access=MANAGED,
    answers={201: (Text("已登记", "On the register"), OutreachSiteView)},
    problems=[NotItsKeeper, TooManySites, UnitClosed, *WRITES],
    summary=Text("登记普法阵地", "Put a site of law outreach on the register"),
    description=Text(
        "法治长廊、宣传栏、广场、电子屏；所引法规须现行有效，失效后系统自动标记并督促更换（{zh:legal-publicity-law-2025#52,54}）。",
        "Corridor, column, square or screen. What it cites is in force today; when a statute ends, the site is flagged by itself and its "
        "keeper owes the renewal ({en:legal-publicity-law-2025#52,54}).",
    ),
)
def set_up_outreach_site(request: Called, body: SetUpSite) -> Response[Any]:
    """Put a site on the register of a village in the caller's area."""
    post = request.within(body.village, MANAGERS)
    return API.carry_out(
        request,
        lambda work: set_up_site(work, body, request.person, post),
        lambda seen: site_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/enforcement/outreach/sites/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/enforcement/outreach/sites",
    access=MANAGED,
    answers={200: (Text("普法阵地，按村排列", "Sites, by village"), OutreachSiteList)},
    summary=Text("普法阵地清单", "List the sites of a unit by status"),
)
def list_outreach_sites(
    request: Called,
    unit: Area,
    status: Annotated[SiteStatus, Query()] = SiteStatus.IN_USE,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the sites of a status in the caller's area."""
    request.within(unit, MANAGERS)
    found = list_by_status(unit, status, request.person, limit, cursor)
    return API.page(found, lambda seen: site_view(seen, request.language))


@API.route(
    "GET",
    "/v1/enforcement/outreach/sites/{site}",
    access=MANAGED,
    answers={200: (Text("普法阵地", "The site"), OutreachSiteView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看普法阵地", "Read a site"),
)
def get_outreach_site(request: Called, site: RowId) -> Response[Any]:
    """Read a site the caller answers for."""
    seen = _see(request, site)
    return API.answer(200, site_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/enforcement/outreach/sites/{site}/history",
    access=MANAGED,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("普法阵地历次检查和更换", "Read the history of a site"),
)
def get_outreach_site_history(
    request: Called, site: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the checks and renewals of a site the caller answers for."""
    _see(request, site)
    found = list_steps(site, limit, cursor)
    return API.page(found, lambda step: step_view(step, SiteEvent, request.language))


@API.route(
    "POST",
    "/v1/enforcement/outreach/sites/{site}/transitions",
    access=MANAGED,
    answers={200: (Text("办理后的普法阵地", "The site after the step"), OutreachSiteView)},
    problems=[*MOVES, NothingRenewed, OutsideYourArea],
    summary=Text("检查、更换内容或停用", "Check a site, renew what it says, or take it down"),
    description=SITES.described(),
)
def move_outreach_site(request: Called, site: RowId, body: MoveSite) -> Response[Any]:
    """Take a step with a site; what the caller has nothing to do with is refused."""
    expected = request.expected_version
    _see(request, site)
    return API.carry_out(
        request,
        lambda work: move_site(work, site, body, request.person, expected),
        lambda moved: site_view(moved, request.language),
    )


def _see(request: Request, site: str) -> SeenInUnits[Site]:
    """Return a site the caller answers for; that there is one is no secret."""
    seen = see_site(site, request.person)
    request.allow(bool(standing_of(seen.thing, request.person)), OutsideYourArea)
    return seen
