"""Books always balance, and a distribution sums to its amount, whatever the vouchers and shares."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from economy.rules import cash, distribution, statements
from economy.rules.cash import CashBox, SpentFromReceipts
from economy.rules.chart import Chart, read_chart
from economy.rules.distribution import NothingToShare
from economy.rules.terms import document
from economy.rules.vouchers import Voucher
from kernel.ledger.postings import Posting

CHART: Chart = read_chart(document("accounts"))
CODES = st.sampled_from(sorted(CHART.accounts))
DAY = date(2026, 11, 23)
FEN = st.integers(1, 10**11)
SHARES = st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 10**6), max_size=60)


@st.composite
def entries(draw: st.DrawFn) -> list[Posting]:
    """A balanced entry on any accounts."""
    some = draw(st.lists(st.tuples(CODES, st.integers(-(10**9), 10**9)), min_size=1, max_size=6))
    lines = [Posting(*line) for line in some]
    return [*lines, Posting(draw(CODES), -sum(line.amount for line in lines))]


def summed(books: list[list[Posting]]) -> dict[str, int]:
    return statements.added({each.account: each.amount} for entry in books for each in entry)


@given(st.lists(entries(), max_size=20))
def test_books_always_balance(books: list[list[Posting]]):
    sheet = statements.balance_sheet(summed(books), CHART)

    assert sheet.balances
    assert sheet.year_fen == statements.income_sheet(summed(books), CHART).net_fen


@given(FEN, SHARES.filter(lambda shares: sum(shares.values()) > 0))
def test_a_division_sums_to_the_amount_and_is_a_fen_off_nobody(fen: int, shares: dict[str, int]):
    parts, whole = distribution.divide(fen, shares), sum(shares.values())

    assert sum(parts.values()) == fen
    for who, share in shares.items():
        assert fen * share // whole <= parts[who] <= fen * share // whole + 1
        assert share or not parts[who]


@given(FEN, SHARES.filter(lambda shares: sum(shares.values()) > 0))
def test_whoever_holds_more_gets_no_less(fen: int, shares: dict[str, int]):
    parts = distribution.divide(fen, shares)
    ordered = sorted(shares, key=lambda who: shares[who])
    for less, more in pairwise(ordered):
        assert shares[less] == shares[more] or parts[less] <= parts[more]


@given(FEN, st.integers(0, 10**11), st.integers(0, 100), SHARES)
def test_losses_reserve_and_shares_are_the_income_and_nothing_else(
    income: int, losses: int, percent: int, shares: dict[str, int]
):
    try:
        made = distribution.plan(income, losses, percent, shares)
    except NothingToShare:
        return

    assert losses + made.reserve_fen + made.shared_fen == income
    assert made.reserve_fen * 100 >= (income - losses) * percent
    assert sum(each.amount for each in distribution.postings_of(made, CHART)) == 0


@given(st.lists(entries(), max_size=10), FEN, SHARES.filter(lambda s: sum(s.values()) > 0))
def test_books_balance_after_a_distribution(
    books: list[list[Posting]], income: int, shares: dict[str, int]
):
    try:
        made = distribution.plan(income, 0, 30, shares)
    except NothingToShare:
        return
    after = [*books, list(distribution.postings_of(made, CHART))]
    assert statements.balance_sheet(summed(after), CHART).balances


@given(st.lists(st.tuples(st.sampled_from("rsbd"), st.integers(1, 500)), max_size=40))
def test_cash_is_what_was_drawn_and_received_and_never_below_zero(moves: list[tuple[str, int]]):
    """Received, spent, banked, drawn in any order: what the rules let pass leaves the box as the account says."""
    box, account = CashBox("v"), 0
    for kind, fen in moves:
        lines = {
            "r": (("101", fen), ("501", -fen)),
            "s": (("513", fen), ("101", -fen)),
            "b": (("102", fen), ("101", -fen)),
            "d": (("101", fen), ("102", -fen)),
        }[kind]
        one = Voucher("v", "v", "1", DAY, "", tuple(Posting(*line) for line in lines), "", "h", "b")
        try:
            box = cash.take_in(box, one, CHART, 10**6).after
        except SpentFromReceipts:
            continue
        account += one.fen_on("101")
        assert box.fen == account >= 0
        assert min(box.drawn_fen, box.received_fen) >= 0
        assert (box.since is not None) == (box.received_fen > 0)
