"""Open a vote on an item of a meeting's agenda."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.votes import NewVote, vote_view
from assembly.rules import blind, bodies, meetings, village_rules, votes
from assembly.rules.blind import PrivateKey
from assembly.rules.bodies import Composition, FrozenRoll
from assembly.rules.hearing import everybody_on
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.routing import MatterStep
from assembly.rules.standing import KEEPERS
from assembly.rules.states.meetings import MEETINGS, MeetingAction, MeetingStatus
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import Manner, Vote, VoteKey
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.seats import composition_id
from assembly.service.sitting import roll_now, stays_of
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class VotedAlready(Conflict):
    """The item has a result, or is being voted on."""

    slug = "voted-already"
    said = Text("该议题已有表决结果或正在表决。", "The item was voted on, or is being voted on.")


def open_on(meeting: Meeting, command: NewVote, asked: Asked) -> Outcome[Answer]:
    """Open a vote; for a secret one a key is made first, which takes about a second."""
    by = asked.reader.by_office(meeting.village, KEEPERS)
    sits = meeting.status == MeetingStatus.OPEN
    key = blind.new_key() if command.manner is Manner.SECRET and sits else None

    def decide(work: Work) -> Answer:
        present, there = _ready(work, meeting.id, command)
        vote = _vote(present, command, key)
        work.save(vote)
        _make_shards(work, vote, key)
        moved = replace(
            present, votes=(*present.votes, vote.id), open_votes=(*present.open_votes, vote.id)
        )
        work.save(moved)
        work.note(
            moved,
            "vote_opened",
            by,
            hears=everybody_on(work.get(FrozenRoll, meeting.id).roll),
            vote=vote.id,
            item=command.item,
            present=there,
        )
        return Answer(vote_view(vote, 1, asked.reader), 1)

    return asked.change(decide)


def _ready(work: Work, meeting_id: str, command: NewVote) -> tuple[Meeting, int]:
    """Return the meeting that may vote on an item now, and how many are there for it."""
    work.load((Meeting, meeting_id), (FrozenRoll, meeting_id))
    meeting = work.get(Meeting, meeting_id)
    MEETINGS.move(meeting.status, MeetingAction.OPEN_VOTE)
    if command.item >= len(meeting.agenda):
        raise InvalidFields.one("item", Text("没有此议题。", "There is no such item."))
    item = meeting.agenda[command.item]
    work.load((Matter, item.matter), *((Vote, vote) for vote in meeting.open_votes))
    matter = work.get(Matter, item.matter)
    running = {work.get(Vote, vote).item for vote in meeting.open_votes}
    here = matter.meeting == meeting_id and matter.step == item.step
    if not here or command.item in running:
        raise VotedAlready
    roll, recused = roll_now(work, meeting), meetings.recused_for(meeting, command.item)
    there = meetings.attending(roll, votes.stays_for(roll, stays_of(meeting), recused))
    meetings.require_quorum(
        meetings.majority_of(meeting), len(there), bodies.size_of(roll), len(recused)
    )
    if matter.village_rules and item.step == MatterStep.DECISION:
        _require_women(work, meeting, there)
    return meeting, len(there)


def _require_women(work: Work, meeting: Meeting, there: set[str]) -> None:
    number = composition_id(meeting.body, int(meeting.composition or 0))
    members = work.get(Composition, number).members
    women = {each.member_id for each in members if each.woman}
    people = meetings.people_there(stays_of(meeting), there)
    village_rules.require_women(len(people & women), len(people))


def _vote(meeting: Meeting, command: NewVote, key: PrivateKey | None) -> Vote:
    item, now = meeting.agenda[command.item], clock.iso(clock.now())
    secret = command.manner is Manner.SECRET
    return Vote(
        id=new_id(),
        village=meeting.village,
        meeting=meeting.id,
        item=command.item,
        matter=item.matter,
        step=item.step,
        manner=command.manner,
        status=VoteStatus.ISSUING if secret else VoteStatus.CASTING,
        shards=meeting.shards,
        paper_only=False,
        public_key={"n": f"{key.n:x}", "e": blind.EXPONENT} if key else None,
        opened_at=now,
        casting_at=None if secret else now,
    )


def _make_shards(work: Work, vote: Vote, key: PrivateKey | None) -> None:
    if key:
        work.save(VoteKey(vote.id, vote.village, n=f"{key.n:x}", d=f"{key.d:x}"))
    purposes = (Purpose.ISSUED, Purpose.BALLOTS) if key else (Purpose.CAST,)
    for purpose in purposes:
        work.add(*shards.new_shards(vote.id, purpose, vote.shards))
