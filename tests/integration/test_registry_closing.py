"""A unit is closed or merged into another on a day: nothing is reported, appointed or moved there then, and what it had goes along."""

from __future__ import annotations

import json
from datetime import date

import pytest

import assembly
import escalation
import incidents
import notices
import points
from infra import carry_over as job
from infra.stack import Missing
from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import UnitClosed, find_caller, find_units, refuse_closed
from registry import find_grid, find_homes
from registry.rules.closing import NotClosable
from registry.service.carry_over import Carried, Job, carry_over, follow_moves
from tests.integration.registry_world import (
    COUNTY,
    GRID,
    NEXT_GRID,
    NEXT_VILLAGE,
    OTHER_TOWN,
    SQUARE,
    TOWN,
    VILLAGE,
    World,
    table,
)

ADMIN = Actor("admin", "演示admin", Role.COUNTY_ADMIN, COUNTY)
TODAY = date(2026, 11, 23)


def move(world: World, code: str, who: str = "admin", **said: object):
    body = {"reason": "合村并居"} | said
    return world.call(who, "POST", f"/v1/registry/units/{code}/transitions", body)


class Follower:
    """What other contexts are told of households that came from another village."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []

    def __call__(self, household: str, village: str, unit: str, by: Actor) -> None:
        assert by == ADMIN
        self.told.append((household, village, unit))


def nothing_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no rounds, robots and subscriptions: their tables are not here."""
    monkeypatch.setattr(incidents, "end_rounds", lambda *_, **__: [])
    monkeypatch.setattr(notices, "follow_units", lambda *_, **__: [])


def carried(code: str, *, dry_run: bool = False, follow: Follower | None = None) -> list[Carried]:
    return list(carry_over(code, Job(ADMIN, dry_run, follow or Follower())))


@pytest.fixture
def merged(registry: World) -> World:
    """A village with two grids, households and staff that is merged into its neighbour today."""
    unit = {"name": "第一网格", "boundary": SQUARE}
    registry.call("admin", "PUT", f"/v1/registry/units/{GRID}", unit, {"if-match": "*"})
    registry.call("admin", "PUT", f"/v1/registry/units/{NEXT_VILLAGE}001", {"name": "邻村网格"})
    homes = table(["household_id", "unit"], ["h-1", GRID], ["h-2", VILLAGE], ["h-3", NEXT_GRID])
    assert registry.run("households", homes)["status"] == "applied"
    resident = {"name": "演示", "person_id": "resident"}
    path = "/v1/registry/households/h-1/residents/r-1"
    assert registry.call("admin", "PUT", path, resident).status == 201
    told = move(registry, VILLAGE, action="merge", into=NEXT_VILLAGE)
    assert told.status == 200, told.text
    assert (told.body["closed_from"], told.body["merged_into"]) == ("2026-11-23", NEXT_VILLAGE)
    return registry


def test_a_merged_village_takes_its_grids_posts_households_and_people_along(merged: World) -> None:
    follow = Follower()
    went = carried(VILLAGE, follow=follow)

    first, second = f"{NEXT_VILLAGE}002", f"{NEXT_VILLAGE}003"
    units = {one.came_from: one.goes_to for one in went if one.kind == "unit"}
    assert sorted(filter(None, units.values())) == [
        first,
        second,
    ]  # 001 was taken, 002 free for the second grid
    assert {home: one.unit for home, one in find_homes(["h-1", "h-2", "h-3"]).items()} == {
        "h-1": units[GRID],
        "h-2": NEXT_VILLAGE,
        "h-3": units[NEXT_GRID],
    }
    assert find_grid(36.505, 113.385) == units[GRID]
    for person, role, unit in (
        ("village", Role.VILLAGE_OFFICER, NEXT_VILLAGE),
        ("worker", Role.GRID_WORKER, units[GRID]),
        ("resident", Role.RESIDENT, units[GRID]),
    ):
        caller = find_caller(person)
        assert caller is not None
        assert [(post.role, post.unit) for post in caller.posts] == [(role, unit)]
    assert find_units([VILLAGE])[VILLAGE].holders(Role.VILLAGE_OFFICER, TODAY) == []
    assert sorted(follow.told) == [
        (home, VILLAGE, find_homes([home])[home].unit) for home in ("h-1", "h-2", "h-3")
    ]


