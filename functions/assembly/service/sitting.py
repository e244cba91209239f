"""What use cases around a meeting ask: its roll, who is there, and how it is answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from assembly.model.meetings import meeting_view
from assembly.rules import bodies, meetings, votes
from assembly.rules.bodies import FrozenRoll, Roll
from assembly.rules.meetings import Meeting, Stay
from assembly.rules.standing import Reader
from assembly.rules.states.votes import VOTES, VoteAction
from assembly.rules.votes import Vote
from assembly.service.asked import Answer
from assembly.service.seats import roll_on
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel.actors import CLOCK


def roll_now(work: Work, meeting: Meeting) -> Roll:
    """Return the roll of a meeting: frozen once it has opened, before that of the composition in force."""
    frozen = work.find(FrozenRoll, meeting.id)
    if frozen is not None:
        return frozen.roll
    return roll_on(work, meeting.body, meeting.mode, meetings.day_of(meeting))


def stays_of(meeting: Meeting) -> Mapping[str, tuple[Stay, ...]]:
    """Return who came and went, by vote on the roll."""
    return shards.contents(meeting.id, Purpose.PRESENT, meeting.shards)


def stays_for(meeting: Meeting, voter: str | None) -> tuple[Stay, ...]:
    """Return when one vote on the roll came and went."""
    if voter is None:
        return ()
    return shards.look(meeting.id, Purpose.PRESENT, meeting.shards, voter) or ()


def enough_for_item(
    meeting: Meeting,
    roll: Roll,
    stays: Mapping[str, tuple[Stay, ...]],
    item: int,
    at: datetime | None = None,
) -> bool:
    """Tell whether enough are there for an item, at an instant or now; those recused for it are not."""
    for_it = votes.stays_for(roll, stays, meetings.recused_for(meeting, item))
    there = meetings.attending(roll, for_it, at)
    return meetings.majority_of(meeting).quorate(len(there), bodies.size_of(roll))


def void_votes(work: Work, meeting: Meeting, lost: Collection[str], reason: str) -> Meeting:
    """Void what is being voted on; its matters stand where they stood and may be voted on again."""
    for vote_id in lost:
        vote = work.get(Vote, vote_id)
        move = VOTES.move(vote.status, VoteAction.BREAK_OFF)
        voided = replace(vote, status=move.target, void_reason=reason)
        work.save(voided)
        work.note(voided, "void", CLOCK, reason=reason)
    return replace(
        meeting, open_votes=tuple(each for each in meeting.open_votes if each not in lost)
    )


def answer_meeting(work: Work, meeting: Meeting, roll: Roll, reader: Reader) -> Answer:
    """Return a meeting as it will be."""
    return _answer(meeting, work.version(Meeting, meeting.id), roll, reader)


def read_meeting(meeting: Meeting, version: int, reader: Reader) -> Answer:
    """Return a meeting as it is."""
    return _answer(meeting, version, roll_now(Work(), meeting), reader)


def _answer(meeting: Meeting, version: int, roll: Roll, reader: Reader) -> Answer:
    voter = bodies.voter_of(roll, reader.person_id)
    convenes = reader.holds(meeting.village, meetings.conveners(meeting.body))
    # Only who could replace the chair has to know whether the chair came.
    chairs = stays_for(meeting, bodies.voter_of(roll, meeting.chair)) if convenes else ()
    shut = meetings.shut(meeting, chairs)
    view = meeting_view(meeting, version, reader, voter, stays_for(meeting, voter), shut)
    return Answer(view, version)
