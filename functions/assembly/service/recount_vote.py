"""Count a vote again; a difference voids it while that still has a consequence."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.votes import MoveVote, vote_view
from assembly.rules import matters, village_rules, votes
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.standing import KEEPERS
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.states.votes import VoteStatus
from assembly.rules.village_rules import VillageRules
from assembly.rules.villages import VillageSettings
from assembly.rules.votes import Choice, RecountOutcome, Vote
from assembly.service.asked import Answer, Asked
from assembly.service.ballots import counted_ballots, papers_given_out, sitting_of
from assembly.service.keep_matter import DELEGATION, keep_matter
from assembly.service.sign_minutes import seal_again
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor


def recount(work: Work, vote: Vote, command: MoveVote, by: Actor, asked: Asked) -> Answer:
    """Count again what is in the shards, and the papers counted by hand in their place."""
    meeting, _ = sitting_of(work, vote)
    before = _before(work, vote, meeting)
    again = votes.recounted(
        vote,
        _counted(vote, command),
        otherwise=_otherwise(before, command, by),
        by=by.person_id,
        now=clock.now(),
    )
    recounted = replace(vote, recounts=(*vote.recounts, again))
    if before is None or again.outcome != RecountOutcome.VOIDED:
        same, outcome = again.same, again.outcome
        answer = asked.keep(work, recounted, "recounted", by, vote_view, same=same, outcome=outcome)
        if meeting.status == MeetingStatus.SIGNED:
            seal_again(work, meeting, vote, by)
        return answer
    _undo(work, before, by)
    reason = "recount_differs"
    voided = replace(recounted, status=VoteStatus.VOID, void_reason=reason)
    return asked.keep(work, voided, "void", by, vote_view, reason=reason)


def _otherwise(before: Matter | None, command: MoveVote, by: Actor) -> RecountOutcome:
    """Return what a difference does: nothing any more, nothing by a supervisor's hands alone, else it voids the vote."""
    if before is None:
        return RecountOutcome.TOO_LATE
    by_hand_alone = command.paper is not None and by.role not in KEEPERS
    return RecountOutcome.DISPUTED if by_hand_alone else RecountOutcome.VOIDED


def _counted(vote: Vote, command: MoveVote) -> dict[Choice, int]:
    ballots = counted_ballots(vote).values()
    if command.paper is None:
        return votes.count(each.choice for each in ballots)
    return votes.with_papers_by_hand(ballots, command.paper, papers_given_out(vote))


def _before(work: Work, vote: Vote, meeting: Meeting) -> Matter | None:
    """Return the matter as it stood before a vote; None where the vote can no longer be void."""
    if meeting.status == MeetingStatus.SIGNED:
        return None
    matter = work.get(Matter, vote.matter)
    # On another meeting's agenda it has gone on, though nothing has been decided there yet.
    if matter.meeting not in (None, meeting.id):
        return None
    before = matters.undo_vote(matter, vote.id)
    if before is None:
        return None
    # Only a running meeting can vote again; from a closed one the matter would never come free.
    running = meeting.status == MeetingStatus.OPEN
    return replace(before, meeting=meeting.id if running else None, replaced={})


def _undo(work: Work, before: Matter, by: Actor) -> None:
    """Put the matter back before a vote that is void."""
    matter = work.get(Matter, before.id)
    keep_matter(work, matter, before, by)
    if matter.type == DELEGATION:
        settings = work.get(VillageSettings, matter.village)
        delegated = matters.delegated_before(matter, settings.delegated)
        work.save(replace(settings, delegated=delegated))
    if matter.village_rules:
        rules = work.get(VillageRules, matter.village_rules)
        work.save(village_rules.before_vote(rules))
