"""What officers do to an obligation by hand: urge whoever owes it, take it up, give more time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from escalation.rules import climbing
from escalation.rules.climbing import Timer
from escalation.rules.clocked import Staffing
from escalation.rules.events import OwedEvent
from escalation.rules.obligation_states import (
    HOLDER_ROLES,
    OBLIGATIONS,
    Holder,
    ObligationAction,
)
from escalation.rules.obligations import Obligation, ObligationChange, Woken, changed, heard_by, up
from escalation.rules.steps import entry
from escalation.rules.terms import Terms
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.working_time import add


@record
class Command:
    """What an officer wants done.

    Attributes
    ----------
    until
        Until when whoever answers for it gets time, with `extend`.
    """

    action: ObligationAction
    reason: str | None = None
    until: datetime | None = None


@record
class Facts:
    """What a move is decided on: who calls, what holds for the obligation, who is where, when."""

    caller: Caller
    terms: Terms
    staffing: Staffing
    now: datetime


def move(obligation: Obligation, command: Command, facts: Facts) -> ObligationChange:
    """Let an officer do something to an obligation, by the post that stands nearest to it.

    Raises
    ------
    IllegalMove
        It is closed, nobody stands above whoever answers, or no more time may be given.
    NotAllowed
        The caller neither answers for it nor stands above.
    WordsMissing
        Something that must be said is missing.
    InvalidFields
        More time is given than may be, or none.
    """
    shut = shut_moves(obligation, facts.terms)
    offered = actions_of(obligation, facts.terms, facts.caller)
    row = OBLIGATIONS.move(obligation.status, command.action, shut, offered)
    holder = OBLIGATIONS.allow(
        row,
        lambda one: _post(obligation, row.action, one, facts.caller) is not None,
        HOLDER_ROLES.__getitem__,
    )
    OBLIGATIONS.require_words(row, command)
    post = _post(obligation, row.action, holder, facts.caller)
    actor = Actor.of(facts.caller, post)
    after, entries = _MOVES[row.action](obligation, command, actor, facts)
    timer = Timer.ANEW if row.action is ObligationAction.ESCALATE else Timer.RIDE
    return changed(obligation, after, entries, facts.now, timer)


def shut_moves(obligation: Obligation, terms: Terms) -> set[ObligationAction]:
    """Return what may not be done to an obligation whatever its status: escalate past the top, extend once too often."""
    shut: set[ObligationAction] = set()
    if obligation.at_the_top:
        shut |= {ObligationAction.ESCALATE, ObligationAction.EXTEND}
    if terms.extension is None or obligation.extended >= terms.extension.times:
        shut.add(ObligationAction.EXTEND)
    return shut


def actions_of(obligation: Obligation, terms: Terms, caller: Caller) -> list[ObligationAction]:
    """Return what the caller may do to an obligation as it is now."""
    return [
        action
        for action in OBLIGATIONS.legal(obligation.status, shut_moves(obligation, terms))
        if any(
            _post(obligation, action, holder, caller)
            for holder in OBLIGATIONS.move(obligation.status, action).by
        )
    ]


def _post(
    obligation: Obligation, action: ObligationAction, holder: Holder, caller: Caller
) -> Post | None:
    """Return the post by which somebody stands to an obligation in this way; nobody urges the own unit."""
    if holder is Holder.ANSWERING:
        if action is ObligationAction.URGE and not obligation.has_climbed:
            return None
        return caller.post_at(obligation.responsible_unit, HOLDER_ROLES[holder])
    posts = (caller.post_at(unit, HOLDER_ROLES[holder]) for unit in obligation.above)
    return next((post for post in posts if post), None)


def _urge(obligation: Obligation, command: Command, actor: Actor, facts: Facts) -> Woken:
    step = entry(
        OwedEvent.URGED,
        obligation,
        obligation,
        facts.now,
        actor,
        reason=command.reason,
        addressees=heard_by(obligation, facts.terms.tells(OwedEvent.URGED)),
    )
    return obligation, (step,)


def _escalate(obligation: Obligation, command: Command, actor: Actor, facts: Facts) -> Woken:
    return up(obligation, actor, command.reason, facts.now, facts.terms, facts.staffing)


def _extend(obligation: Obligation, command: Command, actor: Actor, facts: Facts) -> Woken:
    """Give whoever answers for it more time, counted from its limit, or from now where that has passed."""
    until, extension = command.until, facts.terms.extension
    assert until is not None
    assert extension is not None
    assert obligation.due_at is not None
    begun = max(obligation.due_at, facts.now)
    latest = add(begun, extension.most).at
    if not begun < until <= latest:
        raise InvalidFields.one("until", _between(begun, latest))
    longer = replace(
        obligation,
        due_at=until,
        counted=False,
        provisional=False,
        extended=obligation.extended + 1,
    )
    fresh = climbing.marks_of_a_limit(longer, "natural_hours", facts.terms.reminder_share)
    after = climbing.with_marks(longer, [mark for mark in fresh if mark.at > facts.now])
    step = entry(
        OwedEvent.EXTENDED,
        obligation,
        after,
        facts.now,
        actor,
        reason=command.reason,
        details={"from": clock.iso(obligation.due_at), "to": clock.iso(until)},
        addressees=heard_by(after, facts.terms.tells(OwedEvent.EXTENDED)),
    )
    return after, (step,)


def _between(begun: datetime, latest: datetime) -> Text:
    first, last = clock.for_people(begun), clock.for_people(latest)
    return Text(f"须晚于{first}，不晚于{last}。", f"Must be after {first} and not after {last}.")


_MOVES: dict[ObligationAction, Callable[[Obligation, Command, Actor, Facts], Woken]] = {
    ObligationAction.URGE: _urge,
    ObligationAction.ESCALATE: _escalate,
    ObligationAction.EXTEND: _extend,
}
