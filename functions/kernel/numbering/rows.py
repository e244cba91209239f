"""The rows of numbers. Each context keeps them in its own table: subclass both with that table's `Meta`."""

from __future__ import annotations

from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.numbering.numbers import Number
from kernel.storage.rows import Key, Row


class CounterRow(Row):
    """The last number that was taken: `NUMBERS#{organ}#{series}#{year}` / `COUNTER`."""

    last = NumberAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()


class NumberRow(Row):
    """A number and what bears it: beside its counter, `{number:08d}`; it is never deleted.

    Attributes
    ----------
    subject
        What bears it: the id of a document, contract or voucher.
    """

    text = UnicodeAttribute()
    subject = UnicodeAttribute()
    taken_at = UnicodeAttribute()
    taken_by = UnicodeAttribute()
    voided_at = UnicodeAttribute(null=True)
    voided_by = UnicodeAttribute(null=True)
    void_reason = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute()


class Numbers(NamedTuple):
    """Where a context keeps its numbers."""

    counter: type[Any]
    number: type[Any]

    def counter_key(self, organ: str, series: str, year: int) -> Key:
        """Return where the counter of a series of an organ is in a year."""
        return Key(self.counter, _pk(organ, series, year), "COUNTER")

    def number_key(self, number: Number) -> Key:
        """Return where a number is."""
        return Key(
            self.number, _pk(number.organ, number.series, number.year), f"{number.number:08d}"
        )


def _pk(organ: str, series: str, year: int) -> str:
    return f"NUMBERS#{organ}#{series}#{year}"
