"""Cast secret ballots, and see that one was counted; nothing here knows or keeps who."""

from __future__ import annotations

from hashlib import sha256

from assembly.model.votes import (
    BallotPapers,
    CountedView,
    PapersView,
    SecretBallotDocument,
    counted_view,
)
from assembly.rules import blind, votes
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import (
    BallotForm,
    BallotNotValid,
    Manner,
    SecretBallot,
    Vote,
    VoteNotOpen,
)
from assembly.service.ballots import put_ballot
from assembly.store import shards
from assembly.store.shards import Purpose


def cast(vote: Vote, command: SecretBallotDocument) -> CountedView:
    """Cast a secret ballot by its signed number; the first counts, and every later one is answered as it was."""
    if vote.manner != Manner.SECRET or vote.paper_only:
        raise VoteNotOpen
    votes.require(vote, VoteStatus.CASTING)
    key, serial = vote.public_key or {}, bytes.fromhex(command.serial)
    if not blind.verify(int(key["n"], 16), serial, int(command.signature, 16)):
        raise BallotNotValid
    receipt = sha256(serial).hexdigest()
    ballot = SecretBallot(choice=command.choice, channel=BallotForm.ELECTRONIC)
    put_ballot(vote, Purpose.BALLOTS, receipt, ballot, _alike)
    return counted_view(vote, receipt, received=True)


def enter_papers(vote: Vote, command: BallotPapers) -> PapersView:
    """Enter the papers out of the ballot box, each number once: `total` shows whether all of them were new."""
    if vote.manner != Manner.SECRET:
        raise VoteNotOpen
    votes.require(vote, VoteStatus.CASTING)
    for paper in command.papers:
        ballot = SecretBallot(choice=paper.choice, channel=BallotForm.PAPER)
        put_ballot(vote, Purpose.BALLOTS, paper.number.upper(), ballot, _alike)
    kept = shards.contents(vote.id, Purpose.BALLOTS, vote.shards).values()
    total = sum(each.channel == BallotForm.PAPER for each in kept)
    return {"vote": vote.id, "entered": len(command.papers), "total": total}


def _alike(_: object) -> bool:
    """Take any ballot under a number for the one that is there: an answer that told them apart would tell what was chosen."""
    return True


def look_for(vote: Vote, receipt: str) -> CountedView:
    """See whether a ballot was received and counted."""
    name = receipt.lower() if len(receipt) == 64 else receipt.upper()
    kept = shards.look(vote.id, Purpose.BALLOTS, vote.shards, name)
    return counted_view(vote, name, received=kept is not None)
