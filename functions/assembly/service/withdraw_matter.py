"""Take a matter back."""

from __future__ import annotations

from assembly.rules import matters, village_rules
from assembly.rules.matters import Matter, MatterBeforeMeeting
from assembly.rules.meetings import Meeting
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.village_rules import VillageRules
from assembly.store.work import Work
from kernel.actors import Actor


def withdraw(work: Work, matter: Matter, reason: str, by: Actor) -> Matter:
    """Take a matter back, off the agenda of a meeting that has not begun, and its village rules back to where they were cleared.

    Raises
    ------
    MatterBeforeMeeting
        A meeting that has begun has it before it, perhaps in a vote.
    """
    moved = matters.withdraw(matter, reason)
    if matter.meeting:
        meeting = work.get(Meeting, matter.meeting)
        if meeting.status in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED):
            raise MatterBeforeMeeting
        # The meeting is written as well: should it open meanwhile, one of the two has to look again.
        work.save(meeting)
        work.note(meeting, "item_withdrawn", by, matter=matter.id)
    if matter.village_rules:
        rules = village_rules.withdrawn(work.get(VillageRules, matter.village_rules))
        work.save(rules)
        work.note(rules, "vote_called_off", by, reason=reason)
    return moved
