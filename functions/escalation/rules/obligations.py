"""The life of an obligation: open until what it watches is done, and one tier higher each time a limit passes.

A village that has decided something owes its milestones by days it chose itself. Until such a day the village is responsible; when it
passes, the town has its limit to see that it is done, then the county, which is urged again and again. Whoever is responsible, it stays
the village that has to do it, and only its being done ends the climb (DOMAIN 2.4: the matter stays open, nothing closes by itself).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from escalation.rules import climbing
from escalation.rules.climbing import LIMIT_PASSED, Timer
from escalation.rules.clocked import Addressee, Clocked, Entry, Severity, Staffing, Wake
from escalation.rules.events import OwedEvent
from escalation.rules.steps import entry, recount_told, remind, supervision_told, tier_skips
from escalation.rules.terms import Terms
from kernel.access import OFFICERS, Caller, Post, Role, not_allowed
from kernel.actors import CLOCK, Actor
from kernel.problems import Conflict, InvalidFields, Problem
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier, tier_of
from kernel.working_time import add


class Kind(StrEnum):
    """What is followed up; the policy has terms for each."""

    RESOLUTION = "resolution"


class ObligationStatus(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether what it watches is still owed."""
        return self is ObligationStatus.OPEN


class ObligationAction(StrEnum):
    """What officers do to an obligation."""

    URGE = "urge"
    ESCALATE = "escalate"


OBLIGATION_STATUS_NAMES: Mapping[ObligationStatus, Text] = {
    ObligationStatus.OPEN: Text("跟踪中", "open"),
    ObligationStatus.DONE: Text("已落实", "carried out"),
    ObligationStatus.DROPPED: Text("已取消", "no longer followed up"),
}


class ObligationClosed(Conflict):
    """What is followed up is done, or not wanted any more."""

    slug = "follow-up-closed"
    said = Text("该跟踪事项已结束。", "This obligation is closed.")


class NobodyAbove(Conflict):
    """The county is the last tier."""

    slug = "nobody-above"
    said = Text("县级已是最高层级，不能再上报。", "Above the county there is nobody.")


