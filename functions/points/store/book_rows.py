"""Rows of the rule books."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Key
from points.store.rows import PointsRow


class BookRow(PointsRow):
    """A version of a village's rule book: `BOOK#{village}` / `V#{number}`; `version` counts its changes."""

    number = NumberAttribute()
    status = UnicodeAttribute()
    document = UnicodeAttribute()
    facts = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, number: int) -> Key:
        """Return where a version is."""
        return Key(cls, f"BOOK#{village}", f"V#{number:06d}")


class ShelfRow(PointsRow):
    """Which versions a village has: `BOOK#{village}` / `SHELF`; `published` lists (version, valid_from) as JSON."""

    newest = NumberAttribute()
    published = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where the shelf of a village is."""
        return Key(cls, f"BOOK#{village}", "SHELF")


class LedgerRow(PointsRow):
    """That a village has a ledger: `LEDGERS` / `{village}`, written when its first book is published."""

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where a village stands among those with a ledger."""
        return Key(cls, "LEDGERS", village)
