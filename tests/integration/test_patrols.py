"""Rounds through the routes: begun, found on, ended, looked back at."""

from __future__ import annotations

from typing import Any

import pytest

import incidents
from escalation.service import timers
from incidents.patrols.rules.round_states import Status
from incidents.patrols.rules.rounds import PatrolId
from incidents.patrols.store import rounds as store
from kernel.access import Role
from kernel.actors import Actor
from kernel.problems import TryAgain
from kernel.storage.unit_of_work import UnitOfWork
from tests.integration.field_world import Field
from tests.support.county import (
    FAR_GRID,
    GRID,
    NEXT_GRID,
    TOWN,
    VILLAGE,
    Answer,
    County,
    answer_lost,
    nothing,
)

ADMIN = Actor("admin", "演示admin", Role.COUNTY_ADMIN, VILLAGE[:6])


@pytest.fixture
def field(county: County, monkeypatch: pytest.MonkeyPatch) -> Field:
    return Field(county, monkeypatch)


def begin(field: Field, by: str = "worker", key: str | None = None, **body: Any) -> Answer:
    headers = {"idempotency-key": key} if key else None
    return field.go("POST", "/v1/patrols", body, by=by, headers=headers)


def begun(field: Field, by: str = "worker", **body: Any) -> str:
    answer = begin(field, by, **body)
    assert answer.status == 201, answer
    return answer.body["id"]


def find(
    field: Field, patrol: str, by: str = "worker", key: str | None = None, **body: Any
) -> Answer:
    said = {
        "category": "public_facilities",
        "severity": "general",
        "description": "井盖破损",
    } | body
    headers = {"idempotency-key": key} if key else None
    return field.go("POST", f"/v1/patrols/{patrol}/findings", said, by=by, headers=headers)


def move(field: Field, patrol: str, action: str, by: str = "worker", **how: Any) -> Answer:
    path = f"/v1/patrols/{patrol}/transitions"
    return field.go("POST", path, {"action": action}, by=by, **how)


def show(field: Field, patrol: str, by: str = "worker") -> Answer:
    return field.go("GET", f"/v1/patrols/{patrol}", by=by)


def listed(field: Field, by: str, **query: Any) -> Answer:
    return field.go("GET", "/v1/patrols", by=by, query=query)


def test_a_finding_is_one_tap_and_comes_from_the_round(field: Field) -> None:
    patrol = begun(field)

    found = find(field, patrol)

    assert found.status == 201
    assert (found.body["unit"], found.body["source"]) == (GRID, "patrol")
    assert (found.body["status"], found.body["tier"]) == ("reported", "village")
    round_ = show(field, patrol).body
    assert (round_["findings"], round_["incidents"]) == (1, [found.body["id"]])


def test_a_finding_may_say_where_it_is(field: Field) -> None:
    patrol = begun(field)

    assert find(field, patrol, unit=NEXT_GRID).body["unit"] == NEXT_GRID
    refused = find(field, patrol, unit=FAR_GRID)

    assert (refused.status, refused.problem) == (403, "outside-your-area")
    assert show(field, patrol).body["findings"] == 1


def test_what_was_settled_on_the_spot_waits_for_the_grid_chief(field: Field) -> None:
    county = field.county
    patrol = begun(field)

    found = find(field, patrol, handled=True, done="已移除路障").body

    assert (found["status"], found["self_handled"], found["confirm_stage"]) == (
        "resolved",
        True,
        "chief",
    )
    assert county.events(found["id"]) == ["reported", "resolved"]
    assert [step["seq"] for step in county.timeline(found["id"])] == [1, 2]
    own = county.move(found["id"], "confirm", "worker")
    assert (own.status, own.problem) == (403, "handler-may-not-confirm")
    assert county.moved(found["id"], "confirm", "chief")["status"] == "confirmed"


def test_what_was_settled_where_a_photo_is_asked_for_is_a_report_that_owes_it(field: Field) -> None:
    patrol = begun(field)

    found = find(field, patrol, category="environment", handled=True, done="已清运垃圾")

    assert (found.status, found.body["status"]) == (201, "reported")
    [opened] = field.county.timeline(found.body["id"])
    assert opened["details"] == {"done": "已清运垃圾", "photo_owed": True}
    assert show(field, patrol).body["findings"] == 1


def test_a_finding_sent_twice_by_its_own_number_counts_once(field: Field) -> None:
    patrol = begun(field)

    first, again = (find(field, patrol, client_ref="f-1") for _ in range(2))

    assert first.body["id"] == again.body["id"]
    assert show(field, patrol).body["findings"] == 1


def test_what_was_settled_on_the_spot_has_a_clock_that_runs(field: Field) -> None:
    found = find(field, begun(field), handled=True, done="已移除路障").body

    field.county.follow(field.county.stream())

    assert list(field.county.workflows.running) == [f"{found['id']}-{found['epoch']}"]


