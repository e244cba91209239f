"""The ledger through the API and behind it: sealing, verification, reversal, expiry."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kernel.ledger import verification
from kernel.ledger.sealing import seal
from kernel.ledger.verification import last_report
from kernel.storage.dynamo import client
from kernel.storage.leases import one_at_a_time
from points.service import see_to_what_is_due, verify_every_ledger, verify_ledger
from points.service.verify_every_ledger import verify_all
from points.store import ledger as store
from points.store.book_rows import LedgerRow
from points.store.runs import LeaseRow
from tests.support.county import Answer, lambda_context
from tests.support.village import VILLAGE, World

OTHERS = ["140426106901", "140426106902"]
LEDGER = f"villages/{VILLAGE}/ledger"


def reverse(village: World, entry: str, by: str = "officer2", **said) -> Answer:
    body = {"reason": "重复入账", **said}
    return village.go("POST", f"{LEDGER}/entries/{entry}/reversals", body, by=by)


def codes(village: World) -> set[str]:
    return {fault["code"] for fault in village.verify()["faults"]}


def test_entries_are_sealed_behind_the_writes_each_once(village: World) -> None:
    for home in ("h-01", "h-02", "h-01"):
        village.earn(home)
    unsealed = village.verify()
    village.seal()
    once = village.verify()
    village.seal()

    assert (unsealed["sound"], unsealed["sealed"], unsealed["waiting_for_seal"]) == (True, 0, 3)
    assert (once["sealed"], once["waiting_for_seal"], once["sum"]) == (3, 0, 0)
    assert village.verify()["head"] == once["head"]


def test_records_that_come_in_disorder_make_one_chain(village: World) -> None:
    for home in ("h-01", "h-02", "h-03"):
        village.earn(home)
    entries = [entry["id"] for entry in village.did("GET", LEDGER)["items"]]

    for entry in (entries[0], entries[2], entries[1], entries[0]):
        seal(store.LEDGER, VILLAGE, [entry])

    assert village.verify()["sealed"] == 3
    assert village.verify()["sound"]


def sealed(village: World) -> list[str]:
    for home in ("h-01", "h-02", "h-01"):
        village.earn(home)
    village.seal()
    return [entry["id"] for entry in village.did("GET", LEDGER)["items"]][::-1]


def test_a_changed_entry_breaks_the_chain(village: World) -> None:
    first, *_ = sealed(village)
    content = next(row for row in village.rows() if row["sk"]["S"] == f"E#{first}")["content"]["S"]

    village.tamper(first, content=content.replace('"honour",5', '"honour",50'))

    assert codes(village) >= {"broken", "unbalanced", "balance"}


def test_a_removed_entry_leaves_a_gap(village: World) -> None:
    _, second, _ = sealed(village)

    client().delete_item(
        TableName="points", Key={"pk": {"S": f"LEDGER#{VILLAGE}"}, "sk": {"S": f"E#{second}"}}
    )

    assert codes(village) >= {"gap", "missing"}


def test_a_balance_changed_by_hand_does_not_fit_its_entries(village: World) -> None:
    sealed(village)

    client().update_item(
        TableName="points",
        Key={"pk": {"S": f"ACCOUNTS#{VILLAGE}"}, "sk": {"S": "h-02"}},
        UpdateExpression="SET honour = :n",
        ExpressionAttributeValues={":n": {"N": "500"}},
    )

    assert codes(village) == {"balance"}


def test_the_night_seals_what_the_stream_dropped_and_keeps_its_report(village: World) -> None:
    village.earn()
    village.advance(minutes=11)

    faulty = verify_all()

    kept = last_report(store.LEDGER, VILLAGE)
    assert faulty == 0
    assert (kept["sealed"], kept["waiting_for_seal"]) == (1, 0)


def test_a_ledger_that_is_not_sound_is_counted_at_night(village: World, capsys) -> None:
    from points.handler import run_clock

    first, *_ = sealed(village)
    village.tamper(first, content='{"holder":"h-01","postings":[["honour",9]],"number":1}')

    told = run_clock({"task": "verify"}, lambda_context())

    assert told == {"faulty": 1}
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    (faults,) = [one for one in figures if "LedgerFaults" in one]
    assert (faults["LedgerFaults"], faults["service"]) == ([1.0], "ledgers")


class CutOff(BaseException):
    """The function's time was over."""


