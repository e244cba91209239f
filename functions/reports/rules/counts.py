"""Figures counted at a cut-off: a snapshot that is made part by part, and never changed once it is whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from kernel.figures import Asked, Counted
from kernel.problems import InvalidFields, NotFound
from kernel.record import record
from kernel.texts import Named, Text

MOST_DAYS: Final = 366
"""A period is a year at most."""
TRIES: Final = 5
AGAIN_AFTER: Final = timedelta(minutes=5)
"""Longer than a run of the worker: who claimed a count and is gone leaves it to the next."""


class CountStatus(Named):
    """How far a count is."""

    COUNTING = "counting", "统计中", "being counted"
    DONE = "done", "已完成", "done"
    FAILED = "failed", "失败", "failed"


@record
class Wanted:
    """A figure of a unit, within what a count is asked for."""

    figure: str
    unit: str


@record
class Value:
    """What a figure came to: by which version of its definition, and from how many events."""

    figure: str
    unit: str
    version: int
    exact: int
    events: int


@record
class Count:
    """Figures of a period as they stood at the cut-off.

    Attributes
    ----------
    wanted
        What is to be counted, in this order; `values` are those that are.
    tries
        How often the worker began on the next of them.
    """

    id: str
    unit: str
    first: date
    last: date
    cut_off: datetime
    wanted: tuple[Wanted, ...]
    asked_by: str
    values: tuple[Value, ...] = ()
    status: CountStatus = CountStatus.COUNTING
    tries: int = 0
    wake_at: datetime | None = None
    version: int = 1

    @property
    def next_wanted(self) -> Wanted | None:
        """What is counted next; None: all of it is."""
        return next(iter(self.wanted[len(self.values) :]), None)

    def asked(self, wanted: Wanted) -> Asked:
        """Return what the context of a figure is asked."""
        return Asked(wanted.unit, self.first, self.last, self.cut_off)

    def value_of(self, figure: str, unit: str) -> tuple[int, Value]:
        """Return what a figure of a unit came to, and at which place of the count it is.

        Raises
        ------
        NotFound
            It is none of the count's, or is not counted yet.
        """
        for number, one in enumerate(self.values):
            if (one.figure, one.unit) == (figure, unit):
                return number, one
        raise NotFound


def refuse_period(first: date, last: date, cut_off: datetime, now: datetime) -> None:
    """Let a period be counted that is one, of a year at most, with a cut-off that has come.

    Raises
    ------
    InvalidFields
        It is not.
    """
    if not first <= last or (last - first).days >= MOST_DAYS:
        told = Text("统计期间须为一天至一年。", "A period is a day to a year.")
        raise InvalidFields.one("last", told)
    if cut_off > now:
        told = Text("截止时间不得晚于现在。", "The cut-off has not come yet.")
        raise InvalidFields.one("cut_off", told)


def summed(wanted: Wanted, version: int, events: Iterable[Counted]) -> Value:
    """Return what a figure comes to: the sum of its events, each subject once."""
    exact = number = 0
    for event in events:
        exact += event.amount
        number += 1
    return Value(wanted.figure, wanted.unit, version, exact, number)


def claim(count: Count, now: datetime) -> Count:
    """Return a count as a worker takes it in hand: nobody else does for the next minutes, and after too many tries it has failed."""
    if count.tries >= TRIES:
        return replace(count, status=CountStatus.FAILED, wake_at=None, version=count.version + 1)
    return replace(
        count, tries=count.tries + 1, wake_at=now + AGAIN_AFTER, version=count.version + 1
    )


def advance(count: Count, value: Value, now: datetime) -> Count:
    """Return a count with its next figure; whole once it was the last."""
    values = (*count.values, value)
    done = len(values) == len(count.wanted)
    return replace(
        count,
        values=values,
        status=CountStatus.DONE if done else count.status,
        tries=0,
        wake_at=None if done else now + AGAIN_AFTER,
        version=count.version + 1,
    )
