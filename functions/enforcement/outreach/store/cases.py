"""What a lesson must know of its case."""

from __future__ import annotations

from collections.abc import Iterable

from enforcement.outreach.rules.lessons import TaughtCase
from enforcement.rules.case import Case
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.evidence import EvidenceKind
from enforcement.store import cases
from kernel.directory import PersonRow, Remembered
from kernel.storage.unit_of_work import UnitOfWork


def find(work: UnitOfWork, case_id: str) -> TaughtCase | None:
    """Return a case as it is now, with what tells whose it was."""
    case = cases.find(work, case_id)
    if case is None:
        return None
    party = case.party
    told = [party.name, party.credit_code] if party else []
    # Whoever reported it or bore witness is named as little as the party.
    told += [one.made_by for one in case.evidence if one.kind is EvidenceKind.WITNESS]
    rows = Remembered.recall(PersonRow.key(one) for one in _persons(case))
    told += [row.name for row in rows.values() if row]
    numbers = [paper.number for paper in case.papers]
    return TaughtCase(
        case.id,
        case.town,
        is_closed=case.status is CaseStatus.CLOSED,
        hidden=tuple(one for one in (*told, *numbers, case.id) if one),
        revoked=case.found_wrong,
    )


def _persons(case: Case) -> set[str]:
    """Return the registered persons a lesson does not name: who reported the case, and its party."""
    party = case.party.person if case.party else None
    return {one for one in (case.reported_by, party) if one}


def revoked_among(case_ids: Iterable[str]) -> frozenset[str]:
    """Return which of some cases had a decision that was wrong."""
    return frozenset(one.id for one in cases.load_all(sorted(set(case_ids))) if one.found_wrong)


def hold(work: UnitOfWork, case_id: str) -> None:
    """Let a lesson become public only as long as its case stays as it is."""
    case = cases.find(work, case_id)
    assert case is not None, "a lesson is of a case"
    cases.hold(work, case)
