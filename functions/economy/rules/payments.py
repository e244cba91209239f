"""Rent, hires, and the vouchers that bring them: each is paid by what is in the books, no voucher pays more than it brings, and one taken back pays nothing.

The books are the proof (DOMAIN 16.2; ours): who enters a payment names its voucher and types no money that nobody booked. What a transfer of a
farmer's land brings is the farmer's own (承包法 Art. 39) and need not pass through the collective's books.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from economy.rules.chart import AccountKind, AccountUse, Chart
from economy.rules.contracts import Contract, ContractKind
from economy.rules.gates import EconomyGateShut
from economy.rules.rents import Instalment, PaidHow, Payment
from economy.rules.voucher_states import VoucherStatus
from economy.rules.vouchers import Brings, Voucher
from kernel.problems import InvalidFields
from kernel.texts import Text

MOST_PAID = 20
"""Instalments and hires that one voucher pays: with the most lines it may have, all of it is taken back in one transaction."""

_MONEY = {PaidHow.BANK: AccountUse.BANK, PaidHow.CASH: AccountUse.CASH}


class VoucherBringsLess(EconomyGateShut):
    """A voucher pays what it brings, and each fen of it once; `left_fen` is what it has left."""

    slug = "voucher-brings-less"
    title = Text("凭证金额不足", "The voucher brings less")
    rests_on = "paid_by_books"


def needs_voucher(contract: Contract) -> bool:
    """Tell whether what a contract brings passes through the collective's books: all but a farmer's own transfer."""
    return contract.kind is not ContractKind.LAND_TRANSFER


def brings(voucher: Voucher, how: PaidHow, chart: Chart) -> int:
    """Return how much a voucher brings in a way: money in, or a debt of the collective less, against income or what is owed to it.

    Money moved from the bank to the cash box, or borrowed, brings nothing.
    """
    payable = chart.used_for(AccountUse.PAYABLE)
    if how is PaidHow.SET_OFF:
        return max(0, min(voucher.fen_on(payable), taken_for(voucher, chart)))
    side = voucher.fen_on(chart.used_for(_MONEY[how]))
    return max(0, min(side, money_in(voucher, chart), taken_for(voucher, chart, payable)))


def money_in(voucher: Voucher, chart: Chart) -> int:
    """Return by how much a voucher makes the collective's money more; less than nought: it goes out."""
    return sum(voucher.fen_on(chart.used_for(use)) for use in _MONEY.values())


def taken_for(voucher: Voucher, chart: Chart, *besides: str) -> int:
    """Return what a voucher books as income, or off what is owed to the collective, or off the accounts named `besides`."""
    money = {chart.used_for(use) for use in _MONEY.values()}
    earning = {one.code for one in chart.of_kind(AccountKind.INCOME, AccountKind.ASSET)} - money
    accounts = earning.union(besides)
    return -sum(min(0, each.amount) for each in voucher.postings if each.account in accounts)


def require_booked(
    voucher: Voucher | None, village: str, on: date | None, *, stands: bool
) -> Voucher:
    """Return a voucher that may pay something.

    Parameters
    ----------
    on
        On which day it was paid, as somebody says; None: nobody said, it is the voucher's.
    stands
        Whether it is in the books, and nothing that is in them takes it back.

    Raises
    ------
    InvalidFields
        There is no such voucher of this village in the books, or it is of another day.
    """
    if (
        voucher is None
        or voucher.village != village
        or voucher.status is not VoucherStatus.POSTED
        or voucher.reverses is not None
        or not stands
    ):
        raise InvalidFields.one(
            "voucher",
            Text(
                "须注明本村已记账、未被冲销的收款凭证。",
                "Name a voucher of this village that is in the books and not taken back.",
            ),
        )
    if on is not None and on != voucher.on:
        raise InvalidFields.one(
            "on",
            Text(
                f"收款日期须与凭证一致（{voucher.on}）。",
                f"The day is the voucher's ({voucher.on}).",
            ),
        )
    return voucher


def paid_by(voucher: Voucher, part: Brings, how: PaidHow, chart: Chart) -> Voucher:
    """Return a voucher in the books that has paid something of a contract, or a hire.

    Raises
    ------
    InvalidFields
        It pays as many things already as one may.
    VoucherBringsLess
        Less of it is left.
    """
    if len(voucher.brings) >= MOST_PAID:
        raise InvalidFields.one(
            "voucher",
            Text(
                f"一张凭证最多收 {MOST_PAID} 笔款，请另填凭证。",
                f"A voucher pays {MOST_PAID} things at most: record another.",
            ),
        )
    left = brings(voucher, how, chart) - sum(one.fen for one in voucher.brings)
    if part.fen > left:
        raise VoucherBringsLess(
            Text(
                f"该凭证可用于收款的余额为 {max(left, 0)} 分。",
                f"{max(left, 0)} fen of this voucher are left.",
            ),
            left_fen=max(left, 0),
        )
    return replace(voucher, brings=(*voucher.brings, part), version=voucher.version + 1)


def unpaid_by(contract: Contract, voucher: str) -> Contract:
    """Return a contract of which a voucher that was taken back has paid nothing: what is late is late again, and arrears run on.

    What fell due after the contract had ended early, and was paid ahead by it, is not owed any more.
    """
    rent: list[Instalment] = []
    for one in contract.rent:
        kept = tuple(each for each in one.payments if each.voucher != voucher)
        if len(kept) == len(one.payments):
            rent.append(one)
            continue
        gone = sum(each.fen for each in one.payments) - sum(each.fen for each in kept)
        after = replace(
            one,
            paid_fen=one.paid_fen - gone,
            paid_on=_last_day(kept),
            payments=kept,
            mark=0,
        )
        ended = contract.ended_on
        if after.paid_fen or ended is None or after.due_on <= ended:
            rent.append(after)
    return replace(contract, rent=tuple(rent), barred_warned=False, version=contract.version + 1)


def _last_day(payments: Sequence[Payment]) -> date | None:
    return max((one.on for one in payments), default=None)
