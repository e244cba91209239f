"""The accounts of a household: every transfer balanced, nothing below zero, lots drawn in the order they expire."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ledger.postings import Posting, require_balance
from points.rules import transfers as accounts
from points.rules.account import Account, Kind, Lot, NotEnoughPoints, balances

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

    held = accounts.hold(account, 5)

    assert held.lots == (Lot(SOON, 3), Lot(LATER, 2))
    assert held.account.lots == (Lot(LATER, 8),)
    assert (held.account.honour, held.account.held) == (13, 5)


def test_nobody_spends_more_than_there_is():
    with pytest.raises(NotEnoughPoints) as refused:
        accounts.hold(holding((LATER, 4)), 5)

    assert refused.value.more == {"wanted": 5, "available": 4}


def test_a_deduction_takes_what_there_is_and_leaves_no_debt():
    transfer = accounts.deduct(holding((LATER, 4), honour=4), 10)

    assert transfer.short == 6
    assert balances(transfer.account) == {
        "honour": 4,
        "demerit": 10,
        "spendable": 0,
        "held": 0,
    }
    assert accounts.award(transfer.account, 5, LATER).account.spendable == 5


def test_a_void_returns_points_to_their_lots():
    held = accounts.hold(holding((LATER, 8)), 5)

    back = accounts.release(held.account, held.lots, Kind.VOID, TODAY)

    assert back.account.lots == (Lot(LATER, 8),)


def test_points_that_come_back_after_their_end_last_a_while():
    held = accounts.hold(holding((SOON, 5)), 5)

    back = accounts.release(held.account, held.lots, Kind.HOLD_EXPIRED, EARLIEST)

    assert back.account.lots == (Lot(EARLIEST, 5),)


def test_a_lot_can_be_spent_on_its_last_day_and_expires_the_day_after():
    account = holding((SOON, 5), (LATER, 2))

    assert accounts.expire(account, SOON, year_end=False) is None
    transfer = accounts.expire(account, date(2026, 12, 1), year_end=False)

    assert transfer.kind is Kind.LOT_EXPIRED
    assert transfer.account.lots == (Lot(LATER, 2),)
    assert Posting("expiry", 5) in transfer.postings


def test_spent_points_do_not_expire_again():
    held = accounts.hold(holding((SOON, 5), (LATER, 5)), 4)

    transfer = accounts.expire(held.account, date(2026, 12, 1), year_end=False)

    assert Posting("expiry", 1) in transfer.postings
    assert transfer.account.spendable == 5


def test_a_household_is_reminded_once_of_each_end():
    account, soon = accounts.remind(holding((SOON, 5), (LATER, 2)), TODAY, 30)
    _, again = accounts.remind(account, TODAY, 30)

    assert soon == (Lot(SOON, 5),)
    assert again == ()
    assert accounts.wakes_on(account, 30) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("reset", "last"), [(False, date(2028, 11, 30)), (True, date(2026, 12, 31))]
)
def test_a_year_end_reset_ends_lots_with_the_year(reset: bool, last: date):
    assert accounts.lot_day(TODAY, 24, reset=reset) == last


def test_lots_end_with_a_month():
    assert accounts.lot_day(date(2026, 1, 31), 1, reset=False) == date(2026, 2, 28)
    assert accounts.lot_day(date(2026, 12, 1), 12, reset=False) == date(2027, 12, 31)


def undo(account: Account, transfer: accounts.Transfer, *, take_rest: bool = False):
    return accounts.reverse(
        account,
        transfer.kind,
        transfer.postings,
        transfer.lots,
        earliest=EARLIEST,
        take_rest=take_rest,
    )


def test_a_reversed_award_takes_back_honour_and_points():
    award = accounts.award(holding(), 5, LATER)

    undone = undo(award.account, award)

    assert set(balances(undone.account).values()) == {0}


def test_a_reversal_of_spent_points_is_refused_unless_the_rest_is_enough():
    award = accounts.award(holding(), 5, LATER)
    spent = accounts.hold(award.account, 4).account

    with pytest.raises(accounts.PointsAlreadySpent) as refused:
        undo(spent, award)
    undone = undo(spent, award, take_rest=True)

    assert refused.value.more == {"wanted": 5, "available": 1, "missing": 4}
    assert (undone.short, undone.account.spendable, undone.account.honour) == (4, 0, 0)
    assert undone.account.held == 4


def test_a_reversed_deduction_gives_back_what_it_took_and_no_more():
    deducted = accounts.deduct(holding((LATER, 4)), 10)

    undone = undo(deducted.account, deducted)

    assert (undone.account.spendable, undone.account.demerit) == (4, 0)


def test_a_reversed_hand_over_makes_points_spendable_again():
    held = accounts.hold(holding((LATER, 5)), 5)
    handed = accounts.hand_over(held.account, held.lots)

    undone = undo(handed.account, handed)

    assert (undone.account.spendable, undone.account.held) == (5, 0)
    assert Posting("shop", -5) in undone.postings


@pytest.mark.parametrize("kind", [Kind.HOLD, Kind.VOID, Kind.HOLD_EXPIRED, Kind.REVERSAL])
def test_what_has_its_own_way_back_is_not_reversed(kind: Kind):
    with pytest.raises(accounts.CannotBeReversed):
        accounts.reverse(holding((LATER, 5)), kind, [], [], earliest=EARLIEST, take_rest=False)


@given(st.lists(st.tuples(st.sampled_from("adhver"), st.integers(1, 9)), max_size=30))
def test_whatever_happens_every_transfer_balances_and_nothing_is_below_zero(steps):
    account, holds, totals = holding(), [], {}
    for what, points in steps:
        transfer = None
        if what == "a":
            transfer = accounts.award(account, points, date(2026, 11, points))
        elif what == "d":
            transfer = accounts.deduct(account, points)
        elif what == "h" and account.spendable >= points:
            transfer = accounts.hold(account, points)
            holds.append(transfer.lots)
        elif what == "v" and holds:
            transfer = accounts.release(account, holds.pop(), Kind.VOID, date(2026, 11, 5))
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
