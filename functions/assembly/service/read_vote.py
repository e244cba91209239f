"""Read how one took part in a vote, and the roll call of an open one."""

from __future__ import annotations

from typing import Any

from assembly.model.votes import ParticipationView, ProtocolView
from assembly.rules import bodies, votes
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import Manner, Vote, VoteNotOpen
from assembly.service.ballots import sitting_of
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work


def part_of(vote: Vote, person: str) -> ParticipationView:
    """Return how a person took part; what was chosen only where the vote is open."""
    _, roll = sitting_of(Work(), vote)
    voter = bodies.voter_of(roll, person)
    purpose = Purpose.ISSUED if vote.manner == Manner.SECRET else Purpose.CAST
    entry: Any = shards.look(vote.id, purpose, vote.shards, voter) if voter else None
    return {
        "vote": vote.id,
        "voter": voter,
        "took_part": entry is not None,
        "channel": entry.channel if entry else None,
        "choice": getattr(entry, "choice", None),
    }


def protocol_of(vote: Vote) -> ProtocolView:
    """Return who voted what in an open vote that is counted; a secret one has no such record."""
    if vote.manner != Manner.OPEN:
        raise VoteNotOpen
    votes.require(vote, VoteStatus.CLOSED)
    cast = shards.contents(vote.id, Purpose.CAST, vote.shards)
    return {
        "vote": vote.id,
        "items": [
            {"voter": voter, "choice": entry.choice, "channel": entry.channel}
            for voter, entry in sorted(cast.items())
        ],
    }
