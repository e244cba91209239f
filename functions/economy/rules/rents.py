"""Rents: when an instalment is late, what a call does, when a claim is barred (民法典 Arts. 188, 189, 195, 722; DOMAIN 16.3, 16.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from economy.rules.gates import EconomyGateShut
from economy.rules.terms import amount, amounts, years_after
from kernel.clock import months_after
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text


class NoSetOff(EconomyGateShut):
    """The income of a transfer is the farmer's: nothing is deducted from it or set off against it (承包法 Art. 39)."""

    slug = "no-set-off"
    title = Text("流转收益不得扣缴、抵销", "No set-off")
    said = Text(
        "流转收益归承包农户所有，任何组织和个人不得扣缴或者抵销。",
        "What a transfer brings is the farmer's: nothing is deducted or set off.",
    )
    rests_on = "farmer_decides"


class NothingLate(EconomyGateShut):
    """Only what is late is called in."""

    slug = "nothing-late"
    title = Text("没有逾期款项", "Nothing late")
    said = Text("没有逾期未付的款项，无须催收。", "Nothing is late: there is nothing to call in.")
    rests_on = "rent_late"


class CallStillRuns(EconomyGateShut):
    """A call gives a reasonable time; until it is over nobody is called again, and nothing is rescinded for it."""

    slug = "call-still-runs"
    title = Text("催收期限未满", "The call still runs")
    said = Text("上次催收给予的合理期限未满。", "The time the last call gave is not over.")
    rests_on = "rent_late"


class PaidHow(Named):
    """How an instalment was paid."""

    BANK = "bank", "转账", "by bank"
    CASH = "cash", "现金", "in cash"
    SET_OFF = "set_off", "抵销", "set off"


@record
class Payment:
    """That something of an instalment was paid: how, when, and by which voucher; None where it did not pass through the books."""

    on: date
    fen: int
    how: PaidHow
    voucher: str | None = None


@record
class Instalment:
    """A part of the rent, and what of it is paid.

    Attributes
    ----------
    mark
        The last mark of arrears that was reached, in days late; 0: none.
    owed
        What the village owes for it: obligations to call it in, one for each mark.
    """

    number: int
    due_on: date
    fen: int
    paid_fen: int = 0
    paid_on: date | None = None
    mark: int = 0
    owed: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()

    @property
    def open_fen(self) -> int:
        """What of it is not paid."""
        return self.fen - self.paid_fen


@record
class Call:
    """A letter that called in what was late.

    Attributes
    ----------
    until
        The last day of the time it gave.
    in_time
        Whether it came while the claim was not barred: then the three years run anew from it.
    paper
        The document that is kept of it.
    """

    on: date
    until: date
    fen: int
    in_time: bool
    paper: str
    number: str


def refuse_odd_plan(plan: Sequence[Instalment], begins_on: date, ends_on: date) -> None:
    """Let a plan stand whose instalments come one after the other within the term.

    Raises
    ------
    InvalidFields
        Two are of one day, or one is outside of the term.
    """
    days = [one.due_on for one in plan]
    if days != sorted(set(days)):
        raise InvalidFields.one(
            "rent", Text("各期付款日须依次递增。", "Each instalment is due after the one before.")
        )
    if any(not begins_on <= day <= ends_on for day in days):
        raise InvalidFields.one(
            "rent", Text("付款日须在合同期限内。", "Instalments are due within the term.")
        )


def days_late(one: Instalment, today: date) -> int:
    """Return for how many days an instalment is late; 0 where it is paid, or its day is not over."""
    return max(0, (today - one.due_on).days) if one.open_fen else 0


def late(plan: Iterable[Instalment], today: date) -> list[Instalment]:
    """Return what is late."""
    return [one for one in plan if days_late(one, today)]


def mark_reached(one: Instalment, today: date) -> int:
    """Return the last mark of arrears (1, 30, 90 days) an instalment has reached; 0: none."""
    days = days_late(one, today)
    return max((mark for mark in amounts("arrears_marks") if mark <= days), default=0)


def next_mark_on(one: Instalment) -> date | None:
    """Return the day on which an instalment reaches its next mark, if it is not paid before; None: there is no more."""
    ahead = [mark for mark in amounts("arrears_marks") if mark > one.mark]
    return one.due_on + timedelta(days=ahead[0]) if ahead and one.open_fen else None


