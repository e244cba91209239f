"""List who is invited to a meeting and who is there."""

from __future__ import annotations

from assembly.model.meetings import AttendanceView, InvitedView
from assembly.rules import bodies, meetings
from assembly.rules.meetings import Meeting
from assembly.service.sitting import roll_now, stays_of
from assembly.store.work import Work


def attendance_of(meeting: Meeting) -> AttendanceView:
    """Return who is invited and who is there."""
    roll, stays = roll_now(Work(), meeting), stays_of(meeting)
    there, majority = meetings.attending(roll, stays), meetings.majority_of(meeting)
    items: list[InvitedView] = [
        {
            "voter": voter,
            "people": list(people),
            "present": voter in there,
            "channel": stays[voter][-1].channel if voter in there else None,
        }
        for voter, people in roll.voters.items()
    ]
    size = bodies.size_of(roll)
    return {
        "invited": len(items),
        "present": len(there),
        "needed": majority.attendance_needed(size),
        "quorate": majority.quorate(len(there), size),
        "items": items,
    }
