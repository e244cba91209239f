"""Bursts are got through by the template's default parameters, on quotas of a region that is not one of the largest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bench import bursts

COUNTY = bursts.county()


@pytest.mark.parametrize(
    "play", [bursts.due_at_once, bursts.a_morning, bursts.a_minute], ids=lambda play: play.__name__
)
def test_a_burst_is_got_through_in_time(play) -> None:
    figures = play(COUNTY)

    assert figures
    assert [one for one in figures if not one.is_met] == []


def test_a_table_that_is_warmed_gets_through_its_first_morning_much_sooner() -> None:
    done = {one.burst: one.measured for one in bursts.a_morning(COUNTY) if one.what == "done"}

    (warm, new) = sorted(done, key=len)

    assert "not warmed" in new
    assert done[warm] < 0.6 * done[new]


def test_of_two_who_count_in_one_village_one_waits() -> None:
    rows = bursts._Rows(COUNTY)
    village, as_many = 7, int(COUNTY.size["villages"])

    assert rows.take(village, 0.0, 0) is None
    assert rows.take(village + as_many, 0.0, 0) is not None
    assert rows.take(village + 1, 0.0, 0) is None


def test_half_the_requests_a_second_would_turn_phones_away() -> None:
    (figure,) = bursts.a_minute(replace(COUNTY, rate=COUNTY.rate / 2, burst=COUNTY.burst / 2))

    assert not figure.is_met


def test_a_quota_gives_what_it_holds_and_then_so_much_a_second() -> None:
    bucket = bursts.Bucket(10, 5)

    assert [bucket.wait_for(0.0) for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0, 0.1, 0.2])
    assert not bucket.take(0.0)
    assert bucket.take(1.0)
