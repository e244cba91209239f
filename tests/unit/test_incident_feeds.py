"""Whose phones hear of a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from incidents.rules.feeds import (
    Subscription,
    Told,
    feeds_of,
    feeds_of_change,
    is_followed,
    reaches,
    subscriptions_of,
)
from incidents.rules.incident import Ending, Tenure
from kernel.access import Caller, Post, Role
from kernel.units import Tier
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    MONDAY,
    NEXT_GRID,
    NEXT_TOWN,
    NEXT_VILLAGE,
    STATION,
    TOWN,
    VILLAGE,
    WATER,
)
from tests.support.incidents import report

HERS = Told("PERSON#p-r")


def held(**other: Any) -> Any:
    """An incident of the grid, with the village."""
    return replace(report(reporter="p-r").incident, **other)


def somebody(*posts: tuple[Role, str]) -> Caller:
    return Caller("p-1", "", tuple(Post(role, unit, date(2020, 1, 1)) for role, unit in posts))


def test_an_ordinary_incident_stands_in_its_towns_feed_and_its_reporters() -> None:
    assert feeds_of(held()) == {HERS, Told(TOWN, GRID)}


@pytest.mark.parametrize(
    ("hands", "also"),
    [
        ({"responsible_unit": TOWN, "tier": Tier.TOWN}, set[Told]()),
        ({"responsible_unit": COUNTY, "turn": COUNTY}, {Told(COUNTY, COUNTY)}),
        ({"turn": COUNTY}, {Told(COUNTY, COUNTY)}),
        ({"order_unit": COUNTY}, {Told(COUNTY, COUNTY)}),
        ({"responsible_unit": WATER}, {Told(WATER, WATER)}),
        ({"responsible_unit": STATION}, {Told(STATION, STATION)}),
        ({"responsible_unit": NEXT_VILLAGE}, {Told(TOWN, NEXT_VILLAGE)}),
        ({"responsible_unit": NEXT_TOWN}, {Told(NEXT_TOWN, NEXT_TOWN)}),
    ],
)
def test_whoever_has_it_in_hand_or_is_in_turn_hears_of_it(
    hands: dict[str, Any], also: set[Told]
) -> None:
    assert feeds_of(held(**hands)) == {HERS, Told(TOWN, GRID)} | also


def test_whoever_had_it_goes_on_hearing_of_it() -> None:
    had = Tenure(WATER, MONDAY, MONDAY, 0.0, 0.0, late=False, ending=Ending.RETURNED)

    assert Told(WATER, WATER) in feeds_of(held(tenures=(had,)))


def test_a_task_is_its_departments_and_not_the_places() -> None:
    task = held(parent="0" * 26, responsible_unit=WATER, turn=WATER)

    assert feeds_of(task) == {HERS, Told(WATER, WATER)}


def test_the_place_it_leaves_hears_of_that_too() -> None:
    before = held()
    after = replace(before, unit=FAR_GRID, responsible_unit=NEXT_VILLAGE, turn=NEXT_VILLAGE)

    told = feeds_of_change(before, after)

    assert set(told) == {HERS, Told(TOWN, GRID), Told(TOWN, FAR_GRID)}
    assert len(told) == 3


def test_a_person_reads_the_own_feed_and_those_of_the_units_worked_for() -> None:
    caller = somebody(
        (Role.GRID_WORKER, GRID),
        (Role.GRID_WORKER, NEXT_GRID),
        (Role.COUNTY_OFFICER, WATER),
        (Role.RESIDENT, FAR_GRID),
        (Role.SHOP_KEEPER, NEXT_VILLAGE),
    )

    assert subscriptions_of(caller) == [
        Subscription("PERSON#p-1"),
        Subscription(WATER, (WATER,)),
        Subscription(TOWN, (GRID, NEXT_GRID)),
    ]


@pytest.mark.parametrize(
    ("role", "unit", "follows"),
    [
        (Role.GRID_WORKER, GRID, True),
        (Role.GRID_WORKER, NEXT_GRID, False),
        (Role.VILLAGE_OFFICER, VILLAGE, True),
        (Role.VILLAGE_OFFICER, NEXT_VILLAGE, False),
        (Role.TOWN_OFFICER, TOWN, True),
        (Role.TOWN_OFFICER, NEXT_TOWN, False),
        (Role.COUNTY_OFFICER, COUNTY, False),
        (Role.RESIDENT, GRID, False),
    ],
)
def test_an_incident_with_the_village_is_followed_by_those_over_its_place(
    role: Role, unit: str, *, follows: bool
) -> None:
    assert is_followed(held(), subscriptions_of(somebody((role, unit)))) is follows


def test_a_village_wide_incident_is_no_single_grids() -> None:
    assert not reaches(Subscription(TOWN, (GRID,)), VILLAGE)
    assert reaches(Subscription(TOWN, (VILLAGE,)), VILLAGE)
