"""Follow a case that came of an inspection: the inspection that found the problem led to a case, and to a penalty, by links."""

from __future__ import annotations

from enforcement.rules.case import Case, ClueSource
from enforcement.rules.links import LinkLevel, link_of
from enforcement.rules.visits import Visit
from enforcement.store import cases, links, visits
from enforcement.store.cases import CaseRow
from enforcement.store.visits import VisitRow
from kernel import ids
from kernel.problems import InvalidFields
from kernel.storage.rows import Check
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

_MOST_RE_CHECKS = 20
_NONE = Text("没有该检查，或不属于本乡镇。", "There is no such inspection of this town.")


def follow_case(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Note how far the inspection a case came of has led now: to a case as it is opened, to a penalty while one stands.

    Raises
    ------
    InvalidFields
        A case that is opened names an inspection that is none of its town.
    """
    if after.inspection is None:
        return
    found = visits.find(work, after.inspection)
    if found is None or found.town != after.town:
        raise InvalidFields.one("inspection", _NONE)
    first = _first(work, found)
    if first.begun_at is None:
        return
    link = link_of(first, after.id)
    was, stands = _penalised(before), _penalised(after)
    if before is None:
        # Of an inspection whose result is being recorded the levels are noted with it.
        if links.is_linked(work, link, LinkLevel.PROBLEMS) and not links.is_linked(
            work, link, LinkLevel.CASES
        ):
            links.link(work, link, LinkLevel.CASES)
    elif stands and not was:
        if not links.is_linked(work, link, LinkLevel.CASES):
            # Whoever records the result meanwhile counts the penalty, or this is decided again.
            work.write(Check(VisitRow.key(found.id), VisitRow.version == found.version))
        elif not links.is_linked(work, link, LinkLevel.PENALTIES):
            links.link(work, link, LinkLevel.PENALTIES)
    elif was and not stands:
        links.revoke(work, link)


def penalised_before(work: UnitOfWork, visit: Visit) -> tuple[LinkLevel, ...]:
    """Return the level of a penalty that was decided before the result that names its case is recorded: on the spot, say."""
    case = cases.find(work, visit.case) if visit.case else None
    if case is None or not visit.counts or not _penalised(case):
        return ()
    work.write(Check(CaseRow.key(case.id), CaseRow.version == case.version))
    return (LinkLevel.PENALTIES,)


def _first(work: UnitOfWork, visit: Visit) -> Visit:
    """Return the inspection that found the problem, however many re-checks lie between."""
    for _ in range(_MOST_RE_CHECKS):
        before = visits.find(work, visit.recheck_of) if visit.recheck_of else None
        if visit.counts or before is None:
            break
        visit = before
    return visit


def _penalised(case: Case | None) -> bool:
    made = case.decision if case else None
    return bool(case and made and made.is_penalty and not case.revoked)


def clue_of(visit: Visit, by: str) -> Case:
    """Return the case an inspection leads to, as the clue it begins as."""
    assert visit.recorded_at is not None, "it was recorded"
    assert visit.begun_at is not None, "it was made"
    return Case(
        id=ids.new_id(visit.recorded_at),
        town=visit.town,
        unit=visit.town,
        clue=visit.record or visit.reason,
        source=ClueSource.INSPECTION,
        reported_by=by,
        reported_at=visit.recorded_at,
        found_at=visit.begun_at,
        updated_at=visit.recorded_at,
        inspection=visit.id,
    )
