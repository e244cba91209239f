"""Meetings: announced in time, with an agenda that no longer changes; opened with a quorum; adjourned when it breaks; signed.

The roll is frozen when a meeting opens. Who is there is kept per vote on the roll as stays (arrived, left), so that it can be told later
who was there for which item.
"""

from assembly.rules.meetings.attendance import NoQuorum as NoQuorum
from assembly.rules.meetings.attendance import arrive as arrive
from assembly.rules.meetings.attendance import attending as attending
from assembly.rules.meetings.attendance import leave as leave
from assembly.rules.meetings.attendance import lift_recusal as lift_recusal
from assembly.rules.meetings.attendance import people_there as people_there
from assembly.rules.meetings.attendance import present_between as present_between
from assembly.rules.meetings.attendance import recusals_for as recusals_for
from assembly.rules.meetings.attendance import recuse as recuse
from assembly.rules.meetings.attendance import recused_for as recused_for
from assembly.rules.meetings.attendance import (
    refuse_comings_and_goings as refuse_comings_and_goings,
)
from assembly.rules.meetings.attendance import replace_chair as replace_chair
from assembly.rules.meetings.attendance import require_quorum as require_quorum
from assembly.rules.meetings.attendance import shut as shut
from assembly.rules.meetings.attendance import signed_by_enough as signed_by_enough
from assembly.rules.meetings.attendance import votes_held_by as votes_held_by
from assembly.rules.meetings.called import AgendaItem as AgendaItem
from assembly.rules.meetings.called import AttendanceChannel as AttendanceChannel
from assembly.rules.meetings.called import ChairIsThere as ChairIsThere
from assembly.rules.meetings.called import Elsewhere as Elsewhere
from assembly.rules.meetings.called import ItemCounted as ItemCounted
from assembly.rules.meetings.called import Meeting as Meeting
from assembly.rules.meetings.called import MinutesSignature as MinutesSignature
from assembly.rules.meetings.called import NoticeTooShort as NoticeTooShort
from assembly.rules.meetings.called import NotItsDay as NotItsDay
from assembly.rules.meetings.called import NotYetTime as NotYetTime
from assembly.rules.meetings.called import OnlineNotAllowed as OnlineNotAllowed
from assembly.rules.meetings.called import Recusal as Recusal
from assembly.rules.meetings.called import Stay as Stay
from assembly.rules.meetings.called import VoteStillOpen as VoteStillOpen
from assembly.rules.meetings.called import conveners as conveners
from assembly.rules.meetings.called import day_of as day_of
from assembly.rules.meetings.called import elsewhere as elsewhere
from assembly.rules.meetings.called import majority_of as majority_of
from assembly.rules.meetings.called import refuse_early as refuse_early
from assembly.rules.meetings.called import refuse_online as refuse_online
from assembly.rules.meetings.called import refuse_other_day as refuse_other_day
from assembly.rules.meetings.called import refuse_short_notice as refuse_short_notice
from assembly.rules.meetings.called import rule_of as rule_of
from assembly.rules.meetings.called import standing as standing
