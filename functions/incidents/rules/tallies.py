"""What a place's reports of a month come to, counted up with each change, so that boards need not read the incidents again.

What an incident counts is a function of the incident as it stands. A change adds what it counts afterwards and takes away what it
counted before, so that the numbers are those of a count over all incidents, whatever happened to them, corrections of category and
place included. Matters count, never who handles them (DOMAIN 2.6); what was cancelled, or merged into another, is no matter of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from incidents.rules.incident import Change, Incident, NoteKind
from incidents.rules.states import Status
from kernel import clock
from kernel.record import record
from kernel.units import Level, level_of

STANDING = "open"
"""Stands for a month where what is open now is counted."""


class Said(StrEnum):
    """What is counted of the matters of a month, by category; `MATTERS` by grid as well, the last two by the tier that has a matter, or had it last.

    `HARD` is what was returned or opened again.
    """

    MATTERS = "n"
    VOICES = "v"
    RETURNED = "r"
    REOPENED = "o"
    HARD = "h"
    LATE = "l"
    RATED = "s"
    UNSATISFIED = "u"
    RETURNED_AT = "rt"
    REOPENED_AT = "ot"


class Stands(StrEnum):
    """By what is counted which matters are open now."""

    MONTH = "m"
    TIER = "t"
    CATEGORY = "c"


class Place(NamedTuple):
    """Where a number is counted: a village, or the town or county where nobody could say more exactly; a month, or `STANDING`."""

    unit: str
    month: str


@record
class Tally:
    """What a place's month, or what is open there, was counted up to."""

    place: Place
    counts: Mapping[str, int]

    def numbers(self) -> Iterator[tuple[Said, str, int]]:
        """Give what was counted of the month's matters, with the category; of several grids one after the other."""
        for name, number in self.counts.items():
            said, *_, category = name.split(".")
            yield Said(said), category, number

    def by_category(self, said: Said) -> Counter[str]:
        """Return a number of the month by category."""
        found: Counter[str] = Counter()
        for name, category, number in self.numbers():
            if name is said:
                found[category] += number
        return +found

    def by_grid(self) -> Counter[tuple[str, str]]:
        """Return the matters by grid and category; of no grid where none is known."""
        found: Counter[tuple[str, str]] = Counter()
        for name, number in self.counts.items():
            kind, *rest = name.split(".")
            if kind == Said.MATTERS:
                grid, category = rest
                found[f"{self.place.unit}{grid}" if grid else "", category] += number
        return +found

    def by_tier(self, said: Said) -> Counter[str]:
        """Return what was counted of the month's matters by tier."""
        found: Counter[str] = Counter()
        for name, number in self.counts.items():
            kind, *rest = name.split(".")
            if kind == said:
                found[rest[0]] += number
        return +found

    def open_by(self, stands: Stands) -> Counter[str]:
        """Return what is open now by month of report, tier or category."""
        return +Counter(
            {
                name.partition(".")[2]: number
                for name, number in self.counts.items()
                if name.partition(".")[0] == stands
            }
        )


def added(changes: Iterable[Change]) -> dict[Place, dict[str, int]]:
    """Return what some changes add to which place's numbers; what comes to nothing is left out."""
    found: dict[Place, Counter[str]] = {}
    for change in changes:
        for sign, incident in ((-1, change.before), (1, change.incident)):
            for place, counts in counted(incident).items():
                total = found.setdefault(place, Counter())
                for name, number in counts.items():
                    total[name] += sign * number
        for name in _ratings(change):
            found.setdefault(_month_of(change.incident), Counter())[name] += 1
    kept = {
        place: {name: number for name, number in counts.items() if number}
        for place, counts in found.items()
    }
    return {place: counts for place, counts in kept.items() if counts}


def counted(incident: Incident | None) -> dict[Place, Counter[str]]:
    """Return what an incident counts as it stands: in the month of its report, and, while it is open, among what is open."""
    if incident is None or incident.is_task:
        return {}
    if incident.status in (Status.CANCELLED, Status.MERGED):
        return {}
    place, category = _month_of(incident), incident.category
    grid = incident.unit[Level.VILLAGE.digits :] if level_of(incident.unit) is Level.GRID else ""
    returned, reopened = bool(incident.returned_at_all), incident.round > 0
    month = Counter(
        {
            f"{Said.MATTERS}.{grid}.{category}": 1,
            f"{Said.VOICES}.{category}": 1 + incident.joined + incident.duplicates,
            f"{Said.RETURNED}.{category}": int(returned),
            f"{Said.REOPENED}.{category}": int(reopened),
            f"{Said.RETURNED_AT}.{incident.tier}.{category}": int(returned),
            f"{Said.REOPENED_AT}.{incident.tier}.{category}": int(reopened),
            f"{Said.HARD}.{category}": int(returned or reopened),
            f"{Said.LATE}.{category}": int(
                incident.late or any(tenure.late for tenure in incident.tenures)
            ),
        }
    )
    found = {place: +month}
    if incident.is_open:
        found[Place(place.unit, STANDING)] = Counter(
            {
                f"{Stands.MONTH}.{place.month}": 1,
                f"{Stands.TIER}.{incident.tier}": 1,
                f"{Stands.CATEGORY}.{category}": 1,
            }
        )
    return found


def _month_of(incident: Incident) -> Place:
    return Place(incident.unit[: Level.VILLAGE.digits], clock.local_iso(incident.created_at)[:7])


def _ratings(change: Change) -> Iterable[str]:
    """Give what a reporter's word on the result counts; it stays with the category and place it was said of."""
    category = change.incident.category
    for note in change.notes:
        if note.kind is NoteKind.RATING and note.is_news:
            yield f"{Said.RATED}.{category}"
            if not note.details["satisfied"]:
                yield f"{Said.UNSATISFIED}.{category}"
