"""The life of an obligation: open until what it watches is done, and one rung of its ladder higher each time a limit passes.

A unit owes something by a day. Until that day it answers for it alone; when the day passes, the unit above has its limit to see that it
is done, and so on up to the county, which is urged again and again. Whoever answers for it, it stays the same unit that has to do it, and
only its being done ends the climb (DOMAIN 2.4: the matter stays open, nothing closes by itself).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, field, replace
from datetime import datetime
from typing import NamedTuple

from escalation.rules import climbing
from escalation.rules.climbing import LIMIT_PASSED, Timer
from escalation.rules.clocked import Addressee, Clocked, Entry, Severity, Staffing, Wake
from escalation.rules.events import OwedEvent
from escalation.rules.ladders import way_up
from escalation.rules.obligation_states import OBLIGATIONS, ObligationAction, ObligationStatus
from escalation.rules.steps import entry, recount_entry, remind, supervision_entry, tier_skips
from escalation.rules.terms import Terms, Told
from kernel.actors import CLOCK, Actor
from kernel.record import record
from kernel.units import tier_of
from kernel.working_time import add


@record
class Obligation(Clocked):
    """Something a unit owes by a day.

    Attributes
    ----------
    unit
        Who owes it, whoever answers for it by now.
    kind
        By which ladder and terms it climbs.
    way
        Who answers for it after that unit, nearest first, as its ladder was when it began.
    about
        What the context that asked knows it by, for whoever reads it.
    counted
        Whether its present limit was counted from terms; the day it was owed by, or one that was granted, is a day and stays.
    extended
        How many times whoever answers for it was given more time.
    """

    _: KW_ONLY
    kind: str
    case_code: str
    way: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict[str, str])
    status: ObligationStatus = ObligationStatus.OPEN
    counted: bool = False
    extended: int = 0
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not done yet."""
        return self.status.is_open

    @property
    def superior(self) -> str | None:
        """The unit that answers after the present one; None where the ladder ends."""
        return self.above[0] if self.above else None

    @property
    def above(self) -> tuple[str, ...]:
        """The units that have not answered for it yet, nearest first."""
        ladder = (self.unit, *self.way)
        return ladder[ladder.index(self.responsible_unit) + 1 :]

    @property
    def category(self) -> str:
        """What its notices are about."""
        return self.kind

    @property
    def severity(self) -> Severity:
        """Nothing that is followed up by days is pressing."""
        return Severity.GENERAL

    @property
    def has_climbed(self) -> bool:
        """Whether somebody above the unit that owes it answers for it."""
        return self.responsible_unit != self.unit


class ObligationChange(NamedTuple):
    """What a decision comes to: the obligation afterwards, what it was before, and the entries that say how it got there."""

    after: Obligation
    entries: tuple[Entry, ...]
    before: Obligation | None = None


def owe(
    *,
    obligation_id: str,
    case_code: str,
    kind: str,
    unit: str,
    due_at: datetime,
    about: Mapping[str, str],
    actor: Actor,
    now: datetime,
    terms: Terms,
) -> ObligationChange:
    """Begin to follow up what a unit owes by a day: until then nobody else is asked."""
    opened = Obligation(
        id=obligation_id,
        case_code=case_code,
        kind=kind,
        unit=unit,
        way=way_up(unit, terms.rungs),
        about=about,
        tier=tier_of(unit),
        responsible_unit=unit,
        turn=unit,
        due_at=due_at,
        clock_started_at=now,
        policy_version=terms.version,
        created_at=now,
        updated_at=now,
    )
    # A day is a day: what has taken weeks is not counted in office hours.
    marks = climbing.marks_of_a_limit(opened, "natural_hours", terms.reminder_share)
    started = climbing.with_marks(opened, marks)
    step = entry(OwedEvent.FOLLOWED, started, started, now, actor, first=True)
    return changed(None, started, (step,), now, Timer.ANEW)


def wake(
    obligation: Obligation,
    *,
    now: datetime,
    terms: Terms,
    staffing: Staffing,
    timer: Timer = Timer.CARRY_ON,
) -> ObligationChange | None:
    """Do what the clock has to do now (`climbing.woken`), or arm what has come near; None when there is nothing yet or any more."""
    after, entries = climbing.woken(
        obligation, now, lambda one, woke: _act(one, woke, now, terms, staffing)
    )
    if after is obligation and not climbing.is_to_be_armed(obligation, now):
        return None
    return changed(obligation, after, entries, now, timer)


