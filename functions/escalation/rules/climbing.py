"""The engine by which everything with a limit climbs village → town → county, whatever it is (DESIGN 4).

A clocked thing carries marks: instants, and what is done then. Here stands how marks are set, which timer keeps them, and how a thing
goes up past units where nobody is. What happens at a mark is the kind's own (`waking` for incidents, `obligations` for what others
have made owed). Every function takes the instant and returns a new thing; nothing here reads a clock or a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from escalation.rules.clocked import Addressee, Clocked, Entry, Mark, Staffing, Wake
from kernel.units import tier_of
from kernel.working_time import Limit, TimeUnit, add, point

NOBODY_HOLDS_POST = "nobody_holds_post"
LIMIT_PASSED = "limit_passed"
HOLIDAYS_PUBLISHED = "holidays_published"

SWEPT = timedelta(hours=1)
"""From this far ahead a minute's delay of the reconciler is nothing."""

ARMED_AHEAD = timedelta(days=90)
"""A mark further ahead waits in the row until the sweep arms it: a Standard execution lives a year at most."""

C = TypeVar("C", bound=Clocked)


class Timer(StrEnum):
    """What becomes of the running timer in a change.

    `RIDE`: it may go on if it wakes no later than needed; when it wakes too early it asks the row and goes back to sleep. It may also
    go on if the wake-up is `SWEPT` away or more: the reconciler, which looks every minute, keeps that one. A state transition of the
    workflow costs more than the whole request, so a timer is only replaced when it must be (docs/decisions/0004-riding-timers.md).
    `ANEW`: it is replaced, because the thing goes to somebody else.
    `CARRY_ON`: it is the timer itself that acts, and it learns its next wake-up from the answer.
    """

    RIDE = "ride"
    ANEW = "anew"
    CARRY_ON = "carry_on"


def with_marks(thing: C, marks: Iterable[Mark]) -> C:
    """Set what the clock has to do."""
    ordered = sorted(marks)
    if not ordered:
        return replace(thing, wake_at=None, wake_action=None, later=())
    first, *later = ordered
    return replace(thing, wake_at=first.at, wake_action=first.wake, later=tuple(later))


def without(thing: C, *done: Wake) -> C:
    """Take what is done, or no longer wanted, off the clock."""
    return with_marks(thing, [mark for mark in thing.marks if mark.wake not in done])


def marks_of_a_limit(thing: Clocked, unit: TimeUnit, reminder_share: float) -> list[Mark]:
    """List what the limit of the responsible unit brings: the reminder at its share, then the next tier, or the county's supervision.

    Parameters
    ----------
    unit
        In which time the limit runs; the share is of that.
    """
    started, due_at = thing.clock_started_at, thing.due_at
    assert started is not None
    assert due_at is not None
    marks = [Mark(due_at, Wake.SUPERVISE if thing.at_the_top else Wake.ESCALATE)]
    remind_at = point(started, max(started, due_at), reminder_share, unit)
    if started < remind_at < due_at:
        marks.append(Mark(remind_at, Wake.REMIND))
    return marks


def supervised(thing: C, now: datetime, every: Limit, cap: int) -> C:
    """Wait for the next supervision; past the cap it stays open and overdue on the county's list, without more noise."""
    urged = replace(without(thing, Wake.SUPERVISE), supervisions=thing.supervisions + 1)
    if urged.supervisions >= cap:
        return urged
    return with_marks(urged, [*urged.marks, Mark(add(now, every).at, Wake.SUPERVISE)])


def past_empty_units(
    thing: C, staffing: Staffing, rise: Callable[[C], C]
) -> tuple[C, tuple[C, ...]]:
    """Go up at once past every unit where nobody holds the post; the county is never passed over.

    Returns
    -------
    tuple
        The thing where somebody is, and what it was at each unit on the way there, the present one included.
    """
    stages: list[C] = []
    while thing.superior is not None and not staffing.answering(thing.responsible_unit):
        thing = rise(thing)
        stages.append(thing)
    return thing, tuple(stages)


def woken(
    thing: C, now: datetime, act: Callable[[C, Wake], tuple[C, tuple[Entry, ...]]]
) -> tuple[C, tuple[Entry, ...]]:
    """Do what the clock has to do by now; what may wait does not end a round, so whatever else is due is done with it.

    Returns
    -------
    tuple
        The thing itself and no entries, when nothing is due yet or any more.
    """
    entries: tuple[Entry, ...] = ()
    while thing.is_open and thing.wake_at is not None and thing.wake_at <= now:
        wake = thing.wake_action
        assert wake is not None
        thing, told = act(thing, wake)
        entries += told
        if not wake.may_wait:
            break
    return thing, entries


def changed(before: C | None, after: C, entries: int, now: datetime, timer: Timer) -> C:
    """Return what a change leads to: one version on, with its entries counted and the timer that counts."""
    return replace(
        arm(before, after, now, timer),
        version=(before.version if before else 0) + 1,
        entries=(before.entries if before else 0) + entries,
        updated_at=now,
    )


def dated(before: Clocked | None, after: Clocked, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries of a change with the limit each leaves: of the steps on the way there, the one that stood before."""
    stands = [(one.to_status, one.responsible_unit) for one in entries]
    earlier = before.due_at if before else None
    return tuple(
        replace(one, due_at=after.due_at if stand == stands[-1] else earlier)
        for one, stand in zip(entries, stands, strict=True)
    )


def needs_a_timer(thing: Clocked, now: datetime) -> datetime | None:
    """Return the first instant that a timer must keep; None when the reconciler keeps all there is.

    What may wait a minute and is `SWEPT` away or more is left to the reconciler, and so is what is further than `ARMED_AHEAD`.
    """
    first = next(
        (mark.at for mark in thing.marks if not (mark.wake.may_wait and mark.at - now >= SWEPT)),
        None,
    )
    return first if first is not None and first - now <= ARMED_AHEAD else None


def is_to_be_armed(thing: Clocked, now: datetime) -> bool:
    """Tell whether a mark that waited in the row has come near enough for a timer."""
    return thing.is_open and thing.armed_for is None and needs_a_timer(thing, now) is not None


def look_at(thing: Clocked) -> datetime | None:
    """Return when the sweep has to look: when a mark should have woken it, or has come near enough for a timer where there is none yet."""
    if thing.armed_for is not None:
        return thing.wake_at
    return min(
        (mark.at if mark.wake.may_wait else mark.at - ARMED_AHEAD for mark in thing.marks),
        default=None,
    )


def arm(before: C | None, thing: C, now: datetime, timer: Timer) -> C:
    """Decide which timer counts from here on, and begin a new clock epoch if that is another one."""
    wanted = needs_a_timer(thing, now)
    if wanted is None:
        return replace(thing, armed_for=None)
    if timer is Timer.CARRY_ON:
        return replace(thing, armed_for=wanted)
    rides = (
        timer is Timer.RIDE
        and before is not None
        and before.armed_for is not None
        and now <= before.armed_for
        and (before.armed_for <= wanted or wanted - now >= SWEPT)
    )
    return thing if rides else replace(thing, epoch=thing.epoch + 1, armed_for=wanted)


def to_the_responsible(thing: Clocked) -> tuple[Addressee, ...]:
    """Return the responsible unit as the only one that is told."""
    return (Addressee(tier_of(thing.responsible_unit), thing.responsible_unit),)
