"""Take a step with a meeting."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.meetings import MoveMeeting
from assembly.rules import bodies, meetings
from assembly.rules.bodies import FrozenRoll
from assembly.rules.hearing import everybody_on
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting, VoteStillOpen
from assembly.rules.states.meetings import MEETINGS, MeetingAction
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.elsewhere import sitting_elsewhere
from assembly.service.sign_minutes import sign
from assembly.service.sitting import answer_meeting, roll_now, stays_of, void_votes
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor


def move(meeting_id: str, command: MoveMeeting, asked: Asked) -> Outcome[Answer]:
    """Take a step with a meeting."""

    def decide(work: Work) -> Answer:
        work.load((Meeting, meeting_id), (FrozenRoll, meeting_id))
        meeting = asked.get(work, Meeting, meeting_id)
        roll = roll_now(work, meeting)
        voter = bodies.voter_of(roll, asked.reader.person_id)
        standing = meetings.standing(meeting, asked.reader, voter)
        found = standing.find(MEETINGS, meeting.status, command.action)
        by = standing.take(MEETINGS, found)
        MEETINGS.require_words(found, command)
        moved = _moved(work, meeting, command, by)
        work.save(moved)
        work.note(
            moved,
            str(command.action),
            by,
            hears=everybody_on(roll) if command.action is MeetingAction.CANCEL else None,
            reason=command.reason,
            begins_at=moved.begins_at,
            digest=moved.digest,
            elsewhere=[each.meeting for each in moved.elsewhere],
        )
        return answer_meeting(work, moved, roll_now(work, moved), asked.reader)

    return asked.change(decide)


def _moved(work: Work, meeting: Meeting, command: MoveMeeting, by: Actor) -> Meeting:
    now = clock.iso(clock.now())
    aim = MEETINGS.move(meeting.status, command.action).to
    moved = replace(meeting, status=aim or meeting.status)
    match command.action:
        case MeetingAction.OPEN:
            return _open(work, meeting, moved)
        case MeetingAction.RESUME:
            _require_quorum(work, meeting)
            return replace(moved, adjourned_at=None, adjourn_reason=None)
        case MeetingAction.ADJOURN:
            voided = void_votes(work, moved, moved.open_votes, "adjourned")
            return replace(voided, adjourned_at=now, adjourn_reason=command.reason)
        case MeetingAction.CLOSE:
            if meeting.open_votes:
                raise VoteStillOpen
            _release(work, meeting)
            kept = tuple(command.attachments)
            return replace(moved, minutes=command.minutes, attachments=kept, closed_at=now)
        case MeetingAction.CANCEL:
            _release(work, meeting)
            return replace(moved, adjourn_reason=command.reason)
        case MeetingAction.REPLACE_CHAIR:
            return meetings.replace_chair(moved, stays_of(meeting), str(command.chair))
        case MeetingAction.SIGN:
            return sign(work, meeting, by, now)


def _open(work: Work, meeting: Meeting, moved: Meeting) -> Meeting:
    """Return the meeting with its roll frozen."""
    _require_quorum(work, meeting)
    roll = roll_now(work, meeting)
    size = bodies.size_of(roll)
    work.save(FrozenRoll(meeting.id, meeting.village, roll))
    stays = stays_of(meeting)
    return replace(
        moved,
        elsewhere=sitting_elsewhere(meeting, meetings.people_there(stays, stays)),
        composition=roll.composition,
        roll_size=size,
        attendance_needed=meetings.majority_of(meeting).attendance_needed(size),
        opened_at=clock.iso(clock.now()),
    )


def _require_quorum(work: Work, meeting: Meeting) -> None:
    """Let a meeting sit at its time, on its day, with enough there."""
    meetings.refuse_early(meeting, clock.now())
    meetings.refuse_other_day(meeting, clock.now())
    roll = roll_now(work, meeting)
    there = meetings.attending(roll, stays_of(meeting))
    meetings.require_quorum(meetings.majority_of(meeting), len(there), bodies.size_of(roll))


def _release(work: Work, meeting: Meeting) -> None:
    """Let go of the matters that were not voted on, so that another meeting may take them."""
    work.load(*((Matter, item.matter) for item in meeting.agenda))
    for item in meeting.agenda:
        matter = work.get(Matter, item.matter)
        if matter.meeting == meeting.id:
            work.save(replace(matter, meeting=None))
