"""The life of a matter: four deliberations and two publications, a step at a time (四议两公开, DOMAIN 4.2).

A matter stands before one step. Steps done in a sitting need its minutes, decisions a closed vote, publications a publication, carrying
out its milestones; no action leads past the step that is pending, and the one shortcut the practice allows says so in the record.
"""

from assembly.rules.matters.carrying_out import MilestonesMissing as MilestonesMissing
from assembly.rules.matters.carrying_out import ended_by as ended_by
from assembly.rules.matters.carrying_out import finish as finish
from assembly.rules.matters.carrying_out import mark_overdue as mark_overdue
from assembly.rules.matters.carrying_out import owe_again as owe_again
from assembly.rules.matters.carrying_out import plan as plan
from assembly.rules.matters.carrying_out import published_again as published_again
from assembly.rules.matters.carrying_out import with_clock as with_clock
from assembly.rules.matters.demands import DemandTooSmall as DemandTooSmall
from assembly.rules.matters.demands import check_demand as check_demand
from assembly.rules.matters.demands import demand as demand
from assembly.rules.matters.guarantees import NoGuarantees as NoGuarantees
from assembly.rules.matters.outcomes import RESULT_NAMES as RESULT_NAMES
from assembly.rules.matters.outcomes import after_publication as after_publication
from assembly.rules.matters.outcomes import after_vote as after_vote
from assembly.rules.matters.outcomes import decide_above as decide_above
from assembly.rules.matters.outcomes import delegated_after as delegated_after
from assembly.rules.matters.outcomes import delegated_before as delegated_before
from assembly.rules.matters.outcomes import refuse_other_group as refuse_other_group
from assembly.rules.matters.outcomes import undo_vote as undo_vote
from assembly.rules.matters.outcomes import withdraw as withdraw
from assembly.rules.matters.proposal import AuthorityDecision as AuthorityDecision
from assembly.rules.matters.proposal import DemandedBy as DemandedBy
from assembly.rules.matters.proposal import Kin as Kin
from assembly.rules.matters.proposal import KinEntry as KinEntry
from assembly.rules.matters.proposal import Matter as Matter
from assembly.rules.matters.proposal import MatterBeforeMeeting as MatterBeforeMeeting
from assembly.rules.matters.proposal import MatterClosed as MatterClosed
from assembly.rules.matters.proposal import RecallDemand as RecallDemand
from assembly.rules.matters.proposal import SittingMinutes as SittingMinutes
from assembly.rules.matters.proposal import StepMayNotBeSkipped as StepMayNotBeSkipped
from assembly.rules.matters.proposal import pending as pending
from assembly.rules.matters.proposal import propose as propose
from assembly.rules.matters.proposal import require_step as require_step
from assembly.rules.matters.sittings import AttendedByStrangers as AttendedByStrangers
from assembly.rules.matters.sittings import ShortcutNotAllowed as ShortcutNotAllowed
from assembly.rules.matters.sittings import merge as merge
from assembly.rules.matters.sittings import record as record
from assembly.rules.matters.sittings import refuse_sitting as refuse_sitting
from assembly.rules.matters.steps import RECALL as RECALL
from assembly.rules.matters.steps import shut as shut
from assembly.rules.matters.steps import standing as standing
