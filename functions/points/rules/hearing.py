"""Who hears of a step: whose points it is about, and who has to do something now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.access import Role
from kernel.addressees import Addressee, household, person, role, unit
from points.rules.claim import Claim
from points.rules.claim_states import Event

_HOUSEHOLD_HEARS = frozenset(
    {
        Event.CONFIRMED,
        Event.PUBLISHED,
        Event.OBJECTED,
        Event.ANSWERED,
        Event.POSTED,
        Event.REFUSED,
        Event.CHECK_LATE,
        Event.REVERSED,
        Event.MOVED,
    }
)


def who_hears(
    claim: Claim, event: Event, details: Mapping[str, Any] | None
) -> tuple[Addressee, ...]:
    """Return who hears of a step of a claim; what is late is told to units by its obligation."""
    heard: list[Addressee] = []
    if event in _HOUSEHOLD_HEARS:
        heard.append(household(claim.household))
    if event in (Event.CLAIMED, Event.MOVED):
        heard.append(role(Role.POINTS_VERIFIER, claim.village))
    if event is Event.OBJECTED:
        heard.append(unit(claim.village))
    if event is Event.ANSWERED:
        heard += _objector(claim, details or {})
    return tuple(heard)


def _objector(claim: Claim, details: Mapping[str, Any]) -> list[Addressee]:
    found = (one for one in claim.objections if one["id"] == details.get("objection"))
    return [person(one["person"]) for one in found]
