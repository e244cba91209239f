"""Lists: one Query page each, with an opaque cursor; and what the clock walks through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from assembly.rules.villages import VillageSettings
from assembly.store.rows import BY_CLOCK, BY_LISTING, BY_TURN, COUNTY, HistoryRow, ThingRow
from assembly.store.things import PLACES, RECORD_OF, Thing, key_of, thing_in
from kernel import clock, paging
from kernel.storage.dynamo import Filter, Range, query, read
from kernel.storage.lists import history_page, read_page, sifted_page

_A_SWEEP = 100


class Listed(NamedTuple):
    """A page of raw items and the cursor of the next."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def listed(
    record: type,
    parent: str,
    *,
    limit: int,
    cursor: str | None,
    only: Mapping[str, Filter] | None = None,
) -> Listed:
    """Return what is of a kind below a parent (a village; a body's compositions, a meeting's votes), newest first."""
    listing = f"{PLACES[record].kind}#{parent}"
    name = f"{listing} {sorted((only or {}).items())}"
    page = sifted_page(
        ThingRow,
        ("listing", listing),
        index=BY_LISTING,
        by="rank",
        only=only,
        limit=limit,
        start=paging.decode(name, cursor),
        newest_first=True,
    )
    return Listed(page.items, paging.encode(name, page.next_key))


def things(
    record: type[Thing], parent: str, *, limit: int, cursor: str | None
) -> tuple[list[Thing], str | None]:
    """Return one page of what is of a kind below a parent, whole and newest first."""
    page = listed(record, parent, limit=limit, cursor=cursor)
    rows = read([key_of(record, item["id"]["S"]) for item in page.items])
    return [thing_in(row) for row in rows if row is not None], page.next_cursor


def queue(unit: str, *, limit: int, cursor: str | None) -> Listed:
    """Return what a unit must act on, what is due first on top."""
    listing = f"turn {unit}"
    page = read_page(
        ThingRow, ("turn", unit), index=BY_TURN, limit=limit, start=paging.decode(listing, cursor)
    )
    return Listed(page.items, paging.encode(listing, page.next_key))


def history(
    record: type, thing_id: str, *, limit: int, cursor: str | None
) -> tuple[list[HistoryRow], str | None]:
    """Return one page of a thing's history, oldest first."""
    return history_page(HistoryRow, key_of(record, thing_id).pk, limit=limit, cursor=cursor)


def past_due(before: datetime) -> Iterator[tuple[type, str]]:
    """Give what the clock has to look at, the longest overdue first, page by page."""
    yield from _all("clock", COUNTY, BY_CLOCK, Range("wake_at", "<", (clock.iso(before),)))


def villages() -> Iterator[tuple[type, str]]:
    """Give every village that has bodies, page by page."""
    yield from _all("listing", f"{PLACES[VillageSettings].kind}#{COUNTY}", BY_LISTING, None)


def _all(
    attribute: str, value: str, index: str, within: Range | None
) -> Iterator[tuple[type, str]]:
    start: dict[str, Any] | None = None
    while True:
        page = query(
            ThingRow, (attribute, value), index=index, within=within, limit=_A_SWEEP, start=start
        )
        for item in page.items:
            yield RECORD_OF[item["kind"]["S"]], item["id"]["S"]
        start = page.next_key
        if start is None:
            return


def present(record: type, thing_id: str) -> ThingRow | None:
    """Return a thing's row as it is now."""
    return read([key_of(record, thing_id)], consistent=True)[0]
