"""The points' ledger: a book for each village, a holder for each household."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.ids import ids_between
from kernel.ledger.entries import Ledger
from kernel.storage.dynamo import Range, query, read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.account import VILLAGE_ACCOUNTS
from points.rules.entry import Entry
from points.rules.verification import Verification
from points.store.book_rows import LedgerRow
from points.store.documents import Kept
from points.store.ledger_rows import EntryRow, HeadRow, ReportRow, VerificationRow
from points.store.rows import BY_HOUSE

LEDGER = Ledger(EntryRow, HeadRow, ReportRow, unit="points", common=VILLAGE_ACCOUNTS)


def find_entry(work: UnitOfWork, village: str, entry: str) -> EntryRow | None:
    """Return an entry."""
    return work.find(LEDGER.entry_key(village, entry))


def read_entry(village: str, entry: str) -> Entry | None:
    """Return an entry, where nothing is decided."""
    row: EntryRow | None = read([LEDGER.entry_key(village, entry)], consistent=True)[0]
    return entry_in(row) if row else None


def content_of(entry: EntryRow) -> Mapping[str, Any]:
    """Return what an entry says."""
    return json.loads(entry.content)


def entry_in(row: EntryRow) -> Entry:
    """Return the entry a row holds."""
    seq = int(row.seq) if row.seal else None
    return Entry(row.id, content_of(row), row.reversed_by, seq, row.seal)


def _entries_in(page: Listed) -> Listed:
    return page._replace(rows=[entry_in(row) for row in page.rows])


def list_entries(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's entries, newest first."""
    partition, within = LEDGER.listing(village)
    return _entries_in(
        list_page(EntryRow, partition, within=within, limit=limit, cursor=cursor, newest_first=True)
    )


def list_entries_of(household: str, limit: int, cursor: str | None = None) -> Listed:
    """Return one page of a household's entries, newest first."""
    return _entries_in(
        list_page(
            EntryRow,
            ("house", f"ENTRIES#{household}"),
            index=BY_HOUSE,
            limit=limit,
            cursor=cursor,
            newest_first=True,
        )
    )


def entries_of_year(household: str, year: int) -> list[Entry]:
    """Return a year's entries of a household, oldest first: their ids sort by the time they were made."""
    january = (datetime(y, 1, 1, tzinfo=clock.SHANGHAI) for y in (year, year + 1))
    within = Range("place", "between", ids_between(*january))
    partition = ("house", f"ENTRIES#{household}")
    return [entry_in(row) for row in every_row(EntryRow, partition, index=BY_HOUSE, within=within)]


def newest_entries(household: str, number: int) -> Iterator[EntryRow]:
    """Give the newest entries of a household."""
    page = query(
        EntryRow,
        ("house", f"ENTRIES#{household}"),
        index=BY_HOUSE,
        limit=min(number, 500),
        newest_first=True,
    )
    return (EntryRow.from_raw_data(item) for item in page.items)


_VERIFIED = Kept(Verification, VerificationRow)
find_verification, read_verification = _VERIFIED.find, _VERIFIED.read


def save_verification(work: UnitOfWork, one: Verification) -> None:
    """Keep a verification and when the clock must look at it."""
    _VERIFIED.save(work, one, VerificationRow.key(one.village), one.wake_at)


def sealed_entries(work: UnitOfWork, village: str) -> int:
    """Return how many entries a village's chain has."""
    head: HeadRow | None = work.find(LEDGER.head_key(village))
    return int(head.seq) if head else 0


def villages(after: str | None = None) -> Iterator[str]:
    """Give every village with a ledger, in the order of their codes; those after a given one."""
    within = Range("sk", ">", (after,)) if after else None
    return (row.sk for row in every_row(LedgerRow, ("pk", "LEDGERS"), within=within))
