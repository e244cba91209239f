"""A household that moves to another village takes its points along."""

from __future__ import annotations

import pytest

import escalation
import points
import registry
from kernel.actors import Actor
from kernel.directory import Remembered
from kernel.problems import TryAgain
from kernel.storage import dynamo
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.rules.standing import Plate
from points.store import households
from points.store.claims import read_claim
from points.store.ledger import villages
from registry.service.carry_over import Job, carry_over
from registry.service.save_household import save_household
from registry.store.register import Register
from tests.support.in_process import person_row
from tests.support.village import (
    FAR_GRID,
    FIVE_DAYS,
    NEXT_VILLAGE,
    VILLAGE,
    World,
    home_rows,
)

BY = Actor("officer", "演示officer", None, VILLAGE)


@pytest.fixture
def moved(village: World) -> World:
    """The village with a household that earned points, has a claim and a redemption pending, and has moved."""
    village.open_shop()
    village.earn(points=6)
    village.redeem()
    return village


def move(village: World, home: str = "h-01") -> None:
    """Have the registry move a household, and the points follow."""
    dynamo.write([dynamo.Write(row) for row in home_rows(home, FAR_GRID)])
    dynamo.write([dynamo.Write(person_row(f"p-{home}", ("resident", FAR_GRID), household=home))])
    Remembered.forget()
    points.move_household(home, VILLAGE, FAR_GRID, BY)


def ledger(village: World, code: str) -> list[tuple[str, int]]:
    entries = village.did("GET", f"villages/{code}/ledger", by="town", limit=100)["items"]
    return [(entry["kind"], entry["points"]) for entry in reversed(entries)]


def verified(village: World, code: str) -> dict:
    return village.did("GET", f"villages/{code}/ledger/verify", by="town")


def test_a_household_that_moves_has_its_points_in_the_new_village_with_an_entry_on_both_sides(
    village: World,
) -> None:
    village.earn(points=3)

    move(village)
    move(village)

    page = village.did("GET", "households/h-01", by="p-h-01")
    assert (page["village"], page["spendable"], page["honour"]) == (NEXT_VILLAGE, 3, 3)
    assert page["lots"] == [{"points": 3, "expires_on": "2028-11-30"}]
    assert ledger(village, VILLAGE) == [("award", 3), ("moved_out", -3)]
    assert ledger(village, NEXT_VILLAGE) == [("moved_in", 3)]
    for code, total in ((VILLAGE, 6), (NEXT_VILLAGE, -6)):
        report = verified(village, code)
        assert (report["sound"], report["sum"], report["totals"]["moved"]) == (True, 0, total)


def test_what_waits_in_the_old_shop_is_voided_and_its_points_go_along(moved: World) -> None:
    (waiting,) = moved.did("GET", "households/h-01", by="p-h-01")["redemptions"]

    move(moved)

    page = moved.did("GET", "households/h-01", by="p-h-01")
    assert (page["spendable"], page["held"], page["redemptions"][0]["status"]) == (6, 0, "voided")
    assert moved.goods() | {"version": 0} == {
        "id": "soap", "merchant": "m-1", "name": "洗衣粉", "points": 3, "offered": True,
        "stock": 10, "held": 0, "version": 0,
    }  # fmt: skip
    assert moved.did("GET", f"redemptions/{waiting['id']}", by="p-h-01")["reason"]


def test_a_pending_claim_follows_under_the_rules_it_was_made_by(village: World) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()

    move(village)
    village.advance(**FIVE_DAYS)
    village.tick()

    told = village.did("GET", f"claims/{claim}", by="p-h-01")
    assert (told["village"], told["status"], told["book_version"]) == (NEXT_VILLAGE, "posted", 1)
    assert ledger(village, NEXT_VILLAGE) == [("award", 5)]
    assert ledger(village, VILLAGE) == []
    listed = village.did("GET", "claims", village=NEXT_VILLAGE, status="posted", by="town")
    assert [one["id"] for one in listed["items"]] == [claim]
    assert (
        village.did("GET", f"claims/{claim}/timeline", by="town")["items"][-2]["event"] == "moved"
    )


def test_what_a_pending_claim_waits_for_is_owed_by_the_new_village(village: World) -> None:
    claim = village.claimed()
    before = read_claim(claim)

    move(village)

    after = read_claim(claim)
    assert before.owes
    assert after.owes
    climbs = escalation.climbs([before.owes, after.owes])
    assert (climbs[before.owes].status, climbs[after.owes].responsible_unit) == (
        "dropped",
        NEXT_VILLAGE,
    )
    assert after.due_at == before.due_at


def test_points_that_moved_in_are_no_score_of_the_month(village: World) -> None:
    village.earn(points=3)

    move(village)

    scores = [row for row in village.rows() if row["pk"]["S"].startswith(f"SCORES#{NEXT_VILLAGE}")]
    assert scores == []


def test_an_award_of_the_old_village_is_reversed_where_the_points_are_now(village: World) -> None:
    village.earn(points=5)
    (award,) = village.entries()
    move(village)

    path = f"villages/{VILLAGE}/ledger/entries/{award['id']}/reversals"
    told = village.did("POST", path, {"reason": "重复入账"}, by="officer2")

    page = village.did("GET", "households/h-01", by="p-h-01")
    assert (told["short"], page["spendable"], page["honour"]) == (0, 0, 0)
    for code in (VILLAGE, NEXT_VILLAGE):
        report = verified(village, code)
        assert (report["sound"], report["sum"], report["totals"]["moved"]) == (True, 0, 0)
    assert village.go("POST", path, {"reason": "再冲"}, by="officer2").problem == "already-reversed"


