"""Leave for an item one is party to, or come back to it."""

from __future__ import annotations

from assembly.model.meetings import Recuse
from assembly.rules import bodies, meetings
from assembly.rules.meetings import ItemCounted, Meeting, VoteStillOpen
from assembly.rules.standing import KEEPERS
from assembly.rules.states.meetings import MEETINGS, MeetingAction
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import NotEntitled, Vote
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.sitting import answer_meeting, roll_now
from assembly.store.work import Work
from kernel.problems import InvalidFields
from kernel.texts import Text


def recuse_for(meeting_id: str, command: Recuse, asked: Asked) -> Outcome[Answer]:
    """Recuse oneself, or be entered as recused by the recorder; or come back to the item before its vote opens."""

    def decide(work: Work) -> Answer:
        meeting = asked.get(work, Meeting, meeting_id)
        MEETINGS.move(meeting.status, MeetingAction.RECUSE)
        if command.item >= len(meeting.agenda):
            raise InvalidFields.one("item", Text("没有此议题。", "There is no such item."))
        if meeting.open_votes:
            raise VoteStillOpen
        by, roll = asked.reader.of_village(meeting.village), roll_now(work, meeting)
        voter = bodies.voter_of(roll, command.member or by.person_id)
        if voter is None:
            raise NotEntitled
        _refuse_counted(work, meeting, command.item)
        if command.lift:
            recorder = asked.reader.holds(meeting.village, KEEPERS)
            moved = meetings.lift_recusal(
                meeting, command.item, voter, by.person_id, recorder=recorder
            )
        else:
            moved = meetings.recuse(meeting, command.item, voter, command.reason, by.person_id)
        work.save(moved)
        event = "recusal_lifted" if command.lift else "recused"
        work.note(moved, event, by, item=command.item, voter=voter)
        return answer_meeting(work, moved, roll, asked.reader)

    return asked.change(decide)


def _refuse_counted(work: Work, meeting: Meeting, item: int) -> None:
    work.load(*((Vote, vote) for vote in meeting.votes))
    votes = [work.get(Vote, vote) for vote in meeting.votes]
    if any(each.item == item and each.status == VoteStatus.CLOSED for each in votes):
        raise ItemCounted
