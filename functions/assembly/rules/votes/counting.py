"""What ballots come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from assembly.rules.quorum import Count, Majority, Verdict
from assembly.rules.votes.opened import Choice, RecountOutcome, Tally, Vote, VoteRecount
from kernel import clock
from kernel.law import Reference


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
    return {
        "roll": roll,
        "present": present,
        "yes": counts.yes,
        "no": counts.no,
        "abstain": counts.abstain,
        "spoilt": counts.spoilt,
        "quorate": verdict.quorate,
        "passed": verdict.passed,
        "attendance_needed": verdict.attendance_needed,
        "turnout_needed": verdict.turnout_needed,
        "yes_needed": verdict.yes_needed,
        "cites": law.document,
    }


def recounted(
    vote: Vote, counted: Mapping[Choice, int], *, can_void: bool, by: str, now: datetime
) -> VoteRecount:
    """Return a second count beside the first.

    Parameters
    ----------
    can_void
        Whether a difference still has a consequence.
    """
    first = vote["tally"]
    numbers = {str(choice): number for choice, number in counted.items()}
    same = first is not None and all(first[str(c)] == n for c, n in counted.items())  # type: ignore[literal-required]
    differs = RecountOutcome.VOIDED if can_void else RecountOutcome.TOO_LATE
    outcome = str(RecountOutcome.CONFIRMED if same else differs)
    return {"at": clock.iso(now), "by": by, "same": same, "outcome": outcome, "counted": numbers}
