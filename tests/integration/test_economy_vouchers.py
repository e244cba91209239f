"""Vouchers of a collective through the API: numbers, four people, the books, cash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from economy.store import ledger
from tests.support.county import VILLAGE, County, a_county
from tests.support.economy import did, go, settle_in, step, stepped
from tests.support.money import entered, recorded, voucher_of
from tests.support.obligations import owed


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def sums(county: County) -> dict[str, int]:
    with county.quietly():
        return ledger.sums_of_year(VILLAGE, 2026)


def test_a_voucher_is_in_the_books_when_four_people_had_their_part(county: County):
    path = recorded(county)
    assert sums(county) == {}

    stepped(county, path, "approve")
    assert sums(county) == {}
    posted = stepped(county, path, "settle", by="cashier")

    assert (posted["status"], posted["actions"]) == ("posted", [])
    people = [posted[one] for one in ("recorder", "approver", "handler", "keeper")]
    assert people == ["bookkeeper", "director", "village", "cashier"]
    assert sums(county) == {"102": 120_000, "501": -120_000}
    events = [one["event"] for one in go(county, "GET", f"{path}/history").body["items"]]
    assert events == ["recorded", "approved", "posted"]


def test_a_voucher_names_its_accounts_and_sides_for_keepers_and_members(county: County):
    entered(county)

    kept = go(county, "GET", "vouchers", query={"village": VILLAGE}).body["items"]
    read = go(county, "GET", f"open-books/{VILLAGE}/vouchers", by="farmer").body["items"]

    for (one,) in (kept, read):
        named = [(line["account_name"], line["side_name"]) for line in one["lines"]]
        assert named == [("银行存款", "借"), ("经营收入", "贷")]


def test_whoever_handled_it_neither_records_nor_approves_it(county: County):
    own = voucher_of(handler="bookkeeper")
    assert go(county, "POST", "vouchers", own, by="bookkeeper").problem == "same-person"

    path = recorded(county, handler="director")
    refused = step(county, path, "approve")
    assert (refused.problem, refused.body["parts"]) == ("same-person", ["approver", "handler"])
    assert stepped(county, path, "approve", by="village")["status"] == "approved"


def test_numbers_run_on_and_void_ones_stay(county: County):
    first, second = recorded(county), recorded(county)
    stepped(county, first, "void", reason="重复", by="bookkeeper")
    third = recorded(county)

    numbers = [go(county, "GET", one).body["number"] for one in (first, second, third)]
    assert [one.partition("〔")[2] for one in numbers] == [f"2026〕记字第{n}号" for n in (1, 2, 3)]
    assert go(county, "GET", first).body["status"] == "void"


def test_what_is_in_the_books_is_only_taken_back_by_another(county: County):
    wrong = entered(county)
    assert step(county, f"vouchers/{wrong['id']}", "void", reason="错").problem == "illegal-move"

    body = voucher_of(reverses=wrong["id"]) | {"lines": []}
    back = did(county, "vouchers", body, by="bookkeeper")
    stepped(county, f"vouchers/{back['id']}", "approve")
    stepped(county, f"vouchers/{back['id']}", "settle", by="cashier")

    assert sums(county) == {"102": 0, "501": 0}


def test_a_voucher_is_taken_back_once_unless_what_took_it_back_is_void(county: County):
    wrong = entered(county)
    body = voucher_of(reverses=wrong["id"]) | {"lines": []}

    back = did(county, "vouchers", body, by="bookkeeper")
    again = go(county, "POST", "vouchers", body, by="bookkeeper")
    seen = go(county, "GET", f"vouchers/{wrong['id']}").body
    stepped(county, f"vouchers/{back['id']}", "void", reason="重复")
    anew = go(county, "POST", "vouchers", body, by="bookkeeper")

    assert (again.problem, seen["reversed_by"]) == ("voucher-reversed-already", back["id"])
    assert anew.status == 201


def test_lines_that_do_not_balance_are_refused(county: County):
    odd = voucher_of(("102", "debit", 2), ("501", "credit", 1))
    assert go(county, "POST", "vouchers", odd, by="bookkeeper").wrong_fields == ["lines"]


def test_nobody_unknown_handles_anything(county: County):
    refused = go(county, "POST", "vouchers", voucher_of(handler="nobody"), by="bookkeeper")
    assert refused.wrong_fields == ["handler"]


def test_the_cashier_keeps_no_book_and_the_village_next_door_sees_none(county: County):
    assert go(county, "POST", "vouchers", voucher_of(), by="cashier").status == 403
    path = recorded(county)
    assert go(county, "GET", path, by="far_village").problem == "outside-your-area"


def test_cash_received_is_owed_to_the_bank_and_not_spent(county: County):
    entered(county, ("101", "debit", 1000), ("501", "credit", 1000))
    (due,) = owed(county, VILLAGE, "cash_banking")
    spend = recorded(county, ("513", "debit", 1), ("101", "credit", 1))
    stepped(county, spend, "approve")

    refused = step(county, spend, "settle", by="cashier")
    entered(county, ("102", "debit", 1000), ("101", "credit", 1000))

    assert due
    assert refused.problem == "spent-from-receipts"
    assert owed(county, VILLAGE, "cash_banking") == []


def test_the_first_entry_of_a_quarter_makes_its_publication_owed_once(county: County):
    entered(county)
    entered(county)
    assert len(owed(county, VILLAGE, "books_publication")) == 1


def test_the_books_are_sealed_and_verified(county: County):
    entered(county)
    entered(county, ("113", "debit", 5), ("501", "credit", 5))
    with county.quietly():
        found = ledger.verify_books(VILLAGE)

    assert (found["sound"], found["sealed"], found["sum"]) == (True, 2, 0)
    assert {name: fen for name, fen in found["totals"].items() if fen} == sums(county)


def test_a_voucher_of_a_day_to_come_is_refused(county: County):
    tomorrow = (county.now + timedelta(days=2)).date().isoformat()
    assert go(county, "POST", "vouchers", voucher_of(on=tomorrow), by="bookkeeper").status == 422
