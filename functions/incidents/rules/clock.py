"""The clocks of an incident: a tier's limit with its reminder, the county's supervision, the confirmation in turns.

Every function takes the instant and returns a new incident; nothing here reads a clock or a store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from escalation.rules import climbing
from escalation.rules.climbing import with_marks, without
from escalation.rules.clocked import Mark, Staffing, Wake
from incidents.rules import allowance
from incidents.rules.allowance import LimitOf
from incidents.rules.incident import ConfirmStage, Ending, Incident, Tenure
from incidents.rules.policy import Policy
from incidents.rules.states import Status
from kernel.units import Tier, tier_of
from kernel.working_time import Due, Limit, add, elapsed, point


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
    return _with_marks(started, _marks_of_a_limit(started, policy))


def limits_of(incident: Incident, policy: Policy) -> LimitOf:
    """Return how long each unit has for an incident."""
    return lambda unit: policy.limit(incident.category, incident.severity, tier_of(unit))


def _marks_of_a_limit(incident: Incident, policy: Policy) -> list[Mark]:
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


def _with_marks(incident: Incident, marks: Iterable[Mark]) -> Incident:
    """Replace what the clock of the turn has to do; an open supervision order keeps its own instant."""
    order = [mark for mark in incident.marks if mark.wake is Wake.ORDER_DUE]
    return with_marks(
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
    due = _awaited(incident, unit, limit, now, policy) if limit else None
    waiting = replace(
        incident,
        turn=unit,
        due_at=due.at if due else None,
        provisional=due.provisional if due else False,
        clock_started_at=now,
    )
    return _with_marks(waiting, [Mark(due.at, wake)] if due and wake else [])


def _awaited(incident: Incident, unit: str, limit: Limit, since: datetime, policy: Policy) -> Due:
    due = add(since, limit)
    bound = allowance.ends_above(incident.allowances, unit, limits_of(incident, policy))
    return due if bound is None or due.at <= bound else Due(max(bound, since), due.provisional)


def with_order(incident: Incident, unit: str, due_at: datetime) -> Incident:
    """Put a supervision order on the clock, beside whatever runs."""
    ordered = replace(incident, order_no=incident.order_no + 1, order_unit=unit, order_due=due_at)
    return with_marks(ordered, [*ordered.marks, Mark(due_at, Wake.ORDER_DUE)])


def without_order(incident: Incident) -> Incident:
    """Take an answered supervision order off the clock."""
    return replace(without(incident, Wake.ORDER_DUE), order_due=None, order_unit=None)


def recount(incident: Incident, policy: Policy) -> Incident | None:
    """Count a provisional limit again, now that a year's holidays are known; None when it stays as it is.

    The clock began when it began and the limit is what it was: only the days in between are other ones. What was done already
    (a reminder that went out) is not done again.
    """
    if not (incident.provisional and incident.due_at and incident.clock_started_at):
        return None
    due = _due_of_the_turn(incident, incident.clock_started_at, policy)
    if due is None:
        return None
    if (due.at, due.provisional) == (incident.due_at, incident.provisional):
        return None
    counted = replace(incident, due_at=due.at, provisional=due.provisional)
    pending = {mark.wake for mark in incident.marks}
    if incident.status in (Status.REPORTED, Status.ACCEPTED):
        # A county that is supervised already goes on in its rhythm.
        if incident.supervisions:
            return counted
        fresh = _marks_of_a_limit(counted, policy)
    elif incident.status is Status.RESOLVED:
        fresh = _marks_of_a_turn(counted, policy)
    else:
        fresh = [Mark(due.at, mark.wake) for mark in incident.marks if mark.at == incident.due_at]
    return _with_marks(counted, [mark for mark in fresh if mark.wake in pending])


def _due_of_the_turn(incident: Incident, since: datetime, policy: Policy) -> Due | None:
    if incident.status in (Status.REPORTED, Status.ACCEPTED):
        return allowance.ends(incident.allowances, limits_of(incident, policy))
    if incident.confirm_stage:
        return add(since, _confirmation_limit(incident.confirm_stage, incident, policy))
    limit = {
        Status.RETURNED: policy.dispatch(incident.severity),
        Status.EXTENSION_ASKED: policy.decide_extension(incident.severity),
        Status.SUSPENSION_ASKED: policy.decide_suspension(incident.severity),
        Status.SUSPENDED: policy.suspend(incident.severity),
    }.get(incident.status)
    if limit is None or incident.turn is None:
        return None
    return _awaited(incident, incident.turn, limit, since, policy)


def ask_to_confirm(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    """Begin the confirmation with the first in turn who is there and is not the handler."""
    stage = ConfirmStage.WORKER
    if incident.self_handled or not staffing.workers - incident.handlers:
        stage = ConfirmStage.CHIEF
    if stage is ConfirmStage.CHIEF and not staffing.chiefs - incident.handlers:
        stage = ConfirmStage.ABOVE
    return _begin_stage(incident, stage, now, policy, staffing)


def pass_confirmation(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    """Pass the confirmation to the next in turn who is there and is not the handler; the last one is asked again."""
    if incident.confirm_stage is ConfirmStage.WORKER and staffing.chiefs - incident.handlers:
        return _begin_stage(incident, ConfirmStage.CHIEF, now, policy, staffing)
    return _begin_stage(incident, ConfirmStage.ABOVE, now, policy, staffing)


def after_confirmation_reminder(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    """Wait for the end of the turn, or for the next time the last in turn is asked; past the cap it stays open on the list."""
    confirmation = policy.confirmation_of(incident.category, incident.severity)
    reminded = without(incident, Wake.REMIND_CONFIRMER)
    if incident.confirm_stage is not ConfirmStage.ABOVE:
        return reminded
    # Whoever was asked may have left the post since.
    asked = replace(
        reminded,
        confirm_asked=incident.confirm_asked + 1,
        turn=confirming_unit(incident, ConfirmStage.ABOVE, staffing),
    )
    if asked.confirm_asked >= confirmation.cap:
        return asked
    again = Mark(add(now, confirmation.above).at, Wake.REMIND_CONFIRMER)
    return _with_marks(asked, [*asked.marks, again])


def stop_clock(incident: Incident) -> Incident:
    """End all clocks of a closed incident."""
    return replace(
        incident,
        turn=None,
        due_at=None,
        provisional=False,
        wake_at=None,
        wake_action=None,
        later=(),
        running_since=None,
        order_due=None,
        order_unit=None,
        asked=None,
    )


def confirming_unit(incident: Incident, stage: ConfirmStage, staffing: Staffing) -> str:
    """Return the unit that confirms at a stage.

    The place's own grid; at last the tier above the one that proposed the solution, or, where nobody but the handler holds that post,
    the next one up, so that a confirmation is never waited for where nobody can give it.
    """
    if stage is not ConfirmStage.ABOVE:
        return incident.unit
    tier = lowest_confirming_tier(incident)
    while tier.above and not staffing.officers.get(tier, frozenset()) - incident.handlers:
        tier = tier.above
    return incident.unit[: tier.level.digits]


def lowest_confirming_tier(incident: Incident) -> Tier:
    """Return the tier that confirms last: the one above the solution, or the responsible one for what a grid worker settled."""
    return incident.tier if incident.self_handled else incident.tier.above or Tier.COUNTY


def _begin_stage(
    incident: Incident, stage: ConfirmStage, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    due = add(now, _confirmation_limit(stage, incident, policy))
    begun = replace(
        incident,
        confirm_stage=stage,
        turn=confirming_unit(incident, stage, staffing),
        due_at=due.at,
        provisional=due.provisional,
        clock_started_at=now,
    )
    return _with_marks(begun, _marks_of_a_turn(begun, policy))


def _confirmation_limit(stage: ConfirmStage, incident: Incident, policy: Policy) -> Limit:
    confirmation = policy.confirmation_of(incident.category, incident.severity)
    return {
        ConfirmStage.WORKER: confirmation.worker,
        ConfirmStage.CHIEF: confirmation.chief,
        ConfirmStage.ABOVE: confirmation.above,
    }[stage]


def _marks_of_a_turn(incident: Incident, policy: Policy) -> list[Mark]:
    stage, started, due_at = incident.confirm_stage, incident.clock_started_at, incident.due_at
    assert stage is not None
    assert started is not None
    assert due_at is not None
    if stage is ConfirmStage.ABOVE:
        return [Mark(due_at, Wake.REMIND_CONFIRMER)]
    marks = [Mark(due_at, Wake.PASS_CONFIRMATION)]
    if stage is ConfirmStage.WORKER:
        unit = _confirmation_limit(stage, incident, policy).unit
        remind_at = point(started, due_at, policy.reminder_share, unit)
        if started < remind_at < due_at:
            marks.append(Mark(remind_at, Wake.REMIND_CONFIRMER))
    return marks
