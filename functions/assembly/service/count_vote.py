"""Close a vote, count it, and let its matter go on by what it came to."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.votes import vote_view
from assembly.rules import bodies, matters, meetings, village_rules, votes
from assembly.rules.matters import Matter
from assembly.rules.routing import MatterStep
from assembly.rules.states.votes import VOTES, VoteAction, VoteStatus
from assembly.rules.village_rules import VillageRules
from assembly.rules.villages import VillageSettings
from assembly.rules.votes import Manner, MoreBallotsThanIssued, Vote, VoteNotOpen
from assembly.service.asked import Answer, Asked
from assembly.service.ballots import counted_ballots, sitting_of
from assembly.service.keep_matter import DELEGATION, keep_matter, kind_of
from assembly.service.sitting import enough_for_item, stays_of
from assembly.store import shards
from assembly.store.shards import Purpose
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import carry_out


def stop_casting(vote: Vote, asked: Asked) -> None:
    """Close every shard; after this no ballot comes in, whatever was on its way.

    A vote that does not take this any more is left alone: of two equal requests at once the later one finds the answer of the other.
    """

    def decide(work: Work) -> None:
        present = work.get(Vote, vote.id)
        if present.status == VoteStatus.CASTING:
            asked.refuse_stale(work, Vote, vote.id)
            closing = replace(present, status=VoteStatus.CLOSING, closed_at=clock.iso(clock.now()))
            work.save(closing)

    if vote.status == VoteStatus.CASTING:
        carry_out(lambda unit: decide(Work(unit)))
    purpose = Purpose.BALLOTS if vote.manner == Manner.SECRET else Purpose.CAST
    shards.close(vote.id, purpose, vote.shards)


def count(work: Work, vote: Vote, by: Actor, asked: Asked) -> Answer:
    """Count closed shards and let the matter go on by what they say."""
    if vote.closed_at is None:
        raise VoteNotOpen
    meeting, roll = sitting_of(work, vote)
    came = stays_of(meeting)
    stays = votes.stays_for(roll, came, meetings.recused_for(meeting, vote.item))
    opened_at, closed_at = clock.from_iso(vote.opened_at), clock.from_iso(vote.closed_at)
    there = meetings.present_between(roll, stays, opened_at, closed_at)
    still_open = (each for each in meeting.open_votes if each != vote.id)
    left = replace(meeting, open_votes=tuple(still_open))
    work.save(left)
    void = replace(vote, status=VoteStatus.VOID, void_reason="quorum_broken")
    if not enough_for_item(meeting, roll, came, vote.item, closed_at):
        return asked.keep(work, void, "void", by, vote_view, reason=void.void_reason)
    try:
        ballots = counted_ballots(vote)
    except MoreBallotsThanIssued as fault:
        void = replace(void, void_reason=fault.slug)
        return asked.keep(work, void, "void", by, vote_view, reason=fault.slug)
    tally = votes.tally(
        meetings.majority_of(meeting),
        roll=bodies.size_of(roll),
        present=len(there),
        counted=votes.count(each.choice for each in ballots.values()),
        law=meetings.rule_of(meeting).law,
    )
    aim = VOTES.move(vote.status, VoteAction.CLOSE).to
    closed = replace(vote, status=aim, tally=tally)
    _move_matter(work, closed, passed=tally.passed, by=by)
    return asked.keep(work, closed, "closed", by, vote_view, passed=tally.passed)


def _move_matter(work: Work, vote: Vote, *, passed: bool, by: Actor) -> None:
    matter = work.get(Matter, vote.matter)
    now = clock.now()
    moved = matters.after_vote(
        matter,
        kind_of(matter),
        meeting=vote.meeting,
        vote=vote.id,
        passed=passed,
        by=by.person_id,
        now=now,
    )
    decides = vote.step == MatterStep.DECISION
    if decides and matter.type == DELEGATION and passed:
        settings = work.get(VillageSettings, matter.village)
        moved, delegated = matters.delegated_after(moved, settings.delegated)
        work.save(replace(settings, delegated=delegated))
    moved = keep_matter(work, matter, moved, by)
    work.note(moved, "voted", by, vote=vote.id, step=vote.step, passed=passed)
    if decides and matter.village_rules:
        rules = work.get(VillageRules, matter.village_rules)
        decided = village_rules.after_vote(rules, passed=passed, now=now)
        work.save(decided)
        work.note(decided, "voted", by, passed=passed)
