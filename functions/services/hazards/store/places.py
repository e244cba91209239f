"""Places that are checked: one of them, those of a grid, those of an owner."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.storage.repository import Placed, Repository, Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.hazards.rules.place_states import PlaceStatus
from services.hazards.rules.places import Owner, OwnerKind, Place, PlaceChange
from services.store.things import StepRow, ThingRow


def _owned(owner: Owner | None) -> str | None:
    return f"HAZARDPLACES#{owner.id}" if owner and owner.kind is OwnerKind.PERSON else None


def _placed(place: Place) -> Placed:
    if place.status is not PlaceStatus.CHECKED:
        return Placed()
    village = ancestor(place.grid, Level.VILLAGE)
    return Placed(
        list=f"HAZARDPLACES#{village}",
        subject=_owned(place.owner),
        place=f"{place.grid}#{place.due_on.isoformat()}",
    )


PLACES = Repository(
    ThingRow, StepRow, "HAZARDPLACE", Place, Text("该排查处所", "such place to check"), _placed
)


def save(work: UnitOfWork, change: PlaceChange, actor: Actor) -> None:
    """Keep a place with what happened."""
    place, was = change.after, change.was
    before = {"watch": str(was.watch), "name": was.name} if was else None
    PLACES.save(
        work,
        place,
        Step(
            str(change.event),
            actor,
            change.said,
            ancestor(place.grid, Level.VILLAGE),
            details=before,
        ),
    )


def of_grid(grid: str, limit: int, cursor: str | None, until: str | None = None) -> Listed:
    """Return one page of the places of a grid, what is due first on top.

    Parameters
    ----------
    until
        Only what is due by this day by its own interval; None: all.
    """
    within = (
        Range("place", "between", (f"{grid}#", f"{grid}#{until}"))
        if until
        else Range("place", "begins_with", (f"{grid}#",))
    )
    village = ancestor(grid, Level.VILLAGE)
    return PLACES.in_list(f"HAZARDPLACES#{village}", limit, cursor, within=within)


def of_owner(person_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the places a person owns."""
    return PLACES.about(f"HAZARDPLACES#{person_id}", limit, cursor)
