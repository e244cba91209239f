"""The life of a matter: four deliberations and two publications, a step at a time (四议两公开, DOMAIN 4.2).

A matter stands before one step. Steps done in a sitting need its minutes, decisions a closed vote, publications a publication, carrying
out its milestones; no action leads past the step that is pending, and the one shortcut the practice allows says so in the record.
"""

from __future__ import annotations

from assembly.rules.matters.carrying_out import (
    MilestonesMissing,
    ended_by,
    finish,
    mark_overdue,
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
    merge,
    record,
    refuse_sitting,
)
from assembly.rules.matters.steps import (
    RECALL,
    shut,
    standing,
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
    "after_publication",
    "after_vote",
    "check_demand",
    "decide_above",
    "delegated_after",
    "delegated_before",
    "demand",
    "ended_by",
    "finish",
    "mark_overdue",
    "merge",
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
    "undo_vote",
    "with_clock",
    "withdraw",
]
