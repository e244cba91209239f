"""Figures of punctuality: enough cases, medians and percentiles, units and never persons."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from incidents.rules.incident import Ending, Tenure
from incidents.rules.punctuality import tally
from incidents.supervision.rules import (
    LEAST_CASES,
    Figures,
    Month,
    by_tier,
    by_unit,
    figures,
    months_between,
)
from kernel.problems import InvalidFields
from tests.support.incidents import MONDAY as NOON
from tests.support.incidents import report

VILLAGE = "140426106201"


def case(seconds=3600.0, *, ending=Ending.SOLVED, unit=VILLAGE, late=False, **other):
    """What a unit's month comes to that had one case."""
    tenure = Tenure(unit, NOON, NOON, seconds, seconds, late, ending)
    return Month(unit, tally(replace(report().incident, **other), tenure))


@pytest.mark.parametrize(("cases", "told"), [(LEAST_CASES - 1, False), (LEAST_CASES, True)])
def test_no_time_is_told_of_too_few_cases(cases, told):
    found = figures([case()] * cases)

    assert (found.median_seconds is not None) is told
    assert found.solved == cases


def test_one_case_of_four_minutes_does_not_rule_the_figures():
    found = figures([case(240.0), *[case(7200.0)] * 9, case(9000.0)])

    assert found.median_seconds == 7200
    assert found.p95_seconds == 9000


def test_percentiles_are_times_that_were_really_taken():
    found = figures([case(hour * 3600.0) for hour in range(1, 11)])

    assert (found.p80_seconds, found.p95_seconds) == (8 * 3600, 10 * 3600)


@pytest.mark.parametrize(
    ("minutes", "told"), [(0.6, 1), (999, 999), (1004, 1000), (1006, 1010), (25_260, 25_300)]
)
def test_times_are_told_to_the_minute_and_long_ones_to_three_digits(minutes, told):
    found = figures([case(minutes * 60)] * LEAST_CASES)

    assert found.median_seconds == told * 60


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle():
    found = figures([*[case(600.0)] * 5, *[case(1200.0)] * 5])

    assert found.median_seconds == 900


def test_only_units_that_had_the_time_are_counted():
    found = figures(
        [
            case(),
            case(ending=Ending.NOBODY_THERE),
            case(ending=Ending.CANCELLED),
            case(ending=Ending.MERGED),
            case(ending=Ending.RETURNED),
            case(ending=Ending.LIMIT_PASSED, late=True),
        ]
    )

    assert (found.cases, found.solved, found.late, found.escalated) == (2, 1, 1, 1)


def test_repeated_failures_can_be_seen():
    found = figures([case(round=1), case(rejections=2), case()])

    assert (found.reopened, found.rejected) == (1, 1)


def test_units_come_in_the_order_of_their_codes_whatever_their_figures():
    slow, fast = case(99.0, unit="140426106202"), case(1.0, unit="140426106201")

    assert list(by_unit([slow, fast])) == ["140426106201", "140426106202"]
    assert list(by_tier([slow])) == ["village"]


def test_nothing_in_the_figures_is_of_a_person():
    names = {field.name for kind in (Month, Figures) for field in fields(kind)}

    assert not {name for name in names if "person" in name or "actor" in name or "rank" in name}


def test_a_period_is_whole_months_of_at_most_a_year():
    assert months_between("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01", "2027-02"]
    for first, last in [("2026-11", "2026-10"), ("2026-01", "2027-01"), ("2026-13", "2026-13")]:
        with pytest.raises(InvalidFields):
            months_between(first, last)