@pytest.mark.parametrize("said", [{"handled": True}, {"done": "已移除"}])
def test_handled_and_what_was_done_go_together(field: Field, said: dict[str, Any]) -> None:
    assert find(field, begun(field), **said).status == 422


def test_what_is_not_the_grids_to_settle_is_not_settled_on_the_spot(field: Field) -> None:
    patrol = begun(field)

    refused = find(field, patrol, handled=True, done="已处置", severity="urgent")

    assert refused.status == 403
    assert field.county.images() == {}
    assert show(field, patrol).body["findings"] == 0


def test_a_finding_sent_again_is_one_incident_also_after_the_round(field: Field) -> None:
    patrol = begun(field)
    first = find(field, patrol, key="k-1")
    move(field, patrol, "end")

    again = find(field, patrol, key="k-1")

    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(field.county.images()) == 1
    assert show(field, patrol).body["findings"] == 1


def test_a_finding_whose_answer_was_lost_is_counted_once(field: Field) -> None:
    patrol = begun(field)
    field.county.calls.clear()
    find(field, patrol)
    calls = field.county.calls.copy()
    before_write = calls.index("TransactWriteItems")
    field.county.faults.extend([nothing] * before_write + [answer_lost])

    answer = find(field, patrol)

    assert answer.status == 201
    assert len(field.county.images()) == 2
    assert show(field, patrol).body["findings"] == 2


