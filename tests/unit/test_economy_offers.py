"""What is offered with vouchers, hires, assets and alerts: each step exactly to whom it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from economy.rules import alerts, assets, hires, vouchers
from economy.rules.alert_states import ALERTS, AlertAction, AlertStatus
from economy.rules.alert_terms import AlertCode, AlertSubject
from economy.rules.asset_states import ASSETS, AssetAction, AssetStatus
from economy.rules.chart import read_chart
from economy.rules.contracts import Near
from economy.rules.dealings import MOST_NEAR, Dealing, DealingKind, DealsWithOwn, Officers
from economy.rules.machines import HireUnit, Machine, Price
from economy.rules.terms import document
from economy.rules.voucher_states import VOUCHERS, VoucherAction, VoucherStatus
from kernel.access import Caller, Post, Role
from kernel.ledger.postings import Posting
from kernel.states import StateTable
from tests.support.county import VILLAGE
from tests.support.hazards import NOW, somebody
from tests.support.offers import EVERYBODY, SHUT_BY_THE_TABLE, Tried, lies, outlasting

CHART, TODAY = read_chart(document("accounts")), date(2026, 11, 23)
PLOUGH = Machine("晋04", "收割机", date(2026, 1, 1), prices=(Price(HireUnit.MU, 6000),))
TOLD = Near("director", "watcher", TODAY)
OFFICERS = Officers(homes=frozenset({"h-01"}))
_LOAN = Dealing(DealingKind.LOAN, "演示农资店01")
_FULL = tuple(Near(f"p-{one}", "watcher", TODAY) for one in range(MOST_NEAR))
DEALINGS: Mapping[str, Dealing | None] = {
    "nothing for anybody": None,
    "a loan": _LOAN,
    "a loan to a director's household": replace(_LOAN, household="h-01"),
    "a loan to somebody told to be near": replace(_LOAN, near=(TOLD,)),
    "an advance to a director's household": Dealing(DealingKind.OTHER, "户", "h-01"),
    "an advance of which as many are told as may be": Dealing(DealingKind.OTHER, "户", near=_FULL),
}
_ALL_POSTS = (Role.COLLECTIVE_DIRECTOR, Role.BOOKKEEPER, Role.CASHIER)
BOTH = Caller("both", "both", tuple(Post(one, VILLAGE, TODAY) for one in _ALL_POSTS))
"""Whoever keeps the books, the money and the collective: in a small village that is one person."""
COLLECTIVE = (
    somebody("director", Role.COLLECTIVE_DIRECTOR, VILLAGE),
    somebody("books", Role.BOOKKEEPER, VILLAGE),
    somebody("cashier", Role.CASHIER, VILLAGE),
    somebody("watcher", Role.COLLECTIVE_SUPERVISOR, VILLAGE),
    somebody("elsewhere", Role.COLLECTIVE_DIRECTOR, f"{VILLAGE[:-3]}299"),
    BOTH,
)
ANYBODY = pytest.mark.parametrize(
    "caller", [*EVERYBODY, *COLLECTIVE], ids=lambda one: one.person_id
)


def voucher(
    status: VoucherStatus, *, of_both: str | None = None, cash: bool = True
) -> vouchers.Voucher:
    lines = (Posting("102" if cash else "112", 100), Posting("501", -100))
    one = vouchers.Voucher(
        *("v", VILLAGE, "1", TODAY, "收租金", lines, "收据1", "h", "b"),
        status=status,
        approver=None if status is VoucherStatus.RECORDED else "a",
    )
    match of_both:
        case "handler":
            return replace(one, handler="both")
        case "recorder":
            return replace(one, recorder="both")
        case "approver":
            return replace(one, approver=one.approver and "both")
        case _:
            return one


def tried_voucher(
    caller: Caller,
    status: VoucherStatus,
    of_both: str | None,
    *,
    cash: bool,
    dealing: Dealing | None = None,
) -> Tried:
    one = replace(voucher(status, of_both=of_both, cash=cash), dealing=dealing)

    def step(action: VoucherAction) -> object:
        return vouchers.move(one, action, "重复", caller, CHART, TODAY, TOLD, OFFICERS)

    return Tried(
        VOUCHERS,
        lambda: vouchers.actions_of(one, caller, OFFICERS),
        step,
        (*SHUT_BY_THE_TABLE, vouchers.SamePerson, DealsWithOwn),
    )


@pytest.mark.parametrize("dealing", DEALINGS)
@pytest.mark.parametrize("cash", [True, False])
@pytest.mark.parametrize("of_both", [None, "handler", "recorder", "approver"])
@pytest.mark.parametrize("status", VoucherStatus)
@ANYBODY
def test_a_step_with_a_voucher_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, status: VoucherStatus, of_both: str | None, dealing: str, *, cash: bool
) -> None:
    tried = tried_voucher(caller, status, of_both, cash=cash, dealing=DEALINGS[dealing])

    assert lies(tried) == []


def test_whoever_recorded_a_voucher_may_make_it_void_and_is_not_offered_to_approve_it() -> None:
    one = voucher(VoucherStatus.RECORDED, of_both="recorder")

    assert vouchers.actions_of(one, BOTH) == [VoucherAction.VOID]


def tried_hire(caller: Caller, hirer: str, status: hires.HireStatus) -> Tried:
    span = (NOW + timedelta(hours=1), NOW + timedelta(hours=5))
    hire = hires.Hire(*("h", "m", VILLAGE, hirer, *span, HireUnit.MU, 6000, "村东"), status=status)

    def step(action: hires.HireAction) -> object:
        command = hires.HireCommand(action, 150, hires.PaidHow.BANK, "v1", "下雨")
        return hires.move(hire, PLOUGH, command, caller)

    shut_by = (*SHUT_BY_THE_TABLE, hires.MeasuresOwn)
    return Tried(hires.HIRES, lambda: hires.actions_of(hire, caller), step, shut_by)


@pytest.mark.parametrize("status", hires.HireStatus)
@pytest.mark.parametrize("hirer", ["owner", "director"])
@ANYBODY
def test_a_step_with_a_hire_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, hirer: str, status: hires.HireStatus
) -> None:
    assert lies(tried_hire(caller, hirer, status)) == []


def tried_asset(caller: Caller, machine: Machine | None, status: AssetStatus) -> Tried:
    kind = assets.AssetKind.MACHINE if machine else assets.AssetKind.BUILDING
    asset = assets.Asset(
        *("a", VILLAGE, kind, "库房", "村东", TODAY, "集体"), status=status, machine=machine
    )

    def step(action: AssetAction) -> object:
        command = assets.AssetCommand(
            *(action, TODAY, 100, "评估所", assets.Found.PRESENT, PLOUGH.prices, "理由", "d-1")
        )
        return assets.move(asset, command, caller, TODAY)

    return Tried(ASSETS, lambda: assets.actions_of(asset, caller), step)


@pytest.mark.parametrize("status", AssetStatus)
@pytest.mark.parametrize("machine", [PLOUGH, None], ids=["machine", "building"])
@ANYBODY
def test_a_step_with_an_asset_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, machine: Machine | None, status: AssetStatus
) -> None:
    assert lies(tried_asset(caller, machine, status)) == []


def tried_alert(caller: Caller, code: AlertCode, status: AlertStatus) -> Tried:
    alert = alerts.Alert(
        *("x", VILLAGE, code, AlertSubject.CONTRACT, "c", 1, {}, (), TODAY), status=status
    )

    def step(action: AlertAction) -> object:
        return alerts.move(alert, action, "已核", caller, TODAY)

    return Tried(ALERTS, lambda: alerts.actions_of(alert, caller), step)


@pytest.mark.parametrize("status", AlertStatus)
@pytest.mark.parametrize("code", [AlertCode.EXPIRING, AlertCode.NO_DECISION])
@ANYBODY
def test_a_step_with_an_alert_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, code: AlertCode, status: AlertStatus
) -> None:
    assert lies(tried_alert(caller, code, status)) == []


STANDINGS: Mapping[StateTable[Any, Any, Any], Callable[[Caller], Iterable[Tried]]] = {
    VOUCHERS: lambda who: (
        tried_voucher(who, one, None, cash=True, dealing=DEALINGS["a loan"])
        for one in VoucherStatus
    ),
    hires.HIRES: lambda who: (tried_hire(who, "owner", one) for one in hires.HireStatus),
    ASSETS: lambda who: (tried_asset(who, PLOUGH, one) for one in AssetStatus),
    ALERTS: lambda who: (tried_alert(who, AlertCode.EXPIRING, one) for one in AlertStatus),
}


@pytest.mark.parametrize("table", STANDINGS, ids=lambda one: one.thing.en)
def test_a_row_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch, table: StateTable[Any, Any, Any]
) -> None:
    tried = [one for who in (*EVERYBODY, *COLLECTIVE) for one in STANDINGS[table](who)]

    assert outlasting(monkeypatch, table, tried) == []
