"""The clocks of an incident: a tier's limit with its reminder, the county's supervision, the confirmation in turns.

Every function takes the instant and returns a new incident; nothing here reads a clock or a store.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.rules.incident import ConfirmStage, Incident, Staffing, Wake
from incidents.rules.policy import Policy
from kernel.units import Tier
from kernel.working_time import Limit, add, add_seconds, point, remaining


def start_tier_clock(
    incident: Incident, now: datetime, policy: Policy, *, left_seconds: float | None = None
) -> Incident:
    """Begin the limit of the incident's tier, or go on with what was left of it.

    Parameters
    ----------
    left_seconds
        What was left when a solution was proposed that is now rejected: the time the confirmer took is not charged to the tier.
    """
    limit = policy.limit(incident.category, incident.severity, incident.tier)
    due = add(now, limit) if left_seconds is None else add_seconds(now, left_seconds, limit.unit)
    started = replace(
        incident,
        turn=incident.responsible_unit,
        due_at=due.at,
        provisional=due.provisional,
        clock_started_at=now,
        left_seconds=None,
        confirm_stage=None,
        confirm_asked=0,
    )
    at_limit = Wake.SUPERVISE if incident.at_the_top else Wake.ESCALATE
    remind_at = point(now, due.at, policy.reminder_share, limit.unit)
    if now < remind_at < due.at:
        return replace(started, wake_at=remind_at, wake_action=Wake.REMIND)
    return replace(started, wake_at=due.at, wake_action=at_limit)


def after_reminder(incident: Incident) -> Incident:
    """Wait for the limit itself, once its reminder has gone out."""
    return replace(
        incident,
        wake_at=incident.due_at,
        wake_action=Wake.SUPERVISE if incident.at_the_top else Wake.ESCALATE,
    )


def after_supervision(incident: Incident, now: datetime, policy: Policy) -> Incident:
    """Wait for the next supervision; past the cap the incident stays open and overdue on the county's list, without more noise."""
    supervision = policy.supervision_of(incident.category)
    supervised = replace(incident, supervisions=incident.supervisions + 1)
    if supervised.supervisions >= supervision.cap:
        return replace(supervised, wake_at=None, wake_action=None)
    return replace(supervised, wake_at=add(now, supervision.every).at, wake_action=Wake.SUPERVISE)


def pause_tier_clock(incident: Incident, now: datetime, policy: Policy) -> Incident:
    """Keep what is left of the tier's limit while its solution waits to be confirmed."""
    limit = policy.limit(incident.category, incident.severity, incident.tier)
    left = max(0.0, remaining(now, incident.due_at, limit.unit)) if incident.due_at else 0.0
    return replace(incident, left_seconds=left)


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
    confirmation = policy.confirmation_of(incident.category)
    if incident.confirm_stage is not ConfirmStage.ABOVE:
        return replace(incident, wake_at=incident.due_at, wake_action=Wake.PASS_CONFIRMATION)
    # Whoever was asked may have left the post since.
    asked = replace(
        incident,
        confirm_asked=incident.confirm_asked + 1,
        turn=confirming_unit(incident, ConfirmStage.ABOVE, staffing),
    )
    if asked.confirm_asked >= confirmation.cap:
        return replace(asked, wake_at=None, wake_action=None)
    return replace(
        asked, wake_at=add(now, confirmation.above).at, wake_action=Wake.REMIND_CONFIRMER
    )


def stop_clock(incident: Incident) -> Incident:
    """End all clocks of a closed incident."""
    return replace(
        incident, turn=None, due_at=None, wake_at=None, wake_action=None, left_seconds=None
    )


SWEPT = timedelta(hours=1)
"""From this far ahead a minute's delay of the reconciler is nothing."""


class Timer(StrEnum):
    """What becomes of the running timer in a change.

    `RIDE`: it may go on if it wakes no later than needed; when it wakes too early it asks the row and goes back to sleep. It may also
    go on if the wake-up is `SWEPT` away or more: the reconciler, which looks every minute, keeps that one. A state transition of the
    workflow costs more than the whole request, so a timer is only replaced when it must be (docs/decisions/0004-riding-timers.md).
    `ANEW`: it is replaced, because the incident goes to somebody else.
    `CARRY_ON`: it is the timer itself that acts, and it learns its next wake-up from the answer.
    """

    RIDE = "ride"
    ANEW = "anew"
    CARRY_ON = "carry_on"


def arm(before: Incident | None, incident: Incident, now: datetime, timer: Timer) -> Incident:
    """Decide which timer counts from here on, and begin a new clock epoch if that is another one."""
    if incident.wake_at is None:
        return replace(incident, armed_for=None)
    if timer is Timer.CARRY_ON:
        return replace(incident, armed_for=incident.wake_at)
    rides = (
        timer is Timer.RIDE
        and before is not None
        and before.armed_for is not None
        and now <= before.armed_for
        and (before.armed_for <= incident.wake_at or incident.wake_at - now >= SWEPT)
    )
    return (
        incident
        if rides
        else replace(incident, epoch=incident.epoch + 1, armed_for=incident.wake_at)
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
    confirmation = policy.confirmation_of(incident.category)
    limit: Limit = {
        ConfirmStage.WORKER: confirmation.worker,
        ConfirmStage.CHIEF: confirmation.chief,
        ConfirmStage.ABOVE: confirmation.above,
    }[stage]
    due = add(now, limit)
    begun = replace(
        incident,
        confirm_stage=stage,
        turn=confirming_unit(incident, stage, staffing),
        due_at=due.at,
        provisional=due.provisional,
        clock_started_at=now,
    )
    if stage is ConfirmStage.ABOVE:
        return replace(begun, wake_at=due.at, wake_action=Wake.REMIND_CONFIRMER)
    if stage is ConfirmStage.WORKER:
        remind_at = point(now, due.at, policy.reminder_share, limit.unit)
        if now < remind_at < due.at:
            return replace(begun, wake_at=remind_at, wake_action=Wake.REMIND_CONFIRMER)
    return replace(begun, wake_at=due.at, wake_action=Wake.PASS_CONFIRMATION)
