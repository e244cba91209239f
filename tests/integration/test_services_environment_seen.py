"""What of a village's environment anybody sees: no home, no name without its bearer's word, nothing of a grid that is not one's own."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.storage import dynamo
from registry.store.rows import HeadRow, ResidentRow
from services.api import API
from tests.support.county import COUNTY, GRID, NEXT_GRID, VILLAGE, Answer, County
from tests.support.environment import PUBLIC, YARD, Environment

HERE = [{"lat": 36.5, "lon": 113.38}, {"lat": 36.501, "lon": 113.381}]


@pytest.fixture
def world(county: County) -> Environment:
    return Environment(county)


def public_map(world: Environment, **query: str) -> Answer:
    said = {"number": "晋S（2026）012号", "valid_from": "2026-11-23"}
    assert world.go("PUT", f"map-approvals/{COUNTY}", said, by="admin").status == 200
    query = {"village": VILLAGE} | query
    return world.county.go("GET", f"{PUBLIC}/map", by=None, query=query, api=API)


def posted(world: Environment, by: str = "zhao") -> dict[str, Any]:
    [one] = world.did("GET", "courtyards/posted", by=by, query={"village": VILLAGE})["items"]
    return one


def altered(row: Any, **facts: Any) -> None:
    """Let the registry know something else of a row."""
    for name, value in facts.items():
        setattr(row, name, value)
    dynamo.write([dynamo.Write(row)])


def kept(key: Any) -> Any:
    (row,) = dynamo.read([key], consistent=True)
    return row


# Maps


def test_the_public_map_shows_no_line_that_lies_at_a_home_and_nobodys_arrears(
    world: Environment,
) -> None:
    world.line(path=HERE, kind="door_front", name="王家门前")
    world.line(path=HERE, name="村东巷")
    world.rated(position=HERE[0])

    answer = public_map(world)

    [line] = answer.body["features"]
    assert (line["properties"]["name"], line["properties"]["due_on"]) == ("村东巷", None)
    assert "王家" not in answer.text
    assert len(world.did("GET", "map", query={"village": VILLAGE})["features"]) == 2


def test_what_may_come_to_be_public_carries_nobodys_number(world: Environment) -> None:
    said = {
        "village": VILLAGE,
        "kind": "lane",
        "name": "找13812345678老王",
        "length_m": 30,
        "interval_days": 7,
    }

    assert world.go("POST", "lines", said).wrong_fields == ["name"]


def test_a_grid_worker_sees_the_yards_of_the_own_grid_alone_on_the_map(world: Environment) -> None:
    world.rated("wang", position=HERE[0])
    query = {"village": VILLAGE, "layer": "courtyards"}

    assert len(world.did("GET", "map", by="worker", query=query)["features"]) == 1
    assert len(world.did("GET", "map", by="village", query=query)["features"]) == 1
    assert world.did("GET", "map", by="next_worker", query=query)["features"] == []


def test_who_left_is_on_no_map_and_what_was_kept_by_consent_is_gone(world: Environment) -> None:
    yard = world.rated("wang", position=HERE[0])
    world.stepped(yard, "leave", "wang")

    query = {"village": VILLAGE, "layer": "courtyards"}
    assert world.did("GET", "map", query=query)["features"] == []
    seen = world.read(yard, by="wang")
    assert (seen["ratings"], seen["indoors"]) == ([], False)
    assert "36.5" not in str(world.county.kept("services"))


def test_who_left_comes_back_by_the_own_word_alone(world: Environment) -> None:
    yard = world.rated("wang")
    world.stepped(yard, "leave", "wang")

    assert world.step(yard, "rate", "worker", scores=YARD).status == 403
    assert world.stepped(yard, "rate", "wang", scores=YARD)["status"] == "at_village"


# Names


def test_only_the_head_consents_to_the_own_name(world: Environment) -> None:
    wife = "r-h-1-1"
    yard = world.posted()
    world.county.settle(
        {},
        {"wife": ("resident", GRID)},
        {"wife": {"household": "h-1", "resident": wife}},
    )
    altered(kept(ResidentRow.key(wife)), person_id="wife")

    refused = world.step(yard, "consent", "wife")

    assert (refused.status, refused.problem) == (403, "not-the-one-named")
    assert posted(world)["household_name"] is None


def test_no_head_under_age_or_of_unknown_age_is_named(world: Environment) -> None:
    yard = world.posted()
    for born in (2010, None):
        altered(kept(ResidentRow.key("r-h-1-0")), birth_year=born)
        assert world.step(yard, "consent", "wang").problem == "not-the-one-named", born


def test_a_new_head_is_not_named_by_the_old_ones_word(world: Environment) -> None:
    yard = world.posted()
    world.stepped(yard, "consent", "wang")
    assert posted(world)["household_name"] == "张h-1"

    altered(kept(HeadRow.key("h-1")), resident="r-h-1-1")

    assert posted(world)["household_name"] is None


def test_a_consent_to_be_named_ends_with_the_rating_it_was_given_for(world: Environment) -> None:
    yard = world.rated()
    world.stepped(yard, "consent", "wang")
    world.stepped(yard, "refuse", "village", reason="未达标")

    anew = world.stepped(yard, "rate", "worker", scores=YARD)
    world.stepped(yard, "check", "village", scores=YARD)
    world.stepped(yard, "visit", "town", scores=YARD)

    assert anew["named"] is False
    assert posted(world)["household_name"] is None


# Who reads what


@pytest.mark.parametrize("stranger", ["neighbour", "far_worker", "far_village"])
def test_another_village_learns_nothing_of_a_yard(world: Environment, stranger: str) -> None:
    yard = world.posted()
    query = {"village": VILLAGE}

    for path in (f"courtyards/{yard}", f"courtyards/{yard}/history", "courtyards/posted"):
        assert world.go("GET", path, by=stranger, query=query).status in (403, 404, 422), path
    assert world.step(yard, "object", stranger, reason="不实").status == 404
    assert world.go("GET", f"courtyards/{yard}/plate", by=stranger).status in (403, 404)


def test_another_grids_worker_reads_of_a_yard_what_a_neighbour_does(world: Environment) -> None:
    yard = world.rated()

    for path in (f"courtyards/{yard}", f"courtyards/{yard}/history"):
        assert world.go("GET", path, by="next_worker").status == 404, path
    assert world.go("GET", "courtyards", by="next_worker", query={"unit": GRID}).status == 403
    own = world.did("GET", "courtyards", by="next_worker", query={"unit": NEXT_GRID})
    assert own["items"] == []


def test_without_login_nothing_but_plate_and_map_is_read(world: Environment) -> None:
    yard = world.posted()

    for path in ("courtyards", f"courtyards/{yard}", "courtyards/posted", "lines", "map"):
        assert world.go("GET", path, by=None, query={"village": VILLAGE}).status == 401, path
