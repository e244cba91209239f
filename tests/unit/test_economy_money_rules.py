"""Books of a collective: vouchers of four people, cash, sheets, distribution in the order of the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from economy.rules import cash, distribution, payments, statements
from economy.rules.cash import CashBox, CashOverLimit, SpentFromReceipts
from economy.rules.chart import (
    Account,
    AccountKind,
    AccountUse,
    Chart,
    chart_of,
    read_chart,
    refuse_lost,
)
from economy.rules.deciding import Decided, DecidedByWrongBody
from economy.rules.distribution import Charter, Delegated, NothingToShare, NotOpenedInTime
from economy.rules.money_terms import last_day_of_period, period_of
from economy.rules.rents import PaidHow
from economy.rules.terms import document
from economy.rules.voucher_states import VoucherAction, VoucherStatus
from economy.rules.vouchers import (
    Brings,
    SamePerson,
    Voucher,
    move,
    record_voucher,
    reversed_postings,
)
from kernel.access import Caller, Post, Role
from kernel.ledger.postings import Posting
from kernel.problems import InvalidFields
from kernel.texts import Text

CHART: Chart = read_chart(document("accounts"))
VILLAGE, TODAY = "140426106201", date(2026, 11, 23)
LIMIT = 500_000


def voucher_of(*lines: tuple[str, int], **more: object) -> Voucher:
    said = {
        "id": "v",
        "village": VILLAGE,
        "number": "1",
        "on": TODAY,
        "said": "收租金",
        "postings": tuple(Posting(*line) for line in lines),
        "paper": "收据1",
        "handler": "h",
        "recorder": "b",
    }
    return Voucher(**(said | more))  # type: ignore[arg-type]


RENT = voucher_of(("102", 120_000), ("501", -120_000))


def caller(person: str, role: Role) -> Caller:
    return Caller(person, "演示", (Post(role, VILLAGE, date(2020, 1, 1)),))


DIRECTOR, CASHIER = caller("d", Role.COLLECTIVE_DIRECTOR), caller("c", Role.CASHIER)


def moved(one: Voucher, action: VoucherAction, by: Caller) -> Voucher:
    return move(one, action, "x", by, CHART, TODAY).after


def test_the_chart_has_the_forty_two_accounts_of_2024_and_biological_assets():
    assert len(CHART.accounts) == 42
    assert any("生物资产" in one.name.zh for one in CHART.of_kind(AccountKind.ASSET))


def test_a_chart_without_an_account_for_cash_is_none():
    with pytest.raises(InvalidFields):
        chart_of([replace(one, use=None) for one in CHART.accounts.values()])
    with pytest.raises(InvalidFields):
        chart_of([*CHART.accounts.values(), CHART.accounts["101"]])


@pytest.mark.parametrize(
    "lines",
    [
        [("102", 100), ("501", -99)],
        [("102", 100), ("999", -100)],
        [("102", 100), ("102", -100)],
        [("102", 0), ("501", 0)],
        [],
    ],
)
def test_lines_that_are_no_entry_are_refused(lines: list[tuple[str, int]]):
    with pytest.raises(InvalidFields):
        record_voucher(voucher_of(*lines), CHART, TODAY)


def test_money_is_in_the_books_once_four_people_had_their_part():
    approved = moved(RENT, VoucherAction.APPROVE, DIRECTOR)
    posted = moved(approved, VoucherAction.SETTLE, CASHIER)

    assert (approved.status, posted.status) == (VoucherStatus.APPROVED, VoucherStatus.POSTED)
    assert (posted.recorder, posted.approver, posted.handler, posted.keeper) == ("b", "d", "h", "c")


def test_what_moves_no_money_is_in_the_books_once_approved():
    one = voucher_of(("112", 100), ("501", -100))
    assert moved(one, VoucherAction.APPROVE, DIRECTOR).status is VoucherStatus.POSTED


def test_recorder_approver_handler_and_keeper_are_four_people():
    with pytest.raises(SamePerson) as same:
        record_voucher(replace(RENT, handler="b"), CHART, TODAY)
    assert same.value.more["parts"] == ["handler", "recorder"]
    assert same.value.more["citation"].articles == ("25", "35")
    with pytest.raises(SamePerson):
        moved(replace(RENT, handler="d"), VoucherAction.APPROVE, DIRECTOR)
    approved = moved(RENT, VoucherAction.APPROVE, DIRECTOR)
    for part in ("handler", "recorder", "approver"):
        with pytest.raises(SamePerson):
            moved(replace(approved, **{part: "c"}), VoucherAction.SETTLE, CASHIER)


def drawn(fen: int) -> Voucher:
    return voucher_of(("101", fen), ("102", -fen))


def took(box: CashBox, one: Voucher) -> CashBox:
    return cash.take_in(box, one, CHART, LIMIT).after


def test_cash_that_was_drawn_is_spent_and_cash_that_was_received_is_not():
    spend = voucher_of(("513", 600), ("101", -600))
    received = took(CashBox(VILLAGE), voucher_of(("101", 1000), ("501", -1000)))

    with pytest.raises(SpentFromReceipts):
        took(received, spend)
    after = took(took(received, drawn(600)), spend)
    assert (after.drawn_fen, after.received_fen) == (0, 1000)


def test_what_is_received_is_owed_to_the_bank_from_its_day_until_all_of_it_is_there():
    first = cash.take_in(CashBox(VILLAGE), voucher_of(("101", 1000), ("501", -1000)), CHART, LIMIT)
    some = cash.take_in(first.after, drawn(-400), CHART, LIMIT)
    rest = cash.take_in(some.after, drawn(-600), CHART, LIMIT)

    assert (first.begins, first.after.since) == (True, TODAY)
    assert (some.begins, some.ends) == (False, False)
    assert (rest.ends, rest.after.since, rest.after.fen) == (True, None, 0)


def test_seven_days_banks_are_open_are_in_time_and_a_moment_more_is_late():
    box = CashBox(VILLAGE, received_fen=1, since=date(2026, 11, 23))
    due = cash.due_at(date(2026, 11, 23))

    assert due.astimezone(UTC).date() == date(2026, 12, 2)
    assert not cash.is_late(box, due)
    assert cash.is_late(box, datetime(2026, 12, 3, tzinfo=UTC))


def test_the_reserve_comes_first_and_what_is_left_is_shared_to_the_fen():
    made = distribution.plan(100_000, 0, 30, {"a": 100, "b": 100, "c": 100})

    assert made.reserve_fen == 30_000
    assert made.shared_fen == 70_000
    assert made.parts == {"a": 23_334, "b": 23_333, "c": 23_333}


def test_losses_of_earlier_years_come_before_everything():
    made = distribution.plan(100_000, 40_000, 30, {"a": 1})
    assert (made.reserve_fen, made.shared_fen) == (18_000, 42_000)
    for losses in (100_000, 100_001):
        with pytest.raises(NothingToShare):
            distribution.plan(100_000, losses, 30, {"a": 1})


def test_a_reserve_is_never_rounded_below_the_charters_share():
    assert distribution.plan(101, 0, 30, {"a": 1}).reserve_fen == 31


def test_nobody_with_a_share_is_nothing_to_share():
    with pytest.raises(NothingToShare):
        distribution.plan(100, 0, 30, {"a": 0})


def test_representatives_distribute_where_the_charter_says_so_and_nowhere_else():
    body = "collective_representatives_meeting"
    by = Decided("d", VILLAGE, "collective_income", True, body, 20, 30)
    silent = Charter(VILLAGE, 30, "d")

    for charter in (None, silent, replace(silent, delegated=(Delegated.BUDGET,))):
        with pytest.raises(DecidedByWrongBody) as wrong:
            distribution.require_body(Delegated.DISTRIBUTION, by, VILLAGE, charter)
        assert wrong.value.more["citation"].articles == ("26", "28")
    let = replace(silent, delegated=(Delegated.DISTRIBUTION,))
    assert distribution.require_body(Delegated.DISTRIBUTION, by, VILLAGE, let) is by


def test_the_council_distributes_nothing():
    by = Decided("d", VILLAGE, "collective_income", True, "collective_council", 5, 5)
    with pytest.raises(DecidedByWrongBody):
        distribution.require_body(Delegated.DISTRIBUTION, by, VILLAGE, Charter(VILLAGE, 30, "d"))


def test_a_plan_open_for_nine_days_is_not_and_for_ten_days_is():
    with pytest.raises(NotOpenedInTime):
        distribution.require_opened(date(2026, 11, 1), date(2026, 11, 10))
    with pytest.raises(NotOpenedInTime):
        distribution.require_opened(None, date(2026, 11, 10))
    distribution.require_opened(date(2026, 11, 1), date(2026, 11, 11))


def test_a_loss_of_the_year_before_is_made_up_for_and_a_gain_is_none():
    assert statements.earlier_losses({"513": 500, "102": -500}, CHART) == 500
    assert statements.earlier_losses({"501": -500, "102": 500}, CHART) == 0
    assert statements.earlier_losses({"322": 200, "311": -200}, CHART) == 200


def test_a_reversal_takes_back_what_was_entered():
    both = [*RENT.postings, *reversed_postings(RENT)]
    assert {sum(p.amount for p in both if p.account == a) for a in ("102", "501")} == {0}


def test_a_period_is_a_quarter_and_ends_on_its_last_day():
    assert period_of(date(2026, 12, 31)) == "2026-Q4"
    assert period_of(date(2026, 1, 1)) == "2026-Q1"
    assert last_day_of_period("2026-Q4") == date(2026, 12, 31)
    assert last_day_of_period("2026-Q1") == date(2026, 3, 31)
    assert last_day_of_period("2026-02") == date(2026, 2, 28)


def test_every_account_with_a_use_is_one_the_rules_know():
    assert {one.use for one in CHART.accounts.values() if one.use} == set(AccountUse)


def test_cash_is_drawn_up_to_its_limit_and_not_a_fen_more_but_received_whatever_it_is():
    assert took(CashBox(VILLAGE), drawn(LIMIT)).fen == LIMIT
    with pytest.raises(CashOverLimit):
        took(CashBox(VILLAGE), drawn(LIMIT + 1))
    income = voucher_of(("101", LIMIT + 1), ("501", -LIMIT - 1))
    assert took(CashBox(VILLAGE), income).fen == LIMIT + 1


def test_cash_that_was_entered_by_mistake_is_taken_back_from_where_it_lay():
    box = CashBox(VILLAGE, drawn_fen=100, received_fen=50, since=TODAY)
    for one in (
        voucher_of(("101", 30), ("501", -30)),
        voucher_of(("513", 30), ("101", -30)),
        drawn(30),
        drawn(-30),
    ):
        there = took(box, one)
        back = took(there, replace(one, postings=reversed_postings(one), reverses="v"))
        assert (back.drawn_fen, back.received_fen) == (100, 50), one.postings


def test_a_chart_keeps_the_accounts_books_stand_on_and_their_kinds():
    more = [*CHART.accounts.values(), Account("505", Text("捐赠收入", "gifts"), AccountKind.INCOME)]
    refuse_lost(CHART, chart_of(more))
    with pytest.raises(InvalidFields):
        refuse_lost(chart_of(more), CHART)
    turned = [replace(one, kind=AccountKind.EXPENSE) if one.code == "505" else one for one in more]
    with pytest.raises(InvalidFields):
        refuse_lost(chart_of(more), chart_of(turned))


def test_a_voucher_pays_twenty_instalments_and_hires_and_not_one_more():
    def another(voucher: Voucher) -> Voucher:
        return payments.paid_by(voucher, Brings(1, hire="h"), PaidHow.BANK, CHART)

    voucher = RENT
    for _ in range(20):
        voucher = another(voucher)

    assert sum(one.fen for one in voucher.brings) == 20
    with pytest.raises(InvalidFields):
        another(voucher)
