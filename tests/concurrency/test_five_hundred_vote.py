"""Five hundred members vote at once, some twice, on a store whose conditions are exact."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assembly.api import votes as voting
from assembly.rules.votes import AlreadyVoted, VoteNotOpen
from assembly.store import boxes
from assembly.store.boxes import Purpose
from infra.local.cloud import LocalCloud
from kernel import clock, dynamo
from tests.support.assembly import Village, member
from tests.support.county import MONDAY, County, forget_everything

MEMBERS = [f"v{n:03d}" for n in range(500)]
TWICE = MEMBERS[:200]
CROWD = 32


@pytest.fixture(scope="module")
def village(bare_cloud: LocalCloud) -> Iterator[Village]:
    """A village with a villagers' meeting of five hundred, on a server of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in bare_cloud.environment().items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        dynamo.client.cache_clear()
        forget_everything()
        county = County(MONDAY)
        with clock.told_by(lambda: county.now):
            village = Village(county)
            village.seated("villagers_meeting", [member(person) for person in MEMBERS])
            yield village
    dynamo.client.cache_clear()
    forget_everything()


@pytest.fixture
def vote(village: Village) -> dict[str, Any]:
    """An open vote at which all five hundred are present, having come at once."""
    body = village.seated_body("villagers_meeting")
    matter = village.at_decision(kind="village_planning")
    meeting = village.announced(body, [matter], mode="villager", chair=MEMBERS[0])
    village.county.advance(days=12)
    stay = {
        "channel": "paper",
        "by": "village",
        "arrived_at": clock.iso(village.county.now),
        "left_at": None,
        "proxy": False,
    }

    def come(person: str) -> bool:
        entry = [{"person": person, **stay}]
        return boxes.put(meeting["id"], Purpose.PRESENT, meeting["boxes"], person, entry)

    with ThreadPoolExecutor(CROWD) as crowd:
        assert all(crowd.map(come, MEMBERS))
    village.did(f"/v1/meetings/{meeting['id']}/transitions", {"action": "open"})
    return village.read(f"/v1/votes/{village.vote(meeting['id'])}")


def cast(vote: Any, person: str, choice: str, channel: str) -> str:
    """Vote; return what became of it."""
    ballot = {"choice": choice, "channel": channel, "by": person, "at": "now"}

    def same(kept: Any) -> bool:
        return (kept["choice"], kept["channel"]) == (choice, channel)

    try:
        voting._put_once(vote, Purpose.CAST, person, ballot, same)
    except AlreadyVoted:
        return "already voted"
    except VoteNotOpen:
        return "too late"
    return choice


def test_each_counts_once_on_paper_or_online(village: Village, vote: dict[str, Any]) -> None:
    attempts = [(person, "yes", "online") for person in MEMBERS]
    attempts += [(person, "no", "paper") for person in TWICE]
    random.Random(500).shuffle(attempts)

    with ThreadPoolExecutor(CROWD) as crowd:
        became = Counter(crowd.map(lambda attempt: cast(vote, *attempt), attempts))
    tally = village.close(vote["id"])["tally"]

    assert became["yes"] + became["no"] == 500
    assert became["already voted"] == len(TWICE)
    assert (tally["yes"], tally["no"]) == (became["yes"], became["no"])
    assert (tally["roll"], tally["present"], tally["yes"] + tally["no"]) == (500, 500, 500)


def test_what_was_taken_before_the_close_counts_and_nothing_after(
    village: Village, vote: dict[str, Any]
) -> None:
    with ThreadPoolExecutor(CROWD) as crowd:
        coming = [crowd.submit(cast, vote, person, "yes", "online") for person in MEMBERS]
        next(each for each in coming if each.result())
        tally = village.close(vote["id"])["tally"]
        became = Counter(each.result() for each in coming)

    assert became["yes"] + became["too late"] == 500
    assert tally["yes"] == became["yes"]
    assert became["too late"] > 0
