"""Lists of incidents, one Query each: an area, a person's own, a unit's queue, what lies around a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from escalation.store.rows import id_in
from incidents.rules.states import Status
from incidents.store.rows import IncidentRow
from kernel import paging
from kernel.storage.dynamo import Filter, Page, Range, query, read_attributes
from kernel.storage.lists import Listed, sifted_page
from kernel.units import Level, level_of

LINE = (
    *("id", "case_code", "unit", "category", "severity", "status", "tier", "responsible_unit"),
    *("queue", "due_at", "epoch", "version", "supervisions", "created_at", "updated_at"),
)
"""What a line of a list shows."""

OPEN = tuple(str(status) for status in Status if status.is_open)
_NEWEST = 100


def recent_around(unit: str, category: str, most: int) -> list[str]:
    """Return the ids of the open incidents of a category among the newest of the village a place is in, or of the wider unit it is.

    One Query, of an index that may lag.
    """
    level = Level.VILLAGE if level_of(unit) is Level.GRID else level_of(unit)
    page = query(
        IncidentRow,
        (str(level), unit[: level.digits]),
        index=f"by_{level}",
        only={"category": category, "status": ("in", *OPEN)},
        limit=_NEWEST,
        newest_first=True,
    )
    return [id_in(item) for item in page.items[:most]]


class Listing(NamedTuple):
    """Which incidents are asked for: an area or a person, and what narrows the list."""

    index_name: str
    partition: tuple[str, str]
    only: Mapping[str, Filter]
    due_before: str | None
    newest_first: bool


def area_listing(
    units: Sequence[str], only: Mapping[str, Filter], due_before: str | None
) -> Listing:
    """Return the listing of everything in an area, newest first.

    Parameters
    ----------
    units
        One unit with everything below it, or several grids of one village. A department has no area: what waits for it is listed.
    """
    unit, level, narrowed = units[0], level_of(units[0]), dict(only)
    if level is Level.DEPARTMENT:
        return Listing("by_queue", ("queue", unit), narrowed, due_before, newest_first=False)
    if level is Level.GRID:
        # A grid has no index of its own: its village's is read, of which it is a fifteenth or so.
        narrowed["unit"] = ("in", *units)
        level, unit = Level.VILLAGE, unit[: Level.VILLAGE.digits]
    return Listing(f"by_{level}", (str(level), unit), narrowed, due_before, newest_first=True)


def own_listing(person_id: str, only: Mapping[str, Filter], due_before: str | None) -> Listing:
    """Return the listing of what a person reported, newest first."""
    return Listing("by_reporter", ("reporter", person_id), only, due_before, newest_first=True)


def queue_listing(unit: str, due_before: str | None) -> Listing:
    """Return the work queue of a unit: what it must act on, what is due first on top."""
    return Listing("by_queue", ("queue", unit), {}, due_before, newest_first=False)


def list_page(listing: Listing, limit: int, cursor: str | None) -> Listed:
    """Return one page of a listing as raw items: two Queries at most, and one read of what the page shows.

    A filtered page may hold fewer than `limit` items, even none, and still have a cursor: rows read and dropped count too.
    """
    # What is overdue grows while one pages through it: the instant itself must not bind the cursor.
    name = repr(listing._replace(due_before=str(bool(listing.due_before))))
    only, within = dict(listing.only), None
    by = "due_at" if listing.index_name == "by_queue" else "id"
    if listing.due_before and by == "due_at":
        within = Range("due_at", "<", (listing.due_before,))
    elif listing.due_before:
        only["due_at"] = ("<", listing.due_before)
    # What a person joined is only known by its id until it is read itself, and filtered then.
    own = listing.index_name == "by_reporter"
    page: Page = sifted_page(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        by=by,
        limit=limit,
        within=within,
        only={} if own else only,
        start=paging.decode(name, cursor),
        newest_first=listing.newest_first,
    )
    if listing.index_name == "by_queue":
        # The index may lag: what has been acted on meanwhile waits there no longer.
        only["queue"] = listing.partition[1]
    items = [item for item in lines_of(page.items) if _passes(item, only)]
    return Listed(items, paging.encode(name, page.next_key))


def waiting_at(unit: str, most: int) -> tuple[int, bool]:
    """Return how much a unit must act on, counted up to `most`, and whether there is more: one Query."""
    page = query(IncidentRow, ("queue", unit), index="by_queue", limit=most)
    return len(page.items), page.next_key is not None


def lines_of(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what a list shows of the incidents that items of an index are of, in one read."""
    keys = [IncidentRow.key(id_in(item)) for item in items]
    return [item for item in read_attributes(keys, LINE) if item]


def _passes(item: Mapping[str, Any], only: Mapping[str, Filter]) -> bool:
    return all(_fits(item.get(name, {}).get("S"), wanted) for name, wanted in only.items())


def _fits(held: str | None, wanted: Filter) -> bool:
    operator, *values = wanted if isinstance(wanted, tuple) else ("=", wanted)
    if held is None:
        return False
    match operator:
        case "begins_with":
            return held.startswith(values[0])
        case "<":
            return held < values[0]
        case _:
            return held in values
