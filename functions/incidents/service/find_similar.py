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
from kernel.storage.rows import Key

_MOST_LOOKED_AT = 50
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


def rows_needed() -> list[Key]:
    """Return what is read beforehand, together with who asks."""
    return [PolicyRow.current()]


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
    (kept,) = asking.recall(rows_needed())
    policy = policy_in_force(kept).value
    policy.category(category)
    here = (location["lat"], location["lon"]) if location else None
    ids = recent_around(place, category, _MOST_LOOKED_AT)
    # The index may be a moment behind the incidents themselves.
    present = {
        incident.id: (incident, joined)
        for incident, joined in incidents.load_followed(ids, person.person_id)
        if incident is not None
    }
    candidates = [_seen(incident) for incident, _ in present.values()]
    near = duplicates.similar(category, place, here, candidates, policy, clock.now())[:MOST_HINTS]
    found = [(hint, *present[hint.seen.id]) for hint in near]
    return [
        HintSeen(incident, hint.metres, bool(joined) or incident.is_of(person.person_id), policy)
        for hint, incident, joined in found
        if seeing.may_join(incident, person, policy, joined=joined)
    ]


def _seen(incident: Incident) -> duplicates.Seen:
    location = incident.location
    return duplicates.Seen(
        id=incident.id,
        case_code=incident.case_code,
        category=incident.category,
        status=incident.status,
        unit=incident.unit,
        created_at=incident.created_at,
        point=(location["lat"], location["lon"]) if location else None,
    )