def test_a_finding_that_meets_another_one_is_decided_anew(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    patrol = begun(field)
    find_round, seen = store.find, []

    def meanwhile(work: UnitOfWork, patrol_id: PatrolId) -> Any:
        round_ = find_round(work, patrol_id)
        seen.append(round_)
        if len(seen) == 1:
            assert find(field, patrol, description="另一处").status == 201
        return round_

    # The other request in between uses the same `Api`: only this one's rows matter here.
    monkeypatch.setattr(store, "find", meanwhile)
    assert find(field, patrol).status == 201

    assert show(field, patrol).body["findings"] == 2


def test_a_worker_is_on_one_round_at_a_time(field: Field) -> None:
    patrol = begun(field)

    second = begin(field)

    assert (second.status, second.problem) == (409, "round-already-open")
    assert second.body["patrol_id"] == patrol
    assert begun(field, by="next_worker")
    assert field.go("GET", "/v1/patrols/open").body["id"] == patrol
    move(field, patrol, "end")
    assert field.go("GET", "/v1/patrols/open").status == 404
    assert begun(field) != patrol


def test_beginning_again_with_the_same_key_is_one_round(field: Field) -> None:
    first = begin(field, key="k-1")

    again = begin(field, key="k-1")
    other = begin(field, key="k-1", grids=[GRID])

    assert (again.status, again.body) == (201, first.body)
    assert other.problem == "idempotency-key-reused"
    assert listed(field, "village", unit=VILLAGE).body["items"][1:] == []


def test_a_round_whose_beginning_was_not_answered_is_begun_once(field: Field) -> None:
    field.county.faults.extend([nothing, nothing, answer_lost])

    answer = begin(field)

    assert answer.status == 201
    assert len(listed(field, "village", unit=VILLAGE).body["items"]) == 1


def test_a_forgotten_round_ends_by_itself(field: Field) -> None:
    patrol = begun(field)
    field.county.advance(hours=12)

    # Over at its limit, also before the sweep has come by.
    assert show(field, patrol).body["status"] == "not_ended"
    assert find(field, patrol).problem == "round-is-over"
    assert move(field, patrol, "end").problem == "round-is-over"
    assert field.sweep()["rounds"] == 1
    assert field.sweep()["rounds"] == 0

    shown = show(field, patrol, "chief").body
    assert (shown["status"], shown["version"]) == ("not_ended", 2)
    assert shown["ended_at"] == shown["limit_at"]
    assert "网格员未结束" in shown["status_name"]


def test_a_round_that_cannot_be_ended_keeps_neither_the_others_nor_uploads_waiting(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    patrols = [begun(field), begun(field, by="next_worker")]
    media = field.announce(field.county.reported(), b"x").body
    field.county.advance(hours=12)
    find_round = store.find

    def stuck(work: UnitOfWork, patrol_id: PatrolId) -> Any:
        if str(patrol_id) == patrols[0]:
            raise TryAgain
        return find_round(work, patrol_id)

    with monkeypatch.context() as patched:
        patched.setattr(store, "find", stuck)
        with pytest.raises(TryAgain):
            field.sweep()

    kept = [store.load(PatrolId.parse(patrol)) for patrol in patrols]
    assert [round_.status for round_ in kept if round_] == [Status.OPEN, Status.NOT_ENDED]
    assert [message["media_id"] for message in field.messages()] == [media["id"]]


def test_a_new_round_ends_the_forgotten_one(field: Field) -> None:
    forgotten = begun(field)
    field.county.advance(hours=13)

    assert begun(field) != forgotten

    assert show(field, forgotten).body["version"] == 2
    assert field.sweep()["rounds"] == 0


def test_a_round_is_ended_or_cancelled_by_its_worker(field: Field) -> None:
    patrol = begun(field)
    for stranger in ("next_worker", "far_worker"):
        assert move(field, patrol, "end", stranger).status == 404

    stale = move(field, patrol, "cancel", headers={"if-match": '"7"'})
    cancelled = move(field, patrol, "cancel", headers={"idempotency-key": "k-1"})
    again = move(field, patrol, "cancel", headers={"idempotency-key": "k-1"})

    assert stale.status == 412
    assert (cancelled.status, cancelled.body["status"]) == (200, "cancelled")
    assert again.body == cancelled.body
    assert move(field, patrol, "cancel").status == 200
    assert move(field, patrol, "end").problem == "round-is-over"


def test_overseers_see_where_and_when_and_how_many_findings_and_nobody(field: Field) -> None:
    patrol = begun(field)
    find(field, patrol)
    move(field, patrol, "end")
    begun(field, by="next_worker")

    of_village = listed(field, "village", unit=VILLAGE)
    of_grid = listed(field, "chief").body["items"]

    assert [line["grids"] for line in of_village.body["items"]] == [[NEXT_GRID], [GRID]]
    assert [line["id"] for line in of_grid] == [patrol]
    assert set(of_grid[0]) == {
        *("id", "grids", "status", "status_name", "began_at", "ended_at", "findings")
    }
    assert (of_grid[0]["findings"], of_grid[0]["status"]) == (1, "ended")
    assert "worker" not in str(of_village.body) + str(show(field, patrol, "chief").body)


@pytest.mark.parametrize(
    ("by", "unit", "status"),
    [
        ("chief", GRID, 200),
        ("chief", NEXT_GRID, 403),
        ("chief", VILLAGE, 403),
        ("worker", GRID, 403),
        ("resident", GRID, 403),
        ("far_village", VILLAGE, 403),
        ("town", VILLAGE, 200),
        ("town", TOWN, 422),
        ("town", None, 422),
        ("county", VILLAGE, 200),
        ("village", "12", 422),
    ],
)
def test_rounds_are_listed_for_a_village_or_grid_by_those_over_it(
    field: Field, by: str, unit: str | None, status: int
) -> None:
    query = {"unit": unit} if unit else {}

    assert listed(field, by, **query).status == status


def test_rounds_of_others_are_not_found(field: Field) -> None:
    patrol = begun(field)

    seen = {who: show(field, patrol, who).status for who in ("chief", "town", "far_village")}

    assert seen == {"chief": 200, "town": 200, "far_village": 404}
    assert show(field, patrol, "next_worker").status == 404


def test_rounds_are_kept_for_half_a_year_and_lead_from_no_person_to_earlier_ones(
    field: Field,
) -> None:
    for _ in range(2):
        move(field, begun(field), "end")

    rows = [row for row in field.county.rows() if "ROUNDS#" in row["pk"]["S"]]
    own = [row for row in field.county.rows() if row["pk"]["S"].startswith("PATROLLER#")]
    days = (int(rows[0]["expires_at"]["N"]) - field.county.now.timestamp()) / 86_400
    assert days == 180.5
    assert len({row["expires_at"]["N"] for row in rows}) == 1
    assert len(own) == 1


def test_rounds_stand_in_no_list_of_incidents_and_wake_no_incident(field: Field) -> None:
    begun(field)
    field.county.advance(hours=20)

    assert field.county.go("GET", "/v1/incidents", by="admin").body["items"] == []
    assert timers.reconcile() == 0


def test_a_round_in_a_grid_that_is_no_more_ends_on_record_and_no_other_does(field: Field) -> None:
    field.county.appoint(other=("grid_worker", FAR_GRID))
    here, there = begun(field), begun(field, "other")
    heirs = {GRID: f"{VILLAGE}009"}

    tried = list(incidents.end_rounds(heirs, ADMIN, dry_run=True))
    done = list(incidents.end_rounds(heirs, ADMIN, dry_run=False))

    assert tried == done == [(here, GRID)]
    read = {
        one: field.go("GET", f"/v1/patrols/{one}", by=by).body["status"]
        for one, by in ((here, "worker"), (there, "other"))
    }
    assert read == {here: "ended", there: "open"}
    assert list(incidents.end_rounds(heirs, ADMIN, dry_run=False)) == []
