"""End the giving out of secret ballots, and begin their casting."""

from __future__ import annotations

from dataclasses import replace

from assembly.rules import votes
from assembly.rules.bodies import FrozenRoll
from assembly.rules.hearing import everybody_on
from assembly.rules.standing import Reader
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import Vote, VoteKey
from assembly.service.asked import Answer
from assembly.service.keep_vote import keep_vote
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor


def stop_issuing(vote: Vote) -> None:
    """Close every shard of ballots given out."""
    issued = shards.contents(vote.id, Purpose.ISSUED, vote.shards)
    votes.refuse_too_few(issued.values(), paper_only=vote.paper_only)
    shards.close(vote.id, Purpose.ISSUED, vote.shards)


def begin_casting(work: Work, vote: Vote, by: Actor, reader: Reader) -> Answer:
    """Let ballots be cast; nothing is signed any more."""
    issued = shards.contents(vote.id, Purpose.ISSUED, vote.shards)
    votes.refuse_too_few(issued.values(), paper_only=vote.paper_only)
    # The key goes: whoever reads the row later can make no ballot with it.
    work.load((VoteKey, vote.id))
    work.save(VoteKey(vote.id, vote.village))
    casting = replace(vote, status=VoteStatus.CASTING, casting_at=clock.iso(clock.now()))
    hears = everybody_on(work.get(FrozenRoll, vote.meeting).roll)
    return keep_vote(work, casting, "casting", by, reader, hears=hears, issued=len(issued))
