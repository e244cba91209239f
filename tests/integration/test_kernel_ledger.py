"""Books in any unit: entries balance, are sealed once in one chain, and a verification sees whatever was touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from kernel.actors import CLOCK
from kernel.ledger.entries import Ledger, Movement
from kernel.ledger.postings import Posting, Unbalanced
from kernel.ledger.rows import EntryRow, HeadRow, ReportRow
from kernel.ledger.sealing import seal
from kernel.ledger.verification import Kept, entries_of, keep_report, last_report, verify
from kernel.storage import dynamo, unit_of_work
from kernel.storage.rows import TableMeta
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out

REGION = "us-east-1"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BOOK = "collective-1"


class LedgerMeta(TableMeta):
    table_name = "ledgers"
    region = REGION


class Entry(EntryRow):
    class Meta(LedgerMeta):
        pass


class Head(HeadRow):
    class Meta(LedgerMeta):
        pass


class Report(ReportRow):
    class Meta(LedgerMeta):
        pass


FEN = Ledger(Entry, Head, Report, unit="fen", common=frozenset({"income"}))


@pytest.fixture(autouse=True)
def _store(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(unit_of_work, "_PAUSE_SECONDS", 0)
    with mock_aws():
        dynamo.client.cache_clear()
        boto3.client("dynamodb", region_name=REGION).create_table(
            TableName="ledgers",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield
    dynamo.client.cache_clear()


def rent(fen: int, number: int, holder: str = "member-1", ledger: Ledger = FEN) -> str:
    """Enter a rent that was paid; return the entry's id."""
    postings = (Posting("income", -fen), Posting("bank", fen))
    movement = Movement(BOOK, holder, number, "rent", postings, {"voucher": f"记-{number}"})

    def decide(work: unit_of_work.UnitOfWork) -> str:
        row = ledger.enter(movement, CLOCK, NOW, work.change_id)
        work.add(row)
        return row.id

    entered = carry_out(decide).result
    assert entered is not None
    return entered


def kept(**bank: tuple[int, int]) -> list[Kept]:
    return [
        Kept(holder.replace("_", "-"), number, {"bank": fen})
        for holder, (number, fen) in bank.items()
    ]


def newest(holder: str, _: int) -> list[EntryRow]:
    return [row for row in entries_of(FEN, BOOK) if row.holder == holder][::-1]


def codes(holders: list[Kept]) -> set[str]:
    found = verify(FEN, BOOK, holders, newest, NOW).document
    return {fault["code"] for fault in found["faults"]}


def test_postings_that_do_not_sum_to_zero_are_no_entry():
    lopsided = Movement(BOOK, "m", 1, "rent", (Posting("income", -100), Posting("bank", 99)), {})

    with pytest.raises(Unbalanced):
        FEN.enter(lopsided, CLOCK, NOW, "c")


def test_an_entry_says_in_which_unit_it_counts_and_what_it_rests_on():
    rent(120_000, 1)
    (row,) = entries_of(FEN, BOOK)

    told = json.loads(row.content)
    assert (told["unit"], told["voucher"], told["holder"]) == ("fen", "记-1", "member-1")


def test_sealed_books_whose_balances_fit_are_sound():
    entries = [rent(100, 1), rent(50, 2), rent(7, 1, "member-2")]

    assert seal(FEN, BOOK, entries) == 3
    found = verify(FEN, BOOK, kept(member_1=(2, 150), member_2=(1, 7)), newest, NOW).document

    assert found["sound"], found["faults"]
    assert found["totals"] == {"bank": 157, "income": -157}
    assert (found["sealed"], found["waiting_for_seal"], found["sum"]) == (3, 0, 0)


def test_an_entry_is_sealed_once_however_often_it_is_handed_over():
    entry = rent(100, 1)

    assert [seal(FEN, BOOK, [entry, entry]), seal(FEN, BOOK, [entry])] == [1, 0]


def test_a_sealer_who_never_gets_a_turn_says_so(monkeypatch):
    entry = rent(100, 1)
    write = dynamo.write

    def after_another(writes):
        monkeypatch.setattr(dynamo, "write", write)
        seal(FEN, BOOK, [rent(1, 1, "somebody")])
        monkeypatch.setattr(dynamo, "write", after_another)
        write(writes)

    monkeypatch.setattr(dynamo, "write", after_another)

    with pytest.raises(SomebodyWasFaster):
        seal(FEN, BOOK, [entry])


def tamper(entry: str, content: str) -> None:
    key = FEN.entry_key(BOOK, entry)
    dynamo.write([dynamo.Alter(key, {}, {"content": content})])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"bank",100', '"bank",900', "unbalanced"),
        ('"fen"', '"points"', "unit"),
        ("记-1", "记-9", "broken"),
    ],
)
def test_an_entry_changed_by_hand_is_seen(old: str, new: str, fault: str):
    entry = rent(100, 1)
    seal(FEN, BOOK, [entry])
    (row,) = entries_of(FEN, BOOK)

    tamper(entry, row.content.replace(old, new))

    assert fault in codes(kept(member_1=(1, 100)))


def test_a_balance_that_does_not_fit_its_entries_is_seen():
    rent(100, 1)

    assert codes(kept(member_1=(1, 101))) == {"balance"}
    assert codes(kept(member_1=(1, 100))) == set()


def test_entries_that_are_missing_and_accounts_that_lag_are_seen():
    rent(100, 1)

    assert "missing" in codes(kept(member_1=(2, 100)))
    assert "lost_account" in codes(kept(member_1=(0, 100)))


def test_an_entry_is_linked_to_one_reversal_only():
    entry = rent(100, 1)
    link = FEN.link_reversal(BOOK, entry, "first")
    carry_out(lambda work: work.write(link))

    with pytest.raises(SomebodyWasFaster):
        carry_out(lambda work: work.write(FEN.link_reversal(BOOK, entry, "second")))
    (row,) = entries_of(FEN, BOOK)
    assert row.reversed_by == "first"


def test_what_nobody_sealed_in_time_is_named():
    entry = rent(100, 1)

    fresh = verify(FEN, BOOK, kept(member_1=(1, 100)), newest, NOW)
    late = verify(FEN, BOOK, kept(member_1=(1, 100)), newest, NOW + timedelta(minutes=11))

    assert (fresh.unsealed, late.unsealed) == ([], [entry])


def test_books_too_long_for_now_are_left_to_the_nights_report():
    seal(FEN, BOOK, [rent(100, number) for number in (1, 2, 3)])
    full = verify(FEN, BOOK, kept(member_1=(3, 300)), newest, NOW)
    keep_report(FEN, BOOK, full.document, NOW)

    assert not verify(FEN, BOOK, [], newest, NOW, most=2).complete
    assert last_report(FEN, BOOK) == full.document
    assert last_report(FEN, "other") is None
