"""Lists of incidents, one Query each: an area, a person's own, a unit's queue, what lies around a place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from incidents.rules.duplicates import Seen
from incidents.rules.states import Status
from incidents.store.rows import IncidentRow
from kernel import clock, paging
from kernel.storage.dynamo import Filter, Range, query, read
from kernel.storage.lists import Listed, read_page
from kernel.units import Level, level_of


def recent_around(unit: str, most: int = 100) -> list[Seen]:
    """Return the newest incidents of the village a place is in, or of the wider unit it is: one Query, of an index that may lag."""
    level = Level.VILLAGE if level_of(unit) is Level.GRID else level_of(unit)
    page = query(
        IncidentRow,
        (str(level), unit[: level.digits]),
        index=f"by_{level}",
        limit=most,
        newest_first=True,
    )
    return [_seen(item) for item in page.items]


def _seen(item: Mapping[str, Any]) -> Seen:
    location = json.loads(item["location"]["S"]) if "location" in item else None
    return Seen(
        id=item["id"]["S"],
        case_code=item["case_code"]["S"],
        category=item["category"]["S"],
        status=Status(item["status"]["S"]),
        unit=item["unit"]["S"],
        created_at=clock.from_iso(item["created_at"]["S"]),
        point=(location["lat"], location["lon"]) if location else None,
    )


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
    """Return one page of a listing as raw items: one Query (two where a filter may have left nothing behind), and one read of what a person joined.

    A filtered page may hold fewer than `limit` items, even none, and still have a cursor: rows read and dropped count too.
    """
    # What is overdue grows while one pages through it: the instant itself must not bind the cursor.
    name = repr(listing._replace(due_before=str(bool(listing.due_before))))
    only, within = dict(listing.only), None
    sort_key = _sort_key(listing.index_name)
    if listing.due_before and sort_key == "due_at":
        within = Range("due_at", "<", (listing.due_before,))
    elif listing.due_before:
        only["due_at"] = ("<", listing.due_before)
    own = listing.index_name == "by_reporter"
    # A filter drops rows after they are read: read more of them, but never more than four pages' worth at a time. What a person joined is only
    # known by its id until it is read itself, and filtered then.
    page = read_page(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        within=within,
        only={} if own else only,
        limit=limit if own or not only else min(limit * 4, 200),
        shown=limit,
        start=paging.decode(name, cursor),
        newest_first=listing.newest_first,
    )
    items, next_key = page.items, page.next_key
    if len(items) > limit:
        items = items[:limit]
        next_key = {name: items[-1][name] for name in ("pk", "sk", listing.partition[0], sort_key)}
    if own:
        items = [item for item in _completed(items) if _passes(item, only)]
    return Listed(items, paging.encode(name, next_key))


def _completed(items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    joined = [item["id"]["S"] for item in items if item["sk"]["S"] != "INCIDENT"]
    rows = read([IncidentRow.key(one) for one in joined]) if joined else []
    whole = {row.id: row.serialize() for row in rows if row}
    for item in items:
        if item["sk"]["S"] == "INCIDENT":
            yield item
        elif item["id"]["S"] in whole:
            yield whole[item["id"]["S"]]


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


def _sort_key(index: str) -> str:
    return {"by_queue": "due_at", "by_due": "due_at", "by_wake": "wake_at"}.get(index, "id")
