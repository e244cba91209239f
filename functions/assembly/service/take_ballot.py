"""Take a secret ballot."""

from __future__ import annotations

from typing import Any

from assembly.model.votes import TakeBallot, TakenView
from assembly.rules import blind, votes
from assembly.rules.standing import Reader
from assembly.rules.states.votes import VoteStatus
from assembly.rules.votes import BallotForm, Issued, Vote, VoteKey, VoteNotOpen
from assembly.service.ballots import entitled, put_ballot
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel.problems import InvalidFields
from kernel.texts import Text


def take(vote: Vote, command: TakeBallot, reader: Reader) -> TakenView:
    """Take a ballot: an electronic one is signed unseen, a paper is entered as given out."""
    votes.require(vote, VoteStatus.ISSUING)
    voter, channel = entitled(vote, command.member, command.proxy_for, reader)
    electronic = votes.form_of(channel) is BallotForm.ELECTRONIC
    signed = _sign(vote, command.blinded) if electronic else None
    issued = Issued(channel=channel, blinded=command.blinded if signed else None, signed=signed)

    def same(kept: Any) -> bool:
        return (kept.channel, kept.blinded) == (issued.channel, issued.blinded)

    put_ballot(vote, Purpose.ISSUED, voter, issued, same)
    return {"vote": vote.id, "voter": voter, "channel": issued.channel, "signed": signed}


def _sign(vote: Vote, blinded: str | None) -> str:
    if vote.paper_only:
        raise VoteNotOpen(
            Text(
                "本次表决全部使用纸票，请向记录人领取。",
                "This vote is taken on paper only: ask the recorder for a paper.",
            ),
            present_status=vote.status,
        )
    if blinded is None:
        raise InvalidFields.one(
            "blinded",
            Text(
                "本人领取电子选票须提交盲化编号。", "An electronic ballot needs the hidden number."
            ),
        )
    halves = Work().find(VoteKey, vote.id)
    if halves is None or halves.n is None or halves.d is None:
        raise VoteNotOpen
    try:
        key = blind.PrivateKey(int(halves.n, 16), int(halves.d, 16))
        return f"{blind.sign(key, int(blinded, 16)):x}"
    except ValueError as fault:
        wrong = Text("盲化编号无效。", "Not a hidden number of this vote's key.")
        raise InvalidFields.one("blinded", wrong) from fault
