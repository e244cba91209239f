"""Posts, reach, and refusals that say which roles may."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.access import ALL_ROLES, PUBLIC, Access, Caller, Post, Role, require_post_over
from kernel.directory import PersonRow, UnitRow
from kernel.problems import NotAllowed, OutsideYourArea

COUNTY, TOWN, VILLAGE, GRID = "140426", "140426106", "140426106221", "140426106221001"
DAY = date(2026, 11, 23)


def caller(*posts: tuple[Role, str]) -> Caller:
    return Caller("p", "p", tuple(Post(role, unit, DAY) for role, unit in posts))


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (date(2026, 11, 24), None, False),
        (date(2020, 1, 1), date(2026, 11, 22), False),
    ],
    ids=["from today", "today only", "from tomorrow", "until yesterday"],
)
def test_a_post_is_held_from_its_first_day_to_its_last(valid_from, valid_to, holds):
    assert Post(Role.MEDIATOR, VILLAGE, valid_from, valid_to).holds_on(DAY) is holds


def test_of_several_posts_the_nearest_to_the_unit_counts():
    both = caller((Role.TOWN_OFFICER, TOWN), (Role.VILLAGE_OFFICER, VILLAGE))

    assert both.post_over(GRID, ALL_ROLES).unit == VILLAGE
    assert both.post_over(TOWN, ALL_ROLES).unit == TOWN
    assert both.post_over(COUNTY, ALL_ROLES) is None


def test_a_post_at_a_unit_is_not_a_post_above_it():
    officer = caller((Role.TOWN_OFFICER, TOWN))

    assert officer.post_at(TOWN, {Role.TOWN_OFFICER}) is not None
    assert officer.post_at(VILLAGE, {Role.TOWN_OFFICER}) is None


def test_the_right_role_elsewhere_is_outside_the_area():
    with pytest.raises(OutsideYourArea):
        require_post_over(
            caller((Role.VILLAGE_OFFICER, TOWN + "222")), GRID, {Role.VILLAGE_OFFICER}
        )


def test_the_wrong_role_is_told_which_roles_may():
    with pytest.raises(NotAllowed) as refused:
        require_post_over(
            caller((Role.RESIDENT, GRID)), GRID, {Role.TOWN_OFFICER, Role.GRID_WORKER}
        )

    assert refused.value.slug == "not-allowed"
    assert refused.value.more["allowed_roles"] == ["grid_worker", "town_officer"]
    assert "网格员、乡镇干部" in refused.value.detail.zh
    assert "grid worker, town officer" in refused.value.detail.en


@pytest.mark.parametrize("role", list(Role))
def test_a_route_admits_exactly_its_roles(role):
    access = Access(frozenset({Role.COUNTY_ADMIN}))

    if role is Role.COUNTY_ADMIN:
        access.admit(caller((role, COUNTY)))
    else:
        with pytest.raises(NotAllowed):
            access.admit(caller((role, COUNTY)))


def test_whoever_lost_every_post_is_admitted_nowhere_but_in_public():
    PUBLIC.admit(caller())
    with pytest.raises(NotAllowed):
        Access(ALL_ROLES).admit(caller())


def test_a_dismissal_counts_from_the_next_day():
    row = PersonRow(
        "PERSON#p",
        "PERSON",
        person_id="p",
        name="p",
        posts=[
            {
                "role": "grid_worker",
                "unit": GRID,
                "valid_from": "2026-01-01",
                "valid_to": "2026-11-23",
            },
            {"role": "grid_chief", "unit": GRID, "valid_from": "2026-12-01", "valid_to": None},
        ],
    )

    assert row.as_caller(DAY).roles == {Role.GRID_WORKER}
    assert row.as_caller(date(2026, 11, 24)).roles == set()
    assert row.as_caller(date(2026, 12, 1)).roles == {Role.GRID_CHIEF}


def test_a_unit_knows_who_holds_a_post_today():
    staff = {"grid_worker": {"now": ["2026-01-01", None], "gone": ["2020-01-01", "2026-11-22"]}}
    row = UnitRow(f"UNIT#{GRID}", "UNIT", code=GRID, level="grid", name="g", staff=staff)

    assert row.holders(Role.GRID_WORKER, DAY) == ["now"]
    assert row.is_staffed(Role.GRID_WORKER, DAY)
    assert not row.is_staffed(Role.GRID_CHIEF, DAY)
    assert not UnitRow("UNIT#1", "UNIT", code=VILLAGE, level="village", name="v").is_staffed(
        Role.VILLAGE_OFFICER, DAY
    )
