"""Months a board looks at, and those before them that it compares with."""

from __future__ import annotations

from datetime import date
from typing import Final

from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text

MOST_MONTHS: Final = 12
"""A board looks at a year at most, and at as much before it."""


@record
class Span:
    """Months one after the other, as `2026-11`."""

    months: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first month."""
        return self.months[0]

    @property
    def last(self) -> str:
        """The last month."""
        return self.months[-1]

    def before(self) -> Span:
        """Return as many months that end right before this one begins."""
        start = _number(self.first) - len(self.months)
        return Span(tuple(_month(start + one) for one in range(len(self.months))))


def span_between(first: str, last: str) -> Span:
    """Return the months from one to another, both included.

    Raises
    ------
    InvalidFields
        The last comes before the first, or there are more than `MOST_MONTHS`.
    """
    count = _number(last) - _number(first) + 1
    if not 1 <= count <= MOST_MONTHS:
        told = Text(
            f"须不早于起始月份，且最多 {MOST_MONTHS} 个月。",
            f"Must not come before `first`; at most {MOST_MONTHS} months.",
        )
        raise InvalidFields.one("last", told)
    return Span(tuple(_month(_number(first) + one) for one in range(count)))


def months_since(month: str, today: date) -> int:
    """Return how many months ago a month was: 0 for the present one."""
    return today.year * 12 + today.month - 1 - _number(month)


def _number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"
