"""What a village has and did, in numbers that are kept with every change, so that no figure reads the things themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from kernel.record import record

FOUR, FIVE = 4, 5


@record
class VillageTally:
    """What a village has now: lines, courtyards by stars, and the sum of these stars."""

    id: str
    lines: int = 0
    metres: int = 0
    four: int = 0
    five: int = 0
    stars: int = 0
    version: int = 0

    @property
    def sums_up(self) -> bool:
        """Whether the stars are those of the courtyards, level by level: both were counted apart (DOMAIN 18.3(10))."""
        return self.stars == FOUR * self.four + FIVE * self.five


@record
class YearTally:
    """What a village did in a year; `{village}-{year}`."""

    id: str
    village: str
    year: int
    work_days: int = 0
    heads: int = 0
    hours: int = 0
    rubbish_kg: int = 0
    trees: int = 0
    trees_counted: int = 0
    alive: int = 0
    loads: int = 0
    load_kg: int = 0
    version: int = 0


def starred(tally: VillageTally, before: int, after: int) -> VillageTally:
    """Count a courtyard whose stars have changed."""
    return replace(
        tally,
        four=tally.four + (after == FOUR) - (before == FOUR),
        five=tally.five + (after == FIVE) - (before == FIVE),
        stars=tally.stars + after - before,
    )


def added(tally: YearTally, **more: int) -> YearTally:
    """Count what was done, or, with what is less than nothing, count it no more."""
    return replace(tally, **{name: getattr(tally, name) + more[name] for name in more})


def sum_of_villages(tallies: Iterable[VillageTally], unit: str) -> VillageTally:
    """Return what the villages of a unit have together."""
    whole = VillageTally(unit)
    for one in tallies:
        whole = replace(whole, **{n: getattr(whole, n) + getattr(one, n) for n in _COUNTS})
    return whole


def sum_of_years(tallies: Iterable[YearTally], unit: str, year: int) -> YearTally:
    """Return what the villages of a unit did together in a year."""
    whole = YearTally(unit, unit, year)
    for one in tallies:
        whole = added(whole, **{name: getattr(one, name) for name in _DONE})
    return whole


_COUNTS = [one.name for one in fields(VillageTally) if one.name not in ("id", "version")]  # pyright: ignore[reportArgumentType]
_DONE = [
    one.name for one in fields(YearTally) if one.name not in ("id", "village", "year", "version")
]  # pyright: ignore[reportArgumentType]
