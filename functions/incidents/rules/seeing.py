"""Who may know of an incident: read it, join it, report at its place."""

from __future__ import annotations

from incidents.rules.incident import Follows, Incident
from incidents.rules.policy import Policy
from kernel.access import PLACE_STAFF, TIER_OFFICER, Caller, Post, Role
from kernel.units import Level, ancestor, is_within, level_of, tier_of


def answering_roles(unit: str) -> frozenset[Role]:
    """Return the roles that answer for a unit: its officers, for a grid its worker and chief."""
    if level_of(unit) is Level.GRID:
        return frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
    return frozenset({TIER_OFFICER[tier_of(unit)]})


def may_report_at(caller: Caller, unit: str) -> bool:
    """Tell whether a person may report at a place: anywhere in the area of a post, or in the village of a post below it."""
    return near_post(caller, unit) is not None


def near_post(caller: Caller, unit: str) -> Post | None:
    """Return the post by which a person may report at a place; None when there is none."""
    return next(
        (
            post
            for post in caller.posts
            if is_within(unit, ancestor(post.unit, Level.VILLAGE) or post.unit)
        ),
        None,
    )


def may_read(incident: Incident, caller: Caller, *, joined: Follows = Follows.NO) -> bool:
    """Tell whether a person may see an incident: its reporters, the staff of its place and above, and the unit that has it in hand."""
    return bool(joined) or incident.is_of(caller.person_id) or sees_names(incident, caller)


def may_join(
    incident: Incident, caller: Caller, policy: Policy, *, joined: Follows = Follows.NO
) -> bool:
    """Tell whether a person may know of an incident so far as to join it: whoever may read it, and whoever may report there.

    A matter about persons is not the neighbours' to know of.
    """
    if may_read(incident, caller, joined=joined):
        return True
    category = policy.categories.get(incident.category)
    is_personal = category is None or category.is_personal
    return not incident.is_task and not is_personal and may_report_at(caller, incident.unit)


def sees_names(incident: Incident, caller: Caller) -> bool:
    """Tell whether a person sees the names of staff: staff over the place and at the units concerned do, residents do not."""
    if caller.post_over(incident.unit, PLACE_STAFF) is not None:
        return True
    concerned = {incident.responsible_unit, *(tenure.unit for tenure in incident.tenures)}
    return any(caller.post_at(unit, answering_roles(unit)) is not None for unit in concerned)
