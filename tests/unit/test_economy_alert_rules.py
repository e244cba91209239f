"""Boundaries of alerts (DOMAIN 16.4): both sides of every number, and what the data says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from economy.rules import alerts, find_alerts, watch
from economy.rules.alert_states import AlertAction, AlertEvent, AlertStatus
from economy.rules.alert_terms import AlertCode, AlertSubject, alert_rules, rule_of
from economy.rules.alerts import Alert, Finding
from economy.rules.assets import Asset, AssetKind, AssetStatus
from economy.rules.books import Period
from economy.rules.cash import CashBox
from economy.rules.contract_states import ContractStatus
from economy.rules.contracts import Base, Clauses, Contract, ContractKind, ContractPartyKind, Party
from economy.rules.find_alerts import Beside, BesideVoucher
from economy.rules.machines import Machine
from economy.rules.rents import Instalment
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Voucher
from economy.rules.watch import Stage
from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.ledger.postings import Posting
from kernel.problems import NotAllowed
from kernel.units import Tier
from tests.support.county import TOWN, VILLAGE

DAY = date(2026, 11, 23)
COMPANY = Party(ContractPartyKind.COMPANY, "公司", code="91140426MA0000001B")
NOBODY = Beside()


def contract(**more: Any) -> Contract:
    said: dict[str, Any] = {
        "id": "c",
        "village": VILLAGE,
        "kind": ContractKind.LEASE,
        "title": "合同",
        "asset": "a",
        "party": COMPANY,
        "begins_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "clauses": Clauses(),
        "rent": (Instalment(1, date(2027, 12, 10), 20_000),),
        "status": ContractStatus.IN_FORCE,
        "decision": "d",
    }
    return Contract(**said | more)


def codes(one: Contract, beside: Beside = NOBODY, today: date = DAY) -> list[AlertCode]:
    return [each.code for each in find_alerts.of_contract(one, beside, today)]


def asset(**more: Any) -> Asset:
    building = AssetKind.BUILDING
    return replace(Asset("a", VILLAGE, building, "库房", "村东", DAY, "集体"), **more)


def alert(**more: Any) -> Alert:
    finding = Finding(AlertCode.IDLE_LONG, 1, {"days": 7}, ())
    change = alerts.raised(None, VILLAGE, AlertSubject.ASSET, "a", finding, DAY)
    assert change is not None
    return replace(change.after, **more)


def somebody(role: Role, unit: str) -> Caller:
    return Caller("p", "演示", (Post(role, unit, date(2020, 1, 1)),))


# --- what is found


@pytest.mark.parametrize(("reference", "found"), [(14_285, []), (14_286, [AlertCode.RENT_LOW])])
def test_a_rent_of_seventy_percent_is_not_low_and_a_fen_of_reference_more_is(
    reference: int, found: list[AlertCode]
):
    # Ten thousand fen a year.
    assert codes(contract(), Beside(asset(reference_rent_fen=reference))) == found


@pytest.mark.parametrize(("fen", "found"), [(5_000_000, []), (5_000_001, [AlertCode.NO_TENDER])])
def test_a_lease_of_the_market_value_needs_no_bidding_and_a_fen_more_does(
    fen: int, found: list[AlertCode]
):
    rent = (Instalment(1, date(2027, 12, 10), fen),)

    assert codes(contract(rent=rent)) == found
    assert codes(contract(rent=rent, tender="晋交2026-1")) == []


@pytest.mark.parametrize(
    ("days", "grade"), [(181, None), (180, 1), (91, 1), (90, 2), (31, 2), (30, 3), (0, 3)]
)
def test_an_end_is_near_at_its_marks_and_not_a_day_before(days: int, grade: int | None):
    one = contract(ends_on=DAY + timedelta(days=days), rent=())

    found = find_alerts.of_contract(one, NOBODY, DAY)

    assert [each.grade for each in found] == ([grade] if grade else [])


@pytest.mark.parametrize(("days", "grade"), [(0, None), (1, 1), (29, 1), (30, 2), (89, 2), (90, 3)])
def test_rent_is_late_from_the_day_after_and_worse_at_thirty_and_ninety(
    days: int, grade: int | None
):
    one = contract(rent=(Instalment(1, DAY - timedelta(days=days), 20_000),))

    found = find_alerts.of_contract(one, NOBODY, DAY)

    assert [each.grade for each in found] == ([grade] if grade else [])


def test_a_claim_is_warned_of_at_two_and_a_half_years_and_barred_after_three():
    one = contract(
        ends_on=date(2024, 1, 1),
        status=ContractStatus.ENDED,
        rent=(Instalment(1, date(2023, 12, 1), 20_000),),
    )

    def grade(day: date) -> list[int]:
        found = find_alerts.of_contract(one, NOBODY, day)
        return [each.grade for each in found if each.code is AlertCode.BARRED_SOON]

    assert grade(date(2026, 5, 31)) == []
    assert grade(date(2026, 6, 1)) == grade(date(2026, 12, 1)) == [1]
    assert grade(date(2026, 12, 2)) == [2]


def test_a_term_is_measured_by_what_it_rests_on_as_that_is_now():
    base = contract(
        id="b", kind=ContractKind.LAND_CONTRACT, ends_on=date(2027, 12, 31), status="in_force"
    )
    one = contract(kind=ContractKind.LAND_TRANSFER, base=Base(base.ends_on, contract="b"), rent=())
    ended = replace(base, ended_on=date(2027, 12, 30))

    assert AlertCode.TERM_TOO_LONG not in codes(one, Beside(base=base))
    assert AlertCode.TERM_TOO_LONG in codes(one, Beside(base=ended))


@pytest.mark.parametrize(
    ("status", "begins_on", "found"),
    [
        (ContractStatus.DRAFT, DAY, [AlertCode.NO_DECISION]),
        (ContractStatus.DRAFT, DAY + timedelta(days=1), []),
        (ContractStatus.IN_FORCE, DAY + timedelta(days=1), [AlertCode.NO_DECISION]),
        (ContractStatus.WITHDRAWN, DAY, []),
        (ContractStatus.ENDED, DAY, []),
    ],
)
def test_a_draft_is_looked_at_from_the_day_its_term_begins(
    status: ContractStatus, begins_on: date, found: list[AlertCode]
):
    assert codes(contract(status=status, begins_on=begins_on, decision=None)) == found


def test_a_tenant_of_a_directors_family_is_found_and_any_other_household_not():
    tenant = Party(ContractPartyKind.MEMBER, "户主", "h-01")
    near = find_alerts.near_households(["h-05"], {"h-05": ["h-01", "h-09"]})

    assert codes(contract(party=tenant), Beside(near=near)) == [AlertCode.TENANT_NEAR_DIRECTOR]
    other = replace(tenant, household="h-02")
    assert codes(contract(party=other), Beside(near=near)) == []
    own = replace(tenant, household="h-05")
    assert codes(contract(party=own), Beside(near=near)) == [AlertCode.TENANT_NEAR_DIRECTOR]


def test_a_company_from_elsewhere_has_no_household_and_is_near_to_nobody():
    assert codes(contract(), Beside(near=frozenset({"h-05"}))) == []


def test_only_what_is_idle_is_idle_too_long():
    since = date(2026, 5, 22)
    assert find_alerts.of_asset(asset(idle_since=date(2026, 5, 23)), DAY) == []
    assert find_alerts.of_asset(asset(idle_since=since), DAY)
    assert find_alerts.of_asset(asset(idle_since=since, status=AssetStatus.LEASED), DAY) == []


@pytest.mark.parametrize(("days", "lapsed"), [(365, False), (366, True)])
def test_papers_hold_for_a_year_to_the_day(days: int, lapsed: bool):
    machine = Machine(None, "犁", DAY - timedelta(days=days))
    one = asset(kind=AssetKind.MACHINE, machine=machine, status=AssetStatus.IN_USE)

    assert bool(find_alerts.of_asset(one, DAY)) is lapsed
    assert find_alerts.of_asset(replace(one, status=AssetStatus.RETIRED), DAY) == []


@pytest.mark.parametrize(("days", "found"), [(15, False), (16, True)])
def test_a_voucher_waits_fifteen_days_for_its_approval(days: int, found: bool):
    lines = (Posting("102", 5), Posting("501", -5))
    one = Voucher("v", VILLAGE, "1", DAY, "收租金", lines, "收据", "h", "b")
    recorded_on = DAY - timedelta(days=days)

    assert bool(find_alerts.of_voucher(one, recorded_on, DAY, BesideVoucher())) is found
    approved = replace(one, status=VoucherStatus.APPROVED)
    assert find_alerts.of_voucher(approved, recorded_on, DAY, BesideVoucher()) == []


def test_a_period_is_late_the_day_after_it_was_due():
    one = Period(f"{VILLAGE}~2026-Q3", "o", DAY)

    assert find_alerts.of_period(one, DAY) == []
    assert find_alerts.of_period(one, DAY + timedelta(days=1))
    published = replace(one, publication="p")
    assert find_alerts.of_period(published, DAY + timedelta(days=1)) == []


def test_cash_may_be_its_limit_and_not_a_fen_more():
    noon = datetime.combine(DAY, time(12), clock.SHANGHAI)
    box = CashBox(VILLAGE, drawn_fen=500_000)

    assert find_alerts.of_cash(box, 500_000, noon) == []
    over = find_alerts.of_cash(replace(box, drawn_fen=500_001), 500_000, noon)
    assert [each.code for each in over] == [AlertCode.CASH_OVER_LIMIT]


# --- what becomes of it


def test_found_again_and_no_worse_is_nothing_new_and_worse_is():
    one = alert()
    finding = Finding(AlertCode.IDLE_LONG, 1, {}, ())

    assert alerts.raised(one, VILLAGE, AlertSubject.ASSET, "a", finding, DAY) is None
    worse = finding._replace(grade=2)
    change = alerts.raised(one, VILLAGE, AlertSubject.ASSET, "a", worse, DAY)
    assert change is not None
    assert (change.event, change.after.id, change.after.version) == (
        AlertEvent.WORSENED,
        one.id,
        2,
    )


def test_what_has_ended_ends_once():
    over = alerts.cleared(alert())
    assert over is not None
    assert alerts.cleared(over.after) is None


@pytest.mark.parametrize(("days", "due"), [(30, False), (31, True)])
def test_a_talk_is_due_when_a_month_after_the_check_is_over(days: int, due: bool):
    one = alert(status=AlertStatus.CHECKED, checked_on=DAY)

    assert (alerts.talk_due(one, DAY + timedelta(days=days)) is not None) is due
    assert alerts.talk_due(alert(), DAY + timedelta(days=400)) is None


@pytest.mark.parametrize(
    ("code", "role", "unit", "actions"),
    [
        (AlertCode.IDLE_LONG, Role.COLLECTIVE_DIRECTOR, VILLAGE, ["check"]),
        (AlertCode.IDLE_LONG, Role.COLLECTIVE_SUPERVISOR, VILLAGE, ["check"]),
        (AlertCode.IDLE_LONG, Role.BOOKKEEPER, VILLAGE, []),
        (AlertCode.IDLE_LONG, Role.COLLECTIVE_DIRECTOR, VILLAGE[:-1] + "9", []),
        (AlertCode.NO_DECISION, Role.COLLECTIVE_DIRECTOR, VILLAGE, []),
        (AlertCode.NO_DECISION, Role.TOWN_OFFICER, TOWN, ["check", "talk", "dismiss"]),
        (AlertCode.IDLE_LONG, Role.TOWN_OFFICER, TOWN[:-1] + "7", []),
        (AlertCode.IDLE_LONG, Role.COUNTY_OFFICER, TOWN[:6], []),
    ],
)
def test_what_the_village_would_ask_of_itself_the_town_asks(
    code: AlertCode, role: Role, unit: str, actions: list[str]
):
    assert alerts.actions_of(alert(code=code), somebody(role, unit)) == actions


def test_what_has_ended_or_was_dismissed_is_moved_by_nobody():
    town = somebody(Role.TOWN_OFFICER, TOWN)

    for status in (AlertStatus.CLEARED, AlertStatus.DISMISSED):
        assert alerts.actions_of(alert(status=status), town) == []


def test_a_director_dismisses_nothing():
    with pytest.raises(NotAllowed):
        alerts.move(
            alert(),
            AlertAction.DISMISS,
            "误报",
            somebody(Role.COLLECTIVE_DIRECTOR, VILLAGE),
            DAY,
        )


# --- the data


def test_every_kind_of_the_domain_has_its_rule_and_no_more():
    assert [one.code for one in alert_rules()] == list(AlertCode)


def test_what_a_village_would_find_of_its_own_acts_is_the_towns_to_check():
    towns = {one.code for one in alert_rules() if one.owner is Tier.TOWN}

    assert towns == {
        AlertCode.TERM_TOO_LONG,
        AlertCode.NO_DECISION,
        AlertCode.NO_TENDER,
        AlertCode.TENANT_NEAR_DIRECTOR,
        AlertCode.APPROVAL_MISSING,
        AlertCode.DEALING_NEAR,
        AlertCode.PAPER_TWICE,
    }


def test_what_is_owed_by_itself_has_no_second_clock():
    unfollowed = {one.code for one in alert_rules() if not one.follow}

    assert unfollowed == {
        AlertCode.EXPIRING,
        AlertCode.RENT_LATE,
        AlertCode.NOT_BANKED,
        AlertCode.UNPUBLISHED,
    }


def test_a_number_is_said_with_what_it_rests_on_and_is_no_law_here():
    number = rule_of(AlertCode.NOT_BANKED).number
    assert number is not None
    assert number.value == "7 working_days"
    for one in alert_rules():
        assert one.number is None or not one.number.law.on(DAY).is_law


# --- the night


def test_a_night_begins_at_two_and_the_next_one_a_day_later():
    def at(hour: int, minute: int = 0) -> datetime:
        return datetime.combine(DAY, time(hour, minute), clock.SHANGHAI)

    assert watch.next_night(at(1, 59)) == at(2)
    assert watch.next_night(at(2)) == at(2) + timedelta(days=1)


def test_a_look_goes_through_every_stage_once_and_sleeps_until_the_next_night():
    now = datetime.combine(DAY, time(2, 10), clock.SHANGHAI)
    one, seen = watch.begun(VILLAGE, now - timedelta(hours=1)), list[Stage]()

    for _ in Stage:
        seen.append(one.stage)
        half = watch.went_on(one, "cursor", now)
        assert (half.stage, half.cursor, half.wake_at) == (one.stage, "cursor", now)
        one = watch.went_on(half, None, now)

    assert seen == list(Stage)
    assert (one.stage, one.cursor, one.seen_at) == (Stage.CONTRACTS, None, now)
    assert one.wake_at == watch.next_night(now)
