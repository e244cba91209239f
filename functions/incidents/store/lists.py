"""Lists of incidents, one Query each: an area, a person's own, a unit's queue, what lies around a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from escalation.store.rows import id_in
from incidents.rules.states import Status
from incidents.store.rows import PHOTOS, CaseRow, IncidentRow
from kernel import paging
from kernel.storage.dynamo import NOT_BEFORE, Filter, Page, Range, query, read, read_attributes
from kernel.storage.lists import Listed, count_up_to, sifted_page
from kernel.units import Level, level_of

LINE = (
    *("id", "case_code", "unit", "category", "severity", "status", "tier", "responsible_unit"),
    *("queue", "due_at", "epoch", "version", "supervisions", "created_at", "updated_at"),
    *("description", *PHOTOS),
)
"""What a line of a list shows."""

OPEN = tuple(str(status) for status in Status if status.is_open)
_NEWEST = 100
_A_READ = 100


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


class Due(NamedTuple):
    """Whether only what is overdue at an instant is asked for, or only what is not."""

    overdue: bool
    at: str


class Listing(NamedTuple):
    """Which incidents are asked for: an area or a person, and what narrows the list."""

    index_name: str
    partition: tuple[str, str]
    only: Mapping[str, Filter]
    due: Due | None
    newest_first: bool


def area_listing(
    units: Sequence[str],
    only: Mapping[str, Filter],
    due: Due | None = None,
    *,
    newest_first: bool = True,
) -> Listing:
    """Return the listing of everything in an area.

    Parameters
    ----------
    units
        One unit with everything below it, or several grids of one village. A department has no area: what waits for it is listed.
    """
    unit, level, narrowed = units[0], level_of(units[0]), dict(only)
    if level is Level.DEPARTMENT:
        return Listing("by_queue", ("queue", unit), narrowed, due, newest_first=False)
    if level is Level.GRID:
        # A grid has no index of its own: its village's is read, of which it is a fifteenth or so.
        narrowed["unit"] = ("in", *units)
        level, unit = Level.VILLAGE, unit[: Level.VILLAGE.digits]
    return Listing(f"by_{level}", (str(level), unit), narrowed, due, newest_first)


def own_listing(
    person_id: str,
    only: Mapping[str, Filter],
    due: Due | None = None,
    *,
    newest_first: bool = True,
) -> Listing:
    """Return the listing of what a person reported."""
    return Listing("by_reporter", ("reporter", person_id), only, due, newest_first)


def queue_listing(unit: str, due: Due | None = None) -> Listing:
    """Return the work queue of a unit: what it must act on, what is due first on top."""
    return Listing("by_queue", ("queue", unit), {}, due, newest_first=False)


def list_page(listing: Listing, limit: int, cursor: str | None) -> Listed:
    """Return one page of a listing as raw items: two Queries at most, and one read of what the page shows.

    A filtered page may hold fewer than `limit` items, even none, and still have a cursor: rows read and dropped count too.
    """
    # What is overdue grows while one pages through it: the instant itself must not bind the cursor.
    due = listing.due
    name = repr((listing._replace(due=None), due and due.overdue))
    only, within = dict(listing.only), None
    by = "due_at" if listing.index_name == "by_queue" else "id"
    if due and by == "due_at":
        within = Range("due_at", "<" if due.overdue else ">=", (due.at,))
    elif due:
        only["due_at"] = ("<" if due.overdue else NOT_BEFORE, due.at)
    # What a person joined is only known by its id until it is read itself, and filtered then; so is when anything changed last.
    own = listing.index_name == "by_reporter"
    by_index = {name: wanted for name, wanted in only.items() if name != "updated_at"}
    page: Page = sifted_page(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        by=by,
        limit=limit,
        within=within,
        only={} if own else by_index,
        start=paging.decode(name, cursor),
        newest_first=listing.newest_first,
    )
    if listing.index_name == "by_queue":
        # The index may lag: what has been acted on meanwhile waits there no longer.
        only["queue"] = listing.partition[1]
    items = [item for item in lines_of(page.items) if passes(item, only)]
    return Listed(items, paging.encode(name, page.next_key))


def waiting_at(unit: str, most: int) -> tuple[int, bool]:
    """Return how much a unit must act on, counted up to `most`, and whether there is more: one Query."""
    return count_up_to(IncidentRow, ("queue", unit), index="by_queue", most=most)


def lines_of(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what a list shows of the incidents that items of an index are of, in one read for a hundred of them."""
    ids = [id_in(item) for item in items]
    return [line for first in range(0, len(ids), _A_READ) for line in _lines(ids[first:][:_A_READ])]


def _lines(ids: Sequence[str]) -> list[dict[str, Any]]:
    found = read_attributes([IncidentRow.key(one) for one in ids], LINE)
    return [one for one in found if one]


def by_case_code(case_code: str) -> dict[str, Any] | None:
    """Return the incident a case code stands for, as a list has it, or None."""
    case = read([CaseRow.key(case_code)])[0]
    return next(iter(_lines([case.incident_id])), None) if case else None


def passes(item: Mapping[str, Any], only: Mapping[str, Filter]) -> bool:
    """Tell whether an item is one of those asked for."""
    return all(_fits(item.get(name, {}).get("S"), wanted) for name, wanted in only.items())


def _fits(held: str | None, wanted: Filter) -> bool:
    operator, *values = wanted if isinstance(wanted, tuple) else ("=", wanted)
    if held is None:
        return operator == NOT_BEFORE
    match operator:
        case "begins_with":
            return held.startswith(values[0])
        case "<":
            return held < values[0]
        case ">=" | "not_before":
            return held >= values[0]
        case _:
            return held in values
