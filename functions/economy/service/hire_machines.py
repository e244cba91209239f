"""Hire a machine, enter what was done and paid, cancel, see when it is given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from economy.model.hire_requests import BookMachine
from economy.rules import hires
from economy.rules.assets import Asset
from economy.rules.hires import (
    Hire,
    HireCommand,
    HireEvent,
    HireStatus,
    MachineDay,
    MachineNotHere,
)
from economy.rules.machines import Machine
from economy.rules.vouchers import Brings
from economy.service.pay_by_vouchers import pay_by_voucher
from economy.service.seeing import seen_by
from economy.store import things
from economy.store.table import AnswerRow
from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork


def book_machine(
    work: UnitOfWork, machine_id: str, said: BookMachine, caller: Caller
) -> Seen[Hire]:
    """Book a machine for some hours; of two at once that overlap one meets the other's on the day they share.

    Raises
    ------
    NotFound
        There is no such machine.
    EconomyGateShut
        Its papers have lapsed, no price is posted, or somebody has it in these hours.
    TooOften
        Somebody books more than anybody needs.
    """
    asset = things.ASSETS.require(work, machine_id)
    machine = require_machine(asset)
    if not asset.is_here:
        raise MachineNotHere
    hire = said.as_hire(work.change_id, asset.village, machine_id, caller.person_id)
    days = _days(work, machine_id, hires.days_of(hire.begins_at, hire.ends_at))
    change = hires.book(hire, machine, days, clock.now())
    for day in days:
        things.MACHINE_DAYS.save(work, hires.give_out(day, change.after))
    work.write(counting(AnswerRow, "economy_hires", caller.person_id, clock.now()))
    _save(work, change, caller)
    return see(change.after, caller)


def move_hire(
    work: UnitOfWork, hire_id: str, command: HireCommand, caller: Caller, expected: Versions
) -> Seen[Hire]:
    """Enter what was done and paid, or cancel; a cancelled hire's hours are free again.

    Raises
    ------
    NotFound, StaleVersion
        There is no such hire, or another version of it.
    InvalidFields, VoucherBringsLess
        The voucher it was paid by is not in the books, or less of it is left than the hire costs.
    """
    hire = require_known(things.HIRES.find(work, hire_id), caller)
    refuse_stale(expected, hire.version)
    machine = require_machine(things.ASSETS.require(work, hire.machine))
    change = hires.move(hire, machine, command, caller)
    if change.event is HireEvent.PAID:
        change = _pay(work, change, command)
    if change.after.status is HireStatus.CANCELLED:
        for day in _days(work, hire.machine, hires.days_of(hire.begins_at, hire.ends_at)):
            things.MACHINE_DAYS.save(work, hires.free(day, hire))
    _save(work, change, caller, command.reason)
    return see(change.after, caller)


def see_hire(hire_id: str, caller: Caller) -> Seen[Hire]:
    """Return a hire as somebody sees it who has to do with it."""
    return see(require_known(things.HIRES.load(hire_id), caller), caller)


def see(hire: Hire, caller: Caller) -> Seen[Hire]:
    """Return a hire as somebody sees it."""
    return Seen(hire, hires.actions_of(hire, caller))


def require_known(hire: Hire | None, caller: Caller) -> Hire:
    """Return a hire that the caller has to do with.

    Raises
    ------
    NotFound
        There is none.
    """
    if hire is None or not hires.standing_of(hire, caller):
        raise NotFound
    return hire


def require_machine(asset: Asset) -> Machine:
    """Return what an asset has as a machine.

    Raises
    ------
    NotFound
        It is none.
    """
    if asset.machine is None:
        raise NotFound
    return asset.machine


def list_hires(machine: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of a machine's hires, the latest first."""
    found = things.HIRES.about(things.hires_of(machine), limit, cursor, newest_first=True)
    return seen_by(found, lambda one: see(one, caller))


def list_own_hires(caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of what the caller booked, the latest first."""
    found = things.HIRES.in_list(
        things.own_hires(caller.person_id), limit, cursor, newest_first=True
    )
    return seen_by(found, lambda one: see(one, caller))


def calendar_of(machine: str, first: date, days: int) -> list[hires.Span]:
    """Return the hours for which a machine is given out, from a day on; nobody is named."""
    names = [_name(machine, first + timedelta(days=number)) for number in range(days)]
    found = things.MACHINE_DAYS.load_all(names)
    spans = {span.hire: span for day in found if day is not None for span in day.spans}
    return sorted(spans.values(), key=lambda span: span.begins_at)


def _pay(work: UnitOfWork, change: hires.HireChange, command: HireCommand) -> hires.HireChange:
    """Let a voucher pay the whole of a hire, as it pays rent."""
    hire, how = change.after, command.how
    assert how is not None, "the state table asks for it"
    assert hire.total_fen is not None, "only what is done is paid"
    part = Brings(hire.total_fen, hire=hire.id)
    voucher = pay_by_voucher(work, command.voucher, hire.village, part, how)
    return hires.paid(change, how, voucher.id, voucher.on)


def _days(work: UnitOfWork, machine: str, days: Sequence[date]) -> list[MachineDay]:
    work.load(things.MACHINE_DAYS.key(_name(machine, day)) for day in days)
    names = [_name(machine, day) for day in days]
    return [things.MACHINE_DAYS.find(work, name) or MachineDay(name) for name in names]


def _name(machine: str, day: date) -> str:
    return f"{machine}~{day}"


def _save(
    work: UnitOfWork, change: hires.HireChange, caller: Caller, said: str | None = None
) -> None:
    hire = change.after
    roles = {role for each in hires.HIRE_ROLES.values() for role in each}
    post = caller.post_at(hire.village, roles)
    event = HireEvent(change.event)
    things.HIRES.save(
        work, hire, Step(str(event), Actor.of(caller, post), said=said, unit=hire.village)
    )