@record
class Obligation(Clocked):
    """Something a unit owes by a day.

    Attributes
    ----------
    unit
        Who owes it, at whatever tier somebody answers for it by now.
    about
        What the context that asked knows it by, for whoever reads it.
    """

    _: KW_ONLY
    kind: Kind
    case_code: str
    about: Mapping[str, str] = field(default_factory=dict[str, str])
    status: ObligationStatus = ObligationStatus.OPEN
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not done yet."""
        return self.status.is_open

    @property
    def category(self) -> str:
        """What its notices are about."""
        return str(self.kind)

    @property
    def severity(self) -> Severity:
        """Nothing that is followed up by days is pressing."""
        return Severity.GENERAL

    @property
    def has_climbed(self) -> bool:
        """Whether a tier above the one that owes it answers for it."""
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
    kind: Kind,
    unit: str,
    due_at: datetime,
    about: Mapping[str, str],
    actor: Actor,
    now: datetime,
    terms: Terms,
) -> ObligationChange:
    """Begin to follow up what a unit owes by a day, which it chose itself: until then nobody else is asked."""
    opened = Obligation(
        id=obligation_id,
        case_code=case_code,
        kind=kind,
        unit=unit,
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
    told = entry(OwedEvent.FOLLOWED, started, started, now, actor, first=True)
    return _changed(None, started, (told,), now, Timer.ANEW)


def wake(
    obligation: Obligation,
    *,
    now: datetime,
    terms: Terms,
    staffing: Staffing,
    timer: Timer = Timer.CARRY_ON,
) -> ObligationChange | None:
    """Do what the clock has to do now (`climbing.woken`); None when nothing is due yet or any more."""
    after, entries = climbing.woken(
        obligation, now, lambda one, woke: _act(one, woke, now, terms, staffing)
    )
    return None if after is obligation else _changed(obligation, after, entries, now, timer)


def move(
    obligation: Obligation,
    action: ObligationAction,
    reason: str | None,
    *,
    actor: Actor,
    now: datetime,
    terms: Terms,
    staffing: Staffing,
) -> ObligationChange:
    """Let an officer urge whoever owes it, or take it up a tier before the limit does.

    Raises
    ------
    ObligationClosed
        It is done, or not wanted any more.
    InvalidFields
        The reason is missing.
    NobodyAbove
        The county has it already.
    """
    _refuse_closed(obligation)
    if not reason:
        raise InvalidFields.one("reason", Text("此项必填。", "This field is required."))
    if action is ObligationAction.URGE:
        told = entry(
            OwedEvent.URGED,
            obligation,
            obligation,
            now,
            actor,
            reason=reason,
            addressees=(Addressee.unit_of(obligation.unit),),
        )
        return _changed(obligation, obligation, (told,), now, Timer.RIDE)
    if obligation.at_the_top:
        raise NobodyAbove
    after, entries = _up(obligation, actor, reason, now, terms, staffing)
    return _changed(obligation, after, entries, now, Timer.ANEW)


def post_for(obligation: Obligation, action: ObligationAction, caller: Caller) -> Post:
    """Return the post by which a person moves an obligation: of whoever answers for it, or stands above; nobody urges the own unit.

    Raises
    ------
    ObligationClosed
        Nobody moves it any more.
    NotAllowed
        The person has no such post.
    """
    _refuse_closed(obligation)
    post = caller.post_over(obligation.responsible_unit, OFFICERS)
    if post is None or (action is ObligationAction.URGE and post.unit == obligation.unit):
        raise not_allowed({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
    return post


def actions_of(obligation: Obligation, caller: Caller) -> list[ObligationAction]:
    """Return what the caller may do to an obligation as it is now."""
    possible: list[ObligationAction] = []
    for action in ObligationAction:
        if action is ObligationAction.ESCALATE and obligation.at_the_top:
            continue
        try:
            post_for(obligation, action, caller)
        except Problem:
            continue
        possible.append(action)
    return possible


def fulfil(obligation: Obligation, *, actor: Actor, now: datetime) -> ObligationChange:
    """End an obligation, because what it watched is done; every tier that it climbed to is told.

    Raises
    ------
    ObligationClosed
        It is closed already.
    """
    return _close(obligation, ObligationStatus.DONE, OwedEvent.FULFILLED, actor, now)


def drop(obligation: Obligation, *, actor: Actor, now: datetime) -> ObligationChange:
    """End an obligation, because what it watched is not wanted any more.

    Raises
    ------
    ObligationClosed
        It is closed already.
    """
    return _close(obligation, ObligationStatus.DROPPED, OwedEvent.DROPPED, actor, now)


def recount(obligation: Obligation, now: datetime, terms: Terms) -> ObligationChange | None:
    """Count a provisional limit again once a year's holidays are known (DOMAIN 8.3); None when nothing changes.

    The day a unit chose for itself is a day, and stays.
    """
    if not (obligation.provisional and obligation.due_at and obligation.clock_started_at):
        return None
    limit = terms.limits[obligation.tier]
    due = add(obligation.clock_started_at, limit)
    if (due.at, due.provisional) == (obligation.due_at, obligation.provisional):
        return None
    counted = replace(obligation, due_at=due.at, provisional=due.provisional)
    if not obligation.supervisions:
        pending = {mark.wake for mark in obligation.marks}
        fresh = climbing.marks_of_a_limit(counted, limit.unit, terms.reminder_share)
        counted = climbing.with_marks(counted, [mark for mark in fresh if mark.wake in pending])
    told = recount_told(obligation, counted, now)
    return _changed(obligation, counted, (told,), now, Timer.RIDE)


_Woken = tuple[Obligation, tuple[Entry, ...]]


def _act(
    obligation: Obligation, woke: Wake, now: datetime, terms: Terms, staffing: Staffing
) -> _Woken:
    match woke:
        case Wake.REMIND:
            return remind(obligation, now)
        case Wake.SUPERVISE:
            return _supervise(obligation, now, terms)
        case _:
            return _up(obligation, CLOCK, None, now, terms, staffing)


def _supervise(obligation: Obligation, now: datetime, terms: Terms) -> _Woken:
    after = climbing.supervised(obligation, now, terms.supervision.every, terms.supervision.cap)
    return after, (supervision_told(obligation, after, now),)


def _up(
    obligation: Obligation,
    actor: Actor,
    reason: str | None,
    now: datetime,
    terms: Terms,
    staffing: Staffing,
) -> _Woken:
    """Take an obligation up to the tier above, by whoever acts; who owes it is told with whoever answers for it from now on."""
    risen = _risen(obligation)
    told = entry(
        OwedEvent.ESCALATED,
        obligation,
        risen,
        now,
        actor,
        reason=reason,
        reason_code=LIMIT_PASSED if actor.is_clock else None,
        addressees=(*climbing.to_the_responsible(risen), Addressee.unit_of(obligation.unit)),
    )
    arrived, stages = climbing.past_empty_units(risen, staffing, _risen)
    limit = terms.limits[arrived.tier]
    due = add(now, limit)
    started = replace(
        arrived, due_at=due.at, provisional=due.provisional, clock_started_at=now, supervisions=0
    )
    marks = climbing.marks_of_a_limit(started, limit.unit, terms.reminder_share)
    return climbing.with_marks(started, marks), (told, *tier_skips((risen, *stages), now))


def _risen(obligation: Obligation) -> Obligation:
    superior = obligation.superior
    assert superior is not None, "above the county there is nobody"
    return replace(obligation, tier=tier_of(superior), responsible_unit=superior, turn=superior)


def _close(
    obligation: Obligation, status: ObligationStatus, event: OwedEvent, actor: Actor, now: datetime
) -> ObligationChange:
    _refuse_closed(obligation)
    closed = replace(
        climbing.with_marks(obligation, ()),
        status=status,
        closed_at=now,
        turn=None,
        due_at=None,
        provisional=False,
    )
    told = entry(event, obligation, closed, now, actor, addressees=_climbed_to(obligation))
    return _changed(obligation, closed, (told,), now, Timer.RIDE)


def _climbed_to(obligation: Obligation) -> tuple[Addressee, ...]:
    """Return the tiers that answer, or have answered, for what they do not owe themselves."""
    owed_at = tier_of(obligation.unit).rank
    return tuple(
        Addressee(tier, obligation.unit[: tier.level.digits])
        for tier in Tier
        if owed_at < tier.rank <= obligation.tier.rank
    )


def _refuse_closed(obligation: Obligation) -> None:
    if not obligation.is_open:
        raise ObligationClosed


def _changed(
    before: Obligation | None,
    after: Obligation,
    entries: tuple[Entry, ...],
    now: datetime,
    timer: Timer,
) -> ObligationChange:
    return ObligationChange(
        climbing.changed(before, after, len(entries), now, timer),
        climbing.dated(before, after, entries),
        before,
    )
