"""The board: what is open, reported, returned, opened again and late, as sums of what months were counted up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from incidents.rules.tallies import Said, Stands, Tally
from kernel.record import record
from kernel.texts import Named
from kernel.units import Level, level_of
from reports.tracking.rules.periods import months_since


class OpenAge(Named):
    """How long ago what is open was reported, by month."""

    THIS_MONTH = "this_month", "本月上报", "reported this month"
    LAST_MONTH = "last_month", "上月上报", "reported last month"
    TWO_OR_THREE = "two_or_three_months", "两至三个月前上报", "two or three months ago"
    WITHIN_A_YEAR = "within_a_year", "四个月至一年前上报", "four months to a year ago"
    LONGER = "longer", "一年以前上报", "longer ago"


_UP_TO: Final = (
    (0, OpenAge.THIS_MONTH),
    (1, OpenAge.LAST_MONTH),
    (3, OpenAge.TWO_OR_THREE),
    (12, OpenAge.WITHIN_A_YEAR),
)


@record
class Numbers:
    """What the matters reported in some months came to; none of them is of a person.

    Attributes
    ----------
    voices
        How many people reported them, who joined later included.
    returned, reopened, late
        How many of the matters were returned by whoever had them, were opened again, met a limit that passed.
    """

    matters: int = 0
    voices: int = 0
    returned: int = 0
    reopened: int = 0
    hard: int = 0
    late: int = 0
    rated: int = 0
    unsatisfied: int = 0


@record
class Open:
    """What is open now: by the tier that has it, by category, by how long ago it was reported."""

    total: int
    by_tier: Mapping[str, int]
    by_category: Mapping[str, int]
    by_age: Mapping[OpenAge, int]


@record
class CameBack:
    """What of the matters reported in some months came back: by the tier that has it, or had it last, and by how long ago it was reported."""

    total: int
    by_tier: Mapping[str, int]
    by_age: Mapping[OpenAge, int]


@record
class Owes:
    """What units owe by a day and have not done, and how much of it is past that day."""

    open: int = 0
    overdue: int = 0


def owed_by_unit(
    area: str, open_: Mapping[str, int], overdue: Mapping[str, int]
) -> dict[str, Owes]:
    """Return what is owed by unit directly below an area; by the area itself what it and its own departments owe."""
    level = below(area)
    found: dict[str, Owes] = {}
    for unit, number in sorted(open_.items()):
        place = unit.partition("-")[0]
        code = place[: level.digits] if level and len(place) >= level.digits else area
        kept = found.get(code, Owes())
        found[code] = Owes(kept.open + number, kept.overdue + overdue.get(unit, 0))
    return found


def owed_together(some: Iterable[Owes]) -> Owes:
    """Return what some owe together."""
    found = list(some)
    return Owes(sum(one.open for one in found), sum(one.overdue for one in found))


def by_category(tallies: Iterable[Tally]) -> dict[str, Numbers]:
    """Return the numbers of each category that was reported, by its code."""
    sums: dict[str, Counter[Said]] = {}
    for tally in tallies:
        for said, category, number in tally.numbers():
            if said in _NAMES:
                sums.setdefault(category, Counter())[said] += number
    return {
        category: _numbers(counts)
        for category, counts in sorted(sums.items())
        if counts[Said.MATTERS]
    }


def together(numbers: Iterable[Numbers]) -> Numbers:
    """Return what some numbers come to."""
    found = list(numbers)
    return Numbers(**{name: sum(getattr(one, name) for one in found) for name in _NAMES.values()})


_NAMES: Final = {
    Said.MATTERS: "matters",
    Said.VOICES: "voices",
    Said.RETURNED: "returned",
    Said.REOPENED: "reopened",
    Said.HARD: "hard",
    Said.LATE: "late",
    Said.RATED: "rated",
    Said.UNSATISFIED: "unsatisfied",
}


def _numbers(counts: Mapping[Said, int]) -> Numbers:
    return Numbers(**{_NAMES[said]: number for said, number in counts.items()})


def what_is_open(tallies: Sequence[Tally], today: date) -> Open:
    """Return what is open, of what places were counted up to."""

    def by(stands: Stands) -> Counter[str]:
        return sum((tally.open_by(stands) for tally in tallies), Counter[str]())

    months = by(Stands.MONTH)
    return Open(
        sum(months.values()),
        dict(sorted(by(Stands.TIER).items())),
        dict(sorted(by(Stands.CATEGORY).items())),
        ages_of(months, today),
    )


def came_back(tallies: Sequence[Tally], said: Said, today: date) -> CameBack:
    """Return what came back of the matters of some months: `Said.RETURNED_AT` or `Said.REOPENED_AT`."""
    tiers, months = Counter[str](), Counter[str]()
    for tally in tallies:
        found = tally.by_tier(said)
        tiers += found
        months[tally.place.month] += found.total()
    return CameBack(tiers.total(), dict(sorted(tiers.items())), ages_of(months, today))


def ages_of(months: Mapping[str, int], today: date) -> dict[OpenAge, int]:
    """Return by how long ago it was reported what is counted by the month of its report."""
    ages = Counter[OpenAge]()
    for month, number in months.items():
        ages[_age(months_since(month, today))] += number
    return {age: ages[age] for age in OpenAge}


def _age(months: int) -> OpenAge:
    return next((age for up_to, age in _UP_TO if months <= up_to), OpenAge.LONGER)


def below(area: str) -> Level | None:
    """Return of which level the units are that a board of an area tells apart; none below the village, as a grid has one worker."""
    return {Level.COUNTY: Level.TOWN, Level.TOWN: Level.VILLAGE}.get(level_of(area))


def by_unit(area: str, tallies: Iterable[Tally]) -> dict[str, list[Tally]]:
    """Return the tallies by unit directly below an area, in the order of the codes; by the area itself what lies in none of them."""
    level = below(area)
    found: dict[str, list[Tally]] = {}
    for tally in tallies:
        code = tally.place.unit
        is_below = level is not None and len(code) >= level.digits
        found.setdefault(code[: level.digits] if level and is_below else area, []).append(tally)
    return dict(sorted(found.items()))
