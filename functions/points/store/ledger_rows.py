"""Rows of accounts and of the ledger."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.ledger import rows as ledger
from kernel.storage.rows import Key
from points.store.rows import PointsMeta, PointsRow


class AccountRow(PointsRow):
    """The accounts of a household: `ACCOUNTS#{village}` / `{household}`; `lots` as JSON, `number` of transfers, `version` of the row."""

    village = UnicodeAttribute()
    household = UnicodeAttribute()
    honour = NumberAttribute()
    demerit = NumberAttribute()
    spendable = NumberAttribute()
    held = NumberAttribute()
    lots = UnicodeAttribute()
    due = NumberAttribute(default=0)
    number = NumberAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, village: str, household: str) -> Key:
        """Return where the accounts of a household are."""
        return Key(cls, f"ACCOUNTS#{village}", household)


class EntryRow(ledger.EntryRow):
    """An entry of a village's ledger; `house` and `place` list it with its household's."""

    class Meta(PointsMeta):
        """The points' table."""

    house = UnicodeAttribute()
    place = UnicodeAttribute()


class HeadRow(ledger.HeadRow):
    """The end of a village's chain."""

    class Meta(PointsMeta):
        """The points' table."""


class ReportRow(ledger.ReportRow):
    """What the last verification of a village's ledger found."""

    class Meta(PointsMeta):
        """The points' table."""


class ScoreRow(PointsRow):
    """What a household earned and lost in a month: `SCORES#{village}#{month}` / `{household}`."""

    earned = NumberAttribute(default=0)
    lost = NumberAttribute(default=0)

    @classmethod
    def key(cls, village: str, month: str, household: str) -> Key:
        """Return where the month's score is."""
        return Key(cls, f"SCORES#{village}#{month}", household)
