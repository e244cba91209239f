"""Cast an open ballot."""

from __future__ import annotations

from typing import Any

from assembly.model.votes import BallotView, CastBallot
from assembly.rules import votes
from assembly.rules.standing import Reader
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import Cast, Manner, Vote, VoteNotOpen
from assembly.service.ballots import entitled, put_ballot
from assembly.store.shards import Purpose
from kernel import clock


def cast(vote: Vote, command: CastBallot, reader: Reader) -> BallotView:
    """Cast one's own ballot, or enter a member's."""
    if vote.manner != Manner.OPEN:
        raise VoteNotOpen
    votes.require(vote, VoteStatus.CASTING)
    voter, channel = entitled(vote, command.member, command.proxy_for, reader)
    ballot = Cast(
        choice=command.choice,
        channel=channel,
        by=reader.person_id,
        at=clock.iso(clock.now()),
    )

    def same(kept: Any) -> bool:
        return (kept.choice, kept.channel) == (ballot.choice, ballot.channel)

    put_ballot(vote, Purpose.CAST, voter, ballot, same)
    return {"vote": vote.id, "voter": voter, "choice": command.choice, "channel": ballot.channel}
