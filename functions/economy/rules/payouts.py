"""Paying members their shares of a distribution: by vouchers in the books, to named members, each share whole and once (DOMAIN 16.2; ours)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from economy.rules.books import Distribution
from economy.rules.chart import AccountUse, Chart
from economy.rules.gates import EconomyGateShut
from economy.rules.payments import VoucherBringsLess, money_in, taken_for
from economy.rules.vouchers import PaysShares, Voucher
from kernel.problems import InvalidFields
from kernel.texts import Text


class SharePaid(EconomyGateShut):
    """A share is paid once; `members` have theirs."""

    slug = "share-paid"
    title = Text("份额收益已发放", "Share paid already")
    said = Text("所列成员中有人该年度收益已发放。", "Some of these members have their share.")
    rests_on = "paid_by_books"


class SharesPaidOut(EconomyGateShut):
    """What members were paid of a distribution that was taken back is taken back first; then it is made anew."""

    slug = "shares-paid-out"
    title = Text("收益已发放", "Shares are paid out")
    said = Text(
        "该年度收益已有发放，须先冲销发放凭证，再重新分配。",
        "Shares of this year are paid: take those vouchers back first, then distribute anew.",
    )
    rests_on = "paid_by_books"


def pays_out(voucher: Voucher, chart: Chart) -> int:
    """Return how much a voucher pays of what members are owed: by money, or set off against income and what they owe."""
    owed = voucher.fen_on(chart.used_for(AccountUse.PAYABLE))
    return max(0, min(owed, taken_for(voucher, chart) - money_in(voucher, chart)))


def pay_shares(
    made: Distribution, year: int, members: Sequence[str], voucher: Voucher, chart: Chart
) -> tuple[Distribution, Voucher]:
    """Return a distribution of which some members have their whole share, and the voucher that paid them.

    Raises
    ------
    InvalidFields
        A member has no share in it, or is named twice.
    SharePaid
        Somebody has the share already.
    VoucherBringsLess
        Less of the voucher is left than all these shares come to.
    """
    parts = made.plan.parts
    if len(set(members)) < len(members) or any(not parts.get(one) for one in members):
        raise InvalidFields.one(
            "members",
            Text(
                "须为该年度分配方案中的成员，每人一次。",
                "Members who have a share in it, each once.",
            ),
        )
    paid = [one for one in members if made.paid_by(one)]
    if paid:
        raise SharePaid(members=paid)
    fen = sum(parts[one] for one in members)
    left = max(0, pays_out(voucher, chart) - sum(one.fen for one in voucher.pays))
    if fen > left:
        raise VoucherBringsLess(
            Text(
                f"所列份额合计 {fen} 分，该凭证可用于发放的余额为 {left} 分。",
                f"These shares come to {fen} fen, {left} fen of this voucher are left to pay out.",
            ),
            left_fen=left,
        )
    by_voucher = dict(made.paid or {})
    by_voucher[voucher.id] = (*by_voucher.get(voucher.id, ()), *members)
    after = replace(made, paid=by_voucher, version=made.version + 1)
    pays = (*voucher.pays, PaysShares(year, fen, len(members)))
    return after, replace(voucher, pays=pays, version=voucher.version + 1)


def unpaid_shares(made: Distribution, voucher: str) -> Distribution:
    """Return a distribution of which a voucher that was taken back has paid nothing."""
    left = {name: members for name, members in (made.paid or {}).items() if name != voucher}
    return replace(made, paid=left or None, version=made.version + 1)
