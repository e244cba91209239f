"""Boundaries of contracts (DOMAIN 16.3, 18.3.9): terms, rents, limitation, gates, reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assembly.rules.routing import routing
from economy.rules import contract_terms, rents, wake_contracts
from economy.rules import gates_of_contracts as gates
from economy.rules.assets import Asset, AssetKind, AssetStatus, Land, LandClass
from economy.rules.carried import Act
from economy.rules.contract_states import ContractEvent, ContractStatus
from economy.rules.contracts import (
    Base,
    Clauses,
    Contract,
    ContractKind,
    ContractPartyKind,
    Mandate,
    Party,
    Posting,
    TownApproval,
)
from economy.rules.deciding import (
    Decided,
    DecidedByWrongBody,
    MajorityMissed,
    NotDecided,
    require_decision,
)
from economy.rules.rents import Call, Instalment
from kernel import clock
from tests.support.county import VILLAGE

FROM = date(2026, 12, 1)
WHOLE = Clauses("种植", "权利义务", "按年", "归农户", "赔偿", "安全")
OUTSIDER = Party(ContractPartyKind.OUTSIDER, "外村人")
COMPANY = Party(ContractPartyKind.COMPANY, "公司", code="91140426MA0000001B")
MEMBER = Party(ContractPartyKind.MEMBER, "户主", "h-01")
PLOT = Asset(
    "a", VILLAGE, AssetKind.LAND, "地块", "村东", FROM, "集体", land=Land(100, LandClass.ARABLE)
)
HALL = Asset("b", VILLAGE, AssetKind.BUILDING, "库房", "村东", FROM, "集体")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.SHANGHAI)


def contract(kind: ContractKind = ContractKind.LEASE, **more: Any) -> Contract:
    said: dict[str, Any] = {
        "id": "c",
        "village": VILLAGE,
        "kind": kind,
        "title": "合同",
        "asset": "a",
        "party": COMPANY,
        "begins_on": FROM,
        "ends_on": date(2028, 11, 30),
        "clauses": WHOLE,
        "rent": (Instalment(1, date(2026, 12, 10), 1000), Instalment(2, date(2027, 12, 10), 1000)),
    }
    return Contract(**said | more)


def transfer(**more: Any) -> Contract:
    said: dict[str, Any] = {
        "party": OUTSIDER,
        "ends_on": date(2027, 12, 31),
        "mandate": Mandate("h-01", FROM, date(2028, 12, 31), "档号"),
        "base": Base(date(2027, 12, 31), certificate="证"),
        "land_class": LandClass.ARABLE,
    }
    return contract(ContractKind.LAND_TRANSFER, **said | more)


def signed(**more: Any) -> Contract:
    return contract(status=ContractStatus.IN_FORCE, signed_on=FROM, number="1号", **more)


# Terms


def test_a_lease_of_twenty_years_is_one_and_of_a_day_more_is_refused():
    twenty = contract(begins_on=FROM, ends_on=date(2046, 11, 30))

    gates.refuse_unfit(twenty, HALL)
    with pytest.raises(contract_terms.TermTooLong) as refused:
        gates.refuse_unfit(replace(twenty, ends_on=date(2046, 12, 1)), HALL)

    assert refused.value.more["latest"] == "2046-11-30"
    assert refused.value.more["citation"].articles == ("705",)


def test_a_transfer_ends_with_what_the_farmer_holds_the_plot_by_and_not_a_day_later():
    last = transfer()

    gates.refuse_unfit(last, PLOT)
    with pytest.raises(contract_terms.TermTooLong) as refused:
        gates.refuse_unfit(replace(last, ends_on=date(2028, 1, 1)), PLOT)

    assert refused.value.more["citation"].articles == ("38",)


def test_a_transfer_ends_with_its_mandate():
    mandate = Mandate("h-01", FROM, date(2027, 6, 30), "档号")

    gates.refuse_unfit(transfer(mandate=mandate, ends_on=date(2027, 6, 30)), PLOT)
    with pytest.raises(contract_terms.TermTooLong):
        gates.refuse_unfit(transfer(mandate=mandate, ends_on=date(2027, 7, 1)), PLOT)


@pytest.mark.parametrize(
    ("land", "last"),
    [
        (LandClass.ARABLE, date(2056, 11, 30)),
        (LandClass.GRASS, date(2076, 11, 30)),
        (LandClass.WOOD, date(2096, 11, 30)),
        (LandClass.WASTE, date(2076, 11, 30)),
    ],
)
def test_land_is_contracted_for_the_term_of_its_class_and_not_a_day_more(land: Any, last: date):
    one = contract(ContractKind.LAND_CONTRACT, land_class=land, party=MEMBER, ends_on=last)
    plot = replace(PLOT, land=Land(100, land))

    gates.refuse_unfit(one, plot)
    with pytest.raises(contract_terms.TermTooLong):
        gates.refuse_unfit(replace(one, ends_on=last + timedelta(days=1)), plot)


def test_a_transfer_may_be_registered_from_five_years_on_and_not_a_day_before():
    base = Base(date(2040, 1, 1), certificate="证")
    five = transfer(ends_on=date(2031, 11, 30), base=base)

    assert wake_contracts.is_registrable(five)
    assert not wake_contracts.is_registrable(replace(five, ends_on=date(2031, 11, 29)))
    assert "registrable" in wake_contracts.warnings_of(five, FROM)


def test_a_transfer_without_a_mandate_is_not_even_drafted():
    with pytest.raises(gates.NoMandate):
        gates.refuse_unfit(transfer(mandate=None), PLOT)


# Items


@pytest.mark.parametrize("item", ["use", "rights", "payment", "compensation", "breach"])
def test_a_transfer_names_all_its_items(item: str):
    lacking = transfer(clauses=replace(WHOLE, **{item: None}), party=MEMBER)

    with pytest.raises(gates.ItemsMissing) as refused:
        gates.refuse_unready(lacking, None)

    assert [one.field for one in refused.value.more["errors"]] == [f"clauses.{item}"]


def test_a_lease_names_its_duties_of_safety():
    with pytest.raises(gates.ItemsMissing):
        gates.refuse_unready(contract(clauses=replace(WHOLE, safety=None)), None)


def test_a_lease_of_a_machine_that_needs_a_licence_names_it():
    with pytest.raises(gates.ItemsMissing) as refused:
        gates.refuse_incomplete(contract(needs_licence=True))
    gates.refuse_incomplete(contract(needs_licence=True, clauses=replace(WHOLE, licence="R")))

    assert [one.field for one in refused.value.more["errors"]] == ["clauses.licence"]


# Who decides


@pytest.mark.parametrize(
    ("yes", "roll", "passes"), [(20, 30, True), (19, 30, False), (7, 10, True), (6, 10, False)]
)
def test_land_takes_two_thirds_of_all_members_not_of_those_present(
    yes: int, roll: int, passes: bool
):
    found = Decided("m", VILLAGE, "land_contract", True, "collective_members_meeting", yes, roll)

    if passes:
        assert require_decision("land_contract", found, VILLAGE) is found
        return
    with pytest.raises(MajorityMissed):
        require_decision("land_contract", found, VILLAGE)


def test_a_council_decides_a_lease_with_more_than_half_of_all_directors():
    council = Decided("m", VILLAGE, "collective_lease", True, "collective_council", 3, 5)

    assert require_decision("lease", council, VILLAGE)
    with pytest.raises(MajorityMissed):
        require_decision("lease", council._replace(yes=3, roll=6), VILLAGE)


@pytest.mark.parametrize("body", ["collective_representatives_meeting", "collective_council", None])
def test_representatives_do_not_decide_on_land_and_the_article_is_named(body: str | None):
    found = Decided("m", VILLAGE, "land_contract", True, body, 30, 30)

    with pytest.raises(DecidedByWrongBody) as refused:
        require_decision("land_to_outsiders", found, VILLAGE)

    assert refused.value.more["citation"].articles == ("26", "28")
    assert "第二十八条" in refused.value.detail.zh


@pytest.mark.parametrize(
    "found",
    [
        None,
        Decided("m", VILLAGE[:-1] + "9", "land_contract", True, "collective_members_meeting", 9, 9),
        Decided("m", VILLAGE, "collective_income", True, "collective_members_meeting", 9, 9),
        Decided("m", VILLAGE, "land_contract", False, "collective_members_meeting", 9, 9),
    ],
)
def test_only_this_villages_own_passed_decision_on_such_a_matter_counts(found: Decided | None):
    with pytest.raises(NotDecided):
        require_decision("land_contract", found, VILLAGE)


# Members first, the town


def test_an_outsider_comes_after_the_members_had_their_time():
    posted = Posting(noon(FROM), noon(date(2026, 12, 17)))

    with pytest.raises(gates.MembersFirst):
        gates.refuse_unready(transfer(), None)
    gates.refuse_unready(transfer(posting=posted), None)


def test_land_let_to_an_outsider_needs_the_towns_approval():
    assembly = Decided("m", VILLAGE, "land_contract", True, "collective_members_meeting", 9, 9)
    let = contract(ContractKind.LAND_CONTRACT, party=OUTSIDER, land_class=LandClass.ARABLE)
    carries = gates.carries_of(let)
    assert carries is not None
    assembly = assembly._replace(items=(carries,))

    with pytest.raises(gates.TownApprovalMissing) as refused:
        gates.refuse_unready(let, assembly)
    gates.refuse_unready(replace(let, approval=TownApproval(FROM, "有能力", "town")), assembly)

    assert refused.value.more["citation"].articles == ("52",)


def test_a_companys_transfer_needs_the_towns_review_and_a_members_none():
    posted = Posting(noon(FROM), noon(date(2026, 12, 17)))

    with pytest.raises(gates.TownApprovalMissing) as refused:
        gates.refuse_unready(transfer(party=COMPANY, posting=posted), None)
    gates.refuse_unready(transfer(party=MEMBER), None)

    assert refused.value.more["citation"].articles == ("45",)


# Rents


def test_an_instalment_is_late_from_the_day_after_its_own():
    one = Instalment(1, date(2026, 12, 10), 1000)

    assert rents.days_late(one, date(2026, 12, 10)) == 0
    assert rents.days_late(one, date(2026, 12, 11)) == 1
    assert rents.days_late(replace(one, paid_fen=1000), date(2026, 12, 11)) == 0


@pytest.mark.parametrize(("days", "mark"), [(0, 0), (1, 1), (29, 1), (30, 30), (89, 30), (90, 90)])
def test_arrears_reach_their_marks_on_the_first_the_thirtieth_and_the_ninetieth_day(
    days: int, mark: int
):
    one = Instalment(1, FROM, 1000)

    assert rents.mark_reached(one, FROM + timedelta(days=days)) == mark


def plan() -> tuple[Instalment, ...]:
    return (Instalment(1, date(2020, 6, 1), 1000), Instalment(2, date(2021, 6, 1), 1000))


def called(on: date, calls: tuple[Call, ...] = ()) -> Call:
    return rents.call_in(plan(), calls, on, paper="p", number="1")


def test_the_three_years_run_from_the_last_instalment():
    assert rents.barred_after(plan(), ()) == date(2024, 6, 1)


def test_a_call_a_day_before_the_three_years_are_over_starts_them_anew():
    call = called(date(2024, 5, 31))

    assert call.in_time
    assert rents.barred_after(plan(), [call]) == date(2027, 5, 31)


def test_a_call_on_the_last_day_is_in_time_and_a_day_later_it_is_kept_and_starts_nothing():
    assert called(date(2024, 6, 1)).in_time
    late = called(date(2024, 6, 2))

    assert not late.in_time
    assert rents.barred_after(plan(), [late]) == date(2024, 6, 1)


def test_half_a_year_before_a_claim_is_barred_it_is_told():
    due = replace(signed(rent=plan(), ends_on=date(2030, 1, 1)), reminded=None)

    before = wake_contracts.wake(due, noon(date(2023, 11, 30)))
    on_the_day = wake_contracts.wake(before.after, noon(date(2023, 12, 1)))

    assert ContractEvent.BARRED_SOON not in before.events
    assert ContractEvent.BARRED_SOON in on_the_day.events


def test_a_call_gives_fifteen_days_and_only_then_a_contract_is_rescinded_for_its_rent():
    call = called(date(2021, 7, 1))

    with pytest.raises(rents.CallStillRuns):
        rents.refuse_before_call_is_over(plan(), [call], date(2021, 7, 16))
    rents.refuse_before_call_is_over(plan(), [call], date(2021, 7, 17))
    with pytest.raises(rents.CallStillRuns):
        rents.refuse_before_call_is_over(plan(), [], date(2021, 7, 17))


def test_what_is_not_late_is_not_called_in():
    with pytest.raises(rents.NothingLate):
        called(date(2020, 6, 1))


# Reminders


@pytest.mark.parametrize(
    ("days", "mark"), [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (0, 30)]
)
def test_an_end_is_near_at_a_hundred_and_eighty_ninety_and_thirty_days(days: int, mark: int | None):
    one = signed()

    assert wake_contracts.mark_near(one, one.ends_on - timedelta(days=days)) == mark


def test_each_mark_is_told_of_once_and_the_contract_ends_the_day_after_its_last():
    one = signed(rent=(), party=MEMBER)
    told: list[tuple[date, str]] = []
    while (at := wake_contracts.wakes_at(one)) is not None:
        woken = wake_contracts.wake(one, at)
        told += [(at.date(), str(event)) for event in woken.events]
        one = woken.after

    ends = one.ends_on
    assert told == [
        *((ends - timedelta(days=mark), "expiring") for mark in (180, 90, 30)),
        (ends + timedelta(days=1), "ended"),
    ]
    assert one.status is ContractStatus.ENDED


def test_a_rent_below_seventy_percent_of_the_reference_is_looked_at():
    assert not wake_contracts.is_rent_low(signed(reference_rent_fen=1427))
    assert wake_contracts.is_rent_low(signed(reference_rent_fen=1430))


def test_a_transfer_that_is_not_filed_is_warned_of_and_stands():
    one = transfer(status=ContractStatus.IN_FORCE)

    assert "not_filed" in wake_contracts.warnings_of(one, FROM)
    assert "not_filed" not in wake_contracts.warnings_of(replace(one, filed_on=FROM), FROM)


def test_a_lease_over_the_market_value_without_a_tender_is_warned_of():
    high = (Instalment(1, FROM, 5_000_001),)

    assert "no_tender" in wake_contracts.warnings_of(signed(rent=high), FROM)
    assert "no_tender" not in wake_contracts.warnings_of(
        signed(rent=(Instalment(1, FROM, 5_000_000),)), FROM
    )
    assert "no_tender" not in wake_contracts.warnings_of(signed(rent=high, tender="晋农交1"), FROM)


def test_what_is_idle_for_more_than_six_months_is_looked_at():
    idle = replace(HALL, idle_since=date(2026, 1, 15), status=AssetStatus.IDLE)

    assert not idle.is_idle_too_long(date(2026, 7, 15))
    assert idle.is_idle_too_long(date(2026, 7, 16))


def test_what_a_matter_may_carry_is_what_is_carried_out_here():
    kinds = [kind for routes in routing().versions.values() for kind in routes]

    assert {act for kind in kinds for act in kind.carries} == {str(one) for one in Act}
