"""Let a penalty count for the inspection its case came of, so that 37 ⊇ 6 ⊇ 4 is counted links, whichever of the two is on record first."""

from __future__ import annotations

from enforcement.rules.case import Case
from enforcement.rules.links import LinkLevel, link_of
from enforcement.rules.visits import Visit
from enforcement.store import cases, links, visits
from enforcement.store.cases import CaseRow
from enforcement.store.visits import VisitRow
from kernel.problems import InvalidFields
from kernel.storage.rows import Check
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

_NO_CASE = Text(
    "没有本次检查所立的这一案件。", "There is no such case that came of this inspection."
)


def count_penalty(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Count a penalty that was decided just now, if the inspection the case came of has named the case; one that is revoked no more."""
    if after.inspection is None or bool(before and before.penalises) == after.penalises:
        return
    visit = visits.find(work, after.inspection)
    if visit is None:
        return
    # Who records the result meanwhile counts it, or this is decided again.
    work.write(Check(VisitRow.key(visit.id), VisitRow.version == visit.version))
    counted = _counted(work, visit)
    if visit.case != after.id or counted is None:
        return
    link = link_of(counted, after.id)
    if not after.penalises:
        links.revoke(work, link)
    elif not links.is_linked(work, link, LinkLevel.PENALTIES):
        links.link(work, link, LinkLevel.PENALTIES)


def reached_by(work: UnitOfWork, visit: Visit) -> tuple[LinkLevel, ...]:
    """Return how far the case led that a result names: to a case, to a penalty if one was decided by now; to nothing where it names none.

    Raises
    ------
    InvalidFields
        There is no such case, or it came of something else.
    """
    if visit.case is None:
        return ()
    case = cases.find(work, visit.case)
    if case is None or case.inspection != visit.id:
        raise InvalidFields.one("case", _NO_CASE)
    work.write(Check(CaseRow.key(case.id), CaseRow.version == case.version))
    return (LinkLevel.CASES, *([LinkLevel.PENALTIES] if case.penalises else []))


def _counted(work: UnitOfWork, visit: Visit) -> Visit | None:
    """Return the inspection that counts: of a re-check the one whose order it looks at again."""
    while visit.recheck_of:
        first = visits.find(work, visit.recheck_of)
        if first is None:
            return None
        visit = first
    return visit if visit.counts else None
