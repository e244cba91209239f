"""What a lesson must know of its case."""

from __future__ import annotations

from enforcement.outreach.rules.lessons import TaughtCase
from enforcement.rules.case_steps import CaseStatus
from enforcement.store import cases
from kernel.storage.unit_of_work import UnitOfWork


def find(work: UnitOfWork, case_id: str) -> TaughtCase | None:
    """Return a case as it is now, with what tells whose it was."""
    case = cases.find(work, case_id)
    if case is None:
        return None
    party = case.party
    told = [party.name, party.credit_code] if party else []
    numbers = [paper.number for paper in case.papers]
    return TaughtCase(
        case.id,
        case.town,
        is_closed=case.status is CaseStatus.CLOSED,
        hidden=tuple(one for one in (*told, *numbers, case.id) if one),
    )
