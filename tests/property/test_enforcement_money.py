"""A late fee is exact and never above the fine, whatever is due, paid and frozen when."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.money import Frozen, Instalment, Payment, account

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days))
PARTS = st.lists(st.tuples(st.integers(1, 300_000), DAYS), min_size=1, max_size=5)
PAID = st.lists(st.builds(Payment, st.integers(1, 200_000), DAYS), max_size=5)


@st.composite
def frozen(draw: st.DrawFn) -> Frozen:
    since = draw(DAYS)
    return Frozen(since, draw(st.none() | st.integers(0, 60).map(lambda n: since + timedelta(n))))


FROZEN = st.lists(frozen(), max_size=3)


def by_hand(
    fine: int, parts: list[Instalment], paid: list[Payment], pauses: list[Frozen], today: date
) -> int:
    """The fee as the statute words it, day by day, in fractions."""
    fee = Fraction(0)
    for n in range((today - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        if any(p.since <= day and (p.to is None or day <= p.to) for p in pauses):
            continue
        due = sum(one.fen for one in parts if day > one.due_on)
        came = sum(one.fen for one in paid if one.on <= day)
        fee += Fraction(3, 100) * max(due - came, 0)
    return int(min(fee, Fraction(fine)))


@given(PARTS, PAID, FROZEN, DAYS, st.integers(1, 60))
def test_a_late_fee_is_exact_capped_and_never_shrinks(
    parts: list[tuple[int, date]],
    paid: list[Payment],
    pauses: list[Frozen],
    today: date,
    later: int,
) -> None:
    owed = [Instalment(*one) for one in parts]
    fine = sum(one.fen for one in owed)

    found = account(fine, owed, paid, pauses, today)

    assert found.late_fee == by_hand(fine, owed, paid, pauses, today)
    assert 0 <= found.late_fee <= fine
    assert type(found.late_fee) is int
    assert found.rest == max(fine + found.late_fee - found.paid, 0)
    assert account(fine, owed, paid, pauses, today + timedelta(later)).late_fee >= found.late_fee


@given(PARTS, FROZEN, DAYS)
def test_a_fine_paid_in_time_costs_nothing_more(
    parts: list[tuple[int, date]], pauses: list[Frozen], today: date
) -> None:
    owed = [Instalment(*one) for one in parts]
    paid = [Payment(one.fen, one.due_on) for one in owed]

    assert account(sum(one.fen for one in owed), owed, paid, pauses, today).late_fee == 0
