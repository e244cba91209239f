"""What is done in the field: lines done and work days entered offline, photos of yards, and who hears of what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.field_world import BUCKET, Field
from tests.integration.test_inbox_histories import Inboxes
from tests.support import media as made
from tests.support.county import VILLAGE, Answer, County
from tests.support.environment import Environment
from tests.support.phone import op, push

PHOTO = made.jpeg()


@pytest.fixture
def world(county: County) -> Environment:
    return Environment(county)


# Offline


def work_day(**more: Any) -> dict[str, Any]:
    said = {"village": VILLAGE, "held_on": "2026-11-20", "theme": "清沟", "heads": 9, "hours": 2}
    return said | more


def test_what_a_keeper_did_offline_is_done_once_however_often_it_is_sent(
    world: Environment,
) -> None:
    line = world.line()["id"]
    collected = {"village": VILLAGE, "sort": "other", "kg": 5}
    batch = [
        op(1, "move_line", target=line, action="done", done_at="2026-11-22T18:00:00+08:00"),
        op(2, "work_day", **work_day(trees=5)),
        op(3, "collect_load", collected_at="2026-11-22T07:00:00+08:00", **collected),
    ]

    first, again = push(world.county, *batch), push(world.county, *batch)

    assert [one["outcome"] for one in first] == ["applied"] * 3
    assert [one["outcome"] for one in again] == ["replayed"] * 3
    assert first[0]["line"] == line
    assert first[1]["work_day"] == again[1]["work_day"]
    seen = world.did("GET", "figures", query={"unit": VILLAGE, "year": 2026})
    assert (seen["work_days"], seen["trees"], seen["loads"]) == (1, 5, 1)
    assert world.did("GET", f"lines/{line}")["due_on"] == "2026-11-29"


def test_a_work_day_entered_and_struck_in_one_batch_is_one_thing(world: Environment) -> None:
    results = push(
        world.county,
        op(1, "work_day", **work_day()),
        op(2, "move_work_day", after="op-1", action="strike", reason="重复"),
    )

    assert [one["outcome"] for one in results] == ["applied", "applied"]
    assert results[0]["work_day"] == results[1]["work_day"]


def test_a_line_that_is_no_more_is_a_conflict_with_how_it_stands(world: Environment) -> None:
    line = world.line()["id"]
    world.move("lines", line, "retire", reason="已移交")

    [one] = push(
        world.county,
        op(1, "move_line", target=line, action="done", done_at="2026-11-22T18:00:00+08:00"),
    )

    assert (one["outcome"], one["current"]["status"]) == ("conflict", "retired")


# Photos


@pytest.fixture
def field(county: County, monkeypatch: pytest.MonkeyPatch) -> Field:
    return Field(county, monkeypatch)


def announce(field: Field, yard: str, by: str, **more: Any) -> Answer:
    said = {"content_type": "image/jpeg", "size": len(PHOTO), "shows_yard_only": True} | more
    return field.go("POST", f"/v1/media/courtyards/{yard}", said, by=by)


def test_a_photo_of_a_yard_is_checked_and_seen_by_household_and_staff_alone(
    world: Environment, field: Field
) -> None:
    yard = world.posted()
    photo = announce(field, yard, "wang").body["id"]
    key = f"incoming/courtyards/{yard}/{photo}"
    field.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    told = {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": key}}}]}
    assert field.check(told) == []

    def seen(by: str) -> Answer:
        return field.go("GET", f"/v1/media/courtyards/{yard}/{photo}", by=by)

    assert seen("wang").body["state"] == seen("village").body["state"] == "ready"
    assert seen("li").status == seen("far_village").status == 404
    assert field.go("GET", f"/v1/media/courtyards/{yard}", by="li").status == 404


def test_a_photo_of_rooms_or_faces_is_refused(world: Environment, field: Field) -> None:
    refused = announce(field, world.rated(), "wang", shows_yard_only=False)

    assert (refused.status, refused.wrong_fields) == (422, ["shows_yard_only"])


def test_no_photo_is_added_to_a_courtyard_that_left(world: Environment, field: Field) -> None:
    yard = world.rated()
    world.stepped(yard, "leave", "wang")

    assert announce(field, yard, "wang").status == 409


# Who hears of it


def test_the_household_hears_what_became_of_its_yard_and_offices_what_they_owe(
    world: Environment, county: County
) -> None:
    inboxes = Inboxes(county, "services")
    world.posted()

    assert inboxes.carry() == []

    assert inboxes.events("village") == ["yard_to_look_at"]
    assert inboxes.events("town") == ["yard_to_look_at"]
    assert all("h-1" not in one["text"] for one in inboxes.read("town"))


def test_a_keeper_hears_of_what_is_overdue(world: Environment, county: County) -> None:
    inboxes = Inboxes(county, "services")
    world.line(keeper="worker")
    world.on("2026-12-01")
    world.wind()

    assert inboxes.carry() == []

    [told] = inboxes.read("worker")
    assert (told["event"], "2026-12-04" in told["text"]) == ("line_overdue", True)
