"""List incidents: of an area, of a person, of a unit's queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from incidents.store.lists import area_listing, list_page, own_listing, queue_listing
from kernel import clock
from kernel.access import PLACE_STAFF, Caller
from kernel.problems import InvalidFields
from kernel.scope import Scope
from kernel.storage.dynamo import Filter
from kernel.storage.lists import Listed
from kernel.texts import Text
from kernel.units import Level, ancestor


class Wanted(NamedTuple):
    """Which incidents somebody asks for.

    Attributes
    ----------
    unit
        An area with everything below it; None: that of the own posts.
    only
        What status, tier or category they are of.
    mine
        Whether only the own reports are meant.
    """

    unit: str | None = None
    only: Mapping[str, str] = {}
    overdue: bool = False
    mine: bool = False


def list_incidents(asking: Scope, wanted: Wanted, limit: int, cursor: str | None) -> Listed:
    """List the incidents of an area, or the caller's own; whoever works for no place has only the own.

    Raises
    ------
    OutsideYourArea
        The area is none of the caller's.
    InvalidFields
        The caller works at several units side by side, which no list spans.
    """
    only: dict[str, Filter] = dict(wanted.only)
    due_before = clock.iso(clock.now()) if wanted.overdue else None
    areas = [] if wanted.mine else _areas(asking.person, wanted.unit)
    if areas:
        for area in areas:
            asking.within(area, PLACE_STAFF)
        if len({ancestor(area, Level.VILLAGE) or area for area in areas}) > 1:
            raise _name_the_unit(areas)
        listing = area_listing(areas, only, due_before)
    else:
        asking.allow(proven=True)
        if wanted.unit:
            only["unit"] = ("begins_with", wanted.unit)
        listing = own_listing(asking.person.person_id, only, due_before)
    return list_page(listing, limit, cursor)


def list_queue(
    asking: Scope, unit: str | None, *, overdue: bool, limit: int, cursor: str | None
) -> Listed:
    """List what a unit must act on, what is due first on top.

    Raises
    ------
    OutsideYourArea, InvalidFields
        As for a list.
    """
    areas = _areas(asking.person, unit)
    if len(areas) != 1:
        raise _name_the_unit(areas)
    asking.within(areas[0], PLACE_STAFF)
    due_before = clock.iso(clock.now()) if overdue else None
    return list_page(queue_listing(areas[0], due_before), limit, cursor)


def _areas(caller: Caller, unit: str | None) -> list[str]:
    """Return the unit asked for, or the widest units of the caller's staff posts; several when these are at units side by side."""
    if unit:
        return [unit]
    units = {post.unit for post in caller.posts if post.role in PLACE_STAFF}
    widest = min(map(len, units), default=0)
    return sorted(unit for unit in units if len(unit) == widest)


def _name_the_unit(areas: Sequence[str]) -> InvalidFields:
    refusal = InvalidFields.one(
        "unit",
        Text(
            "您在多个单位任职，请指定其中一个。",
            "You hold posts at several units: name one of them.",
        ),
    )
    refusal.more["units"] = list(areas)
    return refusal
