"""The proof of a voucher, through the API: it bears a number, and nobody uses it twice unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.economy import go, settle_in, stepped, wind
from tests.support.money import entered_at, voucher_of

OF_PARTS = "一张发票分两次付款"


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def record(county: County, paper: str, **more: Any) -> Answer:
    return go(county, "POST", "vouchers", voucher_of(paper=paper, **more), by="bookkeeper")


def recorded(county: County, paper: str, **more: Any) -> str:
    answer = record(county, paper, **more)
    assert answer.status == 201, answer
    return answer.body["id"]


def taken_back(county: County, voucher: str) -> str:
    """Record what takes a voucher back."""
    said = voucher_of(lines=[], reverses=voucher, paper="冲销说明")
    answer = go(county, "POST", "vouchers", said, by="bookkeeper")
    assert answer.status == 201, answer
    return answer.body["id"]


def found(county: County) -> list[dict[str, Any]]:
    county.advance(days=1)
    wind(county)
    answer = go(county, "GET", "alerts", by="town", query={"unit": VILLAGE, "limit": "100"})
    return [one for one in answer.body["items"] if one["code"] == "paper_twice"]


@pytest.mark.parametrize(
    "again", ["收据0007", "收据 0007", "收据－０００７号", "收据(0007)", "收 据No.0007"]
)
def test_a_proof_is_used_once_however_it_is_written(county: County, again: str):
    first = recorded(county, "收据0007")

    refused = record(county, again)

    assert (refused.problem, refused.body["vouchers"]) == ("paper-used", [first])
    assert record(county, "收据0008").status == 201


def test_an_invoice_is_known_by_its_long_number_whatever_stands_around_it(county: County):
    recorded(county, "增值税发票 26142000000012345678")

    assert record(county, "电子发票26142000000012345678（补）").problem == "paper-used"


def test_a_proof_without_a_number_is_none(county: County):
    assert record(county, "收据").wrong_fields == ["paper"]


def test_a_proof_used_in_parts_takes_a_reason_and_is_shown_to_the_town(county: County):
    first = recorded(county, "收据0007")
    second = recorded(county, "收据0007", paper_again=OF_PARTS)

    shown = go(county, "GET", f"vouchers/{second}", by="watcher").body
    (alert,) = found(county)
    assert (shown["also_in"], shown["paper_again"]) == ([first], OF_PARTS)
    assert (alert["owner"], alert["subject"]) == (VILLAGE[:9], second)
    assert [one["id"] for one in alert["evidence"]] == [second, first]
    assert {one["name"]: one["value"] for one in alert["figures"]}["vouchers"] == "2"


@pytest.mark.parametrize("which", ["first", "second"])
def test_once_one_of_both_is_void_the_alert_ends(county: County, which: str):
    pair = {"first": recorded(county, "收据0007")}
    pair["second"] = recorded(county, "收据0007", paper_again=OF_PARTS)
    before = found(county)
    stepped(county, f"vouchers/{pair[which]}", "void", reason="重复")

    assert (len(before), found(county)) == (1, [])


def test_what_is_in_the_books_is_looked_at_as_well(county: County):
    for one in (recorded(county, "收据0007"), recorded(county, "收据0007", paper_again=OF_PARTS)):
        entered_at(county, f"vouchers/{one}")

    assert len(found(county)) == 1


def test_the_proof_of_a_void_voucher_or_of_one_being_taken_back_is_free(county: County):
    void, wrong = recorded(county, "收据0007"), recorded(county, "收据0009")
    stepped(county, f"vouchers/{void}", "void", reason="科目有误")
    entered_at(county, f"vouchers/{wrong}")
    back = taken_back(county, wrong)

    anew = [recorded(county, paper) for paper in ("收据0007", "收据0009")]
    entered_at(county, f"vouchers/{back}")

    shown = [go(county, "GET", f"vouchers/{one}").body["also_in"] for one in anew]
    assert shown == [[], [wrong]]
    assert found(county) == []


def test_a_proof_freed_by_what_was_then_not_taken_back_is_found(county: County):
    wrong = recorded(county, "收据0009")
    entered_at(county, f"vouchers/{wrong}")
    back = taken_back(county, wrong)
    anew = recorded(county, "收据0009")
    stepped(county, f"vouchers/{back}", "void", reason="仍有效")

    (alert,) = found(county)
    assert [one["id"] for one in alert["evidence"]] == [anew, wrong]


def test_each_village_has_its_own_receipts(county: County):
    recorded(county, "收据0007")
    county.settle({}, {"bookkeeper": ("bookkeeper", f"{VILLAGE[:9]}202")})
    elsewhere = voucher_of(paper="收据0007", village=f"{VILLAGE[:9]}202")

    answer = go(county, "POST", "vouchers", elsewhere, by="bookkeeper")

    assert answer.problem != "paper-used"
