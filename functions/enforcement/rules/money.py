"""What a fine comes to: due in fifteen days, three percent a day when late, never more than itself, frozen in review and suit.

处罚法 Arts. 66, 67, 72, 73; everything in integer fen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from enforcement.rules.numbers import amount
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import corresponding, until
from kernel.clock import day_of
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text


@record
class Instalment:
    """A part of a fine and the last day it is to be paid; a deferral is one of the whole."""

    fen: int
    due_on: date


@record
class Payment:
    """What was paid at the bank, on a day."""

    fen: int
    on: date


@record
class Frozen:
    """Days of a review or suit, both included, on which no late fee is counted; no end: it goes on."""

    since: date
    to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the day is one of them."""
        return self.since <= day and (self.to is None or day <= self.to)


@record
class Account:
    """What is owed of a fine on a day, in fen."""

    fine: int
    late_fee: int
    paid: int

    @property
    def rest(self) -> int:
        """What is still to be paid, the late fee included; never below nothing."""
        return max(self.fine + self.late_fee - self.paid, 0)

    @property
    def is_settled(self) -> bool:
        """Whether fine and late fee are paid."""
        return self.rest == 0


class NotTheFine(GateShut):
    """Instalments add up to the fine, each more than nothing, in the order of their days."""

    slug = "not-the-fine"
    title = Text("分期金额不符", "Not the fine")
    said = Text(
        "各期金额之和须等于罚款，每期大于零，期限依次。",
        "Instalments add up to the fine, each more than nothing, one after the other.",
    )
    rests_on = "hardship"


class NoHardship(GateShut):
    """Time to pay is granted on the party's request, for hardship."""

    slug = "no-hardship"
    title = Text("未申请延期分期", "Not asked for")
    said = Text(
        "延期、分期须由确有经济困难的当事人申请。",
        "Time to pay is for a party in hardship that asked for it.",
    )
    rests_on = "hardship"


class TimeToPayTooLong(GateShut):
    """A fine is not put off for ever: what nobody has to pay for years was not imposed."""

    slug = "time-to-pay-too-long"
    title = Text("延期分期过长", "Time to pay too long")
    rests_on = "time_to_pay"


class PaidToTheOrgan(GateShut):
    """A fine is paid at a bank or electronically; the organ that decides never collects it itself."""

    slug = "paid-to-the-organ"
    title = Text("罚缴分离", "Paid to the organ")
    said = Text(
        "罚款应缴至指定银行或者电子支付系统，并附缴款凭证。",
        "A fine is paid at the bank or electronically; name its voucher.",
    )
    rests_on = "bank"


def due_on(received_at: datetime) -> date:
    """Return the last day a fine is paid in time: fifteen calendar days from receipt, moved on from a day off."""
    return day_of(until("payment", received_at) - timedelta(seconds=1))


def grant_time(
    fine: int, plan: Sequence[Instalment], received_at: datetime, *, asked_for_hardship: bool
) -> tuple[Instalment, ...]:
    """Return the instalments granted, or the one deferral.

    Raises
    ------
    NoHardship, NotTheFine, TimeToPayTooLong
        Nobody asked; they do not add up, or one is due before the fine itself would be; the last is due too long after.
    """
    if not asked_for_hardship:
        raise NoHardship
    days = [one.due_on for one in plan]
    due = due_on(received_at)
    right = sum(one.fen for one in plan) == fine and all(one.fen > 0 for one in plan)
    if not right or days != sorted(set(days)) or days[0] < due:
        raise NotTheFine
    end = corresponding(due, amount("time_to_pay"), "months")
    if days[-1] > end:
        raise TimeToPayTooLong(
            Text(f"最后一期不得晚于{end}。", f"The last is due no later than {end}."), until=end
        )
    return tuple(plan)


def refuse_cash(voucher: str | None) -> None:
    """Let a payment be recorded that a bank has seen.

    Raises
    ------
    PaidToTheOrgan
        There is no voucher of it.
    """
    if not (voucher or "").strip():
        raise PaidToTheOrgan


def voucher_known() -> InvalidFields:
    """Return the refusal of a voucher that stands for money already, here or in another case."""
    return InvalidFields.one("voucher", Text("该凭证已登记。", "Recorded already."))


def account(
    fine: int,
    owed: Sequence[Instalment],
    payments: Iterable[Payment],
    frozen: Iterable[Frozen],
    today: date,
) -> Account:
    """Return what is owed at the end of a day.

    The late fee is three percent a day of what of the *fine* was due and not paid that day, added up exactly and rounded down to a fen
    once, in the party's favour; never more than the fine. A day counts from the one after the last day to pay. What is paid goes to the fine
    first. A payment on a day stops that day's fee for its part.

    Parameters
    ----------
    owed
        When which part of the fine is due; the whole on one day without instalments.
    """
    paid = sorted(payments, key=lambda one: one.on)
    pauses = list(frozen)
    rate, cap = amount("late_fee"), fine * amount("late_fee_cap") // 100
    hundredths = 0
    day = min((one.due_on for one in owed), default=today) + timedelta(days=1)
    while day <= today and hundredths < cap * 100:
        if not any(one.holds_on(day) for one in pauses):
            due = sum(one.fen for one in owed if one.due_on < day)
            came = sum(one.fen for one in paid if one.on <= day)
            hundredths += max(due - came, 0) * rate
        day += timedelta(days=1)
    came = sum(one.fen for one in paid if one.on <= today)
    return Account(fine, min(hundredths // 100, cap), came)