def test_points_that_moved_to_a_village_without_rules_expire_and_are_verified_all_the_same(
    village: World,
) -> None:
    village.earn(points=3)
    move(village)
    village.now = village.now.replace(year=2028, month=12, day=1)

    village.tick()

    assert village.did("GET", "households/h-01", by="p-h-01")["spendable"] == 0
    assert ledger(village, NEXT_VILLAGE) == [("moved_in", 3), ("lot_expired", -3)]
    assert NEXT_VILLAGE in set(villages())


def test_a_door_plate_leads_to_where_its_household_lives_now(village: World) -> None:
    plate = Plate("a" * 22, "h-01", VILLAGE)
    carry_out(lambda work: households.add_plate(work, plate))

    move(village)

    assert village.did("GET", f"plates/{plate.token}", by="p-h-01") == {
        "village": NEXT_VILLAGE,
        "page": "/v1/points/households/h-01",
    }
    assert village.go("GET", f"plates/{plate.token}", by="p-h-02").status == 404


def test_points_follow_a_household_of_a_village_that_was_merged_into_another(
    village: World,
) -> None:
    village.earn(points=3)
    closed = {"closed_from": "2026-11-23", "merged_into": NEXT_VILLAGE}
    village.alter_unit(VILLAGE, **closed)
    job = Job(BY, dry_run=False, follow=points.move_household)

    went = list(carry_over(VILLAGE, job))
    again = list(carry_over(VILLAGE, job))

    assert ("household", "h-01") in {(one.kind, one.what) for one in went}
    assert ("follows", "h-01") in {(one.kind, one.what) for one in went}
    assert again == []
    page = village.did("GET", "households/h-01", by="p-h-01")
    assert (page["village"], page["spendable"]) == (NEXT_VILLAGE, 3)
    assert ledger(village, VILLAGE) == [("award", 3), ("moved_out", -3)]
    assert ledger(village, NEXT_VILLAGE) == [("moved_in", 3)]


def moves_by_the_registry(village: World, unit: str) -> None:
    """Have the registry itself move the household, as its route and its import do."""

    def decide(work: UnitOfWork) -> None:
        save_household(Register(work), "h-01", {"unit": unit})

    carry_out(decide)
    Remembered.forget()


def test_points_follow_a_household_that_moved_at_the_next_minute_without_anybody_asking(
    village: World,
) -> None:
    village.earn(points=3)
    moves_by_the_registry(village, FAR_GRID)

    village.tick()
    village.tick()

    page = village.did("GET", "households/h-01", by="town")
    assert (page["village"], page["spendable"]) == (NEXT_VILLAGE, 3)
    assert ledger(village, NEXT_VILLAGE) == [("moved_in", 3)]
    assert list(registry.open_moves()) == []


def test_a_household_that_moved_back_before_anybody_followed_keeps_its_points_where_they_are(
    village: World,
) -> None:
    village.earn(points=3)
    home = registry.find_homes(["h-01"])["h-01"].unit
    for unit in (FAR_GRID, home):
        moves_by_the_registry(village, unit)

    village.tick()

    assert ledger(village, VILLAGE) == [("award", 3)]
    assert list(registry.open_moves()) == []


def test_a_household_that_moves_on_while_it_is_followed_is_followed_on(village: World) -> None:
    village.earn(points=3)
    home = registry.find_homes(["h-01"])["h-01"].unit
    moves_by_the_registry(village, FAR_GRID)
    (found,) = registry.open_moves()

    def meanwhile(move: registry.HouseholdMove) -> None:
        points.move_household(*move, BY)
        moves_by_the_registry(village, home)

    registry.follow_move(found, meanwhile)
    village.tick()

    page = village.did("GET", "households/h-01", by="town")
    assert (page["village"], page["spendable"]) == (VILLAGE, 3)
    assert list(registry.open_moves()) == []


def test_one_household_that_cannot_be_followed_keeps_no_other_waiting(
    village: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.earn(points=3)
    moves_by_the_registry(village, FAR_GRID)

    def refuse(*_: object) -> None:
        raise TryAgain

    with monkeypatch.context() as broken:
        broken.setattr("points.service.see_to_what_is_due.move_household", refuse)
        village.tick()
    assert len(list(registry.open_moves())) == 1

    village.tick()

    assert village.did("GET", "households/h-01", by="town")["village"] == NEXT_VILLAGE


def test_a_hamlet_that_moves_at_once_is_followed_whole(village: World) -> None:
    homes = [f"far-{number}" for number in range(120)]
    for home in homes:
        dynamo.write([dynamo.Write(row) for row in home_rows(home, f"{VILLAGE}001")[:1]])

    def decide(work: UnitOfWork, some: list[str]) -> None:
        register = Register(work)
        for home in some:
            save_household(register, home, {"unit": FAR_GRID})

    for first in range(0, len(homes), 40):
        carry_out(lambda work, some=homes[first : first + 40]: decide(work, some))
    assert len(list(registry.open_moves())) == 120

    village.tick()

    assert list(registry.open_moves()) == []
