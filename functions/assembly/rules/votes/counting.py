"""What ballots come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from assembly.rules import limits
from assembly.rules.quorum import Count, Majority, Verdict
from assembly.rules.votes.ballots import BallotForm, Cast, SecretBallot
from assembly.rules.votes.opened import Choice, RecountOutcome, Tally, Vote, VoteRecount
from kernel import clock
from kernel.law import Reference
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


class CountedByHandTooMany(InvalidFields):
    """More papers were counted by hand than were given out; `given_out` says how many there were."""

    slug = "counted-by-hand-too-many"


def count(choices: Iterable[str]) -> dict[Choice, int]:
    """Count what ballots say; the order they come in does not matter."""
    counted = Counter(choices)
    return {choice: counted[str(choice)] for choice in Choice}


def tally(
    majority: Majority, *, roll: int, present: int, counted: Mapping[Choice, int], law: Reference
) -> Tally:
    """Return the result of a vote.

    Parameters
    ----------
    law
        The article the majority comes from, to stand beside the numbers.
    """
    counts = Count(
        roll,
        present,
        counted[Choice.YES],
        counted[Choice.NO],
        counted[Choice.ABSTAIN],
        counted[Choice.SPOILT],
    )
    verdict: Verdict = majority.verdict(counts)
    return Tally(
        roll=roll,
        present=present,
        yes=counts.yes,
        no=counts.no,
        abstain=counts.abstain,
        spoilt=counts.spoilt,
        quorate=verdict.quorate,
        passed=verdict.passed,
        attendance_needed=verdict.attendance_needed,
        turnout_needed=verdict.turnout_needed,
        yes_needed=verdict.yes_needed,
        cites=law.document,
    )


def with_papers_by_hand(
    ballots: Iterable[Cast | SecretBallot], by_hand: Mapping[Choice, int], given_out: int
) -> dict[Choice, int]:
    """Return what ballots come to when the papers among them are as they were counted by hand.

    Raises
    ------
    CountedByHandTooMany
        There are not so many papers: none, where the vote was taken without.
    """
    if sum(by_hand.values()) > given_out:
        told = Text(
            f"本次表决发出纸票 {given_out} 张，人工清点数不得超过。",
            f"{given_out} papers were given out in this vote; no more can be counted by hand.",
        )
        raise CountedByHandTooMany(told, errors=[FieldError("paper", told)], given_out=given_out)
    electronic = count(each.choice for each in ballots if each.channel != BallotForm.PAPER)
    return {choice: electronic[choice] + by_hand.get(choice, 0) for choice in Choice}


def recounted(
    vote: Vote, counted: Mapping[Choice, int], *, otherwise: RecountOutcome, by: str, now: datetime
) -> VoteRecount:
    """Return a second count beside the first.

    Parameters
    ----------
    otherwise
        What a difference does.

    Raises
    ------
    DoneEnough
        The same person has asked for it as often as one may.
    """
    limits.refuse_more("recounts", sum(each.by == by for each in vote.recounts))
    first = vote.tally
    numbers = {str(choice): number for choice, number in counted.items()}
    same = first is not None and first.counted() == dict(counted)
    outcome = RecountOutcome.CONFIRMED if same else otherwise
    return VoteRecount(at=clock.iso(now), by=by, same=same, outcome=outcome, counted=numbers)
