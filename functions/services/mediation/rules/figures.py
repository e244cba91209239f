"""What a step counts in the statistics of mediation (DOMAIN 14): numbers of cases, persons and fen, and nobody's name."""

from __future__ import annotations

from collections import Counter

from services.mediation.rules.case import Case, MediationStatus
from services.mediation.rules.words import AnswerToAsking, DisputeSource

COUNTED = (
    *("opened", "rounds_found", "accepted", "succeeded", "failed", "withdrawn"),
    *("performed", "broken", "confirmed", "fen"),
)
"""What is counted beside sources, kinds and what was prevented."""


def counted(before: Case | None, after: Case) -> Counter[str]:
    """Return what a step adds to the figures of its month; what comes about twice in a case, a second agreement, counts once."""
    more: Counter[str] = Counter()
    if before is None:
        more["opened"] = 1
        more[f"source:{after.source}"] = 1
        more["rounds_found"] = int(after.source is DisputeSource.FOUND)
        return +more
    if after.status is not before.status:
        more += _by_status(before, after)
    answers = [one.confirmation.answer if one.confirmation else None for one in (before, after)]
    if answers[1] is AnswerToAsking.GRANTED and answers[0] is not AnswerToAsking.GRANTED:
        more["confirmed"] = 1
    return +more


def _by_status(before: Case, after: Case) -> Counter[str]:
    match after.status:
        case MediationStatus.ACCEPTED:
            return Counter({"accepted": 1, f"kind:{after.kind}": 1})
        case MediationStatus.FAILED | MediationStatus.WITHDRAWN:
            return Counter({str(after.status): 1})
        case MediationStatus.EFFECTIVE if after.agreements == 1:
            return _succeeded(after)
        case MediationStatus.PERFORMED if before.performed_at is None:
            return Counter({"performed": 1})
        case MediationStatus.REOPENED:
            return Counter({"broken": 1})
        case _:
            return Counter()


def _succeeded(case: Case) -> Counter[str]:
    assert case.agreement is not None, "it is in effect"
    more = Counter({"succeeded": 1, "fen": case.agreement.amount_fen})
    if case.prevented:
        more[f"prevented:{case.prevented}"] = 1
        more[f"prevented_persons:{case.prevented}"] = case.prevented_persons
    return more
