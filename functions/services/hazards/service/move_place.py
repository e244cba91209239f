"""Check a place, change what is kept of it, or take it off the rounds."""

from __future__ import annotations

from kernel import clock
from kernel.access import PLACE_STAFF
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.rules.places import Place, PlaceCommand, actions_of, move
from services.hazards.service.enter_place import refuse_unknown_owner
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import places as kept
from services.store.things import AnswerRow


def move_place(
    work: UnitOfWork, place_id: str, command: PlaceCommand, scope: Scope, expected: Versions
) -> HazardSeen[Place]:
    """Take a step with a place.

    Raises
    ------
    NotFound, StaleVersion
        There is no such place, or another version of it.
    """
    place, caller = kept.PLACES.require(work, place_id), scope.person
    post = scope.within(place.grid, PLACE_STAFF)
    refuse_stale(expected, place.version)
    refuse_unknown_owner(command.owner)
    now = clock.now()
    change = move(place, command, caller, now)
    work.write(counting(AnswerRow, "hazards", caller.person_id, now))
    kept.save(work, change, Actor.of(caller, post))
    return HazardSeen(change.after, actions_of(change.after, caller))
