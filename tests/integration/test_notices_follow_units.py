"""When a unit closes, what told it of its work goes on at the unit that takes its place, or ends with word to the county."""

from __future__ import annotations

import json
from typing import Any

import pytest

import notices
from notices.api import API
from notices.rules import robot_limits
from notices.service import follow_units
from notices.store import robots, topics
from tests.integration.notices_world import NEXT_VILLAGE, a_world, request
from tests.unit.test_notices_rules import VILLAGE

KEYS = [f"0000000{number}-0000-0000-0000-000000000000" for number in range(3)]


@pytest.fixture
def world():
    with a_world() as world:
        # As the registry keeps it: who holds or held a post stands at its unit.
        staff = {"village_officer": {"village": ["2020-01-01", "2026-11-22"]}}
        world.alter_unit(VILLAGE, staff=staff)
        yield world


def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = API.handle(request("POST", path, body, person="village"), None)
    assert answer["statusCode"] == 201, answer
    return json.loads(answer["body"])


def entered(number: int = 0) -> str:
    body = {"unit": VILLAGE, "name": "庄头村工作群", "webhook": KEYS[number]}
    return post("/v1/notices/robots", body)["id"]


def subscribed(world: Any, name: str = "inbox") -> str:
    body = {"unit": VILLAGE, "protocol": "sqs", "endpoint": world.queue(name)}
    return post("/v1/notices/subscriptions", body)["id"]


def follow(heir: str | None, *, dry_run: bool = False) -> list[tuple[str, str, str, str | None]]:
    return list(notices.follow_units({VILLAGE: heir}, dry_run=dry_run))


def policies(world: Any) -> list[str]:
    return [
        world.sns.get_subscription_attributes(SubscriptionArn=one["SubscriptionArn"])["Attributes"][
            "FilterPolicy"
        ]
        for one in world.subscriptions("village")
    ]


def test_a_dry_run_tells_what_goes_and_moves_nothing(world):
    robot, subscription = entered(), subscribed(world)
    before = policies(world)

    told = follow(NEXT_VILLAGE, dry_run=True)

    assert told == [
        ("robot", robot, VILLAGE, NEXT_VILLAGE),
        ("subscription", subscription, VILLAGE, NEXT_VILLAGE),
    ]
    assert [one.unit for one in robots.at_unit(VILLAGE)] == [VILLAGE]
    assert policies(world) == before


def test_robots_and_subscriptions_go_on_at_the_heir_once(world):
    robot, _ = entered(), subscribed(world)

    first = follow(NEXT_VILLAGE)

    assert [one[0] for one in first] == ["robot", "subscription"]
    assert ([one.id for one in robots.at_unit(NEXT_VILLAGE)], robots.at_unit(VILLAGE)) == (
        [robot],
        [],
    )
    [policy] = policies(world)
    assert NEXT_VILLAGE in policy
    assert VILLAGE not in policy
    assert follow(NEXT_VILLAGE) == []


def test_without_an_heir_they_end_and_the_county_is_told(world):
    entered()
    subscribed(world)
    world.listening("county", "county")

    told = follow(None)

    assert [one[3] for one in told] == [None, None]
    assert robots.at_unit(VILLAGE) == []
    heard = [json.loads(one["Message"]) for one in world.received("county")]
    assert [(one["event"], one["channel"], one["origin"]) for one in heard] == [
        ("channel_ended", "robot", VILLAGE),
        ("channel_ended", "subscription", VILLAGE),
    ]
    assert KEYS[0] not in json.dumps(heard)
    assert follow(None) == []
    assert world.received("county") == []


def test_a_robot_for_which_the_heir_has_no_place_ends_with_word_to_the_county(world, monkeypatch):
    monkeypatch.setattr(follow_units, "MOST_OF_A_UNIT", 1)
    assert robot_limits.MOST_OF_A_UNIT > 1
    entered(0)
    entered(1)
    world.listening("county", "county")

    told = follow(NEXT_VILLAGE)

    assert [one[3] for one in told] == [NEXT_VILLAGE, None]
    assert len(world.received("county")) == 1


def test_a_subscription_sns_will_not_carry_there_ends_with_word_to_the_county(world, monkeypatch):
    subscribed(world)
    world.listening("county", "county")
    refused = topics.FilterRejected("FilterPolicyLimitExceeded")

    def subscribe(_):
        raise refused

    monkeypatch.setattr(follow_units, "subscribe", subscribe)

    assert [one[3] for one in follow(NEXT_VILLAGE)] == [None]
    [heard] = world.received("county")
    assert json.loads(heard["Message"])["channel"] == "subscription"
