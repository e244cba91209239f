"""The life of a matter: four deliberations and two publications, a step at a time (四议两公开, DOMAIN 4.2).

A matter stands before one step. Steps done in a sitting need its minutes, decisions a closed vote, publications a publication, carrying
out its milestones; no action leads past the step that is pending, and the one shortcut the practice allows says so in the record.
"""

from __future__ import annotations

from assembly.rules.matters.carrying_out import (
    MilestonesMissing,
    deadline_met,
    duty_of,
    ended_by,
    finish,
    mark_overdue,
    no_longer_planned,
    owe_again,
    plan,
    published_again,
    with_clock,
)
from assembly.rules.matters.demands import DemandedBy, DemandTooSmall, check_demand, demand
from assembly.rules.matters.guarantees import NoGuarantees
from assembly.rules.matters.outcomes import (
    RESULT_NAMES,
    after_publication,
    after_vote,
    decide_above,
    delegated_after,
    delegated_before,
    refuse_other_group,
    undo_vote,
    withdraw,
)
from assembly.rules.matters.proposal import (
    AuthorityDecision,
    Kin,
    Matter,
    MatterBeforeMeeting,
    MatterClosed,
    RecallDemand,
    SittingMinutes,
    StepMayNotBeSkipped,
    StepRecord,
    pending,
    propose,
    require_step,
)
from assembly.rules.matters.sittings import (
    AttendedByStrangers,
    ShortcutNotAllowed,
    day_of_record,
    merge,
    record,
    refuse_sitting,
)
from assembly.rules.matters.steps import (
    RECALL,
    advance,
    day_of,
    shut,
    standing,
    step_done,
    was_decided,
)

__all__ = [
    "RECALL",
    "RESULT_NAMES",
    "AttendedByStrangers",
    "AuthorityDecision",
    "DemandTooSmall",
    "DemandedBy",
    "Kin",
    "Matter",
    "MatterBeforeMeeting",
    "MatterClosed",
    "MilestonesMissing",
    "NoGuarantees",
    "RecallDemand",
    "ShortcutNotAllowed",
    "SittingMinutes",
    "StepMayNotBeSkipped",
    "StepRecord",
    "advance",
    "after_publication",
    "after_vote",
    "check_demand",
    "day_of",
    "day_of_record",
    "deadline_met",
    "decide_above",
    "delegated_after",
    "delegated_before",
    "demand",
    "duty_of",
    "ended_by",
    "finish",
    "mark_overdue",
    "merge",
    "no_longer_planned",
    "owe_again",
    "pending",
    "plan",
    "propose",
    "published_again",
    "record",
    "refuse_other_group",
    "refuse_sitting",
    "require_step",
    "shut",
    "standing",
    "step_done",
    "undo_vote",
    "was_decided",
    "with_clock",
    "withdraw",
]
