"""Keep what a village did in a year in numbers, and give out the figures of a place."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from kernel.scope import Scope
from kernel.storage.dynamo import Range
from kernel.storage.unit_of_work import UnitOfWork
from services.environment.rules import tallies
from services.environment.rules.courtyard_states import STAFF_OF_PLACE
from services.environment.rules.tallies import VillageTally, YearTally
from services.environment.store.things import VILLAGES, YEARS, tallies_of, years_of


class Figures(NamedTuple):
    """What a place has now, and what it did in a year."""

    now: VillageTally
    year: YearTally
    villages: int


def year_of(work: UnitOfWork, village: str, year: int) -> YearTally:
    """Return a village's year as it is now."""
    return YEARS.find(work, _id(village, year)) or YearTally(_id(village, year), village, year)


def count(work: UnitOfWork, village: str, year: int, **more: int) -> None:
    """Count what was done in a village in a year."""
    tally = year_of(work, village, year)
    YEARS.save(work, replace(tallies.added(tally, **more), version=tally.version + 1))


def figures_of(asking: Scope, unit: str, year: int) -> Figures:
    """Return the figures of a village, a town or the county, for who serves there; what is read is a row for each village."""
    asking.within(unit, STAFF_OF_PLACE)
    within = Range("place", "begins_with", (unit,))
    now = list(VILLAGES.every_in_list(tallies_of(unit[:6]), within))
    done = YEARS.every_in_list(years_of(unit[:6], year), within)
    return Figures(
        tallies.sum_of_villages(now, unit), tallies.sum_of_years(done, unit, year), len(now)
    )


def _id(village: str, year: int) -> str:
    return f"{village}-{year}"
