"""How punctual a unit is, in figures that are fair: medians and percentiles, of enough cases, of units and never of persons.

A mean is ruled by one case of four minutes or four months, a ranking by chance (ANCHORS 7.9); persons are neither ranked nor scored
(DOMAIN 2.6).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from datetime import date

from incidents.rules.incident import Ending
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text

LEAST_CASES = 10
"""Below this many cases no time is told: it would say something of a case, or of a person, not of the unit (design)."""
MOST_MONTHS = 12

# How a tenure ended says something of the unit only if the unit had the time: what passed over an empty post, was cancelled or merged does not.
_COUNTED = frozenset({Ending.SOLVED, Ending.LIMIT_PASSED, Ending.PASSED_ON})


@record
class Case:
    """One settled tenure, as figures see it."""

    unit: str
    tier: str
    category: str
    working_seconds: float
    late: bool
    ending: Ending
    reopened: bool
    rejections: int


@record
class Figures:
    """What can be said of a group of cases.

    Attributes
    ----------
    cases
        How many tenures ended in the period.
    solved, late, escalated, reopened, rejected
        How many of them: solved; let their limit pass; were lost to the tier above by the clock; were of an incident that had been
        opened again; had a solution sent back.
    median_seconds, p80_seconds, p95_seconds
        Working time of the solved ones; None with fewer than `LEAST_CASES` of them.
    """

    cases: int
    solved: int
    late: int
    escalated: int
    reopened: int
    rejected: int
    median_seconds: float | None
    p80_seconds: float | None
    p95_seconds: float | None


def figures(cases: Iterable[Case]) -> Figures:
    """Return what can fairly be said of a group of cases."""
    counted = [case for case in cases if case.ending in _COUNTED]
    times = sorted(case.working_seconds for case in counted if case.ending is Ending.SOLVED)
    enough = len(times) >= LEAST_CASES
    return Figures(
        cases=len(counted),
        solved=len(times),
        late=sum(case.late for case in counted),
        escalated=sum(case.ending is Ending.LIMIT_PASSED for case in counted),
        reopened=sum(case.reopened for case in counted),
        rejected=sum(case.rejections > 0 for case in counted),
        median_seconds=statistics.median(times) if enough else None,
        p80_seconds=_percentile(times, 80) if enough else None,
        p95_seconds=_percentile(times, 95) if enough else None,
    )


def _percentile(ordered: Sequence[float], share: int) -> float:
    """Return the least value that `share` percent of the cases do not exceed (nearest rank)."""
    rank = -(-len(ordered) * share // 100)
    return ordered[max(rank, 1) - 1]


def by_tier(cases: Sequence[Case]) -> dict[str, Figures]:
    """Return the figures of each tier that had a case."""
    tiers = dict.fromkeys(case.tier for case in cases)
    return {tier: figures(case for case in cases if case.tier == tier) for tier in tiers}


def by_unit(cases: Sequence[Case]) -> dict[str, Figures]:
    """Return the figures of each unit that had a case, in the order of the codes: this is no ranking."""
    units = sorted({case.unit for case in cases})
    return {unit: figures(case for case in cases if case.unit == unit) for unit in units}


def months_between(first: str, last: str) -> list[str]:
    """Return the months from `first` to `last`, both included, as `2026-11`.

    Raises
    ------
    InvalidFields
        One is no month, the last comes before the first, or there are more than `MOST_MONTHS`.
    """
    begin, end = _month("first", first), _month("last", last)
    count = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if not 1 <= count <= MOST_MONTHS:
        raise InvalidFields.one(
            "last",
            Text(
                f"须不早于起始月份，且最多 {MOST_MONTHS} 个月。",
                f"Must not come before `first`; at most {MOST_MONTHS} months.",
            ),
        )
    return [
        f"{begin.year + (begin.month - 1 + n) // 12}-{(begin.month - 1 + n) % 12 + 1:02d}"
        for n in range(count)
    ]


def _month(field: str, text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise InvalidFields.one(
            field, Text("须为月份，如 2026-11。", "Must be a month such as 2026-11.")
        ) from fault
