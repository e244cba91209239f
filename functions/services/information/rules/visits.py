"""Visits, readings and disposals: that somebody came, that somebody looked, that something went; never what was said or seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from kernel.access import OFFICERS, PLACE_STAFF, Role
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text
from services.information.rules.records import Record
from services.information.rules.terms import amount

KEEPERS = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF, Role.VILLAGE_OFFICER})
"""Who visits the households of the own grid; the village's officer those that belong to no grid, too."""
READERS = PLACE_STAFF
"""Who reads records of the own area, masked."""
UNMASKED_READERS = KEEPERS | {Role.TOWN_OFFICER}
"""Who may read what is sensitive, with a reason; the county reads numbers and answers requests."""
DISPOSAL_READERS = OFFICERS


class TooManyVisits(Conflict):
    """A household was visited as often on one day as may be recorded; `most` says how often."""

    slug = "too-many-visits"


@record
class Visit:
    """That a household was visited: when, by whom, how much came of it."""

    id: str
    household: str
    unit: str
    by: str
    at: datetime
    received_at: datetime
    entered: int = 0
    corrected: int = 0
    confirmed: int = 0
    consents: int = 0
    withdrawals: int = 0
    version: int = 1


@record
class Reading:
    """That somebody read what is sensitive of a household, and why."""

    id: str
    household: str
    reader: str
    reader_role: str
    reader_unit: str
    why: str
    at: datetime
    version: int = 1


@record
class Disposal:
    """How many values of a village went on a day, by form and field: numbers, not contents."""

    id: str
    day: date
    village: str
    counts: Mapping[str, int]
    version: int = 0


def counted(household: Record, day: date) -> Record:
    """Count a visit of today.

    Raises
    ------
    TooManyVisits
    """
    visits = household.visits if household.visits_on == day else 0
    most = amount("visits_of_a_day")
    if visits >= most:
        said = Text(f"每户每日最多记录 {most} 次走访。", f"At most {most} visits a day.")
        raise TooManyVisits(said, most=most)
    return replace(household, visits_on=day, visits=visits + 1)


def disposed(before: Disposal, counts: Mapping[str, int]) -> Disposal:
    """Add what went to the record of its day and village."""
    summed = dict(before.counts)
    for name, number in counts.items():
        summed[name] = summed.get(name, 0) + number
    return replace(before, counts=summed, version=before.version + 1)
