"""Numbers of a series for trial, in the points' table."""

from __future__ import annotations

from typing import NamedTuple

from kernel import numbering
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.lists import every_row
from points.store.rows import PointsMeta

PROOF = numbering.Series("proof")


class Counter(numbering.CounterRow):
    class Meta(PointsMeta):
        pass


class Taken(numbering.NumberRow):
    class Meta(PointsMeta):
        pass


class Answers(IdempotencyRow):
    class Meta(PointsMeta):
        pass


NUMBERS = numbering.Numbers(Counter, Taken)


class Kept(NamedTuple):
    number: int
    text: str
    subject: str
    void: bool


def kept(organ: str, year: int = 2026, series: numbering.Series = PROOF) -> list[Kept]:
    """Every number of an organ that was taken in a year, in order."""
    pk = NUMBERS.counter_key(organ, series.code, year).pk
    return [
        Kept(int(row.sk), row.text, row.subject, row.voided_at is not None)
        for row in every_row(Taken, ("pk", pk))
        if row.sk != "COUNTER"
    ]
