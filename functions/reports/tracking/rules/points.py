"""难点, 痛点, 风险点: rules on figures that say where a board should be looked at first; the numbers they go by are data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kernel.record import record
from kernel.texts import Named
from reports.tracking.rules.board import Numbers
from reports.tracking.rules.chance import stands_out, tail


class TrackingPointKind(Named):
    """What a point is."""

    DIFFICULTY = "difficulty", "难点", "difficulty"
    PAIN = "pain", "痛点", "pain point"
    RISK = "risk", "风险点", "risk point"


class TrackingPointRule(Named):
    """By which rule a point was found."""

    DIFFICULTY = "difficulty", "退回或重新打开多", "often returned or opened again"
    PAIN = "pain", "反映人多、不满意多", "many reporters, few satisfied"
    REPEATS = "repeats", "同一处同类事件多", "many of a kind in one place"
    MAJOR_HAZARDS = "major_hazards", "重大隐患未销号", "major hazards not released"
    DISPUTES = "disputes", "矛盾纠纷集中", "many disputes"


class TrackingTrend(Named):
    """How a number stands to that of the period before."""

    UP = "up", "上升", "risen"
    STEADY = "steady", "基本持平", "about the same"
    DOWN = "down", "下降", "fallen"


_KIND_OF: Final = {
    TrackingPointRule.DIFFICULTY: TrackingPointKind.DIFFICULTY,
    TrackingPointRule.PAIN: TrackingPointKind.PAIN,
    TrackingPointRule.REPEATS: TrackingPointKind.RISK,
    TrackingPointRule.MAJOR_HAZARDS: TrackingPointKind.RISK,
    TrackingPointRule.DISPUTES: TrackingPointKind.RISK,
}


FIGURES: Final[Mapping[TrackingPointRule, tuple[str, str | None]]] = {
    TrackingPointRule.DIFFICULTY: ("incidents_hard", "incidents_reported"),
    TrackingPointRule.PAIN: ("results_unsatisfied", "results_rated"),
    TrackingPointRule.REPEATS: ("incidents_reported", "incidents_reported"),
    TrackingPointRule.MAJOR_HAZARDS: ("major_hazards_open", None),
    TrackingPointRule.DISPUTES: ("disputes_registered", "disputes_registered"),
}
"""By rule, which figures of the catalogue a point's number, and what it is out of, are counted by."""


@record
class Limits:
    """By which numbers points are found; versioned data, all of them ours.

    Attributes
    ----------
    one_in
        By rule, how often chance alone may raise a false alarm: once in so many boards; for a trend, in so many comparisons.
    """

    version: int
    least_matters: int
    percent_hard: int
    least_voices: int
    least_rated: int
    percent_unsatisfied: int
    least_repeats: int
    least_major: int
    least_disputes: int
    least_hot: int
    repeats_one_in: int
    disputes_one_in: int
    hot_one_in: int
    trend_one_in: int


@record
class Point:
    """Where something stands out.

    Attributes
    ----------
    category
        Of which category; None: of none.
    number, before
        What was counted, and what it was in the period before; None: that is not known any more.
    of
        Out of how many; None: of none.
    """

    rule: TrackingPointRule
    unit: str
    category: str | None
    number: int
    of: int | None
    before: int | None
    trend: TrackingTrend | None

    @property
    def kind(self) -> TrackingPointKind:
        """What it is."""
        return _KIND_OF[self.rule]

    @property
    def figure(self) -> str:
        """By which figure of the catalogue its number is counted."""
        return FIGURES[self.rule][0]

    @property
    def of_figure(self) -> str | None:
        """By which figure that is counted which it is out of; None: it is out of none."""
        return FIGURES[self.rule][1]


ByCategory = Mapping[str, Numbers]


