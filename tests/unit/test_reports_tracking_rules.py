"""Rules of the tracking board: what stands out and what chance explains, at every number."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from math import comb

import pytest

from incidents.rules.tallies import STANDING, Place, Tally
from kernel.problems import InvalidFields
from reports.tracking.rules import board, points
from reports.tracking.rules.board import Numbers, OpenAge
from reports.tracking.rules.chance import stands_out, tail
from reports.tracking.rules.periods import months_since, span_between
from reports.tracking.rules.points import TrackingPointKind, TrackingTrend
from reports.tracking.store import packaged

TOWN = "140426106"
LIMITS = packaged().limits
GRIDS = [f"{TOWN}{village}{grid:03d}" for village in (221, 222, 223) for grid in range(1, 11)]
KINDS = ("dispute", "public_facilities", "environment")


def difficulty(matters: int, hard: int, before: int = 0) -> list[points.Point]:
    now = {"dispute": Numbers(matters=matters, hard=hard)}
    then = {"dispute": Numbers(matters=matters, hard=before)}
    return list(points.difficulties(TOWN, now, then, LIMITS))


def pain(voices: int, rated: int, unsatisfied: int) -> list[points.Point]:
    now = {"dispute": Numbers(voices=voices, rated=rated, unsatisfied=unsatisfied)}
    return list(points.pains(TOWN, now, {}, LIMITS))


# Difficulties, pain points


@pytest.mark.parametrize(
    ("matters", "hard", "is_one"),
    [(10, 2, True), (10, 1, False), (9, 9, False), (11, 2, False), (11, 3, True)],
)
def test_a_difficulty_is_ten_matters_of_a_kind_of_which_a_fifth_came_back(
    matters: int, hard: int, is_one: bool
) -> None:
    assert bool(difficulty(matters, hard)) is is_one


@pytest.mark.parametrize(
    ("voices", "rated", "unsatisfied", "is_one"),
    [(20, 10, 3, True), (19, 10, 3, False), (20, 9, 9, False), (20, 10, 2, False)],
)
def test_a_pain_point_is_many_reporters_of_whom_three_tenths_are_not_satisfied(
    voices: int, rated: int, unsatisfied: int, is_one: bool
) -> None:
    assert bool(pain(voices, rated, unsatisfied)) is is_one


def test_a_point_says_what_it_was_in_the_period_before() -> None:
    [point] = difficulty(40, 20, before=4)

    assert (point.number, point.of, point.before, point.trend) == (20, 40, 4, TrackingTrend.UP)


# TrackingTrend


@pytest.mark.parametrize(
    ("number", "before", "trend"),
    [
        (0, 0, TrackingTrend.STEADY),
        (5, 0, TrackingTrend.STEADY),
        (6, 0, TrackingTrend.UP),
        (0, 6, TrackingTrend.DOWN),
        (12, 10, TrackingTrend.STEADY),
        (120, 60, TrackingTrend.UP),
    ],
)
def test_a_number_has_risen_or_fallen_only_if_chance_seldom_makes_as_much(
    number: int, before: int, trend: TrackingTrend
) -> None:
    assert points.trend_of(number, before, LIMITS) is trend


# Risk points


def test_a_planted_cluster_is_found_among_what_varies_by_chance() -> None:
    spread = random.Random(20261101)
    now = Counter((spread.choice(GRIDS), spread.choice(KINDS)) for _ in range(600))
    now[GRIDS[7], "dispute"] += 25

    found = list(points.repeats(now, {}, len(GRIDS), LIMITS))

    assert [(one.kind, one.unit, one.category) for one in found] == [
        (TrackingPointKind.RISK, GRIDS[7], "dispute")
    ]


def test_a_uniform_year_gives_none() -> None:
    now = {(grid, kind): 12 for grid in GRIDS for kind in KINDS}

    assert list(points.repeats(now, now, len(GRIDS), LIMITS)) == []
    assert points.hot(dict.fromkeys(GRIDS, 36), len(GRIDS), LIMITS) == frozenset()


def test_of_a_hundred_years_spread_by_chance_one_or_two_raise_an_alarm() -> None:
    spread = random.Random(20261101)
    years = [
        Counter((spread.choice(GRIDS), spread.choice(KINDS)) for _ in range(400))
        for _ in range(100)
    ]

    assert sum(bool(list(points.repeats(one, {}, len(GRIDS), LIMITS))) for one in years) <= 2


@pytest.mark.parametrize(("number", "is_one"), [(3, False), (4, True)])
def test_repeats_are_four_matters_of_a_kind_in_a_place_at_least(number: int, is_one: bool) -> None:
    found = list(points.repeats({(GRIDS[0], "dispute"): number}, {}, 300, LIMITS))

    assert bool(found) is is_one


@pytest.mark.parametrize(("number", "is_one"), [(4, False), (5, True)])
def test_disputes_gather_from_five_on(number: int, is_one: bool) -> None:
    found = list(points.disputes({TOWN + "221": number}, {}, 20, LIMITS))

    assert bool(found) is is_one


@pytest.mark.parametrize(("number", "is_one"), [(4, False), (5, True)])
def test_a_hot_spot_has_five_matters_at_least(number: int, is_one: bool) -> None:
    assert bool(points.hot({GRIDS[0]: number}, len(GRIDS), LIMITS)) is is_one


def test_where_there_is_one_place_nothing_stands_out_from_others() -> None:
    assert list(points.repeats({(GRIDS[0], "dispute"): 50}, {}, 1, LIMITS)) == []


@pytest.mark.parametrize(("number", "is_one"), [(0, False), (1, True)])
def test_one_major_hazard_is_a_risk_whatever_others_have(number: int, is_one: bool) -> None:
    assert bool(list(points.hazards({TOWN + "221": number}, LIMITS))) is is_one


def test_points_come_by_kind_and_code_and_rank_nobody() -> None:
    large, small = Numbers(matters=90, hard=90), Numbers(matters=10, hard=2)
    risk = list(points.hazards({TOWN + "221": 9}, LIMITS))
    found = [
        *risk,
        *points.difficulties(TOWN + "222", {"dispute": large}, {}, LIMITS),
        *points.difficulties(TOWN + "221", {"dispute": small}, {}, LIMITS),
    ]

    assert [one.unit for one in points.in_order(found)] == [
        TOWN + "221",
        TOWN + "222",
        TOWN + "221",
    ]


# Chance


@pytest.mark.parametrize(("trials", "probability"), [(1, 0.5), (12, 0.3), (60, 0.02), (200, 0.5)])
def test_a_tail_is_the_sum_over_all_that_is_at_least_as_much(
    trials: int, probability: float
) -> None:
    for least in range(trials + 2):
        exact = sum(
            comb(trials, one) * probability**one * (1 - probability) ** (trials - one)
            for one in range(least, trials + 1)
        )
        assert tail(least, trials, probability) == pytest.approx(exact, rel=1e-9)


def test_the_more_numbers_a_board_looks_at_the_more_one_must_stand_out() -> None:
    assert stands_out(6, 6, 10, one_in=100, looks=10)
    assert not stands_out(6, 6, 10, one_in=100, looks=10_000)


# Periods


def test_a_period_is_compared_with_as_many_months_right_before_it() -> None:
    span = span_between("2026-01", "2026-03")

    assert span.months == ("2026-01", "2026-02", "2026-03")
    assert span.before().months == ("2025-10", "2025-11", "2025-12")


@pytest.mark.parametrize(("last", "months"), [("2026-01", 1), ("2026-12", 12)])
def test_a_period_is_a_month_to_a_year(last: str, months: int) -> None:
    assert len(span_between("2026-01", last).months) == months


@pytest.mark.parametrize("last", ["2025-12", "2027-01"])
def test_a_period_is_not_more_than_a_year_and_does_not_run_backwards(last: str) -> None:
    with pytest.raises(InvalidFields):
        span_between("2026-01", last)


# The board


@pytest.mark.parametrize(
    ("month", "age"),
    [
        ("2026-11", OpenAge.THIS_MONTH),
        ("2026-10", OpenAge.LAST_MONTH),
        ("2026-09", OpenAge.TWO_OR_THREE),
        ("2026-08", OpenAge.TWO_OR_THREE),
        ("2026-07", OpenAge.WITHIN_A_YEAR),
        ("2025-11", OpenAge.WITHIN_A_YEAR),
        ("2025-10", OpenAge.LONGER),
    ],
)
def test_what_is_open_has_an_age_by_the_month_of_its_report(month: str, age: OpenAge) -> None:
    one = Tally(Place(TOWN + "221", STANDING), {f"m.{month}": 3, "t.village": 3, "c.dispute": 3})

    is_open = board.what_is_open([one], date(2026, 11, 23))

    assert {one for one, number in is_open.by_age.items() if number} == {age}
    assert is_open.total == 3
    assert months_since(month, date(2026, 11, 23)) >= 0


def test_what_lies_in_no_village_is_the_towns_own() -> None:
    tallies = [Tally(Place(unit, "2026-11"), {"n..dispute": 1}) for unit in (TOWN, TOWN + "221")]

    assert list(board.by_unit(TOWN, tallies)) == [TOWN, TOWN + "221"]
    assert list(board.by_unit(TOWN[:6], tallies)) == [TOWN]
    assert list(board.by_unit(TOWN + "221", tallies[1:])) == [TOWN + "221"]


def test_numbers_that_came_back_to_nothing_are_not_told() -> None:
    corrected = Tally(Place(TOWN, "2026-11"), {"n..dispute": 0, "n..other": 1})

    assert list(board.by_category([corrected])) == ["other"]
