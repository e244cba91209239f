"""See a place, those of a grid, those of an owner."""

from __future__ import annotations

from kernel.access import Caller
from kernel.directory import household_of
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from services.hazards.rules.places import Place, actions_of, is_owner, standing_of
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import places as kept


def see_place(place_id: str, caller: Caller) -> HazardSeen[Place]:
    """Return a place to who works for it or owns it.

    Raises
    ------
    NotFound
        There is none, or it does not concern the caller.
    """
    place = kept.PLACES.get(place_id)
    if not (
        standing_of(place, caller) or is_owner(place.owner, caller, household_of(caller.person_id))
    ):
        raise NotFound
    return _seen(place, caller)


def list_places(grid: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the places of a grid, what is due first on top."""
    found = kept.of_grid(grid, limit, cursor)
    return found._replace(rows=[_seen(one, caller) for one in found.rows])


def list_own_places(caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the places the caller owns."""
    found = kept.of_owner(caller.person_id, limit, cursor)
    return found._replace(rows=[_seen(one, caller) for one in found.rows])


def list_place_steps(place_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a place's history, oldest first."""
    return kept.PLACES.steps_of(place_id, limit, cursor)


def _seen(place: Place, caller: Caller) -> HazardSeen[Place]:
    return HazardSeen(
        place,
        actions_of(place, caller),
        is_owner(place.owner, caller, household_of(caller.person_id)),
    )
