"""A machine is hired for some hours at its posted price; no two hires of it overlap (DOMAIN 16.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from economy.rules.asset_states import BOOKS, KEEPERS
from economy.rules.gates import EconomyGateShut
from economy.rules.machines import HireUnit, Machine, Part, price_of, refuse_lapsed, split, total_of
from economy.rules.rents import PaidHow, Payment
from economy.rules.terms import amount
from kernel.access import Caller, Role
from kernel.clock import day_of
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class HireOverlaps(EconomyGateShut):
    """Somebody has the machine in these hours."""

    slug = "hire-overlaps"
    title = Text("时段已被预约", "Hire overlaps")
    said = Text(
        "该时段已有预约，请另选时间。", "The machine is given out in these hours; choose others."
    )
    rests_on = "hire"


class MachineBooked(EconomyGateShut):
    """A machine is not let for hours in which somebody has booked it; `hires` are their ids."""

    slug = "machine-booked"
    title = Text("农机已有预约", "Machine booked")
    said = Text(
        "租期内该农机已有预约，请先取消预约或调整起租日。",
        "Somebody has booked the machine in the term of this lease: cancel that first, or let it begin later.",
    )
    rests_on = "hire"


class MeasuresOwn(EconomyGateShut):
    """Whoever had the work done does not enter how much it was: another of those who keep the machine does."""

    slug = "measures-own"
    title = Text("本人预约由他人登记", "Measures one's own")
    said = Text(
        "本人预约的作业，由集体经济组织其他人员登记完成量。",
        "How much was done for oneself is entered by another of those who keep the machine.",
    )
    rests_on = "apart"


class LicenceMissing(EconomyGateShut):
    """Who drives a machine that needs a licence names it."""

    slug = "licence-missing"
    title = Text("缺少操作证件", "Licence missing")
    said = Text("操作该农机须持相应证件，请填写证号。", "Its operator needs a licence; say which.")
    rests_on = "hire"


class MachineNotHere(EconomyGateShut):
    """A machine that is let by a contract, or given up, is not hired out."""

    slug = "machine-not-here"
    title = Text("农机不可预约", "Machine not here")
    said = Text("该农机已整体出租或处置。", "The machine is let as a whole, or given up.")
    rests_on = "hire"


class HireStatus(Named):
    """Where a hire stands."""

    BOOKED = "booked", "已预约", "booked"
    DONE = "done", "已作业，待付款", "done, to be paid"
    PAID = "paid", "已付款", "paid"
    CANCELLED = "cancelled", "已取消", "cancelled"


class HireAction(Named):
    """What is done with a hire."""

    FINISH = "finish", "登记作业量", "enter what was done"
    PAY = "pay", "登记付款", "enter the payment"
    UNPAY = "unpay", "付款凭证冲销", "take its voucher back"
    CANCEL = "cancel", "取消", "cancel it"


class HireEvent(Named):
    """What the history of a hire tells."""

    BOOKED = "booked", "预约", "booked"
    FINISHED = "finished", "作业完成", "done"
    PAID = "paid", "付款", "paid"
    UNPAID = "unpaid", "付款凭证已冲销", "its voucher taken back"
    CANCELLED = "cancelled", "取消", "cancelled"


class HireHolder(Named):
    """How somebody stands to a hire."""

    HIRER = "hirer", "预约人", "who booked it"
    KEEPER = "keeper", "集体经济组织负责人", "who acts for the collective"
    BOOKS = "books", "集体经济组织会计", "who keeps its books"


HIRE_ROLES: dict[HireHolder, frozenset[Role]] = {
    HireHolder.HIRER: frozenset({Role.RESIDENT}),
    HireHolder.KEEPER: KEEPERS,
    HireHolder.BOOKS: BOOKS,
}
_BOOKED, _DONE, _PAID = (
    frozenset({one}) for one in (HireStatus.BOOKED, HireStatus.DONE, HireStatus.PAID)
)

HIRES: StateTable[HireAction, HireStatus, HireHolder] = StateTable(
    Text("该预约", "The hire"),
    [
        Move(
            HireAction.FINISH,
            _BOOKED,
            HireStatus.DONE,
            (HireHolder.KEEPER, HireHolder.BOOKS),
            ("hundredths",),
            HireEvent.FINISHED,
        ),
        Move(
            HireAction.PAY,
            _DONE,
            HireStatus.PAID,
            (HireHolder.BOOKS,),
            ("how", "voucher"),
            HireEvent.PAID,
        ),
        Move(HireAction.UNPAY, _PAID, HireStatus.DONE, (), (), HireEvent.UNPAID),
        Move(
            HireAction.CANCEL,
            _BOOKED,
            HireStatus.CANCELLED,
            (HireHolder.HIRER, HireHolder.KEEPER),
            ("reason",),
            HireEvent.CANCELLED,
        ),
    ],
    statuses=names(HireStatus),
    actions=names(HireAction),
    holders=names(HireHolder),
    words={
        "hundredths": Text("请填写作业量。", "Say how much was done."),
        "how": Text("请选择付款方式。", "Say how it was paid."),
        "voucher": Text(
            "请注明已记账的收款凭证。", "Name the voucher in the books that brings it."
        ),
        "reason": Text("请说明取消原因。", "Say why."),
    },
)


@record
class Span:
    """Hours for which a machine is given out, and by which hire."""

    begins_at: datetime
    ends_at: datetime
    hire: str


@record
class MachineDay:
    """The hours of a day for which a machine is given out: what two hires of it at once meet on."""

    id: str
    spans: tuple[Span, ...] = ()
    version: int = 0


@record
class Hire:
    """A machine given out for some hours.

    Attributes
    ----------
    price_fen
        The posted price of a unit on the day it was booked; it holds for this hire.
    hundredths
        How many hundredths of a unit were done; None: not yet.
    parts
        Who of the machine's owners gets what, once it is done.
    payment
        How all of it was paid, and by which voucher; None: it is not.
    """

    id: str
    machine: str
    village: str
    hirer: str
    begins_at: datetime
    ends_at: datetime
    unit: HireUnit
    price_fen: int
    for_whom: str
    licence: str | None = None
    status: HireStatus = HireStatus.BOOKED
    hundredths: int | None = None
    total_fen: int | None = None
    parts: tuple[Part, ...] = ()
    payment: Payment | None = None
    version: int = 1


class HireCommand(NamedTuple):
    """A move, with what was said of it."""

    action: HireAction
    hundredths: int | None = None
    how: PaidHow | None = None
    voucher: str | None = None
    reason: str | None = None


class HireChange(NamedTuple):
    """A hire as it is afterwards, and what the history says of it."""

    after: Hire
    event: HireEvent


def days_of(begins_at: datetime, ends_at: datetime) -> list[date]:
    """Return the days in Beijing that hours touch."""
    first, last = day_of(begins_at), day_of(ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def book(hire: Hire, machine: Machine, taken: Iterable[MachineDay], now: datetime) -> HireChange:
    """Give a machine out for some hours.

    Parameters
    ----------
    taken
        The days it touches, as they are given out so far.

    Raises
    ------
    InvalidFields
        The hours are none, too many, or past.
    PapersLapsed, NoPostedPrice, LicenceMissing
        The machine is not given out now, not by this unit, or not to somebody without a licence.
    HireOverlaps
        Somebody has it in these hours.
    """
    hours = (hire.ends_at - hire.begins_at) / timedelta(hours=1)
    if not 0 < hours <= amount("hire_hours") or hire.begins_at < now:
        raise InvalidFields.one(
            "ends_at",
            Text(
                f"时段须在未来，且不超过 {amount('hire_hours')} 小时；更长的请签租赁合同。",
                f"Hours to come, {amount('hire_hours')} at most; for longer there is a lease.",
            ),
        )
    refuse_lapsed(machine, days_of(hire.begins_at, hire.ends_at)[-1])
    if machine.licence and not hire.licence:
        raise LicenceMissing
    spans = [span for day in taken for span in day.spans]
    if any(one.begins_at < hire.ends_at and hire.begins_at < one.ends_at for one in spans):
        raise HireOverlaps
    priced = replace(hire, price_fen=price_of(machine, hire.unit))
    return HireChange(priced, HireEvent.BOOKED)


def give_out(day: MachineDay, hire: Hire) -> MachineDay:
    """Return a day with a hire in it."""
    span = Span(hire.begins_at, hire.ends_at, hire.id)
    return replace(day, spans=(*day.spans, span), version=day.version + 1)


def free(day: MachineDay, hire: Hire) -> MachineDay:
    """Return a day without a hire."""
    left = tuple(span for span in day.spans if span.hire != hire.id)
    return replace(day, spans=left, version=day.version + 1)


def standing_of(hire: Hire, caller: Caller) -> frozenset[HireHolder]:
    """Return how somebody stands to a hire."""
    found = {
        holder
        for holder, roles in HIRE_ROLES.items()
        if holder is not HireHolder.HIRER and caller.post_at(hire.village, roles)
    }
    return frozenset(found | ({HireHolder.HIRER} if caller.person_id == hire.hirer else set()))


def actions_of(hire: Hire, caller: Caller) -> list[HireAction]:
    """Return what somebody may do with a hire now; nobody measures the work done for oneself."""
    standing = standing_of(hire, caller)
    own = {HireAction.FINISH} if caller.person_id == hire.hirer else set[HireAction]()
    return HIRES.open_to(hire.status, lambda holder: holder in standing, own)


def move(hire: Hire, machine: Machine, command: HireCommand, caller: Caller) -> HireChange:
    """Enter what was done and paid, or cancel a hire.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    MeasuresOwn
        The work was done for the caller.
    """
    row = HIRES.move(hire.status, command.action, offered=actions_of(hire, caller))
    standing = standing_of(hire, caller)
    HIRES.allow(row, lambda holder: holder in standing, lambda holder: HIRE_ROLES[holder])
    if command.action is HireAction.FINISH and caller.person_id == hire.hirer:
        raise MeasuresOwn
    HIRES.require_words(row, command)
    after = replace(hire, status=row.target, version=hire.version + 1)
    if command.hundredths is not None and command.action is HireAction.FINISH:
        total = total_of(hire.price_fen, command.hundredths)
        after = replace(
            after,
            hundredths=command.hundredths,
            total_fen=total,
            parts=split(total, machine.shares),
        )
    return HireChange(after, HireEvent(str(row.event)))


def paid(change: HireChange, how: PaidHow, voucher: str, on: date) -> HireChange:
    """Return a change by which the whole of a hire is paid by a voucher of some day."""
    assert change.after.total_fen is not None, "only what is done is paid"
    payment = Payment(on, change.after.total_fen, how, voucher)
    return change._replace(after=replace(change.after, payment=payment))


def unpay(hire: Hire) -> HireChange:
    """Let a hire be unpaid whose voucher is taken back: it is to be paid again.

    Raises
    ------
    IllegalMove
        It was not paid.
    """
    row = HIRES.move(hire.status, HireAction.UNPAY, offered=())
    after = replace(hire, status=row.target, payment=None, version=hire.version + 1)
    return HireChange(after, HireEvent(str(row.event)))
