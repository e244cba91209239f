"""The confirmation in turns: the grid worker, else the chief, else the tier above the one that proposed the solution, and so on up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from escalation.rules.climbing import without
from escalation.rules.clocked import Mark, Staffing, Wake
from incidents.rules.clock import with_marks
from incidents.rules.incident import ConfirmStage, Incident
from incidents.rules.policy import Policy
from kernel.units import Tier, tier_of
from kernel.working_time import Limit, add, point


def ask_to_confirm(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    """Begin the confirmation with the first in turn who is there and had no part in a solution.

    Of what is somewhere in another village than was said, any grid's worker there confirms; if nobody does, silence passes it on.
    """
    stage = ConfirmStage.WORKER
    is_there = incident.is_somewhere_in_a_village or bool(staffing.workers - incident.took_part)
    if incident.self_handled or not is_there:
        stage = ConfirmStage.CHIEF
    if stage is ConfirmStage.CHIEF and not staffing.chiefs - incident.took_part:
        stage = ConfirmStage.ABOVE
    return _begin_stage(incident, stage, now, policy, staffing)


def pass_confirmation(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    """Pass the confirmation to the next in turn who is there and had no part in a solution; the last one is asked again."""
    if incident.confirm_stage is ConfirmStage.WORKER and staffing.chiefs - incident.took_part:
        return _begin_stage(incident, ConfirmStage.CHIEF, now, policy, staffing)
    return _begin_stage(incident, ConfirmStage.ABOVE, now, policy, staffing)


def after_confirmation_reminder(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> Incident:
    """Wait for the end of the turn, or for the next time the last in turn is asked; past the cap the next tier is, and the county's list keeps it.

    Otherwise a village that stays silent about what its own grid worker settled would keep it from everybody above for good.
    """
    confirmation = policy.confirmation_of(incident.category, incident.severity)
    reminded = without(incident, Wake.REMIND_CONFIRMER)
    if incident.confirm_stage is not ConfirmStage.ABOVE:
        return reminded
    asked_at = tier_of(incident.turn or incident.unit)
    if incident.confirm_asked + 1 >= confirmation.cap and asked_at.above:
        passed = replace(reminded, confirm_asked=0)
        return _begin_stage(passed, ConfirmStage.ABOVE, now, policy, staffing, asked_at.above)
    # Whoever was asked may have left the post since.
    asked = replace(
        reminded,
        confirm_asked=incident.confirm_asked + 1,
        turn=confirming_unit(incident, ConfirmStage.ABOVE, staffing, asked_at),
    )
    if asked.confirm_asked >= confirmation.cap:
        return asked
    again = Mark(add(now, confirmation.above).at, Wake.REMIND_CONFIRMER)
    return with_marks(asked, [*asked.marks, again])


def confirming_unit(
    incident: Incident, stage: ConfirmStage, staffing: Staffing, least: Tier | None = None
) -> str:
    """Return the unit that confirms at a stage.

    The place's own grid; at last the tier above the one that proposed the solution, or, where nobody but the handler holds that post,
    the next one up, so that a confirmation is never waited for where nobody can give it.

    Parameters
    ----------
    least
        The tier that the confirmation has come to already, if it has: those below stayed silent.
    """
    if stage is not ConfirmStage.ABOVE:
        return incident.unit
    tier = max(lowest_confirming_tier(incident), least or Tier.VILLAGE, key=lambda one: one.rank)
    while tier.above and not staffing.officers.get(tier, frozenset()) - incident.took_part:
        tier = tier.above
    return incident.unit[: tier.level.digits]


def lowest_confirming_tier(incident: Incident) -> Tier:
    """Return the tier that confirms last: the one above the solution, or the responsible one for what a grid worker settled."""
    return incident.tier if incident.self_handled else incident.tier.above or Tier.COUNTY


def _begin_stage(
    incident: Incident,
    stage: ConfirmStage,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    least: Tier | None = None,
) -> Incident:
    due = add(now, limit_of_the_turn(stage, incident, policy))
    begun = replace(
        incident,
        confirm_stage=stage,
        turn=confirming_unit(incident, stage, staffing, least),
        due_at=due.at,
        provisional=due.provisional,
        clock_started_at=now,
    )
    return with_marks(begun, marks_of_a_turn(begun, policy))


def limit_of_the_turn(stage: ConfirmStage, incident: Incident, policy: Policy) -> Limit:
    """Return how long whose turn it is has to confirm."""
    confirmation = policy.confirmation_of(incident.category, incident.severity)
    return {
        ConfirmStage.WORKER: confirmation.worker,
        ConfirmStage.CHIEF: confirmation.chief,
        ConfirmStage.ABOVE: confirmation.above,
    }[stage]


def marks_of_a_turn(incident: Incident, policy: Policy) -> list[Mark]:
    """List what the clock does in the present turn to confirm."""
    stage, started, due_at = incident.confirm_stage, incident.clock_started_at, incident.due_at
    assert stage is not None
    assert started is not None
    assert due_at is not None
    if stage is ConfirmStage.ABOVE:
        return [Mark(due_at, Wake.REMIND_CONFIRMER)]
    marks = [Mark(due_at, Wake.PASS_CONFIRMATION)]
    if stage is ConfirmStage.WORKER:
        unit = limit_of_the_turn(stage, incident, policy).unit
        remind_at = point(started, due_at, policy.reminder_share, unit)
        if started < remind_at < due_at:
            marks.append(Mark(remind_at, Wake.REMIND_CONFIRMER))
    return marks
