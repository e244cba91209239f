"""Give a clue: a case that may become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_moves import opened
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.clues import found_when
from enforcement.service.keep_case import keep
from enforcement.service.see_case import CaseSeen, see
from enforcement.store import visits
from enforcement.store.table import AnswerRow
from kernel import clock, ids
from kernel.access import ENFORCERS, PLACE_STAFF
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields, NotAllowed
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import Level, ancestor

if TYPE_CHECKING:
    from enforcement.model.clue_requests import NewClue

GIVES_CLUES = PLACE_STAFF | ENFORCERS
"""Who gives clues: whoever works for a place; more of a case than its clue is for enforcement alone."""
_OF_OFFICES = frozenset({ClueSource.INSPECTION, ClueSource.HANDED})


def open_clue(
    work: UnitOfWork, asking: Scope, command: NewClue, origin: str | None = None
) -> CaseSeen:
    """Keep a clue for the enforcement team of the town.

    Parameters
    ----------
    origin
        What the matter was before, as `kind:id`.
    """
    post = asking.within(command.unit, GIVES_CLUES)
    refuse_unknown_unit(command.unit)
    now, caller = clock.now(), asking.person
    town = ancestor(command.unit, Level.TOWN)
    if town is None:
        raise InvalidFields.one("unit", Text("须为乡镇内的地点。", "A place within a town."))
    if command.source in _OF_OFFICES and post.role not in ENFORCERS:
        raise NotAllowed(Text("该来源由执法人员登记。", "That is for enforcement to enter."))
    visit = visits.find(work, command.inspection) if command.inspection else None
    found_at = found_when(command.found_at, command.source, visit, town, now)
    case = Case(
        id=ids.new_id(now),
        town=town,
        unit=command.unit,
        clue=command.clue,
        source=command.source,
        reported_by=caller.person_id,
        reported_at=now,
        found_at=found_at,
        updated_at=now,
        inspection=command.inspection,
        incident=command.incident,
        origin=origin,
    )
    work.write(counting(AnswerRow, "clues", caller.person_id, now))
    after = keep(work, None, opened(case, now), Actor.of(caller, post))
    return see(after, caller)
