"""What a county-year costs: fixed costs are counted from the stacks, so that nobody adds one unseen."""

from __future__ import annotations

import pytest

from tests.bench import bill, goals
from tests.support.template import made

UNITS = dict.fromkeys((*bill.LIFE, *bill.TIMED), (5.0, 21.0))


@pytest.fixture(scope="module")
def lines() -> dict[str, float]:
    return {line.what.partition(":")[0]: line.dollars for line in bill.bill(UNITS)}


def test_robots_cost_no_secret_each(lines: dict[str, float]) -> None:
    robots = next(dollars for what, dollars in lines.items() if "robots" in what)

    assert lines["secrets"] <= 12 * 0.40
    assert robots <= 5


def test_no_route_tells_figures_that_nobody_looks_at(lines: dict[str, float]) -> None:
    assert lines["detailed figures of routes"] == 0


def test_a_county_year_is_within_its_budget() -> None:
    assert sum(line.dollars for line in bill.bill(UNITS)) <= 210


def test_what_is_neither_watched_nor_a_robots_key_stays_within_its_part() -> None:
    (rest,) = (one for one in goals.of_bill(bill.bill(UNITS)) if one.what == "everything else")

    assert float(rest.now.removeprefix("$")) <= float(rest.right.removeprefix("$"))


def test_the_dashboard_is_one_that_every_account_has_for_nothing(lines: dict[str, float]) -> None:
    assert lines["dashboards that are paid for"] == 0


def test_every_figure_that_is_paid_for_is_watched_or_shown() -> None:
    app = list(made("template.yaml")["Resources"].values())
    watched = {
        name
        for one in app
        if one["Type"] == "AWS::CloudWatch::Alarm"
        for name in [one["Properties"].get("MetricName")]
    }
    shown = {
        figure[1]
        for one in app
        if one["Type"] == "AWS::CloudWatch::Dashboard"
        for figure in bill.shown(one["Properties"])
    }

    assert bill.custom_metrics() <= watched | shown


def test_every_schedule_is_on_the_bill_with_its_runs() -> None:
    line = next(line for line in bill.bill(UNITS) if line.what.startswith("scheduled runs"))

    # Five clocks of a minute, one of five, two of a quarter of an hour, the nights' verification.
    runs = 365 * (5 * 24 * 60 + 24 * 12 + 2 * 24 * 4 + 18)
    assert line.what == f"scheduled runs: {runs:,}"
    assert line.dollars > 0


def test_what_is_used_grows_with_what_is_done() -> None:
    dearer = {name: (reads, 2 * writes) for name, (reads, writes) in UNITS.items()}

    assert sum(line.dollars for line in bill.bill(dearer)) > sum(
        line.dollars for line in bill.bill(UNITS)
    )


def test_prices_have_a_day_and_say_where_they_are_from() -> None:
    priced = bill.prices()

    assert priced.day
    assert priced.source
    assert all(price > 0 for price in priced.prices.values())
