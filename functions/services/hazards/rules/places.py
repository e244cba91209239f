"""Places and objects that are checked: who owns them, how often they are visited, what was found there last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from kernel.access import Caller
from kernel.clock import day_of, months_after
from kernel.record import record
from kernel.texts import Named
from services.hazards.rules.calendar import PlannedRound
from services.hazards.rules.checklists import HazardKind
from services.hazards.rules.place_states import (
    PLACE_ROLES,
    PLACES,
    PlaceAction,
    PlaceEvent,
    PlaceHolder,
    PlaceStatus,
)
from services.hazards.rules.terms import amount, done_when, terms
from services.hazards.rules.warnings import Warned


class PlaceKind(Named):
    """What a place or an object is."""

    HOUSE = "house", "住房", "house"
    SHOP = "shop", "商铺", "shop"
    VENUE = "venue", "九小场所", "small venue"
    POND = "pond", "水塘", "pond"
    SLOPE = "slope", "边坡沟道", "slope or gully"
    MACHINE = "machine", "农机", "farm machine"
    FOREST_EDGE = "forest_edge", "林缘", "forest edge"
    ROAD = "road", "道路桥涵", "road or bridge"
    FARM = "farm", "养殖场户", "animal farm"


class PlaceClass(Named):
    """How closely a place is watched; of houses: ordinary, with a defect or somebody alone, about to collapse (DOMAIN.md 13)."""

    ORDINARY = "ordinary", "一般", "ordinary"
    WATCHED = "watched", "重点", "watched"
    UNSAFE = "unsafe", "危险", "unsafe"


class OwnerKind(Named):
    """Who owns a place."""

    PERSON = "person", "个人", "a person"
    HOUSEHOLD = "household", "户", "a household"
    UNIT = "unit", "单位", "a unit"


@record
class Owner:
    """Who owns or keeps a place: by id, never by name."""

    kind: OwnerKind
    id: str


@record
class Found:
    """What was found last of an item."""

    kind: HazardKind
    item: str
    finding: str
    on: date


@record
class Place:
    """A place or an object on the rounds.

    Attributes
    ----------
    checklists
        What is looked at there.
    visited_at
        When it was last gone through; None: not yet.
    found
        The newest finding of each item.
    """

    id: str
    grid: str
    kind: PlaceKind
    watch: PlaceClass
    name: str
    where: str
    checklists: tuple[HazardKind, ...]
    owner: Owner | None
    entered_at: datetime
    visited_at: datetime | None = None
    found: tuple[Found, ...] = ()
    status: PlaceStatus = PlaceStatus.CHECKED
    version: int = 1

    @property
    def interval_months(self) -> int:
        """How often it is visited."""
        return terms()["interval_months"][str(self.kind)][str(self.watch)]

    @property
    def due_on(self) -> date:
        """By which day it is visited again, whatever the season; what was never visited, since it was entered."""
        if self.visited_at is None:
            return day_of(self.entered_at)
        return months_after(day_of(self.visited_at), self.interval_months)


class PlaceCommand(NamedTuple):
    """A step, with what was said of it; None: as it was."""

    action: PlaceAction
    done_at: datetime | None = None
    note: str | None = None
    reason: str | None = None
    watch: PlaceClass | None = None
    name: str | None = None
    where: str | None = None
    checklists: tuple[HazardKind, ...] | None = None
    owner: Owner | None = None


class PlaceChange(NamedTuple):
    """A place as it is afterwards, and what the history says of it."""

    after: Place
    event: PlaceEvent
    said: str | None = None
    was: Place | None = None


def standing_of(place: Place, caller: Caller) -> frozenset[PlaceHolder]:
    """Return how somebody who works for the place stands to it."""
    return frozenset(
        one for one, roles in PLACE_ROLES.items() if caller.post_over(place.grid, roles)
    )


def is_owner(owner: Owner | None, caller: Caller, home: str | None = None) -> bool:
    """Tell whether somebody owns what is owned, alone or with the own household (`home`)."""
    if owner is None or owner.kind is OwnerKind.UNIT:
        return False
    return owner.id == (caller.person_id if owner.kind is OwnerKind.PERSON else home)


def actions_of(place: Place, caller: Caller) -> list[PlaceAction]:
    """Return what somebody may do with a place now."""
    standing = standing_of(place, caller)
    return PLACES.open_to(place.status, lambda holder: holder in standing)


def move(place: Place, command: PlaceCommand, caller: Caller, now: datetime) -> PlaceChange:
    """Check a place, change what is kept of it, or take it off the rounds.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    """
    row = PLACES.move(place.status, command.action, offered=actions_of(place, caller))
    standing = standing_of(place, caller)
    PLACES.allow(row, lambda holder: holder in standing, lambda holder: PLACE_ROLES[holder])
    PLACES.require_words(row, command)
    event = PlaceEvent(str(row.event))
    match command.action:
        case PlaceAction.CHECK:
            at = done_when(command.done_at, now)
            # A phone that was offline tells of an older visit after a newer one.
            at = max(at, place.visited_at or at)
            return PlaceChange(_next(place, visited_at=at), event, command.note)
        case PlaceAction.CHANGE:
            said = {
                name: value
                for name in ("watch", "name", "where", "checklists", "owner")
                if (value := getattr(command, name)) is not None
            }
            return PlaceChange(_next(place, **said), event, command.reason, place)
        case _:
            return PlaceChange(_next(place, status=row.target), event, command.reason)


def with_finding(place: Place, found: Found) -> PlaceChange:
    """Note at a place what was found there."""
    others = tuple(one for one in place.found if (one.kind, one.item) != (found.kind, found.item))
    return PlaceChange(_next(place, found=(*others, found)), PlaceEvent.FOUND)


class Due(NamedTuple):
    """Why a place is to be visited: a round or warning (its name), or its own interval (None)."""

    rounds: tuple[PlannedRound, ...]
    warnings: tuple[Warned, ...]
    by_interval: bool

    def __bool__(self) -> bool:
        return bool(self.rounds or self.warnings or self.by_interval)


def due_at(
    place: Place, until: date, rounds: Iterable[PlannedRound], warnings: Iterable[Warned]
) -> Due:
    """Tell why a place is to be visited by a day.

    What was visited since a round began has been visited on it; a warning asks for a visit after the very instant it was given, be it night.
    """
    kinds, visited = frozenset(place.checklists), place.visited_at
    visited_on = day_of(visited) if visited else None
    return Due(
        tuple(
            one
            for one in rounds
            if one.kinds & kinds and (visited_on is None or visited_on < one.first)
        ),
        tuple(
            one
            for one in warnings
            if kinds & frozenset(one.kinds) and (visited is None or visited < one.given_at)
        ),
        place.due_on <= until,
    )


def repeat_until(found: Found) -> date:
    """Return the last day on which the same kind at the same place is a repeat (DOMAIN.md 13)."""
    return months_after(found.on, amount("repeat_months"))


def _next(place: Place, **more: Any) -> Place:
    return replace(place, version=place.version + 1, **more)
