"""Rule books: versions, which of them is in force on a day, and the steps that make them so."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel import clock
from kernel.directory import Remembered
from kernel.http import Versions, refuse_stale
from kernel.problems import InvalidFields, NotFound
from kernel.storage.dynamo import read
from kernel.storage.rows import Ensure, Write
from kernel.texts import Text
from points.rules import book as books
from points.rules.book import Action, Book, Published, Status
from points.store.base import Actor, Decided, in_words, new_change
from points.store.rows import BookRow, LedgerRow, ShelfRow

_DAY = timedelta(seconds=int(os.environ.get("POINTS_DAY_SECONDS", "86400")))


class Kept(NamedTuple):
    """A version as it is kept: its document, and who did what when (`facts`)."""

    village: str
    version: int
    status: Status
    document: Mapping[str, Any]
    facts: Mapping[str, Any]
    revision: int


def draft(village: str, document: Mapping[str, Any], actor: Actor, now: datetime) -> Decided:
    """Decide to keep a document as the village's next version, as a draft."""
    books.check(document)
    shelf: ShelfRow | None = read([ShelfRow.key(village)], consistent=True)[0]
    version = int(shelf.newest) + 1 if shelf else 1
    change_id = new_change(now)
    facts = {"drafted_by": actor.person_id, "drafted_at": clock.iso(now)}
    kept = Kept(village, version, Status.DRAFT, document, facts, 1)
    moved = ShelfRow(
        f"BOOK#{village}",
        "SHELF",
        newest=version,
        published=shelf.published if shelf else "[]",
        change_id=change_id,
    )
    return Decided(
        201,
        kept,
        [
            Write(_row(kept, change_id), Ensure.is_new),
            Write(moved, ShelfRow.newest == shelf.newest if shelf else Ensure.is_new),
        ],
        BookRow.key(village, version),
        change_id,
        1,
    )


def move(
    village: str,
    version: int,
    action: Action,
    said: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected: Versions,
) -> Decided:
    """Decide a step of a version: passed by the meeting, filed with the town, published with the day it is in force from."""
    row, shelf, ledger = read(
        [BookRow.key(village, version), ShelfRow.key(village), LedgerRow.key(village)],
        consistent=True,
    )
    if row is None:
        raise NotFound
    before = _kept(village, row)
    refuse_stale(expected, before.revision)
    status = books.advance(before.status, action)
    facts = {
        **before.facts,
        f"{action}_by": actor.person_id,
        f"{action}_at": clock.iso(now),
        **{name: value for name, value in said.items() if value is not None},
    }
    change_id = new_change(now)
    after = before._replace(status=status, facts=facts, revision=before.revision + 1)
    writes = [Write(_row(after, change_id), BookRow.revision == before.revision)]
    if status is Status.PUBLISHED:
        valid_from = date.fromisoformat(said["valid_from"])
        if valid_from < now.astimezone(clock.SHANGHAI).date():
            raise InvalidFields.one(
                "valid_from", Text("不得早于今天。", "A book is never in force backwards.")
            )
        published = [*json.loads(shelf.published), [version, valid_from.isoformat()]]
        moved = ShelfRow(
            f"BOOK#{village}",
            "SHELF",
            newest=int(shelf.newest),
            published=in_words(published),
            change_id=change_id,
        )
        writes.append(Write(moved, ShelfRow.published == shelf.published))
        if ledger is None:
            writes.append(Write(LedgerRow("LEDGERS", village)))
    return Decided(200, after, writes, BookRow.key(village, version), change_id, after.revision)


def find(village: str, version: int) -> Kept | None:
    """Return a version as it is kept."""
    row: BookRow | None = read([BookRow.key(village, version)], consistent=True)[0]
    return _kept(village, row) if row else None


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


@lru_cache(maxsize=64)
def book_of(village: str, version: int) -> Book:
    """Return a published version; it never changes, so it is kept for good."""
    kept = find(village, version)
    if kept is None or kept.status is not Status.PUBLISHED:
        raise books.NoBookInForce
    return books.parse(kept.document, version, _DAY)


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, Any]:
    """Return the sample book of the package; it is in force nowhere until a village passes it."""
    place = Path(__file__).parent.parent / "default_book.json"
    return json.loads(place.read_text(encoding="utf-8"))


def _row(kept: Kept, change_id: str) -> BookRow:
    return BookRow(
        f"BOOK#{kept.village}",
        f"V#{kept.version:06d}",
        version=kept.version,
        status=str(kept.status),
        document=in_words(kept.document),
        facts=in_words(kept.facts),
        revision=kept.revision,
        change_id=change_id,
    )


def from_row(village: str, row: BookRow) -> Kept:
    """Return the version a row keeps."""
    return _kept(village, row)


def _kept(village: str, row: BookRow) -> Kept:
    return Kept(
        village,
        int(row.version),
        Status(row.status),
        json.loads(row.document),
        json.loads(row.facts),
        int(row.revision),
    )
