"""Routes of what was held, for those who enter it."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from enforcement.api.base import API
from enforcement.outreach.api.base import MANAGED, MOVES, WRITES, TownOrVillage
from enforcement.outreach.model.activities import ActivityList, ActivityView, activity_view
from enforcement.outreach.model.activity_requests import EnterActivity, MoveActivity
from enforcement.outreach.rules.activities import (
    ACTIVITIES,
    ActivityStatus,
    EnteredBefore,
    TooManyActivities,
)
from enforcement.outreach.rules.public_text import PartyNamed
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.outreach.service.enter_activity import enter_activity, strike_activity
from enforcement.outreach.service.see_activities import list_activities, see_activity
from kernel import paging
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/enforcement/outreach/activities",
    access=MANAGED,
    answers={201: (Text("已登记", "Entered"), ActivityView)},
    problems=[EnteredBefore, PartyNamed, TooManyActivities, UnitClosed, *WRITES],
    summary=Text("登记普法活动", "Enter a lecture, a performance or teaching by a case"),
    description=Text(
        "只记人数，不记姓名；活动举办后登记。",
        "The number of heads and never a name; entered once it was held.",
    ),
)
def enter_outreach_activity(request: Called, body: EnterActivity) -> Response[Any]:
    """Enter what was held in a village of the caller's area."""
    post = request.within(body.village, MANAGERS)
    return API.carry_out(
        request,
        lambda work: enter_activity(work, body, request.person, post),
        lambda seen: activity_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/enforcement/outreach/activities/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/enforcement/outreach/activities",
    access=MANAGED,
    answers={200: (Text("普法活动，新的在前", "What was held, newest first"), ActivityList)},
    summary=Text("普法活动清单", "List what was held in a village or a town"),
    description=Text("已撤销的登记只能按村查询。", "What was struck is listed by village alone."),
)
def list_outreach_activities(
    request: Called,
    unit: TownOrVillage,
    status: Annotated[ActivityStatus, Query()] = ActivityStatus.HELD,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what was held in the caller's area."""
    request.within(unit, MANAGERS)
    found = list_activities(unit, status, request.person, limit, cursor)
    return API.page(found, lambda seen: activity_view(seen, request.language))


@API.route(
    "GET",
    "/v1/enforcement/outreach/activities/{activity}",
    access=MANAGED,
    answers={200: (Text("普法活动", "What was held"), ActivityView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看普法活动", "Read an entry of what was held"),
)
def get_outreach_activity(request: Called, activity: RowId) -> Response[Any]:
    """Read an entry of the caller's area."""
    seen = see_activity(activity, request.person)
    request.within(seen.thing.village, MANAGERS)
    return API.answer(200, activity_view(seen, request.language), version=seen.version)


@API.route(
    "POST",
    "/v1/enforcement/outreach/activities/{activity}/transitions",
    access=MANAGED,
    answers={200: (Text("撤销后的登记", "The entry after it was struck"), ActivityView)},
    problems=[*MOVES, OutsideYourArea],
    summary=Text("撤销有误的登记", "Strike an entry that was a mistake"),
    description=ACTIVITIES.described(),
)
def move_outreach_activity(request: Called, activity: RowId, body: MoveActivity) -> Response[Any]:
    """Strike an entry of the caller's area: it stays, and counts no more."""
    expected = request.expected_version
    request.within(see_activity(activity, request.person).thing.village, MANAGERS)
    return API.carry_out(
        request,
        lambda work: strike_activity(work, activity, body.reason, request.person, expected),
        lambda seen: activity_view(seen, request.language),
    )
