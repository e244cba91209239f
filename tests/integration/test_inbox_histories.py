"""From the histories of points and self-government to people's inboxes, as the streams of their tables carry them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kernel.directory import Remembered
from kernel.problems import TryAgain
from kernel.storage import dynamo
from notices.api import API as NOTICES
from notices.service.follow_history import follow_history
from registry.store.rows import ResidentRow
from tests.integration.notices_world import Incidents
from tests.support.assembly import ASSEMBLY, REPRESENTATIVES, Village
from tests.support.assembly import VILLAGE as SELF_GOVERNED
from tests.support.county import County
from tests.support.in_process import ALL_YEAR, Stage, ask, table_of, unit_row
from tests.support.village import FIVE_DAYS, STAFF, TOWN, VILLAGE, World

STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/{}/stream/2026-11-23T00:00:00.000"


class Inboxes:
    """Carries what a table's stream would tell, keys alone, and reads what people got."""

    def __init__(self, stage: Stage, table: str) -> None:
        self.stage, self.table = stage, table
        self._carried: set[tuple[str, str]] = set()
        self.carry()

    def records(self) -> list[dict[str, Any]]:
        """Return a record for every row that was not carried yet."""
        keys = [
            {"pk": row["pk"], "sk": row["sk"]}
            for row in self.stage.kept(self.table)
            if (row["pk"]["S"], row["sk"]["S"]) not in self._carried
        ]
        self._carried |= {(key["pk"]["S"], key["sk"]["S"]) for key in keys}
        return [
            {
                "eventName": "INSERT",
                "eventSourceARN": STREAM.format(self.table),
                "dynamodb": {"Keys": key, "SequenceNumber": f"{number:021d}"},
            }
            for number, key in enumerate(keys, 1)
        ]

    def carry(self, records: list[dict[str, Any]] | None = None) -> list[Any]:
        """Carry what happened; return what failed."""
        records = self.records() if records is None else records
        return follow_history({"Records": records}, Incidents())["batchItemFailures"]

    def read(self, by: str) -> list[dict[str, Any]]:
        """Return a person's messages, oldest first."""
        answer = ask(NOTICES, "GET", "/v1/notices/inbox", by=by)
        assert answer.status == 200, answer
        return answer.body["items"][::-1]

    def events(self, by: str) -> list[str]:
        """Return what a person was told, oldest first."""
        return [item["event"] for item in self.read(by)]


def at_home(home: str) -> None:
    """Let a household's person sign in as who lives there."""
    row: Any = dynamo.read([ResidentRow.key(f"r-{home}-0")], consistent=True)[0]
    row.person_id = f"p-{home}"
    dynamo.write([dynamo.Write(row)])


def holding_posts() -> None:
    """Have units know who holds which post there."""
    for code in (VILLAGE, TOWN):
        staff: dict[str, dict[str, Any]] = {}
        for name, (role, unit, _) in STAFF.items():
            if unit == code:
                staff.setdefault(role, {})[name] = [ALL_YEAR, None]
        dynamo.write([dynamo.Write(unit_row(code, staff=staff))])
    Remembered.forget()


@pytest.fixture
def points(village: World) -> Inboxes:
    """A village with points, whose people have inboxes."""
    dynamo.client().create_table(**table_of("notices"))
    for home in ("h-01", "h-02"):
        at_home(home)
    holding_posts()
    return Inboxes(village, "points")


@pytest.fixture
def assembly(county: County) -> Village:
    """A village that governs itself."""
    return Village(county)


def test_a_household_hears_of_its_claim_from_the_verdict_to_the_points(
    village: World, points: Inboxes
) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    village.advance(**FIVE_DAYS)
    village.tick()

    assert points.carry() == []

    assert points.events("p-h-01") == ["claim_confirmed", "claim_published", "claim_posted"]
    last = points.read("p-h-01")[-1]
    assert (last["about"], last["incident_id"]) == ({"kind": "claim", "id": claim}, None)
    assert points.events("p-h-02") == []


def test_verifiers_are_asked_for_a_new_claim_and_its_household_hears_that_it_lies(
    village: World, points: Inboxes
) -> None:
    village.claimed()
    village.advance(days=30)
    village.tick()
    points.carry()

    assert points.events("v1") == ["claim_to_check"]
    assert points.events("p-h-01") == ["claim_check_late"]
    assert points.events("officer") == points.events("keeper") == []


