"""Rule books: versions as they are kept, and which of them is in force on a day."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel.directory import Remembered
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, list_page
from kernel.storage.unit_of_work import UnitOfWork
from points.rules import book as books
from points.rules.book import Book, Parameters, Published, Version
from points.rules.book_states import Status
from points.rules.claim import Claim
from points.store.book_rows import BookRow, LedgerRow, ShelfRow
from points.store.documents import as_json

_DAY = timedelta(seconds=int(os.environ.get("POINTS_DAY_SECONDS", "86400")))


def find(work: UnitOfWork, village: str, version: int) -> Version | None:
    """Return a version as it is now, and have the village's shelf and ledger read with it."""
    key = BookRow.key(village, version)
    work.load([key, ShelfRow.key(village), LedgerRow.key(village)])
    row: BookRow | None = work.find(key)
    return _from_row(village, row) if row else None


def next_version(work: UnitOfWork, village: str) -> int:
    """Return the number of a village's next version."""
    shelf: ShelfRow | None = work.find(ShelfRow.key(village))
    return int(shelf.newest) + 1 if shelf else 1


def save(work: UnitOfWork, kept: Version) -> None:
    """Keep a version; a new one takes its place on the village's shelf."""
    work.save(
        BookRow(
            f"BOOK#{kept.village}",
            f"V#{kept.version:06d}",
            number=kept.version,
            status=str(kept.status),
            document=as_json(kept.document),
            facts=as_json(kept.facts),
            version=kept.revision,
            change_id=work.change_id,
        )
    )
    key = ShelfRow.key(kept.village)
    shelf: ShelfRow | None = work.find(key)
    if shelf is None or int(shelf.newest) < kept.version:
        _save_shelf(work, kept.village, kept.version, shelf.published if shelf else "[]")


def shelve(work: UnitOfWork, kept: Version, valid_from: date) -> None:
    """Put a published version in force from a day on; with its first one a village has a ledger."""
    shelf: ShelfRow = work.find(ShelfRow.key(kept.village))
    published = [*json.loads(shelf.published), [kept.version, valid_from.isoformat()]]
    _save_shelf(work, kept.village, int(shelf.newest), as_json(published))
    has_ledger(work, kept.village)
    work.afterwards(Remembered.forget)


def _save_shelf(work: UnitOfWork, village: str, newest: int, published: str) -> None:
    key = ShelfRow.key(village)
    work.save(
        ShelfRow(
            key.pk,
            key.sk,
            newest=newest,
            published=published,
            version=work.version(key) + 1,
            change_id=work.change_id,
        )
    )


def read_version(village: str, version: int) -> Version | None:
    """Return a version as it is kept."""
    row: BookRow | None = read([BookRow.key(village, version)], consistent=True)[0]
    return _from_row(village, row) if row else None


def list_versions(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's versions, newest first."""
    page = list_page(
        BookRow,
        ("pk", f"BOOK#{village}"),
        within=Range("sk", "begins_with", ("V#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=[_from_row(village, row) for row in page.rows])


def book_on(village: str, day: date) -> Book:
    """Return the book in force on a day.

    Raises
    ------
    NoBookInForce
        The village has none that had begun.
    """
    key = ShelfRow.key(village)
    shelf: ShelfRow | None = Remembered.recall([key])[key]
    published: list[tuple[int, str]] = json.loads(shelf.published) if shelf else []
    listed = [Published(int(number), date.fromisoformat(since)) for number, since in published]
    return book_of(village, books.in_force(listed, day))


def parameters_on(village: str, day: date) -> Parameters:
    """Return the parameters in force on a day; the sample's where a household has moved to a village without a book."""
    try:
        return book_on(village, day).parameters
    except books.NoBookInForce:
        return books.parse(packaged(), 0, _DAY).parameters


def has_ledger(work: UnitOfWork, village: str) -> None:
    """See to it that a village stands among those with a ledger."""
    if work.find(LedgerRow.key(village)) is None:
        work.add(LedgerRow("LEDGERS", village))


def of_claim(claim: Claim) -> Book:
    """Return the version a claim is scored by."""
    return book_of(claim.book_village, claim.book_version)


@lru_cache(maxsize=64)
def book_of(village: str, version: int) -> Book:
    """Return a published version; it never changes, so it is kept for good."""
    kept = read_version(village, version)
    if kept is None or kept.status is not Status.PUBLISHED:
        raise books.NoBookInForce
    return books.parse(kept.document, version, _DAY)


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, Any]:
    """Return the sample book of the package; it is in force nowhere until a village passes it."""
    place = Path(__file__).parent.parent / "default_book.json"
    return json.loads(place.read_text(encoding="utf-8"))


def _from_row(village: str, row: BookRow) -> Version:
    return Version(
        village,
        int(row.number),
        Status(row.status),
        json.loads(row.document),
        json.loads(row.facts),
        int(row.version),
    )
