"""What everybody reads of law outreach without login: register, activities, lessons, prompts, the days that matter, figures."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from enforcement.api.base import API
from enforcement.outreach.api.base import TownOrVillage, Year
from enforcement.outreach.model.activities import (
    LawDayList,
    OutreachFigures,
    PublicActivityList,
    figures_view,
    law_day_view,
    public_activity_view,
)
from enforcement.outreach.model.lessons import (
    PublicLessonList,
    PublicLessonView,
    public_lesson_view,
)
from enforcement.outreach.model.prompts import PublicPromptList, public_prompt_view
from enforcement.outreach.model.sites import PublicSiteList, PublicSiteView, public_site_view
from enforcement.outreach.rules import days
from enforcement.outreach.rules.activities import ActivityStatus
from enforcement.outreach.rules.prompts import PromptStatus
from enforcement.outreach.service import see_activities, see_lessons, see_prompts, see_sites
from enforcement.outreach.service.count_outreach import count_outreach
from kernel import paging
from kernel.access import PUBLIC
from kernel.http import Called
from kernel.http.asked import Area, RowId
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, TooManyRequests
from kernel.texts import Text

_BASE = "/v1/enforcement/public/outreach"


@API.route(
    "GET",
    f"{_BASE}/sites",
    access=PUBLIC,
    answers={200: (Text("普法阵地，按村排列", "Sites, by village"), PublicSiteList)},
    problems=[TooManyRequests],
    summary=Text("普法阵地公开名录", "Read the register of sites"),
    description=Text(
        "无需登录。名录由司法行政部门公开（{zh:legal-publicity-law-2025#52}）；引用失效法规的注明待更换。",
        "Without login. The register is public ({en:legal-publicity-law-2025#52}); what cites an ended statute says that it is to be renewed.",
    ),
)
def list_public_sites(
    request: Called, unit: Area, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the sites that stand in a unit."""
    API.count_look(request)
    found = see_sites.list_standing(unit, limit, cursor)
    return API.page(found, lambda seen: public_site_view(seen, request.language))


@API.route(
    "GET",
    f"{_BASE}/sites/{{site}}",
    access=PUBLIC,
    answers={200: (Text("普法阵地", "The site"), PublicSiteView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("查看普法阵地（公开）", "Read a site of the register"),
)
def get_public_site(request: Called, site: RowId) -> Response[Any]:
    """Read a site that stands."""
    API.count_look(request)
    return API.answer(200, public_site_view(see_sites.see_site(site, None), request.language))


@API.route(
    "GET",
    f"{_BASE}/activities",
    access=PUBLIC,
    answers={200: (Text("普法活动，新的在前", "What was held, newest first"), PublicActivityList)},
    problems=[TooManyRequests],
    summary=Text("普法活动（公开）", "Read what was held in a village or a town"),
)
def list_public_activities(
    request: Called, unit: TownOrVillage, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what was held in a village or a town."""
    API.count_look(request)
    found = see_activities.list_activities(unit, ActivityStatus.HELD, None, limit, cursor)
    return API.page(found, lambda seen: public_activity_view(seen, request.language))


@API.route(
    "GET",
    f"{_BASE}/lessons",
    access=PUBLIC,
    answers={200: (Text("案例，新的在前", "Lessons, newest first"), PublicLessonList)},
    problems=[TooManyRequests],
    summary=Text("以案释法案例（公开）", "Read the lessons of closed cases"),
)
def list_public_lessons(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the county's lessons that are public."""
    API.count_look(request)
    found = see_lessons.list_public(limit, cursor)
    return API.page(found, lambda seen: public_lesson_view(seen, request.language))


@API.route(
    "GET",
    f"{_BASE}/lessons/{{lesson}}",
    access=PUBLIC,
    answers={200: (Text("案例", "The lesson"), PublicLessonView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("查看案例（公开）", "Read a lesson of a closed case"),
)
def get_public_lesson(request: Called, lesson: RowId) -> Response[Any]:
    """Read a lesson that is public."""
    API.count_look(request)
    seen = see_lessons.see_lesson(lesson, None)
    return API.answer(200, public_lesson_view(seen, request.language))


@API.route(
    "GET",
    f"{_BASE}/prompts",
    access=PUBLIC,
    answers={
        200: (Text("已评估的普法提示", "Prompts whose answers were assessed"), PublicPromptList)
    },
    problems=[TooManyRequests],
    summary=Text("普法提示及评估结果（公开）", "Read prompts, answers and what they came to"),
)
def list_public_prompts(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the county's prompts whose answers were assessed."""
    API.count_look(request)
    found = see_prompts.list_by_status(PromptStatus.ASSESSED, None, limit, cursor)
    return API.page(found, lambda seen: public_prompt_view(seen, request.language))


@API.route(
    "GET",
    f"{_BASE}/days",
    access=PUBLIC,
    answers={200: (Text("普法宣传日", "The days that matter"), LawDayList)},
    summary=Text("普法宣传日历", "Read the days that matter of a year"),
)
def list_law_days(request: Called, year: Year) -> Response[Any]:
    """List the days that matter of a year."""
    items = [law_day_view(one, request.language) for one in days.of_year(year)]
    return API.answer(200, {"year": year, "items": items})


@API.route(
    "GET",
    f"{_BASE}/figures",
    access=PUBLIC,
    answers={200: (Text("普法数据", "Law outreach in numbers"), OutreachFigures)},
    problems=[TooManyRequests],
    summary=Text("普法数据（公开）", "Read a place's law outreach in numbers"),
    description=Text(
        "有普法阵地的村：至少一处在用（含待更换）。",
        "A village counts with at least one site that stands, one to be renewed included.",
    ),
)
def get_outreach_figures(request: Called, unit: Area, year: Year) -> Response[Any]:
    """Count the sites of today and the activities of a year."""
    API.count_look(request)
    return API.answer(200, figures_view(count_outreach(unit, year), request.language))
