"""Record an impact assessment, on which boards may come to name somebody; list them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kernel import clock, ids
from kernel.problems import InvalidFields
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.assessment import Assessment
from points.service.asking import OVERSEERS, VILLAGE_OFFICERS, Scope
from points.store import boards

if TYPE_CHECKING:
    from points.model.board_requests import NewAssessment


def assess_impact(work: UnitOfWork, asking: Scope, village: str, said: NewAssessment) -> Assessment:
    """Record an impact assessment of a village, which answers for the data it makes public."""
    asking.within(village, VILLAGE_OFFICERS)
    now = clock.now()
    day = date.fromisoformat(said.carried_out_on)
    if day > clock.today():
        raise InvalidFields.one("carried_out_on", Text("不得晚于今天。", "Not later than today."))
    told: dict[str, Any] = {**dict(said), "carried_out_on": day}
    one = Assessment(ids.new_id(now), village, **told, by=asking.person.person_id, at=now)
    boards.add_assessment(work, one)
    return one


def list_assessments(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's impact assessments, newest first, for who oversees it."""
    asking.within(village, OVERSEERS)
    return boards.list_assessments(village, limit, cursor)
