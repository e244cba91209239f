"""List incidents: of an area, of a person, of a unit's queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from incidents.rules.seeing import may_read
from incidents.store import incidents
from incidents.store.lists import (
    Due,
    area_listing,
    by_case_code,
    list_page,
    own_listing,
    passes,
    queue_listing,
)
from kernel import clock, ids
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
    overdue
        Whether only those past their limit are meant, or only the others; None: all.
    updated_since
        From when on they changed last.
    case_code
        The one case that is looked for.
    mine
        Whether only the own reports are meant.
    oldest_first
        Whether the oldest come first.
    """

    unit: str | None = None
    only: Mapping[str, str] = {}
    overdue: bool | None = None
    updated_since: datetime | None = None
    case_code: str | None = None
    mine: bool = False
    oldest_first: bool = False


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
    if wanted.updated_since:
        only["updated_at"] = (">=", clock.iso(wanted.updated_since))
    if wanted.case_code:
        return _find_case(asking, wanted.case_code, only)
    due = _due(wanted.overdue)
    areas = [] if wanted.mine else _areas(asking.person, wanted.unit)
    if areas:
        for area in areas:
            asking.within(area, PLACE_STAFF)
        if len({ancestor(area, Level.VILLAGE) or area for area in areas}) > 1:
            raise _name_the_unit(areas)
        listing = area_listing(areas, only, due, newest_first=not wanted.oldest_first)
    else:
        asking.allow(proven=True)
        if wanted.unit:
            only["unit"] = ("begins_with", wanted.unit)
        listing = own_listing(
            asking.person.person_id, only, due, newest_first=not wanted.oldest_first
        )
    return list_page(listing, limit, cursor)


def _find_case(asking: Scope, case_code: str, only: Mapping[str, Filter]) -> Listed:
    """Find the case of a code, if the caller may read it: a list of one, or of none."""
    asking.allow(proven=True)
    tidy = ids.tidy_case_code(case_code)
    item = by_case_code(tidy) if tidy else None
    if item is None:
        return Listed([], None)
    incident, joined = incidents.load_with_reporter(item["id"]["S"], asking.person.person_id)
    is_readable = incident and may_read(incident, asking.person, joined=joined)
    return Listed([item] if is_readable and passes(item, only) else [], None)


def _due(overdue: bool | None) -> Due | None:
    return None if overdue is None else Due(overdue, clock.iso(clock.now()))


def list_queue(
    asking: Scope, unit: str | None, *, overdue: bool | None, limit: int, cursor: str | None
) -> Listed:
    """List what a unit must act on, what is due first on top.

    Raises
    ------
    OutsideYourArea, InvalidFields
        As for a list.
    """
    area = one_area(asking, unit)
    return list_page(queue_listing(area, _due(overdue)), limit, cursor)


def one_area(asking: Scope, unit: str | None) -> str:
    """Return the unit whose work is asked for, of which the caller works for one.

    Raises
    ------
    OutsideYourArea, InvalidFields
        It is none of the caller's, or the caller works at several units side by side.
    """
    areas = _areas(asking.person, unit)
    if len(areas) != 1:
        raise _name_the_unit(areas)
    asking.within(areas[0], PLACE_STAFF)
    return areas[0]


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
