"""What an inspection rests on besides the plan: the clue or case it follows up, as it is now, and how often it did so before."""

from __future__ import annotations

from enforcement.rules.inspection_grounds import (
    GroundOutOfPlace,
    NoGround,
    refuse_groundless,
)
from enforcement.rules.inspections import wants_ground
from enforcement.rules.visits import Visit
from enforcement.store import visits
from kernel.storage.unit_of_work import UnitOfWork


def refuse_ground(work: UnitOfWork, visit: Visit) -> None:
    """Let an inspection be proposed, or begin, on a clue or case that bears it now; nothing else names one.

    Raises
    ------
    NoGround, GroundOutOfPlace, GroundEnded, GroundOfAnother, GroundUsedUp
        It names none, or one that does not bear it; or one that it has no need of.
    """
    if not wants_ground(visit.kind, urgent=visit.urgent):
        if visit.ground:
            raise GroundOutOfPlace
        return
    if visit.ground is None:
        raise NoGround
    # Most inspections rest on the plan, and need nothing of what a case is.
    from enforcement.store import cases

    found = cases.find(work, visit.ground)
    inspected = visits.made_on(work, visit.ground)
    refuse_groundless(visit.town, visit.party, visit.firm, found, inspected)
