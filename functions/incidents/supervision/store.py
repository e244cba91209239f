"""What the supervision desk reads: open incidents by their limit, settled tenures by month."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from escalation.store.rows import COUNTY
from incidents.rules.incident import Ending
from incidents.store.rows import IncidentRow, TenureRow
from incidents.supervision.rules import Case
from kernel import clock, paging
from kernel.storage.dynamo import Filter, Range, query
from kernel.storage.lists import read_page

_A_PAGE = 1000
_READ_AT_MOST = 200


def open_by_limit(
    unit: str,
    between: tuple[datetime | None, datetime] | None,
    only: dict[str, Filter],
    limit: int,
    cursor: str | None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Return one page of the open incidents of an area whose limit lies in a span of time, the earliest first: one Query.

    What is overdue or nearly so is few, the whole county over; other areas are read and dropped.

    Parameters
    ----------
    between
        From and until, from the beginning when the first is None; None: whatever the limit.
    """
    narrowed: dict[str, Filter] = {**only, "responsible_unit": ("begins_with", unit)}
    kind = "open" if between is None else "near" if between[0] else "overdue"
    listing = f"desk {kind} {unit} {sorted(narrowed.items())}"
    page = read_page(
        IncidentRow,
        ("open_in", COUNTY),
        index="by_due",
        within=_span(between),
        only=narrowed,
        limit=_READ_AT_MOST,
        shown=limit,
        start=paging.decode(listing, cursor),
    )
    items, next_key = page.items, page.next_key
    if len(items) > limit:
        items = items[:limit]
        next_key = {name: items[-1][name] for name in ("pk", "sk", "open_in", "due_at")}
    return items, paging.encode(listing, next_key)


def _span(between: tuple[datetime | None, datetime] | None) -> Range | None:
    if between is None:
        return None
    since, until = between
    if since is None:
        return Range("due_at", "<", (clock.iso(until),))
    return Range("due_at", "between", (clock.iso(since), clock.iso(until)))


def cases_of(unit: str, month: str) -> list[Case]:
    """Return the tenures of a unit, with all below it and its departments, that ended in a month."""
    found: list[Case] = []
    start: dict[str, Any] | None = None
    while True:
        page = query(
            TenureRow,
            ("pk", f"TENURE#{COUNTY}#{month}"),
            within=Range("sk", "begins_with", (unit,)),
            limit=_A_PAGE,
            start=start,
        )
        found += [_case(item) for item in page.items]
        start = page.next_key
        if start is None:
            return found


def _case(item: dict[str, Any]) -> Case:
    return Case(
        unit=item["unit"]["S"],
        tier=item["tier"]["S"],
        category=item["category"]["S"],
        working_seconds=float(item["working_seconds"]["N"]),
        late=item["late"]["BOOL"],
        ending=Ending(item["ending"]["S"]),
        reopened=int(item["round"]["N"]) > 0,
        rejections=int(item["rejections"]["N"]),
    )
