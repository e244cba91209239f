"""Fines in fen: on the spot, at the bank, late, frozen, in instalments, called in, before the court."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from enforcement.rules.collection import (
    CourtAskedLate,
    NotCalledIn,
    RemediesOpen,
    apply_until,
    is_given_up,
    refuse_application,
)
from enforcement.rules.liability import PartyKind
from enforcement.rules.money import (
    Frozen,
    Instalment,
    NoHardship,
    NotTheFine,
    PaidToTheOrgan,
    Payment,
    TimeToPayTooLong,
    account,
    due_on,
    grant_time,
    refuse_cash,
)
from enforcement.rules.officers import TooFewOfficers
from enforcement.rules.simple import (
    CollectionCase,
    FactsNotCertain,
    FormNotNumbered,
    NoReceipt,
    NotCollectedHere,
    NotOnTheSpot,
    OnTheSpot,
    bank_in_until,
    collect_on_the_spot,
    hand_in_until,
    penalise_on_the_spot,
)
from kernel.clock import SHANGHAI
from kernel.law import reference
from tests.unit.test_enforcement_powers import BOTH

AT = datetime(2026, 6, 1, 10, 0, tzinfo=SHANGHAI)
BASIS = (reference({"law": "administrative-penalty-law-2021", "articles": ["51"]}),)
FINE, DUE = 50000, date(2026, 6, 16)
WHOLE = [Instalment(FINE, DUE)]


def day(late: int) -> date:
    return DUE + timedelta(days=late)


def on_the_spot(party: PartyKind = PartyKind.PERSON, fine: int = 20000, **other) -> OnTheSpot:
    usual = {"facts_certain": True, "basis": BASIS, "form_number": "黎洪当罚〔2026〕1号"}
    return OnTheSpot(party, fine, **usual | other)


# The simple procedure


@pytest.mark.parametrize(
    ("party", "most"), [(PartyKind.PERSON, 20000), (PartyKind.ORGANISATION, 300000)]
)
def test_a_fine_on_the_spot_is_two_hundred_or_three_thousand_yuan_at_most(party, most) -> None:
    assert len(penalise_on_the_spot(on_the_spot(party, most), BOTH, AT)) == 2

    with pytest.raises(NotOnTheSpot) as refused:
        penalise_on_the_spot(on_the_spot(party, most + 1), BOTH, AT)

    assert refused.value.more["most"] == most


def test_two_hundred_and_one_yuan_take_the_ordinary_procedure() -> None:
    with pytest.raises(NotOnTheSpot, match="200 yuan"):
        penalise_on_the_spot(on_the_spot(fine=20100), BOTH, AT)


def test_a_warning_is_given_on_the_spot() -> None:
    assert penalise_on_the_spot(on_the_spot(fine=0), BOTH, AT)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"facts_certain": False}, FactsNotCertain),
        ({"basis": ()}, FactsNotCertain),
        ({"defence_heard": False}, FactsNotCertain),
        ({"form_number": None}, FormNotNumbered),
    ],
)
def test_the_simple_procedure_has_its_own_gates(changed, refusal) -> None:
    with pytest.raises(refusal):
        penalise_on_the_spot(on_the_spot(**changed), BOTH, AT)


def test_the_simple_procedure_takes_two_officers_too() -> None:
    with pytest.raises(TooFewOfficers):
        penalise_on_the_spot(on_the_spot(), BOTH[:1], AT)


@pytest.mark.parametrize(
    ("case", "fine", "simple", "asked", "passes"),
    [
        (CollectionCase.SMALL, 10000, True, False, True),
        (CollectionCase.SMALL, 10001, True, False, False),
        (CollectionCase.SMALL, 10000, False, False, False),
        (CollectionCase.HARD_LATER, 20000, True, False, True),
        (CollectionCase.HARD_LATER, 20000, False, False, False),
        (CollectionCase.REMOTE, 500000, False, True, True),
        (CollectionCase.REMOTE, 500000, False, False, False),
    ],
)
def test_a_fine_is_collected_on_the_spot_in_three_cases_only(
    case, fine, simple, asked, passes
) -> None:
    if passes:
        collect_on_the_spot(fine, case, simple=simple, asked_by_party=asked, receipt="晋财1")
        return
    with pytest.raises(NotCollectedHere):
        collect_on_the_spot(fine, case, simple=simple, asked_by_party=asked, receipt="晋财1")


def test_cash_is_taken_against_the_official_receipt() -> None:
    with pytest.raises(NoReceipt):
        collect_on_the_spot(
            10000, CollectionCase.SMALL, simple=True, asked_by_party=False, receipt=None
        )


def test_cash_is_at_the_bank_after_two_and_two_working_days() -> None:
    friday = datetime(2026, 9, 30, 16, 0, tzinfo=SHANGHAI)

    handed_in = hand_in_until(friday)

    assert handed_in == datetime(2026, 10, 9, 18, 0, tzinfo=SHANGHAI)
    assert bank_in_until(handed_in) == datetime(2026, 10, 12, 18, 0, tzinfo=SHANGHAI)


# Late


def test_a_fine_is_paid_in_time_on_the_fifteenth_day() -> None:
    assert due_on(AT) == DUE
    assert due_on(datetime(2026, 9, 18, 15, 0, tzinfo=SHANGHAI)) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("late", "fee"),
    [(0, 0), (1, 1500), (2, 3000), (33, 49500), (34, 50000), (40, 50000), (400, 50000)],
)
def test_three_percent_a_day_up_to_the_fine(late: int, fee: int) -> None:
    owed = account(FINE, WHOLE, [], [], day(late))

    assert owed.late_fee == fee
    assert owed.rest == FINE + fee


def test_a_review_filed_on_the_fifth_late_day_freezes_the_fee() -> None:
    review = Frozen(day(5), day(20))

    fees = [account(FINE, WHOLE, [], [review], day(late)).late_fee for late in (4, 5, 20, 21)]

    assert fees == [6000, 6000, 6000, 7500]


def test_a_suit_that_goes_on_freezes_the_fee_with_no_end() -> None:
    assert account(FINE, WHOLE, [], [Frozen(day(1))], day(300)).late_fee == 0


def test_what_is_paid_in_part_is_late_in_part_only() -> None:
    half = [Payment(FINE // 2, day(2))]

    assert account(FINE, WHOLE, half, [], day(4)).late_fee == 1500 + 3 * 750


def test_a_payment_on_the_last_day_costs_nothing_and_on_the_next_one_day() -> None:
    for late, rest in ((0, 0), (1, 0), (2, 1500)):
        owed = account(FINE, WHOLE, [Payment(FINE, day(late))], [], day(10))
        assert owed.rest == rest
        assert owed.is_settled == (rest == 0)


def test_a_fen_is_rounded_once_and_down() -> None:
    assert [account(33, [Instalment(33, DUE)], [], [], day(n)).late_fee for n in (1, 2, 34)] == [
        0,
        1,
        33,
    ]


# Instalments

PLAN = [Instalment(20000, date(2026, 7, 1)), Instalment(30000, date(2026, 8, 1))]


def test_instalments_are_late_each_from_its_own_day() -> None:
    granted = grant_time(FINE, PLAN, AT, asked_for_hardship=True)

    assert account(FINE, granted, [], [], date(2026, 7, 1)).late_fee == 0
    assert account(FINE, granted, [], [], date(2026, 7, 2)).late_fee == 600
    paid = [Payment(20000, date(2026, 7, 1))]
    assert account(FINE, granted, paid, [], date(2026, 8, 2)).late_fee == 900


@pytest.mark.parametrize(
    "plan",
    [
        [],
        PLAN[:1],
        [*PLAN, Instalment(1, date(2026, 9, 1))],
        PLAN[::-1],
        [Instalment(FINE, date(2026, 6, 15))],
        [Instalment(0, date(2026, 7, 1)), Instalment(FINE, date(2026, 8, 1))],
        [Instalment(20000, date(2026, 7, 1)), Instalment(30000, date(2026, 7, 1))],
    ],
)
def test_instalments_that_are_not_the_fine_are_refused(plan) -> None:
    with pytest.raises(NotTheFine):
        grant_time(FINE, plan, AT, asked_for_hardship=True)


def test_a_fine_is_put_off_for_a_year_at_most() -> None:
    last = date(DUE.year + 1, DUE.month, DUE.day)

    assert grant_time(FINE, [Instalment(FINE, last)], AT, asked_for_hardship=True)
    with pytest.raises(TimeToPayTooLong):
        grant_time(FINE, [Instalment(FINE, last + timedelta(days=1))], AT, asked_for_hardship=True)


def test_time_to_pay_is_asked_for_in_hardship() -> None:
    with pytest.raises(NoHardship):
        grant_time(FINE, PLAN, AT, asked_for_hardship=False)


@pytest.mark.parametrize("voucher", [None, " "])
def test_the_organ_never_takes_the_money_itself(voucher) -> None:
    refuse_cash("工行1")

    with pytest.raises(PaidToTheOrgan):
        refuse_cash(voucher)


# Demand and court

REMEDIES_END = date(2026, 12, 1)
DEMANDED = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)


def midnight(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


A_MOMENT = timedelta(milliseconds=1)


def test_the_court_is_asked_after_the_remedies_and_within_three_months() -> None:
    first, last = midnight("2026-12-02"), midnight("2027-03-02")

    assert apply_until(REMEDIES_END) == last
    refuse_application(DEMANDED, REMEDIES_END, first)
    refuse_application(DEMANDED, REMEDIES_END, last - A_MOMENT)
    with pytest.raises(RemediesOpen):
        refuse_application(DEMANDED, REMEDIES_END, first - A_MOMENT)
    with pytest.raises(CourtAskedLate):
        refuse_application(DEMANDED, REMEDIES_END, last)


def test_the_court_is_asked_ten_working_days_after_the_demand() -> None:
    demanded = midnight("2026-12-02")
    over = midnight("2026-12-17")

    refuse_application(demanded, REMEDIES_END, over)
    with pytest.raises(NotCalledIn):
        refuse_application(demanded, REMEDIES_END, over - A_MOMENT)
    with pytest.raises(NotCalledIn):
        refuse_application(None, REMEDIES_END, over)


def test_an_execution_suspended_for_three_years_is_given_up() -> None:
    assert not is_given_up(date(2026, 6, 1), date(2029, 6, 1))
    assert is_given_up(date(2026, 6, 1), date(2029, 6, 2))
