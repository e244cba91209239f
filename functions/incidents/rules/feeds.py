"""Whose copy of the incidents a change reaches: the feed of a town, of the county's office, of a department, of a person.

A phone that was offline asks its feeds what changed. A town has one feed for everything in it, which each reader narrows to the own area;
the county's office and the departments have what is or was in their hands, not the whole county; a person has what the person reported
(docs/decisions/0019-offline-sync.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from incidents.rules.incident import Incident
from kernel.access import PLACE_STAFF, Caller
from kernel.units import Level, is_within, level_of


class Told(NamedTuple):
    """A feed that is told of a change, and which unit in it the change concerns (None: the feed is a person's)."""

    feed: str
    unit: str | None = None


class Subscription(NamedTuple):
    """A feed somebody reads, and for which units; none: all of it, as it is the person's own."""

    feed: str
    areas: tuple[str, ...] = ()


def feeds_of(incident: Incident) -> frozenset[Told]:
    """Return the feeds an incident stands in, as it is now.

    A task stands in its department's only: the place follows the incident it belongs to.
    """
    told = {Told(_feed_of_person(incident.reporter))}
    place = incident.unit
    if not incident.is_task:
        told.add(_told(place))
    held = {tenure.unit for tenure in incident.tenures}
    for unit in {incident.responsible_unit, incident.turn, incident.order_unit, *held}:
        if unit is None:
            continue
        # An office over the place reads of it with the place.
        covered = not incident.is_task and _told(unit).feed == _told(place).feed
        if not (covered and is_within(place, unit)):
            told.add(_told(unit))
    return frozenset(told)


def feeds_of_change(before: Incident | None, after: Incident) -> list[Told]:
    """Return the feeds that are told of a change: also those the incident leaves with it."""
    left = feeds_of(before) if before else frozenset[Told]()
    return sorted(feeds_of(after) | left, key=lambda told: (told.feed, told.unit or ""))


def subscriptions_of(caller: Caller) -> list[Subscription]:
    """Return the feeds a person reads: the own first, then those of the units the person works for."""
    areas: dict[str, set[str]] = {}
    for post in caller.posts:
        if post.role in PLACE_STAFF:
            areas.setdefault(_told(post.unit).feed, set()).add(post.unit)
    of_units = [Subscription(feed, tuple(sorted(units))) for feed, units in sorted(areas.items())]
    return [Subscription(_feed_of_person(caller.person_id)), *of_units]


def reaches(subscription: Subscription, unit: str | None) -> bool:
    """Tell whether a change that concerns `unit` is for the reader of a subscription."""
    if not subscription.areas:
        return True
    return unit is not None and any(is_within(unit, area) for area in subscription.areas)


def is_followed(incident: Incident, subscriptions: Iterable[Subscription]) -> bool:
    """Tell whether an incident stands, as it is now, in what somebody reads."""
    told = feeds_of(incident)
    return any(
        one.feed == subscription.feed and reaches(subscription, one.unit)
        for subscription in subscriptions
        for one in told
    )


def feed_of(unit: str) -> str:
    """Return the feed that shows what concerns a unit: its town's, or its own where it is the county's office or a department."""
    of_its_own = level_of(unit) in (Level.COUNTY, Level.DEPARTMENT)
    return unit if of_its_own else unit[: Level.TOWN.digits]


def _told(unit: str) -> Told:
    return Told(feed_of(unit), unit)


def _feed_of_person(person_id: str) -> str:
    return f"PERSON#{person_id}"
