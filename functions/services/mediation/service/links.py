"""What whoever converts one thing into another asks of a dispute: open it, hold it, give it back, say how it stands.

While a dispute is held nothing is owed in it; whoever holds it has the clock.
"""

from __future__ import annotations

from kernel import clock
from kernel.actors import Actor
from kernel.record import record
from kernel.storage.unit_of_work import UnitOfWork
from services.mediation.rules import holding
from services.mediation.rules.case import Case, Link, MediationStatus
from services.mediation.service.keep import keep
from services.mediation.service.open_case import open_from
from services.mediation.store.cases import CASES

__all__ = ["Link", "Stand", "give_back", "hold", "open_from", "stand_of"]


@record
class Stand:
    """How a dispute stands, for whoever is linked with it."""

    id: str
    unit: str
    status: MediationStatus
    is_running: bool
    has_clock: bool
    came_from: Link | None
    held_by: Link | None
    version: int


def hold(work: UnitOfWork, case_id: str, by: Link, actor: Actor) -> Case:
    """Let another thing have the clock of a dispute; nothing moves in it until it is given back.

    Raises
    ------
    NotFound, IllegalMove
        There is none; it has ended, or is held already.
    """
    case = CASES.require(work, case_id)
    return keep(work, case, holding.hold(case, by, clock.now()), actor)


def give_back(work: UnitOfWork, case_id: str, actor: Actor) -> Case:
    """Let a dispute go on with the time that was left.

    Raises
    ------
    NotFound, IllegalMove
        There is none; nothing holds it.
    """
    case = CASES.require(work, case_id)
    return keep(work, case, holding.give_back(case, clock.now()), actor)


def stand_of(work: UnitOfWork, case_id: str) -> Stand:
    """Return how a dispute stands.

    Raises
    ------
    NotFound
        There is none.
    """
    case = CASES.require(work, case_id)
    return Stand(
        case.id,
        case.unit,
        case.status,
        case.is_running,
        case.is_running and case.held_by is None,
        case.came_from,
        case.held_by,
        case.version,
    )
