"""Machines and projects: inspection, price, shares, hours (DOMAIN 16.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from economy.rules import hires, machines, projects
from economy.rules.hires import Hire, MachineDay
from economy.rules.machines import HireUnit, Machine, Price, Share
from economy.rules.projects import EntryKind, Project, ProjectEntry, ProjectKind

NOW = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
MACHINE = Machine("晋04", "收割机", date(2026, 1, 1), prices=(Price(HireUnit.MU, 6000),))


def hire(begins: int = 1, ends: int = 5, **more: Any) -> Hire:
    said: dict[str, Any] = {
        "id": "h",
        "machine": "m",
        "village": "v",
        "hirer": "p",
        "begins_at": NOW + timedelta(hours=begins),
        "ends_at": NOW + timedelta(hours=ends),
        "unit": HireUnit.MU,
        "price_fen": 0,
        "for_whom": "村东",
    }
    return Hire(**said | more)


def taken(begins: int, ends: int) -> list[MachineDay]:
    return [hires.give_out(MachineDay("d"), hire(begins, ends, id="other"))]


@pytest.mark.parametrize(("days", "lapsed"), [(365, False), (366, True)])
def test_a_machine_inspected_three_hundred_and_sixty_six_days_ago_is_not_given_out(
    days: int, lapsed: bool
):
    assert machines.papers_lapsed(MACHINE, date(2026, 1, 1) + timedelta(days=days)) is lapsed


def test_a_machine_nobody_inspected_is_not_given_out():
    with pytest.raises(machines.PapersLapsed):
        hires.book(hire(), Machine(None, "犁"), [], NOW)


@pytest.mark.parametrize(("begins", "ends"), [(0, 2), (4, 6), (2, 3), (0, 9)])
def test_hours_that_overlap_are_refused(begins: int, ends: int):
    with pytest.raises(hires.HireOverlaps):
        hires.book(hire(), MACHINE, taken(begins, ends), NOW)


@pytest.mark.parametrize(("begins", "ends"), [(0, 1), (5, 6)])
def test_hours_that_touch_are_given(begins: int, ends: int):
    assert hires.book(hire(), MACHINE, taken(begins, ends), NOW)


def test_the_posted_price_holds_and_no_other_unit_is_priced():
    assert hires.book(hire(), MACHINE, [], NOW).after.price_fen == 6000
    with pytest.raises(machines.NoPostedPrice):
        hires.book(hire(unit=HireUnit.DAY), MACHINE, [], NOW)


def test_who_drives_what_needs_a_licence_names_it():
    harvester = Machine("晋04", "收割机", date(2026, 1, 1), "R", MACHINE.prices)

    with pytest.raises(hires.LicenceMissing):
        hires.book(hire(), harvester, [], NOW)
    assert hires.book(hire(licence="R-001"), harvester, [], NOW)


def test_a_hire_over_midnight_in_beijing_touches_two_days_and_one_that_ends_then_one():
    evening = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)

    assert len(hires.days_of(evening, evening + timedelta(hours=2))) == 1
    assert len(hires.days_of(evening, evening + timedelta(hours=3))) == 2


@given(st.integers(0, 10**11), st.lists(st.integers(1, 10_000), min_size=1, max_size=20))
def test_what_the_owners_get_is_the_amount_whatever_their_shares(total: int, parts: list[int]):
    shares = [Share(f"h-{number}", one) for number, one in enumerate(parts)]

    split = machines.split(total, shares)

    assert sum(one.fen for one in split) == total
    for share, part in zip(shares, split, strict=True):
        exact = total * share.parts / sum(parts)
        assert abs(part.fen - exact) <= 1 + exact * 1e-9


def test_twelve_and_a_half_mu_at_sixty_yuan_are_seven_hundred_and_fifty():
    assert machines.total_of(6000, 1250) == 75_000


def project(**more: Any) -> Project:
    said: dict[str, Any] = {
        "id": "p",
        "village": "v",
        "kind": ProjectKind.LIVESTOCK,
        "name": "养羊",
        "began_on": date(2026, 1, 1),
        "scale": 60,
    }
    return Project(**said | more)


def entry(kind: EntryKind, fen: int, on: date = date(2026, 6, 1)) -> ProjectEntry:
    return ProjectEntry("e", "p", "v", kind, on, fen, "摘要")


def test_value_produced_is_never_income():
    change = projects.enter(project(), entry(EntryKind.PRODUCED, 1_772_000), date(2026, 6, 2))

    assert (change.after.produced_fen, change.after.income_fen) == (1_772_000, 0)


def test_wheat_costs_in_autumn_and_brings_in_next_summer_in_one_project():
    wheat = project(kind=ProjectKind.CROP, plot="a", season="2026-winter-wheat")
    today = date(2027, 7, 1)

    sown = projects.enter(wheat, entry(EntryKind.COST, 300_000, date(2026, 10, 1)), today).after
    sold = projects.enter(sown, entry(EntryKind.INCOME, 520_000, date(2027, 6, 20)), today).after

    assert (sold.cost_fen, sold.income_fen) == (300_000, 520_000)


def test_a_correction_takes_no_more_than_there_is():
    with pytest.raises(Exception, match="correction"):
        projects.enter(project(), entry(EntryKind.COST, -1), date(2026, 6, 2))
