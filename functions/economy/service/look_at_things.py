"""Look at things of a village with all that the rules of alerts ask for beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from economy.rules import find_alerts
from economy.rules.alert_terms import AlertSubject
from economy.rules.alerts import Alert, Finding
from economy.rules.cash import CashBox
from economy.rules.contracts import Contract
from economy.rules.dealings import NOBODY
from economy.rules.find_alerts import Beside, BesideVoucher
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Voucher
from economy.service.near_directors import near_directors, officers_of
from economy.service.see_books import read_cash
from economy.store import money, things
from kernel import clock
from kernel.clock import day_of
from kernel.ids import made_at

_KEPT: dict[AlertSubject, Any] = {
    AlertSubject.CONTRACT: things.CONTRACTS,
    AlertSubject.ASSET: things.ASSETS,
    AlertSubject.VOUCHER: money.VOUCHERS,
    AlertSubject.PERIOD: money.PERIODS,
    AlertSubject.CASH: money.CASH,
}


def find_of(
    about: AlertSubject, village: str, many: Sequence[Any]
) -> Iterator[tuple[str, list[Finding]]]:
    """Give what stands out today of things of a kind, by their ids."""
    today = clock.today()
    match about:
        case AlertSubject.CONTRACT:
            yield from _of_contracts(village, many)
        case AlertSubject.ASSET:
            yield from ((one.id, find_alerts.of_asset(one, today)) for one in many)
        case AlertSubject.VOUCHER:
            yield from _of_vouchers(village, many)
        case AlertSubject.PERIOD:
            yield from ((one.id, find_alerts.of_period(one, today)) for one in many)
        case AlertSubject.CASH:
            yield from ((one.id, _of_cash(one)) for one in many)


def load_and_find(alert: Alert) -> list[Finding]:
    """Return what stands out today of the thing an alert is about."""
    there = [one for one in _KEPT[alert.about].load_all([alert.subject]) if one is not None]
    return [each for _, found in find_of(alert.about, alert.village, there) for each in found]


def _of_contracts(village: str, many: Sequence[Contract]) -> Iterator[tuple[str, list[Finding]]]:
    assets = _by_id(things.ASSETS.load_all({one.asset for one in many if one.asset}))
    bases = {one.base.contract for one in many if one.base and one.base.contract}
    contracts = _by_id(things.CONTRACTS.load_all(bases))
    lets = any(one.party.household for one in many)
    near = near_directors(village) if lets else frozenset[str]()
    for one in many:
        base = one.base.contract if one.base else None
        beside = Beside(assets.get(one.asset), contracts.get(base), near)
        yield one.id, find_alerts.of_contract(one, beside, clock.today())


def _of_vouchers(village: str, many: Sequence[Voucher]) -> Iterator[tuple[str, list[Finding]]]:
    shared = {each for one in many for each in one.also_in}
    others = _by_id([*many, *money.VOUCHERS.load_all(shared - {one.id for one in many})])
    backs = {one.reversed_by for one in others.values() if one.reversed_by}
    taking = _by_id(money.VOUCHERS.load_all(backs))

    def stands(one: Voucher | None) -> bool:
        if one is None or one.status is VoucherStatus.VOID:
            return False
        back = taking.get(one.reversed_by)
        return back is None or back.status is not VoucherStatus.POSTED

    officers = officers_of(village) if any(one.dealing for one in many) else NOBODY
    for one in many:
        same = tuple(each for each in one.also_in if stands(others.get(each)))
        beside = BesideVoucher(stands(one), same, officers)
        recorded_on = day_of(made_at(one.id))
        yield one.id, find_alerts.of_voucher(one, recorded_on, clock.today(), beside)


def _by_id(many: Sequence[Any]) -> dict[str | None, Any]:
    return {one.id: one for one in many if one is not None}


def _of_cash(box: CashBox) -> list[Finding]:
    return find_alerts.of_cash(box, read_cash(box.id).limit_fen, clock.now())