@pytest.fixture
def nights(village: World, monkeypatch) -> list[str]:
    """Three villages with ledgers; tells which of them were verified, in order."""
    for code in OTHERS:
        LedgerRow("LEDGERS", code).save()
    village.earn()
    verified: list[str] = []
    real = verify_every_ledger.verify_and_seal

    def noted(code: str):
        verified.append(code)
        return real(code) if code == VILLAGE else {"sound": True}

    monkeypatch.setattr(verify_every_ledger, "verify_and_seal", noted)
    return verified


def test_a_night_that_was_cut_off_goes_on_with_the_village_it_stopped_at(
    village: World, nights: list[str], monkeypatch
) -> None:
    noted = verify_every_ledger.verify_and_seal

    def cut_off(code: str):
        if code == OTHERS[0]:
            raise CutOff
        return noted(code)

    with monkeypatch.context() as cut:
        cut.setattr(verify_every_ledger, "verify_and_seal", cut_off)
        with pytest.raises(CutOff):
            verify_all()
    verify_all()
    verify_all()

    assert nights == [VILLAGE, *OTHERS]
    village.advance(days=1)
    verify_all()
    assert nights == [VILLAGE, *OTHERS] * 2


def test_a_night_with_more_than_a_run_can_do_is_gone_on_with(nights: list[str]) -> None:
    assert verify_all(seconds=-1) == 0
    assert nights == []

    verify_all()

    assert nights == [VILLAGE, *OTHERS]


def test_a_ledger_that_cuts_every_run_off_is_counted_and_the_others_are_verified(
    village: World, nights: list[str], monkeypatch
) -> None:
    noted = verify_every_ledger.verify_and_seal

    def cut_off(code: str):
        if code == OTHERS[0]:
            raise CutOff
        return noted(code)

    monkeypatch.setattr(verify_every_ledger, "verify_and_seal", cut_off)
    for _ in range(2):
        with pytest.raises(CutOff):
            verify_all()

    assert verify_all() == 1
    assert nights == [VILLAGE, OTHERS[1]]


def test_of_two_runs_of_the_clock_at_once_one_stands_down(village: World, monkeypatch) -> None:
    seen: list[int] = []

    def and_another() -> int:
        seen.append(see_to_what_is_due.see_to_what_is_due())
        return 7

    monkeypatch.setattr(see_to_what_is_due, "_see_to_all", and_another)

    assert see_to_what_is_due.see_to_what_is_due() == 7
    assert seen == [0]
    assert see_to_what_is_due.see_to_what_is_due() == 7


def test_a_run_that_never_came_back_is_followed_once_its_lease_is_over(village: World) -> None:
    key, lease = LeaseRow.key("due"), timedelta(minutes=5)
    lost = one_at_a_time(key, lease)
    assert lost.__enter__()

    with one_at_a_time(key, lease) as mine:
        assert not mine
    village.advance(minutes=6)
    with one_at_a_time(key, lease) as mine:
        assert mine
        lost.__exit__(None, None, None)
        with one_at_a_time(key, lease) as third:
            assert not third


def test_a_ledger_too_long_for_a_request_answers_the_nights_report(
    village: World, monkeypatch
) -> None:
    monkeypatch.setattr(verify_ledger, "MOST_AT_ONCE", 2)
    sealed(village)
    nothing = village.go("GET", f"{LEDGER}/verify")
    verify_all()

    told = village.verify()

    assert nothing.status == 404
    assert (told["fresh"], told["entries"]) == (False, 3)


