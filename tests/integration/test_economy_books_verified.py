"""The books of collectives are verified every night: what is not sound is told of, counted and alarmed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from economy.store.money_rows import BalanceRow, EntryRow
from economy.store.watches import WATCHES
from kernel.storage.dynamo import Range
from kernel.storage.lists import every_row
from kernel.storage.rows import Alter, Key
from kernel.storage.unit_of_work import carry_out
from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.economy import go, settle_in, wind
from tests.support.money import entered


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def night(county: County) -> None:
    county.advance(days=1)
    wind(county)


def report(county: County, by: str = "watcher") -> Answer:
    return go(county, "GET", f"book-verifications/{VILLAGE}", by=by)


def tamper(county: County, key: Key, **values: Any) -> None:
    with county.quietly():
        carry_out(lambda work: work.write(Alter(key, {}, values)))


def faults_counted(printed: str) -> list[tuple[list[float], str]]:
    records = [json.loads(line) for line in printed.splitlines() if "_aws" in line]
    return [(one["LedgerFaults"], one["service"]) for one in records if "LedgerFaults" in one]


def test_the_night_seals_what_the_day_entered_and_finds_it_sound(county: County, capsys: Any):
    entered(county)
    entered(county, ("101", "debit", 500), ("501", "credit", 500))
    assert report(county).status == 404

    night(county)

    found = report(county).body
    assert (found["is_sound"], found["entries"], found["sealed"]) == (True, 2, 2)
    assert found["faults"] == []
    assert faults_counted(capsys.readouterr().out) == []


def test_an_entry_that_was_changed_is_found_and_counted_for_the_alarm(county: County, capsys: Any):
    entered(county)
    night(county)
    with county.quietly():
        (row,) = every_row(
            EntryRow, ("pk", f"LEDGER#{VILLAGE}"), within=Range("sk", "begins_with", ("E#",))
        )
    content = row.content.replace("120000", "120001")
    tamper(county, Key(EntryRow, row.pk, row.sk), content=content)
    capsys.readouterr()

    night(county)

    found = report(county).body
    assert found["is_sound"] is False
    assert "broken" in {one["code"] for one in found["faults"]}
    assert faults_counted(capsys.readouterr().out) == [([1.0], "ledgers")]


@pytest.mark.parametrize("span", ["M#2026-11", "Y#2026"])
def test_a_sum_of_the_sheets_that_is_not_that_of_the_entries_is_found(
    county: County, span: str, capsys: Any
):
    entered(county)
    tamper(county, Key(BalanceRow, f"BALANCE#{VILLAGE}", f"{span}#102"), debit=1)

    night(county)

    found = report(county).body
    assert [one["code"] for one in found["faults"]] == ["sums"]
    assert faults_counted(capsys.readouterr().out) == [([1.0], "ledgers")]


def test_books_whose_verification_is_cut_off_every_time_are_counted_and_keep_no_night_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    class CutOff(BaseException):
        """The function's time was over."""

    def cut_off(_: str) -> dict[str, Any]:
        raise CutOff

    entered(county)
    monkeypatch.setattr("economy.service.verify_books.ledger.verify_books", cut_off)
    county.advance(days=1)
    for _ in range(2):
        with pytest.raises(CutOff):
            wind(county)

    wind(county)

    assert faults_counted(capsys.readouterr().out) == [([1.0], "ledgers")]
    with county.quietly():
        assert WATCHES.get(VILLAGE).wake_at > county.now


@pytest.mark.parametrize(("by", "status"), [("resident", 403), ("far_village", 403), ("town", 200)])
def test_what_was_found_is_for_those_who_keep_or_watch_the_books(
    county: County, by: str, status: int
):
    entered(county)
    night(county)

    assert report(county, by=by).status == status
