"""Cash in hand: what was drawn may be spent, what was received is banked within seven days banks are open, and only so much lies there (DOMAIN 16.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from economy.rules.chart import AccountUse, Chart
from economy.rules.gates import EconomyGateShut
from economy.rules.money_terms import money_law, money_limit
from economy.rules.terms import morning_of
from economy.rules.vouchers import Voucher
from kernel.record import record
from kernel.texts import Text
from kernel.working_time import add


class SpentFromReceipts(EconomyGateShut):
    """Cash that was received goes to the bank; only what was drawn from it is spent (坐支)."""

    slug = "spent-from-receipts"
    title = Text("不得坐支现金", "Not from receipts")


class CashOverLimit(EconomyGateShut):
    """No more is drawn than may lie in cash; what is received may be more, and goes to the bank."""

    slug = "cash-over-limit"
    title = Text("超过库存现金限额", "Cash over its limit")


@record
class CashBox:
    """The cash of a collective.

    Attributes
    ----------
    drawn_fen
        What was drawn from the bank and not spent.
    received_fen, since
        What was received and is not banked, and since which day something of it has lain there.
    owed
        The obligation to bank it.
    """

    id: str
    drawn_fen: int = 0
    received_fen: int = 0
    since: date | None = None
    owed: str | None = None
    version: int = 0

    @property
    def fen(self) -> int:
        """All there is."""
        return self.drawn_fen + self.received_fen


class CashChange(NamedTuple):
    """The box afterwards, and whether something is to be banked from now on, or is banked."""

    after: CashBox
    begins: bool
    ends: bool


def take_in(box: CashBox, voucher: Voucher, chart: Chart, limit_fen: int) -> CashChange:
    """Return the box after a voucher is in the books; unmoved where the voucher moves no cash.

    Parameters
    ----------
    limit_fen
        How much may lie in cash.

    Raises
    ------
    CashOverLimit
        More is drawn than may lie there.
    SpentFromReceipts
        More is spent than was drawn, or more banked than there is.
    """
    cash = voucher.fen_on(chart.used_for(AccountUse.CASH))
    if not cash:
        return CashChange(box, begins=False, ends=False)
    bank = voucher.fen_on(chart.used_for(AccountUse.BANK))
    # What moves between cash and bank, with the sign of the cash; the rest was received or spent.
    between = _between(cash, bank)
    drawn, received = _moved(box, between, cash - between, takes_back=voucher.reverses is not None)
    if drawn < 0:
        law = money_law("cash")
        raise SpentFromReceipts(
            Text(
                f"收取的现金须存入银行，只能从提取的备用金中支付，备用金余额 {box.drawn_fen} 分。",
                f"Cash received goes to the bank; of what was drawn {box.drawn_fen} fen are left to spend.",
            ),
            citation=law,
        )
    if between > 0 and not voucher.reverses and drawn + received > limit_fen:
        raise CashOverLimit(
            Text(
                f"库存现金限额 {limit_fen} 分，提取后为 {drawn + received} 分。",
                f"{limit_fen} fen may lie in cash; there would be {drawn + received}.",
            ),
            citation=money_law("cash"),
        )
    since = (box.since or voucher.on) if received else None
    after = replace(
        box, drawn_fen=drawn, received_fen=received, since=since, version=box.version + 1
    )
    return CashChange(
        after,
        begins=box.since is None and since is not None,
        ends=box.since is not None and not since,
    )


def due_at(since: date) -> datetime:
    """Return until when what was received on a day is at the bank."""
    return add(morning_of(since), money_limit("banked_within")).at


def is_late(box: CashBox, now: datetime) -> bool:
    """Tell whether something received should have been banked by now (DOMAIN 16.4)."""
    return box.since is not None and now > due_at(box.since)


def _moved(box: CashBox, between: int, other: int, *, takes_back: bool) -> tuple[int, int]:
    """Return what is drawn and what is received afterwards; a voucher that takes another back undoes it where it was done."""
    drawn, received = box.drawn_fen, box.received_fen
    if takes_back:
        # What was received by mistake goes from what is received; what was spent so is there to be spent again.
        received += max(between, 0)
        back = min(received, max(-other, 0))
        return drawn + min(between, 0) + other + back, received - back
    banked = min(received, max(-between, 0))
    return drawn + between + banked + min(other, 0), received - banked + max(other, 0)


def _between(cash: int, bank: int) -> int:
    if cash * bank >= 0:
        return 0
    return min(cash, -bank) if cash > 0 else max(cash, -bank)
