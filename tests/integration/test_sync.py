"""A phone that was offline: what it did comes in as a batch, what changed meanwhile goes out by a cursor."""

from __future__ import annotations

import json
from typing import Any

import pytest

from incidents.service import move_incident
from incidents.store.rows import ChangeRow
from kernel.storage import dynamo
from kernel.storage.rates import bounds
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    NEXT_VILLAGE,
    VILLAGE,
    WATER,
    Answer,
    County,
    answer_lost,
    nothing,
    throttled,
)
from tests.support.phone import Phone, op, push
from workspace.sync.api import API

DRAIN: dict[str, Any] = {"description": "路边水沟堵塞"}


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    """What became of each, in the order of the answer."""
    return [result["outcome"] for result in results]


def problem_of(result: dict[str, Any]) -> str:
    """The stable end of the problem's type."""
    return result["problem"]["type"].removeprefix("urn:sizhi:problem:")


def incidents(county: County) -> list[str]:
    """The ids of everything there is."""
    return list(county.images())


class _Hurried:
    """A function that has so many seconds left, one less at every look."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def get_remaining_time_in_millis(self) -> float:
        self.left -= 1
        return self.left * 1000


def test_a_batch_is_done_in_the_clients_order_and_what_it_opened_is_moved_on(
    county: County,
) -> None:
    results = push(
        county,
        op(2, "move", after="op-1", action="resolve", done="已清理"),
        op(1, "report", description="路边水沟堵塞"),
    )

    assert [result["op_no"] for result in results] == [1, 2]
    assert outcomes(results) == ["applied", "applied"]
    opened, moved = results
    assert opened["incident"] == moved["incident"] == opened["answer"]["id"]
    assert (moved["answer"]["status"], moved["version"]) == ("resolved", 2)
    assert county.events(opened["incident"]) == ["reported", "resolved"]


def test_a_batch_sent_again_is_replayed_and_changes_nothing(county: County) -> None:
    batch = [op(1, "report"), op(2, "move", after="op-1", action="resolve", done="已清理")]
    first = push(county, *batch)
    rows = county.rows()

    again = push(county, *batch)

    assert outcomes(again) == ["replayed", "replayed"]
    assert [one["answer"] for one in again] == [one["answer"] for one in first]
    assert county.rows() == rows


def test_an_operation_is_one_effect_whether_it_came_by_its_route_or_in_a_batch(
    county: County,
) -> None:
    by_route = county.report(key="op-1", **DRAIN).body
    [in_batch] = push(county, op(1, "report", **DRAIN))
    [moved] = push(
        county, op(2, "move", target=by_route["id"], action="escalate", reason="超出能力")
    )
    again = county.move(by_route["id"], "escalate", "worker", key="op-2", reason="超出能力")

    assert (in_batch["outcome"], in_batch["incident"]) == ("replayed", by_route["id"])
    assert moved["outcome"] == "applied"
    assert again.headers["Idempotent-Replayed"] == "true"
    assert incidents(county) == [by_route["id"]]
    assert county.events(by_route["id"]) == ["reported", "escalated"]


def test_one_bad_operation_stops_no_other_but_those_that_stand_on_it(county: County) -> None:
    results = push(
        county,
        op(1, "report", category="no_such_thing"),
        op(2, "move", after="op-1", action="resolve", done="已清理"),
        op(3, "move", after="op-2", action="escalate", reason="理由"),
        {"op_no": 4, "op_id": "op-4", "kind": "dance", "body": {}},
        "no operation at all",
        op(5, "report"),
        op(6, "report", unit=FAR_GRID),
        op(7, "move", target="nothing", action="accept"),
    )

    assert {result["op_no"]: result["outcome"] for result in results} == {
        1: "refused",
        2: "not_tried",
        3: "not_tried",
        4: "refused",
        None: "refused",
        5: "applied",
        6: "refused",
        7: "refused",
    }
    by_number = {result["op_no"]: result for result in results}
    assert [error["field"] for error in by_number[1]["problem"]["errors"]] == ["category"]
    assert (by_number[2]["because"], by_number[3]["because"]) == ("op-1", "op-2")
    assert [error["field"] for error in by_number[4]["problem"]["errors"]] == ["kind"]
    assert problem_of(by_number[6]) == "outside-your-area"
    assert [error["field"] for error in by_number[7]["problem"]["errors"]] == ["target"]
    assert len(incidents(county)) == 1


def test_what_is_wrong_with_a_body_is_told_as_the_route_tells_it(county: County) -> None:
    said: dict[str, Any] = {"severity": "mild", "description": "", "unit": GRID}
    by_route = county.report(category=None, source=None, **said)

    [result] = push(county, op(1, "report", category=None, source=None, **said))

    assert result["outcome"] == "refused"
    assert result["problem"]["errors"] == by_route.body["errors"]


def test_a_conflict_shows_how_it_stands_and_what_may_be_done(county: County) -> None:
    incident = county.reported()
    county.moved(incident, "resolve", "village")

    [illegal] = push(
        county, op(1, "move", target=incident, action="escalate", reason="理由"), by="worker"
    )
    [stale] = push(county, op(2, "move", target=incident, version=1, action="confirm"), by="worker")

    for result in (illegal, stale):
        assert result["outcome"] == "conflict"
        assert result["current"] == county.read(incident, "worker")
        assert result["version"] == 2
        assert set(result["current"]["actions"]) == {"confirm", "reject", "add"}
    assert problem_of(illegal) == "illegal-move"
    assert problem_of(stale) == "stale-version"


def test_what_one_may_not_see_is_refused_and_shows_nothing(county: County) -> None:
    incident = county.reported()

    [result] = push(county, op(1, "move", target=incident, action="accept"), by="far_village")

    assert (result["outcome"], problem_of(result)) == ("refused", "not-found")
    assert result["current"] is None


def test_a_batch_opens_no_route_that_is_shut(county: County) -> None:
    [result] = push(county, op(1, "begin_round", grids=[GRID]), by="resident")

    assert (result["outcome"], problem_of(result)) == ("refused", "not-allowed")


def test_an_id_used_for_something_else_is_refused_not_doubled(county: County) -> None:
    push(county, op(1, "report"))

    [result] = push(county, op(1, "report", description="另一件事"))

    assert (result["outcome"], problem_of(result)) == ("refused", "idempotency-key-reused")
    assert len(incidents(county)) == 1


def test_whoever_lost_sight_of_it_by_the_operation_is_still_told_that_it_was_done(
    county: County,
) -> None:
    incident = county.reported(by="town", unit=NEXT_GRID)
    give = op(1, "move", target=incident, action="assign", unit=NEXT_VILLAGE, reason="属邻村")
    push(county, give, by="town")
    county.appoint(town=("town_officer", COUNTY + "107"))

    [result] = push(county, give, by="town")

    assert result["outcome"] == "replayed"


def test_an_operation_may_stand_on_one_of_an_earlier_batch(county: County) -> None:
    push(county, op(1, "report"))

    moved, chained, unknown = push(
        county,
        op(2, "move", after="op-1", action="resolve", done="已清理"),
        op(3, "move", after="op-2", action="confirm"),
        op(4, "move", after="op-99", action="confirm"),
    )

    assert moved["outcome"] == "applied"
    assert (chained["outcome"], problem_of(chained)) == ("refused", "handler-may-not-confirm")
    assert (unknown["outcome"], unknown["because"]) == ("not_tried", "op-99")


def test_an_operation_may_name_the_clients_own_number_of_a_report(county: County) -> None:
    results = push(
        county,
        op(1, "report", client_ref="draft-7"),
        op(2, "move", after="draft-7", action="resolve", done="已清理"),
    )

    assert outcomes(results) == ["applied", "applied"]
    assert results[0]["incident"] == results[1]["incident"]


def test_a_whole_round_is_done_offline(county: County) -> None:
    batch = [
        op(1, "begin_round", grids=[GRID]),
        op(
            2,
            "finding",
            after="op-1",
            category="public_facilities",
            severity="general",
            description="井盖破损",
        ),
        op(3, "move", after="op-2", action="escalate", reason="需专业队伍"),
        op(4, "move_round", after="op-1", action="end"),
        op(5, "move_round", after="op-4", action="cancel"),
    ]

    results = push(county, *batch)

    assert outcomes(results) == ["applied", "applied", "applied", "applied", "conflict"]
    begun, found, moved, ended, cancelled = results
    assert found["round"] == begun["round"] == ended["round"]
    assert found["incident"] == moved["incident"]
    assert ended["answer"]["incidents"] == [found["incident"]]
    assert problem_of(cancelled) == "round-is-over"
    assert cancelled["current"]["status"] == "ended"
    assert outcomes(push(county, *batch)) == ["replayed"] * 4 + ["conflict"]


def test_what_there_is_no_time_for_is_answered_later(county: County) -> None:
    batch = [op(number, "report", description=f"第{number}处") for number in range(1, 6)]
    later = op(6, "move", after="op-5", action="resolve", done="已清理")

    results = push(county, *batch, later, context=_Hurried(11.0))

    assert outcomes(results) == ["applied"] * 3 + ["later"] * 3
    assert len(incidents(county)) == 3
    assert outcomes(push(county, *batch, later)) == ["replayed"] * 3 + ["applied"] * 3
    assert len(incidents(county)) == 5


def test_a_busy_store_puts_off_the_rest_of_the_batch(county: County) -> None:
    batch = [op(number, "report", description=f"第{number}处") for number in range(1, 4)]
    # Who calls, what is on record, around the first report, its write; then nothing goes any more.
    county.faults.extend([*[nothing] * 4, *[throttled] * 5])

    results = push(county, *batch)

    assert outcomes(results) == ["applied", "later", "later"]
    assert problem_of(results[1]) == "try-again"
    assert outcomes(push(county, *batch)) == ["replayed", "applied", "applied"]
    assert len(incidents(county)) == 3


def test_a_fault_of_ours_loses_no_operation_and_keeps_none_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    incident = county.reported()
    with monkeypatch.context() as patched:
        patched.setattr(move_incident, "staffing_around", broken)
        results = push(
            county,
            op(1, "move", target=incident, action="escalate", reason="理由"),
            op(2, "report"),
        )

    assert outcomes(results) == ["later", "applied"]
    assert problem_of(results[0]) == "internal-fault"
    assert "Zero" not in json.dumps(results)


def test_an_answer_of_the_store_that_is_lost_doubles_nothing(county: County) -> None:
    county.faults.extend([nothing, nothing, nothing, answer_lost])

    results = push(
        county, op(1, "report"), op(2, "move", after="op-1", action="resolve", done="好")
    )

    assert outcomes(results) == ["applied", "applied"]
    assert county.events(results[0]["incident"]) == ["reported", "resolved"]


def test_when_it_was_done_is_on_record_as_the_client_says_and_moves_no_clock(
    county: County,
) -> None:
    done_at = "2026-11-20T16:30:00+08:00"
    plain = push(county, op(1, "report"))[0]["answer"]
    county.now = county.now.replace(minute=0)

    said, moved = push(
        county,
        op(2, "report", done_at=done_at),
        op(3, "move", after="op-2", action="resolve", done="已清理", done_at=done_at),
    )

    assert said["answer"]["due_at"] == plain["due_at"]
    assert said["answer"]["created_at"] == plain["created_at"]
    steps = county.timeline(said["incident"])
    assert [step["details"]["done_at"] for step in steps] == ["2026-11-20T16:30:00.000+08:00"] * 2
    assert moved["answer"]["closed_at"] is None


@pytest.mark.parametrize(
    ("done_at", "believable"),
    [
        ("2026-11-23T10:05:00+08:00", True),
        ("2026-11-23T10:05:01+08:00", False),
        ("2026-11-23T10:06:00+08:00", False),
        ("1999-12-31T23:59:59+08:00", False),
        ("1970-01-01T08:00:00+08:00", False),
        ("0001-01-01T00:00:00+08:00", False),
        ("9999-12-31T23:59:59-08:00", False),
    ],
)
def test_a_wrong_clock_of_a_phone_is_noted_as_not_believable_and_refuses_nothing(
    county: County, done_at: str, believable: bool
) -> None:
    [result] = push(county, op(1, "report", done_at=done_at))

    assert result["outcome"] == "applied"
    [step] = county.timeline(result["incident"])
    assert step["details"].get("done_at_believable", True) is believable


@pytest.mark.parametrize("done_at", ["2026-11-23T10:00:00", "yesterday"])
def test_what_is_no_time_at_all_is_refused(county: County, done_at: str) -> None:
    [result] = push(county, op(1, "report", done_at=done_at))

    assert result["outcome"] == "refused"
    assert [error["field"] for error in result["problem"]["errors"]] == ["done_at"]


@pytest.mark.parametrize(
    "bad", [{"after": "有空格 吗"}, {"after": "x" * 200 + "y"}, {"op_id": "坏"}]
)
def test_a_bad_after_or_id_of_one_operation_spoils_only_that_one(
    county: County, bad: dict[str, Any]
) -> None:
    said: dict[str, Any] = {"action": "resolve", "done": "已清理"}
    results = push(county, op(1, "report"), op(2, "move", **said) | bad, op(3, "report"))

    by_number = {one["op_no"]: one["outcome"] for one in results}
    assert (by_number[1], by_number[3]) == ("applied", "applied")
    assert by_number[2] in ("refused", "not_tried")


def test_what_stands_on_an_id_that_came_twice_stands_on_the_one_that_was_done(
    county: County,
) -> None:
    twice = op(2, "report", description="另一处") | {"op_id": "op-1"}

    first, second, moved = push(
        county,
        op(1, "report"),
        twice,
        op(3, "move", after="op-1", action="resolve", done="已清理"),
    )

    assert (first["outcome"], second["outcome"]) == ("applied", "refused")
    assert (moved["outcome"], moved["incident"]) == ("applied", first["incident"])


def test_a_begun_round_that_conflicts_names_the_open_one_and_its_findings_are_taken_on_to_it(
    county: County,
) -> None:
    finding: dict[str, Any] = {
        "category": "public_facilities",
        "severity": "general",
        "description": "井盖破损",
    }
    [begun] = push(county, op(1, "begin_round", grids=[GRID]))

    conflict, found, ended = push(
        county,
        op(2, "begin_round", grids=[GRID]),
        op(3, "finding", after="op-2", **finding),
        op(4, "move_round", after="op-2", action="end"),
    )

    assert (conflict["outcome"], conflict["round"]) == ("conflict", begun["round"])
    assert (conflict["current"]["id"], conflict["current"]["status"]) == (begun["round"], "open")
    assert (found["outcome"], found["round"]) == ("applied", begun["round"])
    assert ended["answer"]["incidents"] == [found["incident"]]


def test_a_batch_may_be_larger_than_a_request_but_not_without_end(county: County) -> None:
    def sent(count: int, length: int) -> Answer:
        batch = [op(n, "report", description="字" * length) for n in range(count)]
        return county.go("POST", "/v1/sync", {"operations": batch}, api=API)

    assert sent(20, 1500).status == 200
    assert sent(101, 1).status == 422
    assert sent(0, 1).status == 422
    assert sent(100, 4000).status == 413


def test_a_batch_of_a_hundred_sent_again_costs_one_read(county: County) -> None:
    incident = county.reported()
    batch = [op(1, "move", target=incident, action="escalate", reason="理由")]
    batch += [op(n, "report", description=f"第{n}处") for n in range(2, 101)]
    push(county, *batch)
    county.calls.clear()

    results = push(county, *batch)

    assert outcomes(results) == ["replayed"] * 100
    assert county.calls == ["BatchGetItem"]


def test_a_report_in_a_batch_costs_its_write_alone(county: County) -> None:
    county.reported()
    county.calls.clear()

    push(county, *[op(n, "report", description=f"第{n}处") for n in range(1, 4)])

    on_record, policy, *writes = county.calls
    assert [on_record, policy] == ["BatchGetItem"] * 2
    assert writes == ["TransactWriteItems"] * 3


def test_the_same_operation_twice_in_a_batch_is_one_effect(county: County) -> None:
    opened, again, moved, moved_again = push(
        county,
        op(1, "report"),
        op(1, "report"),
        op(2, "move", after="op-1", action="resolve", done="已清理"),
        op(2, "move", after="op-1", action="resolve", done="已清理"),
    )

    assert (opened["outcome"], again["outcome"]) == ("applied", "replayed")
    assert (moved["outcome"], moved_again["outcome"]) == ("applied", "replayed")
    assert county.events(opened["incident"]) == ["reported", "resolved"]


# What changed


def test_a_first_pull_brings_what_is_open_and_the_next_only_what_changed(county: County) -> None:
    open_one, closed = county.reported(), county.reported(**DRAIN)
    county.moved(closed, "cancel", "county")
    county.advance(hours=1)
    phone = Phone(county, "village")

    assert phone.pull().keys() == {open_one}
    assert phone.resets == 1
    county.advance(hours=1)
    phone.pages.clear()
    phone.pull()
    assert sum(phone.pages) == 0

    county.moved(open_one, "accept", "village")
    reported = county.reported(**DRAIN)

    phone.pull()
    assert phone.copy.keys() == {open_one, reported}
    assert phone.copy[open_one] == county.read(open_one, "village")
    assert phone.resets == 1


def test_what_was_closed_meanwhile_is_told(county: County) -> None:
    incident = county.reported()
    phone = Phone(county, "worker")
    phone.pull()
    county.advance(days=2)
    county.moved(incident, "cancel", "county")

    phone.pull()

    assert phone.copy[incident]["status"] == "cancelled"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("worker", True),
        ("chief", True),
        ("village", True),
        ("town", True),
        ("resident", False),
        ("next_worker", False),
        ("far_village", False),
        ("next_town", False),
        ("county", False),
        ("water", False),
    ],
)
def test_a_phone_holds_what_its_owners_units_hold(county: County, who: str, sees: bool) -> None:
    before, phone = county.reported(by="village"), Phone(county, who)

    phone.pull()
    after = county.reported(by="village")
    phone.pull()

    assert phone.copy.keys() == ({before, after} if sees else set())


def test_an_office_without_an_area_of_its_own_holds_what_came_into_its_hands(
    county: County,
) -> None:
    incident = county.reported()
    early = Phone(county, "water")
    early.pull()
    county.moved(incident, "escalate", "village")
    county.moved(incident, "assign", "county", unit=WATER, reason="水务")

    early.pull()
    late = Phone(county, "water")
    late.pull()

    assert early.copy.keys() == late.copy.keys() == {incident}
    county.moved(incident, "return", "water", grounds="not_our_duty", unit=VILLAGE)
    early.pull()
    assert early.copy[incident] == county.read(incident, "water")


def test_reporters_and_those_who_joined_hold_theirs(county: County) -> None:
    county.appoint(other=("resident", GRID))
    incident = county.reported(by="resident")
    for_her = county.reported(by="town", on_behalf_of="neighbour", **DRAIN)
    first = {name: Phone(county, name) for name in ("resident", "other", "neighbour")}
    for phone in first.values():
        phone.pull()
    county.moved(incident, "join", "other")
    county.advance(minutes=10)
    first["other"].pull()
    assert first["other"].copy.keys() == {incident}
    county.moved(incident, "accept", "village")
    county.moved(for_her, "accept", "village")

    for phone in first.values():
        phone.pull()

    assert first["resident"].copy.keys() == first["other"].copy.keys() == {incident}
    assert first["neighbour"].copy.keys() == {for_her}
    for name, phone in first.items():
        for held, copy in phone.copy.items():
            assert copy == county.read(held, name)
    assert Phone(county, "other").pull().keys() == {incident}


def test_whoever_came_by_a_merger_loses_the_copy_when_it_is_undone(county: County) -> None:
    lead, same = county.reported(by="village"), county.reported(by="resident")
    phone = Phone(county, "resident")
    county.moved(same, "merge", "village", into=lead)
    phone.pull()
    assert phone.copy.keys() == {lead, same}
    county.advance(minutes=10)

    county.moved(same, "separate", "village")
    phone.pull()

    assert county.go("GET", f"/v1/incidents/{lead}", by="resident").status == 404
    assert phone.copy.keys() == Phone(county, "resident").pull().keys() == {same}


def test_what_moved_to_another_place_is_taken_from_those_who_may_not_see_it_any_more(
    county: County,
) -> None:
    incident = county.reported(by="village")
    here, there = Phone(county, "worker"), Phone(county, "far_village")
    here.pull()
    there.pull()
    assert here.copy.keys() == {incident}
    county.moved(incident, "escalate", "village")

    county.moved(incident, "assign", "town", unit=NEXT_VILLAGE, reason="属邻村")
    here.pull()
    there.pull()

    assert here.copy == {}
    assert there.copy[incident]["unit"] == NEXT_VILLAGE


def test_another_post_means_another_copy(county: County) -> None:
    incident, elsewhere = (
        county.reported(by="village"),
        county.reported(by="far_village", unit=FAR_GRID),
    )
    phone = Phone(county, "worker")
    phone.pull()

    county.appoint(worker=("grid_worker", FAR_GRID))
    phone.pull()

    assert phone.resets == 2
    assert phone.copy.keys() == {elsewhere}
    assert incident not in phone.copy


def test_a_phone_that_was_away_longer_than_the_feeds_keep_starts_anew(county: County) -> None:
    county.reported()
    phone = Phone(county, "worker")
    phone.pull()

    county.advance(days=28)
    phone.pull()
    assert phone.resets == 1
    county.advance(days=30)
    phone.pull()
    assert phone.resets == 2


def test_pages_are_small_and_miss_nothing(county: County) -> None:
    first = {county.reported(description=f"第{n}处") for n in range(7)}
    phone = Phone(county, "village", limit=3)

    phone.pull()
    assert phone.copy.keys() == first
    second = {county.reported(description=f"另{n}处") for n in range(7)}
    moved = min(first)
    county.moved(moved, "accept", "village")
    phone.pull()

    assert phone.copy.keys() == first | second
    assert phone.copy[moved]["status"] == "accepted"
    assert max(phone.pages) <= 3


def test_changes_come_oldest_first(county: County) -> None:
    ids = [county.reported(description=f"第{n}处") for n in range(3)]
    phone = Phone(county, "village")
    phone.pull()
    county.advance(minutes=5)
    county.moved(ids[1], "accept", "village")
    for incident in (ids[2], ids[0]):
        county.moved(incident, "accept", "village")
    county.moved(ids[1], "escalate", "village")

    phone.pull()

    assert phone.order[-3:] == [ids[2], ids[0], ids[1]]


def test_a_change_that_is_written_late_is_not_missed(county: County) -> None:
    incident = county.reported()
    phone = Phone(county, "village")
    phone.pull()
    county.advance(minutes=5)

    def while_the_phone_pulls(call: Any, operation: str) -> Any:
        """The change has its id; before it is written other changes are, and the phone comes and goes."""
        if operation != "TransactWriteItems":
            county.faults.appendleft(while_the_phone_pulls)
            return call()
        with county.quietly():
            county.advance(seconds=20)
            county.reported(**DRAIN)
            county.advance(seconds=20)
            phone.pull()
            assert phone.copy[incident]["status"] == "reported"
        return call()

    county.faults.append(while_the_phone_pulls)
    county.moved(incident, "accept", "village")

    county.advance(minutes=10)
    phone.pull()
    assert phone.copy[incident]["status"] == "accepted"


@pytest.mark.parametrize("behind", [2, 9, -2, -9])
def test_a_pull_misses_no_change_because_two_servers_clocks_differ(
    county: County, behind: int
) -> None:
    incident = county.reported()
    phone = Phone(county, "worker")
    phone.pull()
    county.advance(minutes=30)
    phone.pull()
    county.advance(seconds=5)

    # The server that writes thinks it is so much earlier, or later, than the one that was asked.
    county.advance(minutes=-behind)
    county.moved(incident, "accept", "village")
    county.advance(minutes=behind, seconds=5)
    phone.pull()

    assert phone.copy[incident]["status"] == "accepted"


def test_an_idle_phone_costs_a_query_a_list_and_no_read_of_incidents(county: County) -> None:
    county.reported()
    county.advance(minutes=15)
    phone = Phone(county, "worker")
    phone.pull()
    county.advance(minutes=15)
    county.calls.clear()

    phone.pages.clear()
    phone.pull()

    # Who calls; what the worker joined, what the worker reported, what the town's feed has.
    assert county.calls == ["BatchGetItem", "Query", "Query", "Query"]
    assert phone.pages == [0]


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "é"])
def test_a_cursor_of_somebody_elses_making_is_refused(county: County, cursor: str) -> None:
    answer = county.go("GET", "/v1/sync", api=API, query={"cursor": cursor})

    assert (answer.status, answer.wrong_fields) == (422, ["cursor"])


def test_another_persons_cursor_gives_nothing_of_that_person(county: County) -> None:
    county.reported(by="village")
    phone = Phone(county, "village")
    phone.pull()
    stranger = Phone(county, "far_worker")
    stranger.cursor = phone.cursor

    stranger.pull()

    assert stranger.copy == {}
    assert stranger.resets == 1


def test_a_report_still_costs_one_read_and_one_write(county: County) -> None:
    county.calls.clear()

    county.reported(key="k-1")

    assert county.calls == ["BatchGetItem", "TransactWriteItems"]


def test_a_feed_holds_no_word_of_what_it_is_about(county: County) -> None:
    county.reported()

    feed = [row for row in county.rows() if row["pk"]["S"].startswith("FEED#")]

    assert {row["pk"]["S"] for row in feed} == {"FEED#140426106", "FEED#PERSON#worker"}
    assert {name for row in feed for name in row} == {"pk", "sk", "id", "unit", "expires_at"}
    assert dynamo.query(ChangeRow, ("pk", "FEED#140426106"), limit=5).next_key is None


def test_a_report_that_came_too_often_is_kept_by_the_phone_for_later(county: County) -> None:
    most = bounds()["reports"].most
    said = [op(number, "report", description=f"路灯 {number}") for number in range(most + 1)]

    results = push(county, *said, by="resident")

    assert outcomes(results) == ["applied"] * most + ["later"]
    assert problem_of(results[-1]) == "too-often"
