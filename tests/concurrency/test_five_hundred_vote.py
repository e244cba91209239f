"""Five hundred members vote at once through the route, some twice, on a store whose conditions are exact."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any

import pytest

from assembly.rules.meetings import AttendanceChannel, Stay
from assembly.store import shards
from assembly.store.shards import Purpose
from infra.local.cloud import LocalCloud
from kernel import clock
from tests.support.assembly import Village, member
from tests.support.county import GRID, MONDAY, County, forget_everything, table_of
from tests.support.voters import Attempt, vote_all

MEMBERS = [f"v{n:03d}" for n in range(500)]
ENTERED_TOO = MEMBERS[:150]
"""Vote on their phones and are entered by the recorder, with another choice."""
SENT_AGAIN = MEMBERS[150:200]
"""Send the same ballot again, not having heard the answer."""
STRANGERS = [f"s{n}" for n in range(10)]
"""Live in the village and are not on the roll."""
CROWD = 32
FUNCTIONS = 4


@pytest.fixture(scope="module")
def village(exact_store: LocalCloud) -> Iterator[Village]:
    """A village with a villagers' meeting of five hundred."""
    forget_everything()
    for name in ("registry", "obligations", "incidents", "points", "assembly", "ballots"):
        exact_store.client("dynamodb").create_table(**table_of(name))
    county = County(MONDAY)
    with clock.told_by(lambda: county.now):
        village = Village(county)
        everybody = [*MEMBERS, *STRANGERS]
        for n in range(0, len(everybody), 50):
            county.appoint(**dict.fromkeys(everybody[n : n + 50], ("resident", GRID)))
        village.seated("villagers_meeting", [member(person) for person in MEMBERS])
        yield village
    forget_everything()


@pytest.fixture
def vote(village: Village) -> dict[str, Any]:
    """An open vote at which all five hundred are present, having come at once."""
    body = village.seated_body("villagers_meeting")
    matter = village.at_decision(kind="village_planning")
    meeting = village.announced(body, [matter], mode="villager", chair=MEMBERS[0])
    village.county.advance(days=12)
    at = clock.iso(village.county.now)

    def come(person: str) -> bool:
        stay = Stay(person, AttendanceChannel.PAPER, "village", at, proxy=False)
        return shards.put(meeting["id"], Purpose.PRESENT, meeting["shards"], person, (stay,))

    with ThreadPoolExecutor(CROWD) as crowd:
        assert all(crowd.map(come, MEMBERS))
    village.did(f"/v1/assembly/meetings/{meeting['id']}/transitions", {"action": "open"})
    return village.read(f"/v1/assembly/votes/{village.vote(meeting['id'])}")


@pytest.fixture(scope="module")
def functions(village: Village) -> Iterator[ProcessPoolExecutor]:
    """Processes that answer requests at once, each one request at a time."""
    # Started afresh: a copy of this process would share its connections.
    with ProcessPoolExecutor(FUNCTIONS, mp_context=get_context("spawn")) as processes:
        yield processes


def shares(attempts: list[Attempt]) -> list[list[Attempt]]:
    """Deal attempts out, a few to a hand, so that those of one member meet in different processes."""
    return [attempts[n : n + 10] for n in range(0, len(attempts), 10)]


def test_each_counts_once_by_phone_or_entered_by_the_recorder(
    village: Village, vote: dict[str, Any], functions: ProcessPoolExecutor
) -> None:
    attempts = [Attempt(person, "yes") for person in MEMBERS]
    attempts += [Attempt("village", "no", person) for person in ENTERED_TOO]
    attempts += [Attempt(person, "yes") for person in SENT_AGAIN]
    attempts += [Attempt(person, "no") for person in STRANGERS]
    random.Random(500).shuffle(attempts)

    sent = [
        functions.submit(vote_all, vote["id"], share, village.county.now)
        for share in shares(attempts)
    ]
    became = Counter(each for share in sent for each in share.result())
    tally = village.close(vote["id"])["tally"]

    yes, no = became["yes on_site"] - len(SENT_AGAIN), became["no paper"]
    assert yes + no == 500
    assert became["already-voted"] == len(ENTERED_TOO)
    assert became["not-entitled"] == len(STRANGERS)
    assert sum(became.values()) == len(attempts)
    assert (tally["yes"], tally["no"]) == (yes, no)
    assert (tally["roll"], tally["present"]) == (500, 500)


def test_what_was_taken_before_the_close_counts_and_nothing_after(
    village: Village, vote: dict[str, Any], functions: ProcessPoolExecutor
) -> None:
    attempts = [Attempt(person, "yes") for person in MEMBERS]

    sent = [
        functions.submit(vote_all, vote["id"], share, village.county.now)
        for share in shares(attempts)
    ]
    next(as_completed(sent))
    tally = village.close(vote["id"])["tally"]
    became = Counter(each for share in sent for each in share.result())

    assert became["yes on_site"] + became["vote-not-open"] == 500
    assert tally["yes"] == became["yes on_site"]
    assert became["vote-not-open"] > 0
