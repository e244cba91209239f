"""What is owed in a case as it is, each once, with its day: derived from the case, so that nothing has two clocks and what another thing holds has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from kernel.working_time import end_of_days
from services.mediation.rules.case import IN_EFFECT, IN_MEDIATION, Case, MediationStatus
from services.mediation.rules.terms import amount, end_of_day, visit_days

ACCEPTANCE = "mediation_acceptance"
SETTLEMENT = "mediation_settlement"
RISK = "mediation_risk"
PERFORMANCE = "mediation_performance"
VISIT = "mediation_visit"
CLOSING = "mediation_closing"


class Owed(NamedTuple):
    """A step that is owed by an instant; `of` tells several of a kind apart."""

    kind: str
    due_at: datetime
    of: str = ""


def owed(case: Case) -> list[Owed]:
    """Return what is owed in a case."""
    return [] if case.held_by else [*_until_agreed(case), *_afterwards(case)]


def _until_agreed(case: Case) -> Iterator[Owed]:
    if case.status is MediationStatus.REGISTERED:
        yield Owed(ACCEPTANCE, case.accept_by)
    if case.settle_by and case.status in IN_MEDIATION | {MediationStatus.AGREED}:
        yield Owed(SETTLEMENT, case.settle_by)
    if case.report_by and case.reported_at is None and case.is_running:
        yield Owed(RISK, case.report_by)


def _afterwards(case: Case) -> Iterator[Owed]:
    agreement = case.agreement
    if case.status is MediationStatus.EFFECTIVE and agreement and agreement.perform_by:
        yield Owed(PERFORMANCE, end_of_day(agreement.perform_by))
    if case.status not in IN_EFFECT or case.followed_from is None:
        return
    left = [day for day in visit_days() if day not in case.visited]
    for day in left:
        yield Owed(VISIT, end_of_days(case.followed_from, day), str(day))
    if not left:
        # Nothing closes by itself, and nothing is left lying.
        yield Owed(CLOSING, end_of_days(case.visits[-1].at, amount("close_days")))
