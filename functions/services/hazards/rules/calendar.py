"""Rounds planned by season and festival (消防法 Art. 31; 地质灾害防治条例 Art. 15), and what is due at a place because of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from kernel.law import Reference, reference
from kernel.record import record
from kernel.texts import Text
from kernel.working_days import year_of
from services.hazards.rules.checklists import HazardKind
from services.hazards.rules.terms import document


@record
class PlannedRound:
    """A round that is made from a day to a day, both included."""

    id: str
    name: Text
    kinds: frozenset[HazardKind]
    first: date
    last: date
    cites: Reference


def planned(first: date, last: date) -> list[PlannedRound]:
    """Return the rounds that fall between two days, what begins first on top."""
    years = range(first.year - 1, last.year + 2)
    found = [one for said in _rounds() for year in years for one in _in_year(said, year)]
    return sorted(
        (one for one in found if one.first <= last and one.last >= first),
        key=lambda one: (one.first, one.id),
    )


@cache
def _rounds() -> tuple[dict[str, Any], ...]:
    return tuple(document("rounds")["rounds"])


def _in_year(said: dict[str, Any], year: int) -> Iterator[PlannedRound]:
    for first, last in _spans(said, year):
        kinds = frozenset(map(HazardKind, said["kinds"]))
        name = Text(**said["name"])
        yield PlannedRound(said["id"], name, kinds, first, last, reference(said["cites"]))


def _spans(said: dict[str, Any], year: int) -> Iterator[tuple[date, date]]:
    before = said.get("days_before_holiday")
    if before is None:
        yield _day(year, said["from"]), _day(year, said["to"])
        return
    # Of a year whose notice is not loaded nobody knows the holidays yet.
    for first, _ in year_of(year).holidays:
        begins = date.fromordinal(first)
        yield begins - timedelta(days=before), begins - timedelta(days=1)


def _day(year: int, said: str) -> date:
    return date(year, int(said[:2]), int(said[3:]))