def test_a_long_ledger_is_verified_in_the_background_with_progress(
    village: World, monkeypatch
) -> None:
    monkeypatch.setattr(verification, "TELL_EVERY", 2)
    sealed(village)
    path, seen = f"{LEDGER}/verifications", []
    real = store.save_verification

    def noted(work, one):
        seen.append((str(one.status), one.checked, one.entries))
        real(work, one)

    monkeypatch.setattr(store, "save_verification", noted)
    none = village.go("GET", path)

    asked = [village.go("POST", path, by=who) for who in ("officer", "supervisor")]
    village.tick()
    village.tick()

    told = village.did("GET", path)
    assert (none.status, [one.status for one in asked]) == (404, [202, 202])
    assert seen == [("waiting", 0, 3), ("running", 0, 3), ("running", 2, 3), ("done", 3, 3)]
    assert (told["status"], told["report"]["sound"]) == ("done", True)
    assert last_report(store.LEDGER, VILLAGE)["entries"] == 3
    assert village.go("POST", path, by="p-h-01").status == 403


def test_a_verification_that_is_cut_off_comes_again_and_in_the_end_says_it_failed(
    village: World, monkeypatch
) -> None:
    sealed(village)
    path = f"{LEDGER}/verifications"
    village.did("POST", path)
    monkeypatch.setattr(verify_ledger, "verify", lambda *_, **__: 1 / 0)
    told = []
    for _ in range(4):
        village.tick()
        told.append(village.did("GET", path)["status"])
        village.advance(minutes=10)

    assert told == ["running", "running", "running", "failed"]
    monkeypatch.undo()
    assert village.did("POST", path)["status"] == "waiting"


def test_an_entry_is_reversed_once_linked_both_ways_with_its_reason(village: World) -> None:
    village.earn(points=5)
    (entry,) = village.entries()

    undone = reverse(village, entry["id"])
    again = reverse(village, entry["id"])

    assert (undone.status, again.problem) == (201, "already-reversed")
    first, second = village.entries()
    assert (first["reversed_by"], second["reverses"]) == (second["id"], first["id"])
    assert second["reason"] == "重复入账"
    assert set(village.balance().values()) == {0}
    village.seal()
    assert village.verify()["sound"]


def test_a_reversal_is_clear_about_points_already_spent(village: World) -> None:
    village.open_shop()
    village.earn(points=5)
    village.redeem()
    entry = village.entries()[0]

    refused = reverse(village, entry["id"])
    told = reverse(village, entry["id"], if_spent="take_rest").body

    assert (refused.problem, refused.body["missing"]) == ("points-already-spent", 3)
    assert (told["short"], told["balances"]["spendable"], told["balances"]["held"]) == (3, 0, 3)
    assert "3 分未扣，其中预留的 3 分退回时收回。" in village.entries()[-1]["text"]


def test_points_taken_back_while_set_aside_end_with_the_village_and_the_ledger_is_sound(
    village: World,
) -> None:
    village.open_shop()
    village.earn(points=5)
    one = village.redeem().body
    reverse(village, village.entries()[0]["id"], if_spent="take_rest")

    said = {"action": "void", "reason": "不要了"}
    village.did("POST", f"redemptions/{one['id']}/transitions", said, by="p-h-01")

    assert set(village.balance().values()) == {0}
    village.seal()
    report = village.verify()
    assert (report["sound"], report["totals"]["issue"], report["totals"]["held"]) == (True, 0, 0)


def test_points_whose_last_day_is_over_are_not_spendable_before_the_clock_has_run(
    village: World,
) -> None:
    village.adopt("2026-11-02", lot_months=1)
    village.open_shop()
    village.earn(points=5)
    village.now = village.now.replace(month=12, day=31, hour=16)

    refused = village.redeem()

    page = village.did("GET", "households/h-01", by="p-h-01")
    assert (refused.problem, refused.body["available"]) == ("not-enough-points", 0)
    assert (page["spendable"], page["lots"], village.balance()["spendable"]) == (0, [], 0)


