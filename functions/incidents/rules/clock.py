"""The clocks of an incident: a tier's limit with its reminder, the county's supervision, whoever is waited for.

Every function takes the instant and returns a new incident; nothing here reads a clock or a store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from escalation.rules import climbing
from escalation.rules.climbing import without
from escalation.rules.clocked import Mark, Wake
from incidents.rules import allowance
from incidents.rules.allowance import LimitOf
from incidents.rules.incident import Ending, Incident, Tenure
from incidents.rules.policy import Policy
from incidents.rules.states import Status
from kernel.units import tier_of
from kernel.working_time import Due, Limit, add, elapsed


def start_tier_clock(
    incident: Incident, now: datetime, policy: Policy, *, by: str | None = None
) -> Incident:
    """Begin the limit of the responsible unit, or go on with what is left of it.

    Parameters
    ----------
    by
        The unit that gave it the incident, if one did: by those above it begins anew.
    """
    allowances = allowance.arrived(incident.allowances, incident.responsible_unit, now, by)
    due = allowance.ends(allowances, limits_of(incident, policy))
    started = replace(
        incident,
        allowances=allowances,
        turn=incident.responsible_unit,
        due_at=due.at,
        provisional=due.provisional,
        clock_started_at=now,
        held_since=incident.held_since or now,
        running_since=now,
        confirm_stage=None,
        confirm_asked=0,
    )
    return with_marks(started, marks_of_a_limit(started, policy))


def limits_of(incident: Incident, policy: Policy) -> LimitOf:
    """Return how long each unit has for an incident."""
    return lambda unit: policy.limit(incident.category, incident.severity, tier_of(unit))


def marks_of_a_limit(incident: Incident, policy: Policy) -> list[Mark]:
    """List what the limit brings, and the signature of who has just got it where that limit is the shorter one."""
    due_at, own = incident.due_at, incident.allowances[0]
    assert due_at is not None
    unit = policy.limit(incident.category, incident.severity, incident.tier).unit
    marks = climbing.marks_of_a_limit(incident, unit, policy.reminder_share)
    if incident.status is Status.REPORTED and own.left is None and own.since is not None:
        sign_at = add(own.since, policy.sign(incident.severity)).at
        if own.since == incident.clock_started_at and sign_at < due_at:
            marks.append(Mark(sign_at, Wake.SIGN))
    return marks


def with_marks(incident: Incident, marks: Iterable[Mark]) -> Incident:
    """Replace what the clock of the turn has to do; an open supervision order keeps its own instant."""
    order = [mark for mark in incident.marks if mark.wake is Wake.ORDER_DUE]
    return climbing.with_marks(
        incident, [*(mark for mark in marks if mark.wake is not Wake.ORDER_DUE), *order]
    )


def after_supervision(incident: Incident, now: datetime, policy: Policy) -> Incident:
    """Wait for the next supervision, the limit having passed."""
    supervision = policy.supervision_of(incident.category, incident.severity)
    late = replace(incident, late=True)
    return climbing.supervised(late, now, supervision.every, supervision.cap)


def stop_running(incident: Incident, now: datetime) -> Incident:
    """Stop charging time to the responsible unit."""
    since = incident.running_since
    if since is None:
        return incident
    late = incident.late or (
        incident.turn == incident.responsible_unit
        and incident.due_at is not None
        and incident.due_at < now
    )
    return replace(
        incident,
        running_since=None,
        working_seconds=incident.working_seconds + max(0.0, elapsed(since, now, "working_hours")),
        natural_seconds=incident.natural_seconds + max(0.0, elapsed(since, now, "natural_hours")),
        late=late,
    )


def pause(incident: Incident, now: datetime, policy: Policy, unit: str) -> Incident:
    """Stop the clock of the responsible unit and of all below `unit`, which decides; whoever does not stand below it has it running."""
    limit_of = limits_of(incident, policy)
    return replace(
        stop_running(incident, now),
        allowances=allowance.below(
            incident.allowances, unit, lambda one: one.paused(now, limit_of(one.unit))
        ),
    )


def not_charged(
    incident: Incident, since: datetime, now: datetime, policy: Policy, unit: str
) -> Incident:
    """Give those below a unit back the time since an instant: it was that unit's, or it is undone by it."""
    limit_of = limits_of(incident, policy)
    return replace(
        incident,
        allowances=allowance.below(
            incident.allowances,
            unit,
            lambda one: one.paused(since, limit_of(one.unit)).resumed(now),
        ),
    )