def test_history_stays_where_it_was(merged: World) -> None:
    carried(VILLAGE)

    person = merged.call("admin", "GET", "/v1/registry/persons/worker").body
    assert next((post["unit"], post["valid_to"]) for post in person["posts"]) == (
        GRID,
        "2026-11-22",
    )
    old = merged.call("admin", "GET", f"/v1/registry/units/{GRID}").body
    assert (old["closed_from"], old["merged_into"][:12]) == ("2026-11-23", NEXT_VILLAGE)
    notes = [
        json.dumps(item) for (pk, sk), item in merged.items().items() if sk.startswith("HIST#")
    ]
    assert any("household carried over" in note for note in notes)


def test_a_dry_run_says_the_same_and_changes_nothing(merged: World) -> None:
    before = merged.facts()

    would = carried(VILLAGE, dry_run=True)

    assert merged.facts() == before
    done = [one for one in carried(VILLAGE) if one.kind != "follows"]
    assert would == done


def test_what_went_does_not_go_twice(merged: World) -> None:
    carried(VILLAGE)
    once = merged.facts()
    follow = Follower()

    assert carried(VILLAGE, follow=follow) == []
    assert follow.told == []
    assert merged.facts() == once


def test_a_job_that_broke_off_goes_on(merged: World) -> None:
    steps = carry_over(VILLAGE, Job(ADMIN, dry_run=False, follow=Follower()))
    for _ in range(3):
        next(steps)
    steps.close()
    follow = Follower()

    carried(VILLAGE, follow=follow)

    assert {home.unit[:12] for home in find_homes(["h-1", "h-2", "h-3"]).values()} == {NEXT_VILLAGE}
    assert len(follow.told) == 3


def test_nothing_is_appointed_or_moved_into_a_closed_unit(merged: World) -> None:
    post = {
        "person_id": "stranger",
        "role": "grid_worker",
        "unit": GRID,
        "valid_from": "2026-11-23",
    }

    appointed = merged.call("admin", "POST", "/v1/registry/posts", post)
    housed = merged.call("admin", "PUT", "/v1/registry/households/h-9", {"unit": GRID})

    assert (appointed.status, housed.status) == (409, 409)
    assert appointed.body["type"] == "urn:sizhi:problem:unit-closed"
    assert appointed.body["merged_into"] == NEXT_VILLAGE


def test_a_unit_is_closed_from_its_day_on_and_kept_until_then(registry: World) -> None:
    told = move(registry, VILLAGE, action="merge", into=NEXT_VILLAGE, on="2026-12-01")
    assert told.status == 200
    rows = [find_units([VILLAGE])[VILLAGE]]
    refuse_closed(rows, date(2026, 11, 30))
    with pytest.raises(UnitClosed):
        refuse_closed(rows, date(2026, 12, 1))
    with pytest.raises(NotClosable):
        carried(VILLAGE)

    assert move(registry, VILLAGE, action="keep").status == 200
    assert find_units([VILLAGE])[VILLAGE].closed_from is None
    assert move(registry, VILLAGE, action="keep").status == 409


@pytest.mark.parametrize(
    ("code", "said", "status"),
    [
        (COUNTY, {"action": "close"}, 409),
        (TOWN, {"action": "merge", "into": OTHER_TOWN}, 409),
        (VILLAGE, {"action": "close"}, 409),
        (VILLAGE, {"action": "merge"}, 422),
        (VILLAGE, {"action": "merge", "into": VILLAGE}, 422),
        (VILLAGE, {"action": "merge", "into": TOWN}, 422),
        (VILLAGE, {"action": "merge", "into": "140426106299"}, 422),
        (VILLAGE, {"action": "merge", "into": NEXT_VILLAGE, "on": "2026-11-22"}, 422),
        (VILLAGE + "777", {"action": "close"}, 404),
        (NEXT_GRID, {"action": "close"}, 200),
        (NEXT_VILLAGE, {"action": "close"}, 200),
    ],
)
def test_a_unit_is_closed_when_nothing_is_left_in_it_or_another_of_its_kind_takes_its_place(
    registry: World, code: str, said: dict, status: int
) -> None:
    assert move(registry, code, **said).status == status


def test_only_the_county_administrator_closes_units(registry: World) -> None:
    assert move(registry, NEXT_GRID, "town", action="close").status == 403


