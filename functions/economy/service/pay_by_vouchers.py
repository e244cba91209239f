"""Let a voucher in the books pay rent, a hire, or members' shares, and let all of it be unpaid when the voucher is taken back: one way for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from economy.rules import hires, payments, payouts
from economy.rules.books import Distribution
from economy.rules.contract_states import ContractEvent
from economy.rules.rents import PaidHow
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Brings, Voucher
from economy.service.books_state import stands_in_books
from economy.store import money, things
from economy.store.money_rows import CHART
from kernel.actors import Actor
from kernel.problems import InvalidFields
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


def pay_by_voucher(
    work: UnitOfWork,
    voucher_id: str | None,
    village: str,
    part: Brings,
    how: PaidHow,
    on: date | None = None,
) -> Voucher:
    """Let a voucher of a village pay something; of two payments at once one meets what the other left of it.

    Raises
    ------
    InvalidFields
        There is no such voucher in the books, it is of another day, or pays enough already.
    VoucherBringsLess
        Less of it is left.
    """
    voucher = _booked(work, voucher_id, village, on)
    after = payments.paid_by(voucher, part, how, CHART.current().value)
    money.VOUCHERS.save(work, after)
    return after


def pay_shares(
    work: UnitOfWork, village: str, year: int, members: Sequence[str], voucher_id: str, by: Actor
) -> Distribution:
    """Let a voucher pay members their shares of a year's distribution, each once.

    Raises
    ------
    NotFound
        The year's income is not distributed.
    InvalidFields, SharePaid, VoucherBringsLess
        The distribution or the voucher is not in the books, somebody has no share or has it already, or the voucher pays less.
    """
    made = money.DISTRIBUTIONS.require(work, f"{village}~{year}")
    entered = money.VOUCHERS.require(work, made.voucher)
    if entered.status is not VoucherStatus.POSTED or not stands_in_books(work, entered.id):
        raise InvalidFields.one(
            "year",
            Text(
                "该年度分配凭证未记账或已冲销。",
                "The voucher of this year's distribution is not in the books, or taken back.",
            ),
        )
    voucher = _booked(work, voucher_id, village)
    after, paying = payouts.pay_shares(made, year, members, voucher, CHART.current().value)
    money.VOUCHERS.save(work, paying)
    # Nobody takes the distribution back meanwhile.
    work.write(money.unmoved_voucher(entered))
    step = Step("shares_paid", by, unit=village, details={"voucher": voucher_id})
    money.DISTRIBUTIONS.save(work, after, step)
    return after


def unpay_by_voucher(work: UnitOfWork, voucher_id: str, by: Actor) -> None:
    """Let everything be unpaid that a voucher paid which is taken back now."""
    voucher = money.VOUCHERS.require(work, voucher_id)
    told = {"voucher": voucher_id}
    for contract_id in _each(one.contract for one in voucher.brings):
        contract = things.CONTRACTS.require(work, contract_id)
        unpaid = payments.unpaid_by(contract, voucher_id)
        step = Step(str(ContractEvent.UNPAID), by, unit=unpaid.village, details=told)
        things.CONTRACTS.save(work, unpaid, step)
    for hire_id in _each(one.hire for one in voucher.brings):
        change = hires.unpay(things.HIRES.require(work, hire_id))
        step = Step(str(change.event), by, unit=change.after.village, details=told)
        things.HIRES.save(work, change.after, step)
    for year in dict.fromkeys(one.year for one in voucher.pays):
        made = money.DISTRIBUTIONS.require(work, f"{voucher.village}~{year}")
        step = Step("shares_unpaid", by, unit=voucher.village, details=told)
        money.DISTRIBUTIONS.save(work, payouts.unpaid_shares(made, voucher_id), step)
    # One that has paid nothing as well: who lets it pay something meanwhile meets this.
    money.VOUCHERS.save(work, replace(voucher, brings=(), pays=(), version=voucher.version + 1))


def _booked(
    work: UnitOfWork, voucher_id: str | None, village: str, on: date | None = None
) -> Voucher:
    found = money.VOUCHERS.find(work, voucher_id) if voucher_id else None
    stands = found is not None and stands_in_books(work, found.id)
    return payments.require_booked(found, village, on, stands=stands)


def _each(found: Iterable[str | None]) -> list[str]:
    return [one for one in dict.fromkeys(found) if one is not None]