def propose(incident: Incident, now: datetime, policy: Policy) -> Incident:
    """Stop charging a solution's way to its confirmation to the unit, once at each; a solution that follows a rejected one has no more."""
    limit_of = limits_of(incident, policy)
    return replace(
        stop_running(incident, now),
        allowances=tuple(one.proposed(now, limit_of(one.unit)) for one in incident.allowances),
    )


def stop(incident: Incident, now: datetime, policy: Policy) -> Incident:
    """Keep what is left while it is closed, should it be opened again."""
    limit_of = limits_of(incident, policy)
    return replace(
        incident,
        allowances=tuple(one.paused(now, limit_of(one.unit)) for one in incident.allowances),
    )


def hand_over(incident: Incident, now: datetime, ending: Ending) -> Incident:
    """Settle the tenure of the responsible unit: from here on somebody else has the incident, or nobody any more."""
    stopped = stop_running(incident, now)
    tenure = Tenure(
        unit=incident.responsible_unit,
        since=stopped.held_since or stopped.created_at,
        until=now,
        working_seconds=round(stopped.working_seconds, 3),
        natural_seconds=round(stopped.natural_seconds, 3),
        late=stopped.late or ending is Ending.LIMIT_PASSED,
        ending=ending,
    )
    return replace(
        stopped,
        tenures=(*stopped.tenures, tenure),
        held_since=now,
        working_seconds=0.0,
        natural_seconds=0.0,
        late=False,
    )


def wait_for(
    incident: Incident,
    unit: str,
    limit: Limit | None,
    wake: Wake | None,
    now: datetime,
    policy: Policy,
) -> Incident:
    """Give the turn to a unit that must decide, within a limit, or until those run out whose clock runs meanwhile.

    Parameters
    ----------
    limit, wake
        What happens when the unit stays silent; None: others carry the clock (the tasks of a joint handling).
    """
    due = awaited(incident, unit, limit, now, policy) if limit else None
    waiting = replace(
        incident,
        turn=unit,
        due_at=due.at if due else None,
        provisional=due.provisional if due else False,
        clock_started_at=now,
    )
    return with_marks(waiting, [Mark(due.at, wake)] if due and wake else [])


def awaited(incident: Incident, unit: str, limit: Limit, since: datetime, policy: Policy) -> Due:
    """Return until when a unit is waited for: no longer than those have whose clock runs meanwhile."""
    due = add(since, limit)
    bound = allowance.ends_above(incident.allowances, unit, limits_of(incident, policy))
    return due if bound is None or due.at <= bound else Due(max(bound, since), due.provisional)


def with_order(incident: Incident, unit: str, due_at: datetime) -> Incident:
    """Put a supervision order on the clock, beside whatever runs."""
    ordered = replace(incident, order_no=incident.order_no + 1, order_unit=unit, order_due=due_at)
    return climbing.with_marks(ordered, [*ordered.marks, Mark(due_at, Wake.ORDER_DUE)])


def without_order(incident: Incident) -> Incident:
    """Take an answered supervision order off the clock."""
    return replace(without(incident, Wake.ORDER_DUE), order_due=None, order_unit=None)


def stop_clock(incident: Incident) -> Incident:
    """End all clocks of a closed incident; its reporters are settled still."""
    stays = [mark for mark in incident.marks if mark.wake is Wake.FOLLOWERS]
    return replace(
        climbing.with_marks(incident, stays),
        turn=None,
        due_at=None,
        provisional=False,
        running_since=None,
        order_due=None,
        order_unit=None,
        asked=None,
    )
