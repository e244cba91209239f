"""Entries: postings that sum to zero, with what they rest on, written once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel import clock, ids
from kernel.actors import Actor
from kernel.ledger.chain import canonical
from kernel.ledger.postings import Posting, require_balance
from kernel.ledger.rows import EntryRow, HeadRow, ReportRow
from kernel.record import record
from kernel.storage.dynamo import Range
from kernel.storage.rows import Alter, Key


@record
class Movement:
    """What is to be entered.

    Attributes
    ----------
    book
        Whose books: the code of a village, the id of a collective.
    holder
        Whose accounts move beside those of the book itself.
    number
        Which of the holder's movements this is (1, 2, …), so that a lost one is noticed.
    facts
        What it rests on; part of what is sealed.
    """

    book: str
    holder: str
    number: int
    kind: str
    postings: tuple[Posting, ...]
    facts: Mapping[str, Any]


@record
class Ledger:
    """One kind of books.

    Attributes
    ----------
    unit
        In what it counts; entries of another unit are a fault, for fen and points are never added up.
    common
        Accounts of the book itself, which nobody holds: their balances are the sums of their postings.
    """

    entries: type[EntryRow]
    heads: type[HeadRow]
    reports: type[ReportRow]
    unit: str
    common: frozenset[str]

    def entry_key(self, book: str, entry: str) -> Key:
        """Return where an entry is."""
        return Key(self.entries, _partition(book), f"E#{entry}")

    def head_key(self, book: str) -> Key:
        """Return where the end of a book's chain is."""
        return Key(self.heads, _partition(book), "HEAD")

    def report_key(self, book: str) -> Key:
        """Return where the last report on a book is."""
        return Key(self.reports, _partition(book), "REPORT")

    def listing(self, book: str) -> tuple[tuple[str, str], Range]:
        """Return the partition and the range of a book's entries, oldest first."""
        return ("pk", _partition(book)), Range("sk", "begins_with", ("E#",))

    def enter(self, movement: Movement, actor: Actor, now: datetime, change_id: str) -> EntryRow:
        """Return the entry of a movement, to be added to the unit of work that carries it out.

        Raises
        ------
        Unbalanced
            Its postings do not sum to zero.
        """
        require_balance(movement.postings)
        entry = ids.new_id(now)
        content = {
            **movement.facts,
            "id": entry,
            "book": movement.book,
            "holder": movement.holder,
            "number": movement.number,
            "kind": str(movement.kind),
            "unit": self.unit,
            "postings": [list(posting) for posting in movement.postings],
            "actor": actor.person_id,
            "actor_name": actor.name,
            "actor_role": actor.role,
            "actor_unit": actor.unit,
            "at": clock.iso(now),
        }
        key = self.entry_key(movement.book, entry)
        return self.entries(
            key.pk,
            key.sk,
            id=entry,
            book=movement.book,
            holder=movement.holder,
            kind=str(movement.kind),
            at=clock.iso(now),
            content=canonical(content),
            change_id=change_id,
        )

    def link_reversal(self, book: str, entry: str, by: str) -> Alter:
        """Return the write that links an entry to its reversal; its condition lets an entry be reversed once."""
        row = self.entries
        once = row.reversed_by.does_not_exist() & row.pk.exists()
        return Alter(self.entry_key(book, entry), {}, {"reversed_by": by}, once)


def _partition(book: str) -> str:
    return f"LEDGER#{book}"


def book_of_key(pk: str, sk: str) -> tuple[str, str] | None:
    """Return the book and the entry a key of the table is of, or None: it is no entry's."""
    if not (pk.startswith("LEDGER#") and sk.startswith("E#")):
        return None
    return pk.removeprefix("LEDGER#"), sk.removeprefix("E#")
