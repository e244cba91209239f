"""How far an inspection led: to a problem, a case, a penalty; each level is part of the one before (37 ⊇ 6 ⊇ 4)."""

from __future__ import annotations

from enforcement.rules.case import Case
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.visits import Visit
from kernel.clock import day_of
from kernel.record import record
from kernel.texts import Named


class LinkLevel(Named):
    """How far an inspection led."""

    INSPECTIONS = "inspections", "检查", "inspections"
    PROBLEMS = "problems", "发现问题", "problems found"
    CASES = "cases", "立案", "cases opened"
    PENALTIES = "penalties", "处罚", "penalties"


@record
class Link:
    """An inspection of a town's year, and the case it led to."""

    town: str
    year: int
    inspection: str
    case: str | None = None


def link_of(visit: Visit, case: str | None = None) -> Link:
    """Return where an inspection stands in the figures of the year it was made in."""
    assert visit.begun_at is not None, "what counts was made"
    return Link(visit.town, day_of(visit.begun_at).year, visit.id, case)


def led_to(visit: Visit) -> tuple[LinkLevel, ...]:
    """Return how far an inspection led when its result was recorded; a re-check goes with what it looks at again."""
    if not visit.counts:
        return ()
    found = [LinkLevel.INSPECTIONS]
    if visit.is_problem:
        found.append(LinkLevel.PROBLEMS)
    if visit.case:
        found.append(LinkLevel.CASES)
    return tuple(found)


def clue_of(visit: Visit, case_id: str, by: str) -> Case:
    """Return the case an inspection leads to, as the clue it begins as."""
    assert visit.recorded_at is not None, "it was recorded"
    assert visit.begun_at is not None, "it was made"
    return Case(
        id=case_id,
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
