"""The rows of the points' table.

Aggregates (claims, redemptions, boards) are kept as one JSON document beside the attributes their indexes need; what many people write at
once (stock) is numbers that are altered in place. Indexes: `by_list` (list, place) for lists of a village, `by_house` (house, place) for
those of a household, `by_wake` (clock, wake_at) for what the clock has to see to.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row, TableMeta

BY_LIST, BY_HOUSE, BY_WAKE = "by_list", "by_house", "by_wake"
CLOCK = "points"


class PointsMeta(TableMeta):
    """`Meta` of every row in the points' table."""

    table_name = os.environ.get("POINTS_TABLE", "points")


class At:
    """Where rows of a kind are: `key = At("CLAIM#{}", "CLAIM")`, asked as `ClaimRow.key(claim_id)`."""

    def __init__(self, pk: str, sk: str) -> None:
        self._pk, self._sk = pk, sk
        self._of_pk = pk.count("{")

    def __get__(self, _: Any, row: type[Row]) -> Callable[..., Key]:
        """Return what names the place of one row."""

        def at(*names: str | int) -> Key:
            of_pk, of_sk = names[: self._of_pk], names[self._of_pk :]
            return Key(row, self._pk.format(*of_pk), self._sk.format(*of_sk))

        return at


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(PointsMeta):
        """The points' table."""


class PointsRow(Row):
    """A row in the points' table."""

    class Meta(PointsMeta):
        """The points' table."""


class KeptRow(PointsRow):
    """A thing that is kept whole, as JSON in `document`; `wake_at` is when the clock has to see to it."""

    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)


class ListedRow(KeptRow):
    """A thing of a household that lists of its village and of the household show: by status, and newest first."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    household = UnicodeAttribute()
    status = UnicodeAttribute()
    item = UnicodeAttribute()
    points = NumberAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    list = UnicodeAttribute()
    house = UnicodeAttribute()
    place = UnicodeAttribute()


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

    key = At("{}", "HIST#{:06d}")


class NoteRow(PointsRow):
    """A word to a household, shown on its page: `NOTES#{household}` / `{id}`; with addressees it is told as an entry of a history is."""

    at = UnicodeAttribute()
    kind = UnicodeAttribute()
    zh = UnicodeAttribute()
    en = UnicodeAttribute()
    details = UnicodeAttribute(null=True)
    addressees = UnicodeAttribute(null=True)