def pay(plan: Sequence[Instalment], number: int, payment: Payment) -> tuple[Instalment, ...]:
    """Return a plan of which an instalment was paid, or a part of it.

    Raises
    ------
    InvalidFields
        There is no such instalment, or less of it is open.
    """
    one = next((each for each in plan if each.number == number), None)
    if one is None:
        raise InvalidFields.one(
            "instalment", Text("没有该期款项。", "There is no such instalment.")
        )
    if payment.fen > one.open_fen:
        raise InvalidFields.one(
            "fen",
            Text(
                f"该期未付 {one.open_fen} 分，不得超收。",
                f"{one.open_fen} fen of it are open: no more is taken.",
            ),
        )
    paid = replace(
        one,
        paid_fen=one.paid_fen + payment.fen,
        paid_on=payment.on,
        payments=(*one.payments, payment),
    )
    return tuple(paid if each.number == number else each for each in plan)


def runs_from(plan: Sequence[Instalment], calls: Iterable[Call]) -> date | None:
    """Return from which day the three years run: the last instalment's, or the last call that came in time; None without a rent."""
    if not plan:
        return None
    begun = max(one.due_on for one in plan)
    return max([begun, *(call.on for call in calls if call.in_time)])


def barred_after(plan: Sequence[Instalment], calls: Iterable[Call]) -> date | None:
    """Return the last day on which what is open can be claimed; None where nothing is."""
    begun = runs_from(plan, calls)
    if begun is None or not any(one.open_fen for one in plan):
        return None
    return years_after(begun, amount("limitation_years"))


def warned_on(plan: Sequence[Instalment], calls: Iterable[Call]) -> date | None:
    """Return the day on which half a year is left to claim (2.5 years); None where nothing is open."""
    begun = runs_from(plan, calls)
    if begun is None or not any(one.open_fen for one in plan):
        return None
    return months_after(begun, amount("limitation_warning_months"))


def may_call(plan: Iterable[Instalment], calls: Sequence[Call], today: date) -> bool:
    """Tell whether there is something late to call in, and no call whose time runs."""
    return bool(late(plan, today)) and not _runs(calls, today)


def _runs(calls: Sequence[Call], today: date) -> bool:
    return bool(calls) and today <= calls[-1].until


def call_in(
    plan: Sequence[Instalment], calls: Sequence[Call], today: date, *, paper: str, number: str
) -> Call:
    """Call in what is late, with a reasonable time to pay.

    Raises
    ------
    NothingLate
        Nothing is.
    CallStillRuns
        The time of the last call is not over.
    """
    owed = late(plan, today)
    if not owed:
        raise NothingLate
    if _runs(calls, today):
        raise CallStillRuns
    last = barred_after(plan, calls)
    return Call(
        today,
        today + timedelta(days=amount("reasonable_days")),
        sum(one.open_fen for one in owed),
        last is None or today <= last,
        paper,
        number,
    )


def refuse_before_call_is_over(
    plan: Sequence[Instalment], calls: Sequence[Call], today: date
) -> None:
    """Let a contract be rescinded for its rent only after a call whose time is over (民法典 Art. 722).

    Raises
    ------
    NothingLate, CallStillRuns
        Nothing is late, nobody called, or the time of the call is not over.
    """
    if not late(plan, today):
        raise NothingLate
    if not calls or _runs(calls, today):
        raise CallStillRuns


def owing(plan: Sequence[Instalment], ids: Mapping[int, str]) -> tuple[Instalment, ...]:
    """Return a plan of which instalments have come to be owed, each under an obligation's id."""
    return tuple(
        replace(one, owed=(*one.owed, ids[one.number])) if one.number in ids else one
        for one in plan
    )


def owed_by(plan: Iterable[Instalment]) -> list[str]:
    """Return the ids of all that is owed for some instalments."""
    return [each for one in plan for each in one.owed]


def settled(plan: Sequence[Instalment], done: Iterable[Instalment]) -> tuple[Instalment, ...]:
    """Return a plan of which some instalments are owed no more: they are paid, or were called in."""
    numbers = {one.number for one in done}
    return tuple(replace(one, owed=()) if one.number in numbers else one for one in plan)