def test_a_redemption_held_and_voided_on_a_lots_last_day_leaves_it_its_last_day(
    village: World,
) -> None:
    village.adopt("2026-11-02", year_end="reset")
    village.open_shop()
    village.earn(points=5)
    village.now = village.now.replace(month=12, day=31)
    one = village.redeem().body

    said = {"action": "void", "reason": "不要了"}
    village.did("POST", f"redemptions/{one['id']}/transitions", said, by="p-h-01")

    lots = village.did("GET", "households/h-01/balance", by="p-h-01")["lots"]
    assert lots == [{"points": 5, "expires_on": "2026-12-31"}]


def test_a_reversal_is_not_reversed_and_a_hold_is_voided_instead(village: World) -> None:
    village.open_shop()
    village.earn(points=5)
    village.redeem()
    award, held = village.entries()
    reverse(village, award["id"], if_spent="take_rest")

    refused = [reverse(village, entry["id"]).problem for entry in (held, village.entries()[-1])]

    assert refused == ["cannot-be-reversed"] * 2


def test_nobody_reverses_entries_of_the_own_household(village: World) -> None:
    village.earn("h-12")
    (entry,) = village.entries("h-12")

    assert reverse(village, entry["id"], by="officer").problem == "recused"
    assert reverse(village, entry["id"], by="far_officer").status == 403
    assert reverse(village, entry["id"], by="town").status == 201


def test_honour_falls_by_reversal_alone(village: World) -> None:
    village.open_shop()
    village.earn(points=5)
    one = village.redeem().body
    village.hand_over(one["id"], one["code"])

    assert village.balance() == {"spendable": 2, "honour": 5, "demerit": 0, "held": 0}


def test_points_are_reminded_of_and_expire_as_entries(village: World) -> None:
    village.adopt("2026-11-02", lot_months=1, remind_days=10)
    village.earn(points=5)
    village.now = village.now.replace(month=12, day=20, hour=1)
    before = village.tick()
    village.now = village.now.replace(day=21)
    village.tick()
    notes = village.did("GET", "households/h-01", by="p-h-01")["notes"]
    village.now = village.now.replace(day=31, hour=15, minute=59)
    village.tick()
    last_day = village.balance()["spendable"]
    village.advance(minutes=1)

    village.tick()
    village.tick()

    assert before == 0
    assert [note["text"] for note in notes] == ["您户 5 积分将于 2026-12-31 到期，请及时兑换。"]
    assert (last_day, village.balance()["spendable"], village.balance()["honour"]) == (5, 0, 5)
    assert [entry["kind"] for entry in village.entries()] == ["award", "lot_expired"]
    village.seal()
    assert village.verify()["totals"]["expiry"] == 5


def test_a_reset_ends_the_years_points_with_the_year(village: World) -> None:
    village.adopt("2026-11-02", year_end="reset")
    village.earn(points=5)
    village.now = village.now.replace(month=12, day=31, hour=16)
    village.tick()
    village.tick()

    assert [entry["kind"] for entry in village.entries()][-1] == "year_end"
    assert village.balance()["spendable"] == 0


@pytest.mark.parametrize("who", ["p-h-01", "keeper", "far_officer", "v1"])
def test_the_ledger_is_for_who_oversees_the_village(village: World, who: str) -> None:
    assert village.go("GET", LEDGER, by=who).status == 403


def test_a_stream_that_cannot_seal_says_from_where_to_come_again(
    village: World, monkeypatch
) -> None:
    village.earn()
    (entry,) = village.entries()
    monkeypatch.setattr(verify_ledger, "seal", lambda *_: (_ for _ in ()).throw(RuntimeError))
    record = {"pk": {"S": f"LEDGER#{VILLAGE}"}, "sk": {"S": f"E#{entry['id']}"}}
    other = {"pk": {"S": "CLAIM#1"}, "sk": {"S": "CLAIM"}}
    records = [
        {"dynamodb": {"Keys": keys, "SequenceNumber": str(number)}}
        for number, keys in ((7, other), (8, record), (9, record))
    ]

    from points.handler import follow_stream

    assert follow_stream({"Records": records}, lambda_context()) == {
        "batchItemFailures": [{"itemIdentifier": "8"}]
    }
