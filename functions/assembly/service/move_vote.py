"""Take a step with a vote."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.votes import MoveVote, vote_view
from assembly.rules.standing import Standing
from assembly.rules.states.votes import VOTES, VoteAction
from assembly.rules.votes import Vote
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.begin_casting import begin_casting, stop_issuing
from assembly.service.count_vote import count, stop_casting
from assembly.service.recount_vote import recount
from assembly.store.work import Work


def move(seen: Vote, command: MoveVote, asked: Asked) -> Outcome[Answer]:
    """Take a step with a vote.

    Shards are closed before what is in them decides anything, and by nobody who may not: the key is looked for, and the table asked,
    before.
    """
    answered = asked.answered_before()
    if answered is not None:
        return answered
    found = VOTES.find(seen.status, command.action)
    if found is not None:
        Standing(asked.reader, seen.village).take(VOTES, found)
        _close_shards(seen, command.action, asked)

    def decide(work: Work) -> Answer:
        vote = work.get(Vote, seen.id)
        if command.action is not VoteAction.CLOSE:
            asked.refuse_stale(work, Vote, seen.id)
        standing = Standing(asked.reader, vote.village)
        move = standing.find(VOTES, vote.status, command.action)
        by = standing.take(VOTES, move)
        match command.action:
            case VoteAction.PAPER_ONLY:
                on_paper = replace(vote, paper_only=True)
                return asked.keep(work, on_paper, "paper_only", by, vote_view)
            case VoteAction.CAST:
                return begin_casting(work, vote, by, asked)
            case VoteAction.CLOSE:
                return count(work, vote, by, asked)
            case VoteAction.RECOUNT:
                return recount(work, vote, command, by, asked)

    return asked.change(decide)


def _close_shards(vote: Vote, action: VoteAction, asked: Asked) -> None:
    if action is VoteAction.CAST:
        stop_issuing(vote)
    elif action is VoteAction.CLOSE:
        stop_casting(vote, asked)
