"""What waits for a person, counted from the lists of every context."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import escalation
from assembly.store.rows import ThingRow
from escalation import Owed
from kernel import clock
from kernel.storage import dynamo
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import carry_out
from notices.inbox.store.messages import MessageRow
from points.store.claim_rows import ClaimRow
from tests.support.county import VILLAGE, County
from workspace.api import API
from workspace.badges import rules


@pytest.fixture
def staffed(county: County) -> County:
    county.appoint(verifier=("points_verifier", VILLAGE))
    return county


def badges(county: County, by: str) -> dict[str, tuple[int, bool]]:
    """How much waits for somebody, by part."""
    answer = county.go("GET", "/v1/me/badges", by=by, api=API)
    assert answer.status == 200, answer
    return {one["name"]: (one["count"], one["more"]) for one in answer.body["badges"]}


def keep(*rows: Any) -> None:
    dynamo.write([Write(row) for row in rows])


def claim(number: int) -> ClaimRow:
    now = clock.iso(clock.now())
    return ClaimRow(
        f"CLAIM#c-{number}",
        "CLAIM",
        id=f"c-{number}",
        village=VILLAGE,
        household="h-1",
        status="checking",
        item="clean_yard",
        sign="plus",
        document="{}",
        version=1,
        change_id=f"c-{number}",
        created_at=now,
        updated_at=now,
        list=f"CLAIMS#{VILLAGE}#checking",
        house="CLAIMS#h-1",
        place=f"c-{number}",
    )


def duty() -> ThingRow:
    now = clock.iso(clock.now())
    return ThingRow(
        "DUTY#d-1",
        "DUTY",
        kind="DUTY",
        id="d-1",
        village=VILLAGE,
        document={},
        turn=VILLAGE,
        due_at=now,
        version=1,
        created_at=now,
        updated_at=now,
    )


def message(person: str, number: int) -> MessageRow:
    now = clock.iso(clock.now())
    return MessageRow(
        f"PERSON#{person}",
        f"MESSAGE#{now}#i#{number:06d}",
        about="incident",
        thing_id="i",
        case_code="140426-26-AAAAA-AAAAA",
        category="demo",
        told="accepted",
        text={"zh": "已受理", "en": "accepted"},
        happened_at=now,
        arrived_at=now,
        expires_at=2**31,
    )


def test_a_village_officer_sees_what_waits_at_the_village_and_nothing_of_others(
    staffed: County,
) -> None:
    staffed.reported()
    staffed.reported(description="路边水沟堵塞")
    keep(claim(1), duty())

    assert badges(staffed, "village") == {
        "incidents": (2, False),
        "obligations": (0, False),
        "points": (0, False),
        "assembly": (1, False),
        "data_requests": (0, False),
        "inbox": (0, False),
    }
    assert set(badges(staffed, "far_village").values()) == {(0, False)}


def test_an_office_sees_what_it_owes(staffed: County) -> None:
    due_at = clock.now() + timedelta(days=3)
    carry_out(
        lambda work: escalation.owe(
            work, [Owed("o-1", VILLAGE, due_at, {"title": "修路"})], None, kind="resolution"
        )
    )

    assert badges(staffed, "village")["obligations"] == (1, False)
    assert badges(staffed, "town")["obligations"] == (0, False)


def test_a_verifier_sees_the_claims_of_the_village(staffed: County) -> None:
    keep(claim(1), claim(2))

    assert badges(staffed, "verifier")["points"] == (2, False)


def test_a_resident_sees_the_own_unread_messages(staffed: County) -> None:
    keep(message("resident", 1), message("resident", 2), message("neighbour", 1))

    counted = badges(staffed, "resident")

    assert counted.pop("inbox") == (2, False)
    assert set(counted.values()) == {(0, False)}


def test_a_full_badge_says_that_there_may_be_more(
    staffed: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_COUNTED", 2)
    for number in range(3):
        staffed.reported(description=f"第{number}处")

    assert badges(staffed, "village")["incidents"] == (2, True)


def test_badges_cost_one_query_a_list_however_much_waits(staffed: County) -> None:
    for number in range(5):
        staffed.reported(description=f"第{number}处")
    badges(staffed, "village")
    staffed.calls.clear()

    badges(staffed, "village")

    # Incidents, obligations, matters of the village; up to where the inbox is read, and the inbox. Who calls is remembered.
    assert staffed.calls == ["Query", "Query", "Query", "BatchGetItem", "Query"]
