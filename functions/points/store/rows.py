"""The rows of the points' table.

Aggregates (claims, redemptions, boards) are kept as one JSON document beside the attributes their indexes need; what many people write at
once (stock) is numbers that are altered in place. Indexes: `by_list` (list, place) for lists of a village, `by_house` (house, place) for
those of a household, `by_wake` (clock, wake_at) for what the clock has to see to.
"""

from __future__ import annotations

import os

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row, TableMeta

BY_LIST, BY_HOUSE, BY_WAKE = "by_list", "by_house", "by_wake"
CLOCK = "points"


class PointsMeta(TableMeta):
    """`Meta` of every row in the points' table."""

    table_name = os.environ.get("POINTS_TABLE", "points")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(PointsMeta):
        """The points' table."""


class PointsRow(Row):
    """A row in the points' table."""

    class Meta(PointsMeta):
        """The points' table."""


class HistoryRow(PointsRow):
    """One step of an aggregate, append-only: beside it, `HIST#{seq}`.

    `addressees` is who is to hear of it (`kernel.addressees`).
    """

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    details = UnicodeAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, pk: str, seq: int) -> Key:
        """Return where a step of an aggregate is."""
        return Key(cls, pk, f"HIST#{seq:06d}")


class NoteRow(PointsRow):
    """A word to a household, shown on its page: `NOTES#{household}` / `{id}`; with addressees it is told as an entry of a history is."""

    at = UnicodeAttribute()
    kind = UnicodeAttribute()
    zh = UnicodeAttribute()
    en = UnicodeAttribute()
    details = UnicodeAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
