"""Find open incidents that may be the same matter, for whoever is about to report it."""

from __future__ import annotations

from typing import NamedTuple

from incidents.rules import duplicates, seeing
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.rules.reporting import Point
from incidents.service.locate import place_of
from incidents.store import incidents
from incidents.store.lists import recent_around
from incidents.store.policies import policy_in_force
from incidents.store.rows import PolicyRow
from kernel import clock
from kernel.problems import OutsideYourArea
from kernel.scope import Scope

MOST_HINTS = 5
"""Nobody reads through more of them before reporting."""


class HintSeen(NamedTuple):
    """An incident that may be the same matter, before somebody who may join it.

    Attributes
    ----------
    metres
        How far away; None: somewhere in the same unit.
    follows
        Whether the caller is one of its reporters already.
    """

    incident: Incident
    metres: int | None
    follows: bool
    policy: Policy


def find_similar(
    asking: Scope, category: str, unit: str | None, point: Point | None
) -> list[HintSeen]:
    """Find open incidents of a category near a place, the nearest first.

    Raises
    ------
    OutsideYourArea, InvalidFields, OutsideEveryGrid, UnknownCategory
        It could not be reported there either.
    """
    place, location = place_of(unit, point)
    person = asking.person
    asking.allow(seeing.may_report_at(person, place), OutsideYourArea)
    (kept,) = asking.recall([PolicyRow.current()])
    policy = policy_in_force(kept).value
    policy.category(category)
    here = (location["lat"], location["lon"]) if location else None
    found = duplicates.similar(category, place, here, recent_around(place), policy, clock.now())[
        :MOST_HINTS
    ]
    present = incidents.load_followed([hint.seen.id for hint in found], person.person_id)
    return [
        HintSeen(incident, hint.metres, joined or incident.is_of(person.person_id), policy)
        for hint, (incident, joined) in zip(found, present, strict=True)
        # The index may be a moment behind the incident itself.
        if incident is not None
        and incident.status.is_open
        and seeing.may_join(incident, person, policy, joined=joined)
    ]
