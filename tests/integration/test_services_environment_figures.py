"""Courtyards with stars and days of work as figures: as they stood at the cut-off, whatever was undone since."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import services
from kernel.figures import Asked
from tests.support.county import NEXT_VILLAGE, VILLAGE, County
from tests.support.environment import Environment


@pytest.fixture
def world(county: County) -> Environment:
    return Environment(county)


def counted(world: Environment, figure: str, cut_off: datetime, unit: str = VILLAGE) -> int:
    asked = Asked(unit, date(2026, 1, 1), date(2026, 12, 31), cut_off)
    with world.county.quietly():
        return sum(one.amount for one in services.counted(figure, asked))


def test_a_courtyard_counts_from_its_award_until_it_leaves_as_of_the_cut_off(
    world: Environment,
) -> None:
    yard = world.posted()
    posted_at = world.county.now
    world.at(world.read(yard)["posted_until"])
    world.wind()
    starred_at = world.county.now
    world.on("2026-12-20")
    world.stepped(yard, "leave", "wang")
    left_at = world.county.now

    assert counted(world, "starred_courtyards", posted_at) == 0
    assert counted(world, "starred_courtyards", starred_at) == 1
    assert counted(world, "starred_courtyards", left_at) == 0
    assert counted(world, "starred_courtyards", starred_at, NEXT_VILLAGE) == 0


def test_a_day_of_work_counts_on_its_day_until_it_is_struck_as_of_the_cut_off(
    world: Environment,
) -> None:
    before = world.county.now
    world.on("2026-11-24")
    day = world.work_day(held_on="2026-11-20").body["id"]
    world.work_day(held_on="2025-12-31")
    entered = world.county.now
    world.on("2026-11-26")
    struck = world.move("work-days", day, "strike", "village", reason="重复登记")
    assert struck.status == 200, struck

    assert counted(world, "environment_work_days", before) == 0
    assert counted(world, "environment_work_days", entered) == 1
    assert counted(world, "environment_work_days", world.county.now) == 0
