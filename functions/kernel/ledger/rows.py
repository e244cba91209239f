"""The rows of a ledger. Each context keeps them in its own table: subclass with that table's `Meta`."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Row


class EntryRow(Row):
    """An entry: `LEDGER#{book}` / `E#{id}`.

    `content` is what was decided and is never written again; the seal (`seq`, `seal`) and the link to a reversal are added once each.
    """

    id = UnicodeAttribute()
    book = UnicodeAttribute()
    holder = UnicodeAttribute()
    kind = UnicodeAttribute()
    at = UnicodeAttribute()
    content = UnicodeAttribute()
    change_id = UnicodeAttribute()
    seq = NumberAttribute(null=True)
    seal = UnicodeAttribute(null=True)
    reversed_by = UnicodeAttribute(null=True)


class HeadRow(Row):
    """The end of a book's chain: `LEDGER#{book}` / `HEAD`."""

    seq = NumberAttribute()
    seal = UnicodeAttribute()
    change_id = UnicodeAttribute()


class ReportRow(Row):
    """What the last verification of a book found: `LEDGER#{book}` / `REPORT`."""

    at = UnicodeAttribute()
    document = UnicodeAttribute()
