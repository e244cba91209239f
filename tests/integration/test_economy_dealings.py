"""What a collective lends, guarantees or pays as a commission, through the API: never to those who run it, and found where it was kept quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from economy.rules.dealings import DealingKind
from economy.rules.voucher_states import VoucherAction
from registry.store.rows import RelativesRow
from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.doors import Door, untrue
from tests.support.economy import go, seen, settle_in, step, stepped, wind
from tests.support.money import entered, entered_at, voucher_of

BARRED = [str(one) for one in DealingKind if one.is_barred]
LENT = (("112", "debit", 50_000), ("102", "credit", 50_000))
SHOP: dict[str, Any] = {"kind": "loan", "to": "演示农资店01"}


@pytest.fixture
def county() -> Iterator[County]:
    """A collective with money at the bank; the bookkeeper is of one household, another is near to it."""
    with a_county() as made:
        settle_in(made)
        made.settle(
            {},
            {"bookkeeper": ("bookkeeper", VILLAGE)},
            about={"bookkeeper": {"household": "h-02"}},
            beside=[RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {}})],
        )
        entered(made, ("102", "debit", 500_000), ("501", "credit", 500_000))
        yield made


def record(county: County, dealing: Any, *lines: tuple[str, str, int]) -> Answer:
    said = voucher_of(*(lines or LENT), said="付款")
    return go(county, "POST", "vouchers", said | {"dealing": dealing}, by="bookkeeper")


def lent(county: County, **more: Any) -> str:
    answer = record(county, SHOP | more)
    assert answer.status == 201, answer
    return f"vouchers/{answer.body['id']}"


def alerts(county: County) -> dict[str, dict[str, Any]]:
    county.advance(days=1)
    wind(county)
    answer = go(county, "GET", "alerts", by="town", query={"unit": VILLAGE, "limit": "100"})
    return {one["code"]: one for one in answer.body["items"]}


@pytest.mark.parametrize("owed", ["112", "113"])
def test_money_that_is_owed_back_goes_out_only_where_it_is_said_to_whom(county: County, owed: str):
    lines = ((owed, "debit", 50_000), ("102", "credit", 50_000))

    assert record(county, None, *lines).wrong_fields == ["dealing"]
    made = record(county, SHOP, *lines)
    assert made.status == 201, made
    assert made.body["dealing"] == {
        "kind": "loan",
        "kind_name": "出借资金",
        "to": "演**",
        "household": None,
        "near": [],
    }


@pytest.mark.parametrize(
    "lines",
    [
        (("151", "debit", 50_000), ("102", "credit", 50_000)),
        (("102", "debit", 50_000), ("112", "credit", 50_000)),
        (("112", "debit", 50_000), ("501", "credit", 50_000)),
        (("113", "debit", 50_000), ("112", "credit", 50_000)),
    ],
    ids=["bought", "paid back", "earned and not paid", "moved between receivables"],
)
def test_what_is_bought_earned_or_paid_back_is_not_asked_about(county: County, lines: Any):
    assert record(county, None, *lines).status == 201


@pytest.mark.parametrize(
    "lines",
    [
        (("112", "debit", 50_000), ("181", "credit", 50_000)),
        (("112", "debit", 50_001), ("513", "debit", 1), ("102", "credit", 50_002)),
        (("112", "debit", 50_001), ("501", "credit", 50_000), ("102", "credit", 1)),
    ],
    ids=["over an account between", "beside an expense", "beside income"],
)
def test_what_is_owed_and_was_not_earned_is_asked_about_however_it_is_booked(
    county: County, lines: Any
):
    assert record(county, None, *lines).wrong_fields == ["dealing"]


@pytest.mark.parametrize("kind", BARRED)
@pytest.mark.parametrize(
    "party",
    [
        {"household": "h-02"},
        {"household": "h-01"},
        {"near_to": ["cashier"]},
        {"near_to": ["watcher"]},
        {"to": "演示director"},
    ],
    ids=["own household", "a near one", "told", "the supervisor's", "by name"],
)
def test_nothing_is_lent_guaranteed_or_paid_as_commission_to_who_runs_the_collective(
    county: County, kind: str, party: dict[str, Any]
):
    refused = record(county, SHOP | {"kind": kind} | party)

    assert refused.problem == "deals-with-own"
    assert refused.body["citation"]["article"] == "第三十五条、第四十四条"
    assert record(county, SHOP | {"kind": kind}).status == 201


def test_an_advance_to_a_relative_stands_and_is_found_by_the_town(county: County):
    advance = record(county, SHOP | {"kind": "other", "household": "h-01"}).body
    entered_at(county, f"vouchers/{advance['id']}")

    found = alerts(county)["dealing_near"]
    assert (found["owner"], found["grade"], found["actions"]) == (
        VILLAGE[:9],
        1,
        ["check", "talk", "dismiss"],
    )
    assert [one["id"] for one in found["evidence"]] == [advance["id"]]


def test_what_was_kept_quiet_the_supervisor_tells_and_then_it_is_not_approved(county: County):
    voucher = lent(county)
    before = seen(county, voucher)["actions"]

    told = stepped(county, voucher, "tell_near", by="watcher", person="director", reason="其兄弟")

    assert "approve" in before
    assert [one["person"] for one in told["dealing"]["near"]] == ["director"]
    assert "approve" not in seen(county, voucher)["actions"]
    assert step(county, voucher, "approve").problem == "deals-with-own"
    assert stepped(county, voucher, "void", reason="不得出借")["status"] == "void"


def test_what_is_in_the_books_already_is_found_when_it_is_told_and_gone_when_taken_back(
    county: County,
):
    voucher = lent(county)
    entered_at(county, voucher)
    quiet = alerts(county)
    stepped(county, voucher, "tell_near", by="town", person="director", reason="群众反映")

    loud = alerts(county)
    back = voucher_of(lines=[], reverses=voucher.removeprefix("vouchers/"))
    made = go(county, "POST", "vouchers", back, by="bookkeeper")
    entered_at(county, f"vouchers/{made.body['id']}")
    gone = alerts(county)

    assert "dealing_near" not in quiet
    assert loud["dealing_near"]["grade"] == 2
    assert "dealing_near" not in gone


def test_near_are_those_alone_who_run_keep_or_watch_this_collective(county: County):
    voucher = lent(county)
    told = {"person": "far_village", "reason": "x"}

    assert record(county, SHOP | {"near_to": ["far_village"]}).wrong_fields == ["dealing.near_to"]
    assert step(county, voucher, "tell_near", by="watcher", **told).wrong_fields == ["person"]
    assert record(county, SHOP | {"household": "h-90"}).wrong_fields == ["dealing.household"]


def test_members_read_that_something_was_lent_and_not_to_whom(county: County):
    entered_at(county, lent(county))

    answer = go(county, "GET", f"open-books/{VILLAGE}/vouchers", by="farmer")
    assert answer.body["items"][0]["dealing_name"] == "出借资金"
    assert "演示农资店01" not in str(answer.body)


@pytest.mark.parametrize("near", [[], ["director"]], ids=["quiet", "told"])
@pytest.mark.parametrize("until", ["recorded", "approved", "posted"])
def test_a_step_with_what_is_lent_is_offered_exactly_when_it_is_taken(
    county: County, until: str, near: list[str]
):
    voucher = lent(county)
    for action, by in (("approve", "director"), ("settle", "cashier")):
        if seen(county, voucher)["status"] != until:
            stepped(county, voucher, action, by=by)
    for one in near:
        stepped(county, voucher, "tell_near", by="watcher", person=one, reason="其兄弟")
    says = {"void": {"reason": "有误"}, "tell_near": {"person": "cashier", "reason": "其兄弟"}}
    door = Door(
        VoucherAction,
        lambda who, thing: go(county, "GET", thing, by=who),
        lambda who, thing, action: step(county, thing, action, who, **says.get(action, {})),
    )
    people = ("director", "village", "bookkeeper", "cashier", "watcher", "town", "county", "farmer")

    assert untrue(county, ("economy", "obligations"), door, voucher, people) == {}
