from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.units import (
    Level,
    MalformedUnitCode,
    Tier,
    ancestor,
    is_code,
    is_within,
    level_of,
    parent_of,
    path_of,
    tier_of,
    unit_at_tier,
)

COUNTY = "140426"
TOWN = "140426106"
VILLAGE = "140426106221"
GRID = "140426106221003"
BUREAU = "140426-SLJ"
STATION = "140426106-D01"

codes = st.sampled_from([6, 9, 12, 15]).flatmap(
    lambda digits: st.from_regex(rf"\A[1-9][0-9]{{{digits - 1}}}\Z")
)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (COUNTY, Level.COUNTY),
        (TOWN, Level.TOWN),
        (VILLAGE, Level.VILLAGE),
        (GRID, Level.GRID),
        (BUREAU, Level.DEPARTMENT),
        (STATION, Level.DEPARTMENT),
    ],
)
def test_the_form_of_a_code_tells_its_level(code: str, level: Level) -> None:
    assert level_of(code) is level
    assert is_code(code)


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "14042",
        "1404261",
        "14042610622100",
        "1404261062210031",
        "14042x",
        " 140426",
        "140426\n",
        "１４０４２６",
        "14042²",
        "040426",
        140426,
        None,
        "140426-",
        "140426-SL",
        "140426-SLJX",
        "140426-slj",
        "140426106221-SLJ",
    ],
)
def test_anything_but_6_9_12_or_15_ascii_digits_is_malformed(malformed: Any) -> None:
    assert not is_code(malformed)
    with pytest.raises(MalformedUnitCode) as raised:
        level_of(malformed)
    assert raised.value.code == malformed


@pytest.mark.parametrize("function", [parent_of, path_of, level_of])
def test_every_function_of_a_code_refuses_a_malformed_one(function: Any) -> None:
    with pytest.raises(MalformedUnitCode):
        function("1404")


def test_a_parent_is_one_level_up_and_a_county_has_none() -> None:
    assert [parent_of(code) for code in (GRID, VILLAGE, TOWN, COUNTY)] == [
        VILLAGE,
        TOWN,
        COUNTY,
        None,
    ]


def test_a_path_runs_from_the_county_to_the_unit_itself() -> None:
    assert path_of(GRID) == [COUNTY, TOWN, VILLAGE, GRID]
    assert path_of(COUNTY) == [COUNTY]


def test_an_ancestor_of_its_own_level_is_the_unit_itself() -> None:
    assert ancestor(VILLAGE, Level.VILLAGE) == VILLAGE


def test_a_unit_lies_in_nothing_below_its_own_level() -> None:
    assert ancestor(TOWN, Level.VILLAGE) is None
    assert unit_at_tier(COUNTY, Tier.TOWN) is None


@pytest.mark.parametrize(
    ("tier", "unit"), [(Tier.VILLAGE, VILLAGE), (Tier.TOWN, TOWN), (Tier.COUNTY, COUNTY)]
)
def test_each_tier_above_a_grid_has_one_unit(tier: Tier, unit: str) -> None:
    assert unit_at_tier(GRID, tier) == unit


def test_tiers_climb_village_town_county_and_end_there() -> None:
    assert [tier.above for tier in Tier] == [Tier.TOWN, Tier.COUNTY, None]
    assert sorted(Tier, key=lambda tier: tier.rank) == [Tier.VILLAGE, Tier.TOWN, Tier.COUNTY]


def test_a_unit_is_within_itself_and_its_ancestors_only() -> None:
    assert is_within(GRID, GRID)
    assert is_within(GRID, TOWN)
    assert not is_within(TOWN, GRID)
    assert not is_within(GRID, "140426106222")
    assert not is_within("140427101", COUNTY)


def test_a_prefix_that_cuts_through_a_level_grants_nothing() -> None:
    with pytest.raises(MalformedUnitCode):
        is_within(GRID, "1404261")
    with pytest.raises(MalformedUnitCode):
        is_within("1404261", COUNTY)


@given(codes)
def test_every_unit_is_within_each_unit_of_its_path(code: str) -> None:
    path = path_of(code)

    assert path[-1] == code
    assert all(is_within(code, unit) for unit in path)
    assert [parent_of(unit) for unit in path] == [None, *path[:-1]]


@given(codes, codes)
def test_being_within_is_the_same_as_being_on_the_path(code: str, area: str) -> None:
    assert is_within(code, area) == (area in path_of(code))


def test_a_department_stands_below_its_office_and_beside_every_other() -> None:
    assert (parent_of(BUREAU), parent_of(STATION)) == (COUNTY, TOWN)
    assert path_of(STATION) == [COUNTY, TOWN, STATION]
    assert (tier_of(BUREAU), tier_of(STATION)) == (Tier.COUNTY, Tier.TOWN)
    assert is_within(BUREAU, COUNTY)
    assert not is_within(BUREAU, STATION)


def test_no_place_lies_in_a_department() -> None:
    assert not any(is_within(place, BUREAU) for place in (COUNTY, TOWN, VILLAGE, GRID))
    assert ancestor(STATION, Level.VILLAGE) is None