def trend_of(number: int, before: int, limits: Limits) -> TrackingTrend:
    """Tell whether a number rose or fell more than chance makes two periods differ that are alike."""
    by_chance = 2 * tail(max(number, before), number + before, 0.5)
    if number == before or by_chance * limits.trend_one_in >= 1:
        return TrackingTrend.STEADY
    return TrackingTrend.UP if number > before else TrackingTrend.DOWN


def difficulties(unit: str, now: ByCategory, before: ByCategory, limits: Limits) -> Iterator[Point]:
    """Give the categories of which much was returned or opened again."""
    for category, numbers in now.items():
        enough = numbers.matters >= limits.least_matters
        if enough and 100 * numbers.hard >= limits.percent_hard * numbers.matters:
            was = before.get(category, Numbers()).hard
            trend = trend_of(numbers.hard, was, limits)
            yield Point(
                TrackingPointRule.DIFFICULTY,
                unit,
                category,
                numbers.hard,
                numbers.matters,
                was,
                trend,
            )


def pains(unit: str, now: ByCategory, before: ByCategory, limits: Limits) -> Iterator[Point]:
    """Give the categories that many reported and many of whom are not satisfied."""
    for category, numbers in now.items():
        enough = numbers.voices >= limits.least_voices and numbers.rated >= limits.least_rated
        if enough and 100 * numbers.unsatisfied >= limits.percent_unsatisfied * numbers.rated:
            was = before.get(category, Numbers()).unsatisfied
            trend = trend_of(numbers.unsatisfied, was, limits)
            yield Point(
                TrackingPointRule.PAIN,
                unit,
                category,
                numbers.unsatisfied,
                numbers.rated,
                was,
                trend,
            )


Spots = Mapping[tuple[str, str], int]
"""How many matters there were, by place and category."""


def repeats(now: Spots, before: Spots, places: int, limits: Limits) -> Iterator[Point]:
    """Give the places with more of a category than chance spreads over as many places.

    Parameters
    ----------
    places
        How many places there are, those without any included.
    """
    totals: Counter[str] = Counter()
    for (_, category), number in now.items():
        totals[category] += number
    looks = places * len(totals)
    for (unit, category), number in sorted(now.items()):
        if number >= limits.least_repeats and stands_out(
            number, totals[category], places, limits.repeats_one_in, looks
        ):
            was = before.get((unit, category), 0)
            trend = trend_of(number, was, limits)
            yield Point(
                TrackingPointRule.REPEATS, unit, category, number, totals[category], was, trend
            )


def hazards(major: Mapping[str, int], limits: Limits) -> Iterator[Point]:
    """Give the units with major hazards that are not released; what was so in the period before is not counted."""
    for unit, number in sorted(major.items()):
        if number >= limits.least_major:
            yield Point(TrackingPointRule.MAJOR_HAZARDS, unit, None, number, None, None, None)


def disputes(
    now: Mapping[str, int], before: Mapping[str, int], places: int, limits: Limits
) -> Iterator[Point]:
    """Give the units with more registered disputes than chance spreads over as many units; by count alone, whatever their risk level."""
    total = sum(now.values())
    for unit, number in sorted(now.items()):
        if number >= limits.least_disputes and stands_out(
            number, total, places, limits.disputes_one_in, places
        ):
            was = before.get(unit, 0)
            yield Point(
                TrackingPointRule.DISPUTES,
                unit,
                None,
                number,
                total,
                was,
                trend_of(number, was, limits),
            )


def hot(counts: Mapping[str, int], places: int, limits: Limits) -> frozenset[str]:
    """Return the places with more matters than chance spreads over as many."""
    total = sum(counts.values())
    return frozenset(
        unit
        for unit, number in counts.items()
        if number >= limits.least_hot
        and stands_out(number, total, places, limits.hot_one_in, places)
    )


def in_order(points: Iterable[Point]) -> list[Point]:
    """Return points by kind and then by code: no unit is ranked."""
    kinds = list(TrackingPointKind)
    return sorted(
        points, key=lambda one: (kinds.index(one.kind), one.unit, one.rule, one.category or "")
    )
