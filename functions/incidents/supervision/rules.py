"""How punctual a unit is, in figures that are fair: medians and percentiles, of enough cases, of units and never of persons.

A mean is ruled by one case of four minutes or four months, a ranking by chance (ANCHORS 7.9); persons are neither ranked nor scored
(DOMAIN 2.6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from incidents.rules.punctuality import COUNTS, times_of
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.units import tier_of

LEAST_CASES = 10
"""Below this many cases no time is told: it would say something of a case, or of a person, not of the unit (design)."""
MOST_MONTHS = 12


@record
class Month:
    """What a unit's month was counted up to (`rules.punctuality.tally`)."""

    unit: str
    tallied: Mapping[str, int]


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
        Working time of the solved ones, to the minute; None with fewer than `LEAST_CASES` of them.
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


def figures(months: Iterable[Month]) -> Figures:
    """Return what can fairly be said of the cases of some months."""
    together: Counter[str] = Counter()
    for month in months:
        together.update(month.tallied)
    times = sorted(times_of(together).items())
    enough = together["solved"] >= LEAST_CASES
    return Figures(
        **{name: together[name] for name in COUNTS},
        median_seconds=_median(times) if enough else None,
        p80_seconds=_percentile(times, 80) if enough else None,
        p95_seconds=_percentile(times, 95) if enough else None,
    )


def _median(times: list[tuple[int, int]]) -> float:
    number = sum(cases for _, cases in times)
    return (_nth(times, (number + 1) // 2) + _nth(times, number // 2 + 1)) / 2


def _percentile(times: list[tuple[int, int]], share: int) -> float:
    """Return the least time that `share` percent of the cases do not exceed (nearest rank)."""
    number = sum(cases for _, cases in times)
    return _nth(times, max(-(-number * share // 100), 1))


def _nth(times: list[tuple[int, int]], rank: int) -> float:
    for seconds, cases in times:
        rank -= cases
        if rank <= 0:
            return float(seconds)
    raise AssertionError("a rank is one of the cases")


def by_tier(months: Iterable[Month]) -> dict[str, Figures]:
    """Return the figures of each tier that had a case."""
    return _by(months, lambda month: str(tier_of(month.unit)))


def by_unit(months: Iterable[Month]) -> dict[str, Figures]:
    """Return the figures of each unit that had a case, in the order of the codes: this is no ranking."""
    return dict(sorted(_by(months, lambda month: month.unit).items()))


def _by(months: Iterable[Month], group: Callable[[Month], str]) -> dict[str, Figures]:
    groups: dict[str, list[Month]] = {}
    for month in months:
        groups.setdefault(group(month), []).append(month)
    return {name: figures(some) for name, some in groups.items()}


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