def end(
    obligation: Obligation, action: ObligationAction, *, actor: Actor, now: datetime, terms: Terms
) -> ObligationChange:
    """End an obligation, because what it watched is done or not wanted any more.

    Raises
    ------
    IllegalMove
        It is closed already.
    """
    move = OBLIGATIONS.move(obligation.status, action)
    assert isinstance(move.event, OwedEvent)
    closed = replace(
        climbing.with_marks(obligation, ()),
        status=move.target,
        closed_at=now,
        turn=None,
        due_at=None,
        provisional=False,
    )
    heard = heard_by(obligation, terms.tells(move.event))
    step = entry(move.event, obligation, closed, now, actor, addressees=heard)
    return changed(obligation, closed, (step,), now, Timer.RIDE)


def recount(obligation: Obligation, now: datetime, terms: Terms) -> ObligationChange | None:
    """Count a provisional limit again once a year's holidays are known (DOMAIN 8.3); None when nothing changes.

    A day that was given stays.
    """
    if not (obligation.counted and obligation.provisional):
        return None
    assert obligation.clock_started_at is not None
    limit = terms.limits[obligation.tier]
    due = add(obligation.clock_started_at, limit)
    if (due.at, due.provisional) == (obligation.due_at, obligation.provisional):
        return None
    counted = replace(obligation, due_at=due.at, provisional=due.provisional)
    if not obligation.supervisions:
        pending = {mark.wake for mark in obligation.marks}
        fresh = climbing.marks_of_a_limit(counted, limit.unit, terms.reminder_share)
        counted = climbing.with_marks(counted, [mark for mark in fresh if mark.wake in pending])
    step = recount_entry(obligation, counted, now)
    return changed(obligation, counted, (step,), now, Timer.RIDE)


Woken = tuple[Obligation, tuple[Entry, ...]]


def _act(
    obligation: Obligation, woke: Wake, now: datetime, terms: Terms, staffing: Staffing
) -> Woken:
    match woke:
        case Wake.REMIND:
            return remind(obligation, now)
        case Wake.SUPERVISE:
            return _supervise(obligation, now, terms)
        case _:
            return up(obligation, CLOCK, None, now, terms, staffing)


def _supervise(obligation: Obligation, now: datetime, terms: Terms) -> Woken:
    after = climbing.supervised(obligation, now, terms.supervision.every, terms.supervision.cap)
    return after, (supervision_entry(obligation, after, now),)


def up(
    obligation: Obligation,
    actor: Actor,
    reason: str | None,
    now: datetime,
    terms: Terms,
    staffing: Staffing,
) -> Woken:
    """Take an obligation up its ladder, by whoever acts, past every rung where nobody is."""
    risen = _risen(obligation)
    step = entry(
        OwedEvent.ESCALATED,
        obligation,
        risen,
        now,
        actor,
        reason=reason,
        reason_code=LIMIT_PASSED if actor.is_clock else None,
        addressees=heard_by(risen, terms.tells(OwedEvent.ESCALATED)),
    )
    arrived, stages = climbing.past_empty_units(risen, staffing, _risen)
    limit = terms.limits[arrived.tier]
    due = add(now, limit)
    started = replace(
        arrived,
        due_at=due.at,
        counted=True,
        provisional=due.provisional,
        clock_started_at=now,
        supervisions=0,
    )
    marks = climbing.marks_of_a_limit(started, limit.unit, terms.reminder_share)
    return climbing.with_marks(started, marks), (step, *tier_skips((risen, *stages), now))


def heard_by(obligation: Obligation, told: tuple[Told, ...]) -> tuple[Addressee, ...]:
    """Return who hears of a step, each once; `obligation` is as it stands where they hear of it."""
    units = {
        Told.ANSWERING: (obligation.responsible_unit,),
        Told.OWING: (obligation.unit,),
        Told.CLIMBED: tuple(unit for unit in obligation.way if unit not in obligation.above),
    }
    return tuple(dict.fromkeys(Addressee.unit_of(unit) for who in told for unit in units[who]))


def changed(
    before: Obligation | None,
    after: Obligation,
    entries: tuple[Entry, ...],
    now: datetime,
    timer: Timer,
) -> ObligationChange:
    """Return a change with its entries dated and the timer that counts from now on."""
    return ObligationChange(
        climbing.changed(before, after, len(entries), now, timer),
        climbing.dated(before, after, entries),
        before,
    )


def _risen(obligation: Obligation) -> Obligation:
    superior = obligation.superior
    assert superior is not None, "where the ladder ends there is nobody above"
    return replace(obligation, tier=tier_of(superior), responsible_unit=superior, turn=superior)