def test_who_objected_hears_the_answer_beside_the_household(
    village: World, points: Inboxes
) -> None:
    claim = village.claimed()
    village.confirm(claim)
    village.publish()
    assert village.move(claim, "object", "p-h-02", reason="不属实，当天院内堆放杂物").status == 200
    answered = village.move(
        claim, "answer", "supervisor", objection=1, upheld=False, reason="已入户核实，情况属实"
    )
    assert answered.status == 200, answered
    points.carry()

    assert points.events("p-h-02") == ["claim_objection_answered"]
    assert points.events("p-h-01")[-2:] == ["claim_objected", "claim_objection_answered"]
    assert points.events("officer") == ["claim_objection_to_answer"]


def test_points_that_end_soon_reach_the_phones_of_the_household(
    village: World, points: Inboxes
) -> None:
    village.adopt("2026-11-02", lot_months=1, remind_days=10)
    village.earn()
    village.advance(days=30)
    village.tick()
    points.carry()

    (message,) = points.read("p-h-01")
    assert message["event"] == "points_expiring"
    assert message["text"].startswith("您户5积分将于")
    assert message["about"] == {"kind": "household_points", "id": "h-01"}


def test_goods_set_aside_are_told_to_the_household_and_to_who_hands_them_over(
    village: World, points: Inboxes
) -> None:
    village.open_shop()
    village.earn()
    one = village.redeem().body
    village.hand_over(one["id"], one["qr"])
    points.carry()

    assert points.events("p-h-01") == ["redemption_ready", "redemption_handed_over"]
    assert points.events("keeper") == ["redemption_to_hand_over"]


def test_an_entry_that_comes_twice_is_told_once(village: World, points: Inboxes) -> None:
    village.claimed()
    records = points.records()

    points.carry(records)
    points.carry(records)

    assert points.events("v1") == ["claim_to_check"]


def test_what_a_busy_store_kept_back_is_told_when_it_comes_again(
    village: World, points: Inboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.claimed()
    records = points.records()
    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "write", _busy)
        failed = points.carry(records)
    told_meanwhile = points.events("v1")

    assert len(failed) == 1
    assert told_meanwhile == []
    assert points.carry(records) == []
    assert points.events("v1") == ["claim_to_check"]


def _busy(_: Any) -> None:
    raise TryAgain


def test_who_acted_is_not_asked_for_it_again(village: World, points: Inboxes) -> None:
    village.claimed("h-01", "dumping", by="v1", evidence=["照片1"], description="倒垃圾")
    points.carry()

    assert points.events("v1") == []
    assert points.events("v2") == ["claim_to_check"]


def test_an_invitation_and_a_vote_reach_everybody_on_the_roll(
    county: County, assembly: Village
) -> None:
    assembly.govern()
    inboxes = Inboxes(county, "assembly")
    meeting = assembly.meeting(ASSEMBLY, [assembly.at_decision()], REPRESENTATIVES)
    assembly.vote(meeting)
    inboxes.carry()

    for person in (*REPRESENTATIVES, "village2"):
        assert inboxes.events(person) == ["meeting_called", "vote_opened"], person
    assert inboxes.read("r3")[0]["about"] == {"kind": "meeting", "id": meeting}
    assert inboxes.events("p0") == []


def test_what_is_to_be_published_for_a_period_that_ended_reaches_the_village(
    county: County, assembly: Village
) -> None:
    from assembly.service.wind_clock import wind_clock

    assembly.govern()
    inboxes = Inboxes(county, "assembly")
    county.advance(days=60)
    wind_clock()
    inboxes.carry()

    assert set(inboxes.events("village")) == {"publication_due"}
    assert inboxes.events("town") == inboxes.events("r0") == []


def test_who_handed_in_an_idea_hears_what_became_of_it(county: County, assembly: Village) -> None:
    assembly.govern()
    inboxes = Inboxes(county, "assembly")
    said = {"village": SELF_GOVERNED, "title": "修路灯", "text": "村口没有路灯"}
    idea = assembly.did("/v1/assembly/ideas", said, "p0")["id"]
    inboxes.carry()
    assembly.did(
        f"/v1/assembly/ideas/{idea}/transitions",
        {"action": "decline", "answer": "已列入明年计划"},
    )
    inboxes.carry()

    assert inboxes.events("village") == ["idea_to_answer"]
    assert inboxes.events("p0") == ["idea_declined"]
    assert "路灯" not in json.dumps(inboxes.read("village"), ensure_ascii=False)
