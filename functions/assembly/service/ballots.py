"""What use cases around ballots ask: the sitting a vote is taken in, who may use it, and that it is used once.

Ballots keep no idempotency record: a second ballot of the same voter meets the first and is answered alike, and a record beside it would
be one more trace of when somebody voted (docs/decisions/0015-secret-ballots.md). Each is one conditional update of a shard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assembly.rules import bodies, meetings, votes
from assembly.rules.bodies import FrozenRoll, Roll
from assembly.rules.meetings import AttendanceChannel, Meeting
from assembly.rules.standing import Reader
from assembly.rules.votes import AlreadyVoted, Manner, NotEntitled, Vote, VoteNotOpen
from assembly.service.sitting import roll_now, stays_for
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel.texts import Text


def sitting_of(work: Work, vote: Vote) -> tuple[Meeting, Roll]:
    """Return the meeting a vote is taken in, and its roll."""
    work.load((Meeting, vote.meeting), (FrozenRoll, vote.meeting))
    meeting = work.get(Meeting, vote.meeting)
    return meeting, roll_now(work, meeting)


def entitled(
    vote: Vote, member: str | None, proxy_for: str | None, reader: Reader
) -> tuple[str, AttendanceChannel]:
    """Return the vote on the roll that is used, and how it comes in.

    Parameters
    ----------
    member
        For whom the recorder enters it; None: for oneself.

    Raises
    ------
    NotEntitled
        Not on the roll, not there, or recused; or somebody else came for it; or not in the way the meeting is held.
    """
    person = member or reader.person_id
    meeting, roll = sitting_of(Work(), vote)
    voter = bodies.voter_of(roll, proxy_for or person)
    if voter is None:
        raise NotEntitled
    # Whoever is recused as a person is not there for another's vote either.
    _refuse_recused(meeting, vote.item, {voter, bodies.voter_of(roll, person)})
    staying = next((stay for stay in stays_for(meeting, voter) if not stay.left_at), None)
    # The vote is used by whoever represents it there: in household mode others of the household are on the roll without being there.
    if staying is None or staying.person != person:
        raise NotEntitled
    recorded = member is not None
    return voter, votes.channel_of(staying, recorded=recorded, online=meeting.online)


def _refuse_recused(meeting: Meeting, item: int, voters: set[str | None]) -> None:
    found = meetings.recusals_for(meeting, item)
    recused = next((each for each in found if each.voter in voters), None)
    if recused:
        raise NotEntitled(
            Text(
                f"已就此议题回避（{recused.reason}），不参加表决；表决开始前可解除回避。",
                f"Recused for this item ({recused.reason}): no vote on it. A recusal can be lifted until the vote opens.",
            ),
            item=item,
            recused=recused.reason,
        )


def put_ballot(
    vote: Vote, purpose: Purpose, name: str, entry: Any, same: Callable[[Any], bool]
) -> None:
    """Put a ballot, once: the same again is the same, another one finds the vote used.

    Raises
    ------
    AlreadyVoted
        Another ballot is there.
    VoteNotOpen
        The shards are closed.
    """
    if shards.put(vote.id, purpose, vote.shards, name, entry):
        return
    kept = shards.look(vote.id, purpose, vote.shards, name)
    if kept is None:
        raise VoteNotOpen
    if not same(kept):
        raise AlreadyVoted


def papers_given_out(vote: Vote) -> int:
    """Return how many papers a vote was taken with: given out, or entered by the recorder from hands and papers."""
    secret = vote.manner == Manner.SECRET
    purpose = Purpose.ISSUED if secret else Purpose.CAST
    kept = shards.contents(vote.id, purpose, vote.shards).values()
    if secret and vote.paper_only:
        return len(kept)
    return sum(each.channel == AttendanceChannel.PAPER for each in kept)


def counted_ballots(vote: Vote) -> dict[str, Any]:
    """Return what is in the closed shards.

    Raises
    ------
    MoreBallotsThanIssued
        More secret ballots came back than were given out.
    """
    if vote.manner == Manner.OPEN:
        return shards.contents(vote.id, Purpose.CAST, vote.shards)
    ballots = shards.contents(vote.id, Purpose.BALLOTS, vote.shards)
    issued = shards.contents(vote.id, Purpose.ISSUED, vote.shards)
    votes.refuse_too_many(issued.values(), ballots.values(), paper_only=vote.paper_only)
    return ballots
