"""Boards: who stands on them, who must not, and when there is none."""

from __future__ import annotations

from datetime import date

import pytest

from points.rules import book as books
from points.rules import snapshot as boards
from points.rules.board import masked
from points.rules.snapshot import Exclusion, Household, NoListBecause, Score
from points.store.books import packaged

PARAMETERS = books.parse(packaged(), 1).parameters
BEGINS, ENDS = date(2026, 10, 1), date(2026, 10, 31)


def nobody(_: str) -> None:
    return None


def village(*scores: tuple[int, int]) -> list[Score]:
    return [Score(f"h-{n:02d}", earned, lost) for n, (earned, lost) in enumerate(scores, 1)]


def names(ranked) -> list[str]:
    return [one.score.household for one in ranked]


TWELVE = [
    (30, 0), (28, 0), (26, 0), (24, 0), (22, 0), (10, 0), (10, 1), (9, 2), (8, 3), (7, 4), (6, 5), (5, 6),
]  # fmt: skip


def test_the_five_best_and_the_five_worst_with_a_deduction():
    lists = boards.compose(village(*TWELVE), PARAMETERS, nobody)

    assert names(lists.red) == ["h-01", "h-02", "h-03", "h-04", "h-05"]
    assert names(lists.improvement) == ["h-12", "h-11", "h-10", "h-09", "h-08"]
    assert lists.none_because is None


def test_who_ties_for_the_fifth_place_shares_the_red_board():
    scores = [*TWELVE[:4], (22, 0), (22, 0), *TWELVE[6:]]

    lists = boards.compose(village(*scores), PARAMETERS, nobody)

    assert [(one.rank, one.score.household) for one in lists.red[4:]] == [(5, "h-05"), (5, "h-06")]


def test_who_ties_for_the_fifth_place_from_below_is_spared():
    scores = [*TWELVE[:6], (10, 3), (10, 3), *TWELVE[8:]]

    lists = boards.compose(village(*scores), PARAMETERS, nobody)

    assert names(lists.improvement) == ["h-12", "h-11", "h-10", "h-09"]


def test_below_ten_households_there_is_no_improvement_list():
    lists = boards.compose(village(*TWELVE[3:]), PARAMETERS, nobody)

    assert (len(lists.red), lists.improvement) == (5, ())
    assert lists.none_because is NoListBecause.FEW_HOUSEHOLDS


def test_ten_households_are_enough():
    lists = boards.compose(village(*TWELVE[2:]), PARAMETERS, nobody)

    assert len(lists.improvement) == 5


def test_equal_scores_make_no_improvement_list():
    lists = boards.compose(village(*[(5, 1)] * 12), PARAMETERS, nobody)

    assert lists.none_because is NoListBecause.EQUAL_SCORES


def test_who_only_earned_little_needs_no_improvement():
    lists = boards.compose(village(*[(n, 0) for n in range(12)]), PARAMETERS, nobody)

    assert lists.none_because is NoListBecause.NOTHING_TO_IMPROVE


def test_nobody_above_the_middle_of_the_village_needs_improvement():
    scores = [(30, 0), (28, 0), (26, 0), (24, 0), (22, 0), (20, 1), (5, 0), (5, 0), (4, 0), (3, 0), (2, 0), (1, 2)]  # fmt: skip

    lists = boards.compose(village(*scores), PARAMETERS, nobody)

    assert names(lists.improvement) == ["h-12"]


def test_whoever_is_excluded_makes_room_for_the_next_and_is_on_record():
    excluded = {"h-12": Exclusion.CARE, "h-10": Exclusion.ABSENT}

    lists = boards.compose(village(*TWELVE), PARAMETERS, excluded.get)

    assert names(lists.improvement) == ["h-11", "h-09", "h-08", "h-07"]
    assert lists.excluded == excluded


def test_a_household_without_points_earned_is_not_among_the_best():
    lists = boards.compose(village((3, 0), *[(0, 0)] * 11), PARAMETERS, nobody)

    assert names(lists.red) == ["h-01"]


def test_equal_scores_share_a_rank_and_the_next_skips():
    ranked = boards.rank(village((3, 0), (5, 2), (9, 0), (1, 0)))

    assert [(one.rank, one.score.net) for one in ranked] == [(1, 9), (2, 3), (2, 3), (4, 1)]


AUTUMN = ((date(2026, 9, 20), date(2026, 10, 14)), (date(2026, 10, 15), date(2026, 11, 2)))
"""Two absences that adjoin."""


def a_home(**other) -> Household:
    said = {
        "births": (1970, 1998),
        "head_born": 1970,
        "away": (),
        "care": False,
        "pending": False,
    }
    return Household(**(said | other))


@pytest.mark.parametrize(
    ("home", "ground"),
    [
        (a_home(), None),
        (a_home(head_born=2008), Exclusion.MINOR),
        (a_home(head_born=2007), None),
        (a_home(births=(1966, 1950)), Exclusion.SOLE_ELDERLY),
        (a_home(births=(1967, 1950)), None),
        (a_home(births=(1950, None)), Exclusion.BIRTH_UNKNOWN),
        (a_home(births=(1970, None)), None),
        (a_home(head_born=None), Exclusion.BIRTH_UNKNOWN),
        (a_home(away=AUTUMN), Exclusion.ABSENT),
        (a_home(away=AUTUMN[::-1]), Exclusion.ABSENT),
        (a_home(away=(AUTUMN[0], (date(2026, 10, 16), None))), None),
        (a_home(away=(*AUTUMN, (date(2026, 11, 5), None))), Exclusion.ABSENT),
        (a_home(care=True), Exclusion.CARE),
        (a_home(pending=True), Exclusion.PENDING_OBJECTION),
        (a_home(away=((date(2026, 10, 1), None),)), Exclusion.ABSENT),
        (a_home(away=((date(2026, 9, 1), date(2026, 10, 31)),)), Exclusion.ABSENT),
        (a_home(away=((date(2026, 10, 2), None),)), None),
        (a_home(away=((date(2026, 9, 1), date(2026, 10, 30)),)), None),
    ],
)
def test_who_must_not_stand_on_the_improvement_list(home: Household, ground: Exclusion | None):
    assert boards.exclusion(home, BEGINS, ENDS, PARAMETERS) is ground


@pytest.mark.parametrize(("name", "shown"), [("张三", "张*户"), ("欧阳锋", "欧*户"), (None, "*户")])
def test_a_name_is_masked_to_its_first_character(name: str | None, shown: str):
    assert masked(name) == shown


@pytest.mark.parametrize(
    ("period", "first", "last", "months"),
    [
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), 1),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), 1),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), 3),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), 12),
    ],
)
def test_periods_have_their_days(period: str, first: date, last: date, months: int):
    assert boards.span_of(period) == (first, last)
    assert len(boards.months_of(period)) == months
