"""Rows of accounts and of the ledger."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.ledger import rows as ledger
from points.store.rows import At, KeptRow, PointsMeta, PointsRow


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
    key = At("ACCOUNTS#{}", "{}")


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


class VerificationRow(KeptRow):
    """A verification that runs in the background: `VERIFY#{village}` / `VERIFY`."""

    key = At("VERIFY#{}", "VERIFY")


class ScoreRow(PointsRow):
    """What a household earned and lost in a month: `SCORES#{village}#{month}` / `{household}`."""

    earned = NumberAttribute(default=0)
    lost = NumberAttribute(default=0)
    key = At("SCORES#{}#{}", "{}")
