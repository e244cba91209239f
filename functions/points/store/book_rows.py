"""Rows of the rule books."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from points.store.rows import At, PointsRow


class BookRow(PointsRow):
    """A version of a village's rule book: `BOOK#{village}` / `V#{number}`; `version` counts its changes."""

    number = NumberAttribute()
    status = UnicodeAttribute()
    document = UnicodeAttribute()
    facts = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    key = At("BOOK#{}", "V#{:06d}")


class ShelfRow(PointsRow):
    """Which versions a village has: `BOOK#{village}` / `SHELF`; `published` lists (version, valid_from) as JSON."""

    newest = NumberAttribute()
    published = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    key = At("BOOK#{}", "SHELF")


class LedgerRow(PointsRow):
    """That a village has a ledger: `LEDGERS` / `{village}`, written when its first book is published."""

    key = At("LEDGERS", "{}")