def test_the_posts_at_a_unit_that_is_closed_without_an_heir_end(registry: World) -> None:
    move(registry, GRID, action="close")

    carried(GRID)

    caller = find_caller("worker")
    assert caller is not None
    assert caller.posts == ()


def test_a_household_that_moves_village_by_itself_is_followed_once(registry: World) -> None:
    registry.call("village", "PUT", "/v1/registry/households/h-1", {"unit": GRID})
    there = {"unit": NEXT_VILLAGE}
    registry.call("admin", "PUT", "/v1/registry/households/h-1", there, {"if-match": "*"})
    follow = Follower()

    for _ in range(2):
        list(follow_moves(NEXT_VILLAGE, Job(ADMIN, dry_run=False, follow=follow)))

    assert follow.told == [("h-1", VILLAGE, NEXT_VILLAGE)]


def test_the_administrators_job_tells_first_and_does_it_when_asked_to(
    merged: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    follow = Follower()
    nothing_told_of(monkeypatch)
    monkeypatch.setattr(points, "move_household", follow)
    grids = {GRID: f"{NEXT_VILLAGE}002", NEXT_GRID: f"{NEXT_VILLAGE}003"}
    asked: list[bool] = []

    def readdress(heirs: dict, by: Actor, *, dry_run: bool) -> list[tuple[str, str, str]]:
        assert (heirs, by) == ({VILLAGE: NEXT_VILLAGE} | grids, ADMIN)
        asked.append(dry_run)
        return [("i-1", VILLAGE, NEXT_VILLAGE)]

    monkeypatch.setattr(incidents, "readdress", readdress)
    monkeypatch.setattr(escalation, "readdress", readdress)
    for context in (assembly, points):
        stays = ("meeting", "m-1", VILLAGE, None)
        monkeypatch.setattr(context, "follow_villages", lambda *_, it=stays, **__: [it])
    before = merged.facts()

    told = job.carry_over(VILLAGE, "admin", apply=False)
    assert merged.facts() == before
    done = job.carry_over(VILLAGE, "admin", apply=True)

    assert told == {"unit": 2, "post": 3, "household": 3, "incident": 1, "owed": 1, "meeting": 1}
    assert asked == [True, True, False, False]
    assert done == told | {"follows": 3}
    assert len(follow.told) == 3
    assert f"household: h-2 {VILLAGE} -> {NEXT_VILLAGE}" in capsys.readouterr().out


def test_only_a_county_administrator_runs_the_job(merged: World) -> None:
    with pytest.raises(Missing):
        job.carry_over(VILLAGE, "town", apply=True)


def test_a_town_is_merged_once_its_villages_are_and_one_job_carries_them_all(
    merged: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_told_of(monkeypatch)
    monkeypatch.setattr(points, "move_household", Follower())
    for context in (points, assembly):
        monkeypatch.setattr(context, "follow_villages", lambda *_, **__: [])
    for context in (incidents, escalation):
        monkeypatch.setattr(context, "readdress", lambda *_, **__: [])
    new_village = f"{OTHER_TOWN}299"
    merged.call("admin", "PUT", f"/v1/registry/units/{new_village}", {"name": "并入后的村"})
    early = move(merged, TOWN, action="merge", into=OTHER_TOWN)
    assert (early.status, early.body["units"]) == (409, [NEXT_VILLAGE])
    # What goes into a village that closes itself has gone before.
    job.carry_over(VILLAGE, "admin", apply=True)
    assert move(merged, NEXT_VILLAGE, action="merge", into=new_village).status == 200
    assert move(merged, TOWN, action="merge", into=OTHER_TOWN).status == 200

    told = job.carry_over(TOWN, "admin", apply=False)
    done = job.carry_over(TOWN, "admin", apply=True)

    assert (told["unit"], told["household"]) == (3, 3)
    assert done == told | {"follows": 3}
    assert {home.unit[:12] for home in find_homes(["h-1", "h-2", "h-3"]).values()} == {new_village}
    caller = find_caller("town")
    assert caller is not None
    assert [post.unit for post in caller.posts] == [OTHER_TOWN]
    assert job.carry_over(TOWN, "admin", apply=True) == {}


def test_there_is_nothing_to_carry_over_from_a_town_of_which_nothing_has_closed(
    registry: World,
) -> None:
    with pytest.raises(Missing):
        job.carry_over(TOWN, "admin", apply=False)
