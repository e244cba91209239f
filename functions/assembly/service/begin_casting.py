"""End the giving out of secret ballots, and begin their casting."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.votes import vote_view
from assembly.rules import votes
from assembly.rules.bodies import FrozenRoll
from assembly.rules.hearing import everybody_on
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import Vote, VoteKey
from assembly.service.asked import Answer, Asked
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


def begin_casting(work: Work, vote: Vote, by: Actor, asked: Asked) -> Answer:
    """Let ballots be cast; nothing is signed any more."""
    issued = shards.contents(vote.id, Purpose.ISSUED, vote.shards)
    votes.refuse_too_few(issued.values(), paper_only=vote.paper_only)
    # The key goes: whoever reads the row later can make no ballot with it.
    work.load((VoteKey, vote.id))
    work.save(VoteKey(vote.id, vote.village))
    casting = replace(vote, status=VoteStatus.CASTING, casting_at=clock.iso(clock.now()))
    hears = everybody_on(work.get(FrozenRoll, vote.meeting).roll)
    return asked.keep(work, casting, "casting", by, vote_view, hears=hears, issued=len(issued))
