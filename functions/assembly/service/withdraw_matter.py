"""Take a matter back."""

from __future__ import annotations

from assembly.rules import matters, village_rules
from assembly.rules.matters import Matter, MatterBeforeMeeting
from assembly.rules.meetings import Meeting
from assembly.rules.states.meetings import MeetingStatus
from assembly.store.work import Kind, Work
from kernel.actors import Actor


def withdraw(work: Work, matter: Matter, reason: str, by: Actor) -> Matter:
    """Take a matter back, off the agenda of a meeting that has not begun, and its village rules back to where they were cleared.

    Raises
    ------
    MatterBeforeMeeting
        A meeting that has begun has it before it, perhaps in a vote.
    """
    moved = matters.withdraw(matter, reason)
    if matter["meeting"]:
        meeting: Meeting = work.get(Kind.MEETING, matter["meeting"])
        if meeting["status"] in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED):
            raise MatterBeforeMeeting
        # The meeting is written as well: should it open meanwhile, one of the two has to look again.
        work.save(Kind.MEETING, meeting)
        work.note(Kind.MEETING, meeting, "item_withdrawn", by, matter=matter["id"])
    if matter["village_rules"]:
        rules = village_rules.withdrawn(work.get(Kind.VILLAGE_RULES, matter["village_rules"]))
        work.save(Kind.VILLAGE_RULES, rules)
        work.note(Kind.VILLAGE_RULES, rules, "vote_called_off", by, reason=reason)
    return moved
