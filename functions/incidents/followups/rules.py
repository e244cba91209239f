"""The life of a follow-up: open until what it watches is done, and one tier higher each time a limit passes.

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

from incidents.rules import climbing
from incidents.rules.climbing import LIMIT_PASSED, Timer
from incidents.rules.clocked import CLOCK, Actor, Addressee, Clocked, Entry, Staffing, Wake
from incidents.rules.policy import FollowUpTerms, Policy
from incidents.rules.states import Event, Severity
from incidents.rules.steps import entry, recount_told, remind, supervision_told, tier_skips
from kernel.access import OFFICERS, Caller, Post, Role, not_allowed
from kernel.problems import Conflict, InvalidFields, Problem
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier, tier_of
from kernel.working_time import add


class Kind(StrEnum):
    """What is followed up; the policy has terms for each."""

    RESOLUTION = "resolution"


class FollowUpStatus(StrEnum):
    """Where a follow-up stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether what it watches is still owed."""
        return self is FollowUpStatus.OPEN


class FollowUpAction(StrEnum):
    """What officers do to a follow-up."""

    URGE = "urge"
    ESCALATE = "escalate"


FOLLOW_UP_STATUS_NAMES: Mapping[FollowUpStatus, Text] = {
    FollowUpStatus.OPEN: Text("跟踪中", "open"),
    FollowUpStatus.DONE: Text("已落实", "carried out"),
    FollowUpStatus.DROPPED: Text("已取消", "no longer followed up"),
}


class FollowUpClosed(Conflict):
    """What is followed up is done, or not wanted any more."""

    slug = "follow-up-closed"
    said = Text("该跟踪事项已结束。", "This follow-up is closed.")


class NobodyAbove(Conflict):
    """The county is the last tier."""

    slug = "nobody-above"
    said = Text("县级已是最高层级，不能再上报。", "Above the county there is nobody.")


@record
class FollowUp(Clocked):
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
    status: FollowUpStatus = FollowUpStatus.OPEN
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


class FollowUpChange(NamedTuple):
    """What a decision comes to: the follow-up afterwards, what it was before, and the entries that say how it got there."""

    after: FollowUp
    entries: tuple[Entry, ...]
    before: FollowUp | None = None


def follow(
    *,
    follow_up_id: str,
    case_code: str,
    kind: Kind,
    unit: str,
    due_at: datetime,
    about: Mapping[str, str],
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> FollowUpChange:
    """Begin to follow up what a unit owes by a day, which it chose itself: until then nobody else is asked."""
    opened = FollowUp(
        id=follow_up_id,
        case_code=case_code,
        kind=kind,
        unit=unit,
        about=about,
        tier=tier_of(unit),
        responsible_unit=unit,
        turn=unit,
        due_at=due_at,
        clock_started_at=now,
        policy_version=policy.version,
        created_at=now,
        updated_at=now,
    )
    share = policy.follow_ups[kind].reminder_share
    # A day is a day: what has taken weeks is not counted in office hours.
    marks = climbing.marks_of_a_limit(opened, "natural_hours", share)
    started = climbing.with_marks(opened, marks)
    told = entry(Event.FOLLOWED, started, started, now, actor, first=True)
    return _changed(None, started, (told,), now, Timer.ANEW)


def wake(
    follow_up: FollowUp,
    *,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    timer: Timer = Timer.CARRY_ON,
) -> FollowUpChange | None:
    """Do what the clock has to do now (`climbing.woken`); None when nothing is due yet or any more."""
    terms = policy.follow_ups[follow_up.kind]
    after, entries = climbing.woken(
        follow_up, now, lambda one, woke: _act(one, woke, now, terms, staffing)
    )
    return None if after is follow_up else _changed(follow_up, after, entries, now, timer)


def move(
    follow_up: FollowUp,
    action: FollowUpAction,
    reason: str | None,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
) -> FollowUpChange:
    """Let an officer urge whoever owes it, or take it up a tier before the limit does.

    Raises
    ------
    FollowUpClosed
        It is done, or not wanted any more.
    InvalidFields
        The reason is missing.
    NobodyAbove
        The county has it already.
    """
    _refuse_closed(follow_up)
    if not reason:
        raise InvalidFields.one("reason", Text("此项必填。", "This field is required."))
    if action is FollowUpAction.URGE:
        told = entry(
            Event.URGED,
            follow_up,
            follow_up,
            now,
            actor,
            reason=reason,
            addressees=(Addressee.unit_of(follow_up.unit),),
        )
        return _changed(follow_up, follow_up, (told,), now, Timer.RIDE)
    if follow_up.at_the_top:
        raise NobodyAbove
    after, entries = _up(follow_up, actor, reason, now, policy.follow_ups[follow_up.kind], staffing)
    return _changed(follow_up, after, entries, now, Timer.ANEW)


def post_for(follow_up: FollowUp, action: FollowUpAction, caller: Caller) -> Post:
    """Return the post by which a person moves a follow-up: of whoever answers for it, or stands above; nobody urges the own unit.

    Raises
    ------
    FollowUpClosed
        Nobody moves it any more.
    NotAllowed
        The person has no such post.
    """
    _refuse_closed(follow_up)
    post = caller.post_over(follow_up.responsible_unit, OFFICERS)
    if post is None or (action is FollowUpAction.URGE and post.unit == follow_up.unit):
        raise not_allowed({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
    return post


def actions_of(follow_up: FollowUp, caller: Caller) -> list[FollowUpAction]:
    """Return what the caller may do to a follow-up as it is now."""
    possible: list[FollowUpAction] = []
    for action in FollowUpAction:
        if action is FollowUpAction.ESCALATE and follow_up.at_the_top:
            continue
        try:
            post_for(follow_up, action, caller)
        except Problem:
            continue
        possible.append(action)
    return possible


def fulfil(follow_up: FollowUp, *, actor: Actor, now: datetime) -> FollowUpChange:
    """End a follow-up, because what it watched is done; every tier that it climbed to is told.

    Raises
    ------
    FollowUpClosed
        It is closed already.
    """
    return _close(follow_up, FollowUpStatus.DONE, Event.FULFILLED, actor, now)


def drop(follow_up: FollowUp, *, actor: Actor, now: datetime) -> FollowUpChange:
    """End a follow-up, because what it watched is not wanted any more.

    Raises
    ------
    FollowUpClosed
        It is closed already.
    """
    return _close(follow_up, FollowUpStatus.DROPPED, Event.DROPPED, actor, now)


def recount(follow_up: FollowUp, now: datetime, policy: Policy) -> FollowUpChange | None:
    """Count a provisional limit again once a year's holidays are known (DOMAIN 8.3); None when nothing changes.

    The day a unit chose for itself is a day, and stays.
    """
    if not (follow_up.provisional and follow_up.due_at and follow_up.clock_started_at):
        return None
    limit = policy.follow_ups[follow_up.kind].limits[follow_up.tier]
    due = add(follow_up.clock_started_at, limit)
    if (due.at, due.provisional) == (follow_up.due_at, follow_up.provisional):
        return None
    counted = replace(follow_up, due_at=due.at, provisional=due.provisional)
    if not follow_up.supervisions:
        pending = {mark.wake for mark in follow_up.marks}
        share = policy.follow_ups[follow_up.kind].reminder_share
        fresh = climbing.marks_of_a_limit(counted, limit.unit, share)
        counted = climbing.with_marks(counted, [mark for mark in fresh if mark.wake in pending])
    told = recount_told(follow_up, counted, now)
    return _changed(follow_up, counted, (told,), now, Timer.RIDE)


_Woken = tuple[FollowUp, tuple[Entry, ...]]


def _act(
    follow_up: FollowUp, woke: Wake, now: datetime, terms: FollowUpTerms, staffing: Staffing
) -> _Woken:
    match woke:
        case Wake.REMIND:
            return remind(follow_up, now)
        case Wake.SUPERVISE:
            return _supervise(follow_up, now, terms)
        case _:
            return _up(follow_up, CLOCK, None, now, terms, staffing)


def _supervise(follow_up: FollowUp, now: datetime, terms: FollowUpTerms) -> _Woken:
    after = climbing.supervised(follow_up, now, terms.supervision.every, terms.supervision.cap)
    return after, (supervision_told(follow_up, after, now),)


def _up(
    follow_up: FollowUp,
    actor: Actor,
    reason: str | None,
    now: datetime,
    terms: FollowUpTerms,
    staffing: Staffing,
) -> _Woken:
    """Take a follow-up up to the tier above, by whoever acts; who owes it is told with whoever answers for it from now on."""
    risen = _risen(follow_up)
    told = entry(
        Event.ESCALATED,
        follow_up,
        risen,
        now,
        actor,
        reason=reason,
        reason_code=LIMIT_PASSED if actor.is_clock else None,
        addressees=(*climbing.to_the_responsible(risen), Addressee.unit_of(follow_up.unit)),
    )
    arrived, stages = climbing.past_empty_units(risen, staffing, _risen)
    limit = terms.limits[arrived.tier]
    due = add(now, limit)
    started = replace(
        arrived, due_at=due.at, provisional=due.provisional, clock_started_at=now, supervisions=0
    )
    marks = climbing.marks_of_a_limit(started, limit.unit, terms.reminder_share)
    return climbing.with_marks(started, marks), (told, *tier_skips((risen, *stages), now))


def _risen(follow_up: FollowUp) -> FollowUp:
    superior = follow_up.superior
    assert superior is not None, "above the county there is nobody"
    return replace(follow_up, tier=tier_of(superior), responsible_unit=superior, turn=superior)


def _close(
    follow_up: FollowUp, status: FollowUpStatus, event: Event, actor: Actor, now: datetime
) -> FollowUpChange:
    _refuse_closed(follow_up)
    closed = replace(
        climbing.with_marks(follow_up, ()),
        status=status,
        closed_at=now,
        turn=None,
        due_at=None,
        provisional=False,
    )
    told = entry(event, follow_up, closed, now, actor, addressees=_climbed_to(follow_up))
    return _changed(follow_up, closed, (told,), now, Timer.RIDE)


def _climbed_to(follow_up: FollowUp) -> tuple[Addressee, ...]:
    """Return the tiers that answer, or have answered, for what they do not owe themselves."""
    owed_at = tier_of(follow_up.unit).rank
    return tuple(
        Addressee(tier, follow_up.unit[: tier.level.digits])
        for tier in Tier
        if owed_at < tier.rank <= follow_up.tier.rank
    )


def _refuse_closed(follow_up: FollowUp) -> None:
    if not follow_up.is_open:
        raise FollowUpClosed


def _changed(
    before: FollowUp | None,
    after: FollowUp,
    entries: tuple[Entry, ...],
    now: datetime,
    timer: Timer,
) -> FollowUpChange:
    return FollowUpChange(
        climbing.changed(before, after, len(entries), now, timer),
        climbing.dated(before, after, entries),
        before,
    )
