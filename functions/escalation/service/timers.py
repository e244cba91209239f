"""The clock's side: timers that fire, executions that are started and stopped, what the clock overslept.

The row decides. A timer, a stream record, a run of the reconciler only give the row occasion to look at the time.
"""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import repeat
from typing import Any

from escalation.rules.climbing import Timer, needs_a_timer
from escalation.rules.clocked import Clocked
from escalation.service.kinds import all_kinds, book_of, kind_of
from kernel import aws, clock, holidays
from kernel.observability import count_failures, log, log_fault, note

_GRACE = timedelta(seconds=int(os.environ.get("RECONCILE_GRACE_SECONDS", "60")))
_A_RUN_SECONDS = 35.0


class TimerNoLongerWanted(Exception):
    """The thing has moved on, is closed, or the clock has nothing more to do: the execution may stand down."""


def fire(kind: str, thing_id: str, epoch: int) -> dict[str, Any]:
    """Do what the clock has to do for something owed, if the timer of this epoch is still the one that counts.

    Returns
    -------
    dict
        The input of the next round of the execution, with the instant of the next wake-up.

    Raises
    ------
    TimerNoLongerWanted
        See the class; nothing was changed.
    """
    holidays.refresh()
    book = book_of(kind)
    moved = book.wake(thing_id, lambda thing: thing.epoch == epoch, Timer.CARRY_ON)
    if moved:
        book_of(kind).record_metrics(moved.entries)
    thing = moved.thing if moved else book.load(thing_id)
    wake_at = needs_a_timer(thing, clock.now()) if thing else None
    if thing is None or thing.epoch != epoch or wake_at is None:
        raise TimerNoLongerWanted(f"{thing_id}-{epoch}")
    return _timer(kind, thing_id, epoch, clock.iso(wake_at))


def reconcile(seconds: float = _A_RUN_SECONDS) -> int:
    """Wake everything open whose wake-up passed and that no timer woke; return how many had lost theirs.

    Executions may die, be stopped or hit a quota; streams may be late: such a thing gets a new clock epoch, and so a new timer.
    Others were left to this by the rules, as their timer rides on to a later instant.

    Parameters
    ----------
    seconds
        When to stop and leave the rest to the next run, so that the heartbeat is given also while there is more to do than one run
        can.
    """
    holidays.refresh()
    now = clock.now()
    righted = 0
    timer_lost = False

    def look(thing: Clocked) -> bool:
        nonlocal timer_lost
        timer_lost = _lost_its_timer(thing, clock.now())
        return True

    for kind, thing_id in _overslept(now - _GRACE):
        if clock.now() - now > timedelta(seconds=seconds):
            log.warning("more has overslept than one run can wake")
            break
        try:
            moved = book_of(kind).wake(thing_id, look, Timer.RIDE)
        except Exception as fault:  # noqa: BLE001
            # One thing that cannot be put right must not keep the others waiting; the alarm on this figure tells of it.
            log_fault("could not reconcile", fault, kind=kind, thing_id=thing_id)
            count_failures()
            continue
        if moved is None:
            continue
        book_of(kind).record_metrics(moved.entries)
        if timer_lost:
            righted += 1
            log.warning("reconciled what had lost its timer", kind=kind, thing_id=thing_id)
    note("Reconciled", righted)
    return righted


def _overslept(before: datetime) -> Iterator[tuple[str, str]]:
    """Give kind and id of what the clock should have looked at, of all kinds and places together, longest ago first."""
    streams = [
        zip(stream, repeat(kind), strict=False)
        for kind in all_kinds()
        for stream in book_of(kind).overslept(before)
    ]
    return ((kind, thing_id) for (_, thing_id), kind in heapq.merge(*streams))


def follow(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Start and stop executions as the row of something owed changed (stream images; None: there was none).

    Both calls are harmless when repeated or late: an execution's name is its thing and epoch, and a timer of another epoch does
    nothing when it fires.
    """
    if new is None:
        return
    kind = kind_of(new)
    epoch = int(new["epoch"]["N"])
    before = int(old["epoch"]["N"]) if old else 0
    closed = not book_of(kind).is_open(new["status"]["S"])
    thing_id = new["id"]["S"]
    # The new clock first: stopping the old one only saves a round that would do nothing.
    if before < epoch and "armed_for" in new:
        _start(_timer(kind, thing_id, epoch, new["armed_for"]["S"]))
    if before and (before < epoch or closed):
        _stop(thing_id, before, "closed" if closed else "superseded")


def _timer(kind: str, thing_id: str, epoch: int, wake_at: str) -> dict[str, Any]:
    return {"kind": kind, "id": thing_id, "epoch": epoch, "wake_at": wake_at}


def _lost_its_timer(thing: Clocked, now: datetime) -> bool:
    """Tell whether a timer should have woken it by now; what may wait, or was too far away, was never given to one."""
    if thing.armed_for is not None and thing.armed_for >= now:
        return False
    given = (needs_a_timer(thing, thing.updated_at) or thing.armed_for) is not None
    return given and any(mark.at < now - _GRACE and not mark.wake.may_wait for mark in thing.marks)


def _workflows(attempts: int | None = None) -> Any:
    return aws.client("stepfunctions", attempts)


def _start(timer: dict[str, Any]) -> None:
    try:
        _workflows().start_execution(
            stateMachineArn=os.environ["ESCALATION_ARN"],
            name=f"{timer['id']}-{timer['epoch']}",
            input=json.dumps(timer),
        )
    except aws.FAULTS as fault:
        if aws.error_code(fault) != "ExecutionAlreadyExists":
            raise


def _stop(thing_id: str, epoch: int, cause: str) -> None:
    """Stop an execution, asked once: what cannot be stopped now stands down by itself when it fires.

    Waiting for it, or letting the record come again, would keep the timers of those behind it from starting: many more are started in a
    second than stopped.
    """
    arn = (
        os.environ["ESCALATION_ARN"].replace(":stateMachine:", ":execution:", 1)
        + f":{thing_id}-{epoch}"
    )
    try:
        _workflows(attempts=1).stop_execution(executionArn=arn, cause=cause)
    except aws.FAULTS as fault:
        if aws.error_code(fault) not in ("ExecutionDoesNotExist", "ValidationException"):
            log_fault("could not stop a timer that is no longer wanted", fault, epoch=epoch)
