"""What the supervision desk reads: open incidents by their limit, what units were counted up to by month."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from escalation.store.partitions import partitions
from escalation.store.rows import COUNTY, id_in
from incidents.store.lists import lines_of
from incidents.store.mapping import DEPARTMENTS, open_in
from incidents.store.rows import IncidentRow, MonthRow
from incidents.supervision.rules import Month
from kernel import clock, paging
from kernel.storage.dynamo import Filter, Range, query, read_attributes
from kernel.storage.lists import Listed, sifted_page
from kernel.units import Tier, tier_of

_OVERDUE_FROM = "2"
_A_READ = 100

Between = tuple[datetime | None, datetime]


class _Last(NamedTuple):
    """Where a merged list stands: the partition and key of the last item it told."""

    due_at: str
    partition: str
    key: dict[str, Any]


def open_by_limit(
    unit: str, between: Between, tier: Tier | None, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the open incidents of an area whose limit lies in a span of time, the earliest first.

    A town reads its own, the county merges its towns: a few Queries for each, and one read of what the page shows.

    Parameters
    ----------
    between
        From and until, from the beginning when the first is None.
    """
    only: dict[str, Filter] = {"tier": str(tier)} if tier else {}
    kind = "near" if between[0] else "overdue"
    listing = f"desk {kind} {unit} {sorted(only.items())}"
    last = _last(paging.decode(listing, cursor))
    narrowed = only if unit == COUNTY else {**only, "responsible_unit": ("begins_with", unit)}
    places = sorted(_places(unit))
    merged = heapq.merge(
        *(_open_in(place, between, narrowed, limit, last) for place in places),
        key=lambda item: (item["due_at"]["S"], item["open_in"]["S"]),
    )
    found = list(islice(merged, limit + 1))
    page = found[:limit]
    more = len(found) > limit
    next_key = (
        {name: page[-1][name] for name in ("pk", "sk", "open_in", "due_at")} if more else None
    )
    return Listed(_still(page, unit), paging.encode(listing, next_key))


def ordered(unit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the incidents of an area with an open order, what is to be answered first on top: one or two Queries."""
    listing = f"desk orders {unit}"
    page = sifted_page(
        IncidentRow,
        ("ordered_in", COUNTY),
        index="by_order",
        by="order_due",
        limit=limit,
        only=None if unit == COUNTY else {"responsible_unit": ("begins_with", unit)},
        start=paging.decode(listing, cursor),
    )
    return Listed(_still(page.items, unit), paging.encode(listing, page.next_key))


MOST_COUNTED = 500
"""So many of what is overdue are counted in a place; it is there to be worked off, and beyond this the number tells no more."""


class Late(NamedTuple):
    """What is past its limit: its id, which says when it was reported, and the tier that answers for it."""

    id: str
    tier: Tier


def late_in(unit: str, now: datetime) -> tuple[list[Late], bool]:
    """Return what is past its limit in an area, and whether there is more than was read."""
    only = {} if unit == COUNTY else {"responsible_unit": ("begins_with", unit)}
    found: list[Late] = []
    more = False
    for place in sorted(_places(unit)):
        page = query(
            IncidentRow,
            ("open_in", place),
            index="by_due",
            within=Range("due_at", "between", (_OVERDUE_FROM, clock.iso(now))),
            only=only,
            limit=None if only else MOST_COUNTED,
        )
        more = more or page.next_key is not None
        found += [
            Late(id_in(item), tier_of(item["responsible_unit"]["S"]))
            for item in page.items
            if item["due_at"]["S"] < clock.iso(now)
        ]
    return found, more


def categories_of(incident_ids: Sequence[str]) -> Counter[str]:
    """Return how many of these incidents are of which category: one read of a hundred rows each."""
    found: Counter[str] = Counter()
    for start in range(0, len(incident_ids), _A_READ):
        keys = [IncidentRow.key(one) for one in incident_ids[start : start + _A_READ]]
        found.update(item["category"]["S"] for item in read_attributes(keys, ("category",)) if item)
    return found


def _still(items: Sequence[Mapping[str, Any]], unit: str) -> list[dict[str, Any]]:
    """Return what a page shows; an index may lag behind what has left the area meanwhile."""
    lines = lines_of(items)
    return [line for line in lines if line["responsible_unit"]["S"].startswith(unit)]


def _places(unit: str) -> list[str]:
    """Return the partitions of what is open that the units of an area are in."""
    return [*partitions(), DEPARTMENTS] if unit == COUNTY else [open_in(unit)]


def _open_in(
    place: str, between: Between, only: Mapping[str, Filter], limit: int, last: _Last | None
) -> Iterator[dict[str, Any]]:
    """Give what of a partition comes after `last` in the order of limits, and of partitions where these are the same."""
    since, until = between
    least, most = clock.iso(since) if since else _OVERDUE_FROM, clock.iso(until)
    start = None
    if last and place == last.partition:
        start = last.key
    elif last:
        # No instant comes between this one and the next but what begins like it.
        least = max(least, last.due_at if place > last.partition else f"{last.due_at}~")
    while least <= most:
        page = query(
            IncidentRow,
            ("open_in", place),
            index="by_due",
            within=Range("due_at", "between", (least, most)),
            only=only,
            limit=None if only else limit + 1,
            start=start,
        )
        # What is due this instant is not overdue yet.
        yield from (item for item in page.items if since or item["due_at"]["S"] < most)
        start = page.next_key
        if start is None:
            return


def _last(key: dict[str, Any] | None) -> _Last | None:
    if key is None:
        return None
    try:
        return _Last(key["due_at"]["S"], key["open_in"]["S"], key)
    except KeyError as fault:
        raise paging.wrong_cursor() from fault


def months_of(unit: str, months: Sequence[str]) -> list[Month]:
    """Return what the months of a unit, with all below it and its departments, were counted up to.

    What is read grows with the number of units and not with that of cases: one or two Queries for each year.
    """
    found: list[Month] = []
    for year in dict.fromkeys(month[:4] for month in months):
        start: dict[str, Any] | None = None
        while True:
            page = query(
                MonthRow,
                ("pk", MonthRow.year_of(year)),
                within=Range("sk", "begins_with", (unit,)),
                limit=None,
                start=start,
            )
            found += [_month(item) for item in page.items if item["sk"]["S"][-7:] in months]
            start = page.next_key
            if start is None:
                break
    return found


def _month(item: Mapping[str, Any]) -> Month:
    unit = item["sk"]["S"].partition("#")[0]
    return Month(unit, {name: int(value["N"]) for name, value in item.items() if "N" in value})
