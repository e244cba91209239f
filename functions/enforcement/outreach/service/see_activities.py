"""See what was held."""

from __future__ import annotations

from enforcement.outreach.rules.activities import (
    ACTIVITIES,
    Activity,
    ActivityHolder,
    ActivityStatus,
)
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import activities as kept
from kernel.access import Caller
from kernel.directory import unit_names
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from kernel.texts import Text


def see(activity: Activity, caller: Caller | None) -> SeenInUnits[Activity]:
    """Return an activity as somebody sees it, signed in or not."""
    manages = caller is not None and caller.post_over(activity.village, MANAGERS) is not None
    actions = ACTIVITIES.open_to(
        activity.status, lambda holder: manages and holder is ActivityHolder.MANAGER
    )
    return SeenInUnits(activity, actions, unit_names([activity.village, activity.organ]))


def require_known(activity: Activity | None) -> Activity:
    """Return an activity that there is.

    Raises
    ------
    NotFound
        There is none.
    """
    if activity is None:
        raise NotFound(Text("没有找到该普法活动。", "There is no such activity."))
    return activity


def see_activity(activity_id: str, caller: Caller | None) -> SeenInUnits[Activity]:
    """Return an activity; who is not signed in sees those that count."""
    activity = require_known(kept.load(activity_id))
    if caller is None and activity.status is not ActivityStatus.HELD:
        require_known(None)
    return see(activity, caller)


def list_activities(
    unit: str, status: ActivityStatus, caller: Caller | None, limit: int, cursor: str | None
) -> Listed:
    """Return one page of what was held in a village or a town, newest first."""
    found = kept.of_unit(unit, status, limit, cursor)
    return found._replace(rows=[see(one, caller) for one in found.rows])
