"""Put a place on the rounds."""

from __future__ import annotations

from kernel import clock
from kernel.access import PLACE_STAFF
from kernel.actors import Actor
from kernel.directory import find_caller, refuse_unknown_unit
from kernel.problems import InvalidFields
from kernel.scope import Scope
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.hazards.model.place_requests import EnterPlace
from services.hazards.rules.place_states import PlaceEvent
from services.hazards.rules.places import Owner, OwnerKind, Place, PlaceChange, actions_of
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import places as kept
from services.store.things import AnswerRow


def enter_place(work: UnitOfWork, said: EnterPlace, scope: Scope) -> HazardSeen[Place]:
    """Enter a place or an object, which is due from today on.

    Raises
    ------
    InvalidFields
        The grid or the owner is unknown.
    TooOften
        The caller enters more than anybody has.
    """
    post = scope.within(said.grid, PLACE_STAFF)
    refuse_unknown_unit(said.grid, "grid")
    owner = said.owner_named()
    refuse_unknown_owner(owner)
    now = clock.now()
    place = Place(
        id=work.change_id,
        grid=said.grid,
        kind=said.kind,
        watch=said.watch,
        name=said.name,
        where=said.where,
        checklists=tuple(said.checklists),
        owner=owner,
        entered_at=now,
    )
    work.write(counting(AnswerRow, "hazards", scope.person.person_id, now))
    kept.save(work, PlaceChange(place, PlaceEvent.ENTERED), Actor.of(scope.person, post))
    return HazardSeen(place, actions_of(place, scope.person))


def refuse_unknown_owner(owner: Owner | None) -> None:
    """Let nobody own a place that the registry does not know.

    Raises
    ------
    InvalidFields
        It does not know the person or the unit.
    """
    if owner is None:
        return
    if owner.kind is OwnerKind.UNIT:
        refuse_unknown_unit(owner.id, "owner")
    if owner.kind is OwnerKind.PERSON and find_caller(owner.id) is None:
        raise InvalidFields.one(
            "owner", Text("没有登记该人员。", "Nobody of this id is registered.")
        )
