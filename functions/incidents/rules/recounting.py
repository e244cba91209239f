"""A provisional limit is counted again once the year's holidays are known (DOMAIN 8.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from escalation.rules.clocked import Mark
from escalation.rules.steps import recount_entry
from incidents.rules import allowance, clock, confirming, joint
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Status
from incidents.rules.steps import changed
from kernel.working_time import Due, add


def recount(
    incident: Incident, now: datetime, policy: Policy, *, joint_with: tuple[Incident, ...] = ()
) -> Change | None:
    """Count a provisional limit again once a year's holidays are known (DOMAIN 8.3); None when nothing changes.

    The unit in turn and the reporter can read in the history from which instant to which it moved.
    """
    counted = _counted(incident, policy)
    if counted is None:
        return None
    change = changed(incident, counted, (recount_entry(incident, counted, now),), now)
    return (
        joint.with_its_joint(change, joint_with[0], joint_with[1:], now) if joint_with else change
    )


def _counted(incident: Incident, policy: Policy) -> Incident | None:
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
        fresh = clock.marks_of_a_limit(counted, policy)
    elif incident.status is Status.RESOLVED:
        fresh = confirming.marks_of_a_turn(counted, policy)
    else:
        fresh = [Mark(due.at, mark.wake) for mark in incident.marks if mark.at == incident.due_at]
    return clock.with_marks(counted, [mark for mark in fresh if mark.wake in pending])


def _due_of_the_turn(incident: Incident, since: datetime, policy: Policy) -> Due | None:
    if incident.status in (Status.REPORTED, Status.ACCEPTED):
        return allowance.ends(incident.allowances, clock.limits_of(incident, policy))
    if incident.confirm_stage:
        return add(since, confirming.limit_of_the_turn(incident.confirm_stage, incident, policy))
    limit = {
        Status.RETURNED: policy.dispatch(incident.severity),
        Status.EXTENSION_ASKED: policy.decide_extension(incident.severity),
        Status.SUSPENSION_ASKED: policy.decide_suspension(incident.severity),
        Status.SUSPENDED: policy.suspend(incident.severity),
    }.get(incident.status)
    if limit is None or incident.turn is None:
        return None
    return clock.awaited(incident, incident.turn, limit, since, policy)
