"""The accounts of a household: every transfer balanced, nothing below zero, lots drawn in the order they expire."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ledger.postings import Posting, require_balance
from points.rules import lots
from points.rules import transfers as accounts
from points.rules.account import Account, Lot, NotEnoughPoints, PointsMove, balances

TODAY = date(2026, 11, 23)
SOON, LATER = date(2026, 11, 30), date(2027, 11, 30)
EARLIEST = date(2026, 12, 23)


def holding(*lots: tuple[date, int], **more: int) -> Account:
    return Account("h-1", "v", lots=tuple(Lot(day, points) for day, points in lots), **more)


def test_an_award_raises_honour_and_what_can_be_spent():
    transfer = accounts.award(holding(), 5, LATER)

    assert balances(transfer.account) == {
        "honour": 5,
        "demerit": 0,
        "spendable": 5,
        "held": 0,
    }
    require_balance(transfer.postings)


def test_spending_draws_what_expires_first_and_leaves_honour_alone():
    account = holding((SOON, 3), (LATER, 10), honour=13)

    held = accounts.hold(account, 5, TODAY)

    assert held.lots == (Lot(SOON, 3), Lot(LATER, 2))
    assert held.account.lots == (Lot(LATER, 8),)
    assert (held.account.honour, held.account.held) == (13, 5)


def test_nobody_spends_more_than_there_is():
    with pytest.raises(NotEnoughPoints) as refused:
        accounts.hold(holding((LATER, 4)), 5, TODAY)

    assert refused.value.more == {"wanted": 5, "available": 4}


def test_a_deduction_takes_what_there_is_and_leaves_no_debt():
    transfer = accounts.deduct(holding((LATER, 4), honour=4), 10, TODAY)

    assert transfer.short == 6
    assert balances(transfer.account) == {
        "honour": 4,
        "demerit": 10,
        "spendable": 0,
        "held": 0,
    }
    assert accounts.award(transfer.account, 5, LATER).account.spendable == 5


def test_a_void_returns_points_to_their_lots():
    held = accounts.hold(holding((LATER, 8)), 5, TODAY)

    back = accounts.release(held.account, held.lots, PointsMove.VOID, TODAY, EARLIEST)

    assert back.account.lots == (Lot(LATER, 8),)


@pytest.mark.parametrize("kind", [PointsMove.VOID, PointsMove.HOLD_EXPIRED])
@pytest.mark.parametrize("day", [TODAY, SOON])
def test_holding_and_voiding_never_lengthens_a_lots_life(kind: PointsMove, day: date):
    held = accounts.hold(holding((SOON, 5)), 5, day)

    back = accounts.release(held.account, held.lots, kind, day, EARLIEST)

    assert back.account.lots == (Lot(SOON, 5),)


def test_what_ended_while_it_was_held_lasts_a_while_and_once():
    held = accounts.hold(holding((SOON, 5)), 5, SOON)
    back = accounts.release(held.account, held.lots, PointsMove.VOID, date(2026, 12, 1), EARLIEST)
    again = accounts.hold(back.account, 5, EARLIEST)
    late, later = date(2026, 12, 24), date(2027, 1, 23)

    ended = accounts.release(again.account, again.lots, PointsMove.VOID, late, later)

    assert [(lot.expires_on, lot.points) for lot in back.account.lots] == [(EARLIEST, 5)]
    assert [(lot.expires_on, lot.points) for lot in ended.account.lots] == [(EARLIEST, 5)]
    assert ended.account.available(late) == 0


def test_a_reversed_hand_over_lengthens_no_lots_life_either():
    held = accounts.hold(holding((SOON, 5)), 5, TODAY)
    handed = accounts.hand_over(held.account, held.lots)

    assert undo(handed.account, handed).account.lots == (Lot(SOON, 5),)


def test_a_lot_that_has_ended_is_neither_spent_nor_counted_before_the_clock_has_run():
    account = holding((TODAY, 5), (LATER, 2), honour=7)
    tomorrow = date(2026, 11, 24)

    with pytest.raises(NotEnoughPoints) as refused:
        accounts.hold(account, 3, tomorrow)
    deducted = accounts.deduct(account, 4, tomorrow)

    assert refused.value.more == {"wanted": 3, "available": 2}
    assert (account.available(TODAY), account.available(tomorrow)) == (7, 2)
    assert (deducted.short, deducted.account.lots) == (2, (Lot(TODAY, 5),))
    assert accounts.hold(account, 2, tomorrow).lots == (Lot(LATER, 2),)


def test_points_taken_back_while_they_were_set_aside_do_not_come_back_to_the_household():
    award = accounts.award(holding(), 5, LATER)
    held = accounts.hold(award.account, 4, TODAY)
    undone = undo(held.account, award, take_rest=True)

    back = accounts.release(undone.account, held.lots, PointsMove.VOID, TODAY, EARLIEST)

    assert (undone.short, undone.due) == (4, 4)
    assert set(balances(back.account).values()) == {0}
    assert back.account.due == 0


def test_what_was_handed_over_before_it_could_be_taken_back_is_let_go():
    award = accounts.award(holding(), 5, LATER)
    first = accounts.hold(award.account, 2, TODAY)
    second = accounts.hold(first.account, 2, TODAY)
    undone = undo(second.account, award, take_rest=True)

    handed = accounts.hand_over(undone.account, first.lots)
    back = accounts.release(handed.account, second.lots, PointsMove.VOID, TODAY, EARLIEST)

    assert (undone.due, handed.account.due, back.account.due) == (4, 2, 0)
    assert back.account.spendable == 0


def test_a_lot_can_be_spent_on_its_last_day_and_expires_the_day_after():
    account = holding((SOON, 5), (LATER, 2))

    assert accounts.expire(account, SOON, year_end=False) is None
    transfer = accounts.expire(account, date(2026, 12, 1), year_end=False)

    assert transfer.kind is PointsMove.LOT_EXPIRED
    assert transfer.account.lots == (Lot(LATER, 2),)
    assert Posting("expiry", 5) in transfer.postings


def test_spent_points_do_not_expire_again():
    held = accounts.hold(holding((SOON, 5), (LATER, 5)), 4, TODAY)

    transfer = accounts.expire(held.account, date(2026, 12, 1), year_end=False)

    assert Posting("expiry", 1) in transfer.postings
    assert transfer.account.spendable == 5


def test_a_household_is_reminded_once_of_each_end():
    account, soon = lots.remind(holding((SOON, 5), (LATER, 2)), TODAY, 30)
    _, again = lots.remind(account, TODAY, 30)

    assert soon == (Lot(SOON, 5),)
    assert again == ()
    assert lots.wakes_on(account, 30) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("reset", "last"), [(False, date(2028, 11, 30)), (True, date(2026, 12, 31))]
)
def test_a_year_end_reset_ends_lots_with_the_year(reset: bool, last: date):
    assert lots.lot_day(TODAY, 24, reset=reset) == last


def test_lots_end_with_a_month():
    assert lots.lot_day(date(2026, 1, 31), 1, reset=False) == date(2026, 2, 28)
    assert lots.lot_day(date(2026, 12, 1), 12, reset=False) == date(2027, 12, 31)


def undo(account: Account, transfer: accounts.Transfer, *, take_rest: bool = False):
    return accounts.reverse(
        account,
        transfer.kind,
        transfer.postings,
        transfer.lots,
        today=TODAY,
        earliest=EARLIEST,
        take_rest=take_rest,
    )


def test_a_reversed_award_takes_back_honour_and_points():
    award = accounts.award(holding(), 5, LATER)

    undone = undo(award.account, award)

    assert set(balances(undone.account).values()) == {0}


def test_a_reversal_of_spent_points_is_refused_unless_the_rest_is_enough():
    award = accounts.award(holding(), 5, LATER)
    spent = accounts.hold(award.account, 4, TODAY).account

    with pytest.raises(accounts.PointsAlreadySpent) as refused:
        undo(spent, award)
    undone = undo(spent, award, take_rest=True)

    assert refused.value.more == {"wanted": 5, "available": 1, "missing": 4}
    assert (undone.short, undone.account.spendable, undone.account.honour) == (4, 0, 0)
    assert undone.account.held == 4


def test_a_reversed_deduction_gives_back_what_it_took_and_no_more():
    deducted = accounts.deduct(holding((LATER, 4)), 10, TODAY)

    undone = undo(deducted.account, deducted)

    assert (undone.account.spendable, undone.account.demerit) == (4, 0)


def test_a_reversed_hand_over_makes_points_spendable_again():
    held = accounts.hold(holding((LATER, 5)), 5, TODAY)
    handed = accounts.hand_over(held.account, held.lots)

    undone = undo(handed.account, handed)

    assert (undone.account.spendable, undone.account.held) == (5, 0)
    assert Posting("shop", -5) in undone.postings


@pytest.mark.parametrize(
    "kind", [PointsMove.HOLD, PointsMove.VOID, PointsMove.HOLD_EXPIRED, PointsMove.REVERSAL]
)
def test_what_has_its_own_way_back_is_not_reversed(kind: PointsMove):
    with pytest.raises(accounts.CannotBeReversed):
        undo(holding((LATER, 5)), accounts.Transfer(holding(), kind, ()))


@given(st.lists(st.tuples(st.sampled_from("adhver"), st.integers(1, 9)), max_size=30))
def test_whatever_happens_every_transfer_balances_and_nothing_is_below_zero(steps):
    account, holds, totals = holding(), [], {}
    for what, points in steps:
        transfer, today = None, date(2026, 11, 5)
        if what == "a":
            transfer = accounts.award(account, points, date(2026, 11, points))
        elif what == "d":
            transfer = accounts.deduct(account, points, today)
        elif what == "h" and account.available(today) >= points:
            transfer = accounts.hold(account, points, today)
            holds.append(transfer.lots)
        elif what == "v" and holds:
            transfer = accounts.release(account, holds.pop(), PointsMove.VOID, today, EARLIEST)
        elif what == "r" and holds:
            transfer = accounts.hand_over(account, holds.pop())
        elif what == "e":
            transfer = accounts.expire(account, date(2026, 11, points), year_end=False)
        if transfer is None:
            continue
        assert transfer.account.number == account.number + 1
        assert transfer.account.honour >= account.honour
        account = transfer.account
        for posting in transfer.postings:
            totals[posting.account] = totals.get(posting.account, 0) + posting.amount

    kept = balances(account)
    assert sum(totals.values()) == 0
    assert min(kept.values()) >= 0
    assert all(totals.get(name, 0) == points for name, points in kept.items())
