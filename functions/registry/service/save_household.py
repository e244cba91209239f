"""Register a household, or change its facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.directory import PersonRow, UnitRow, refuse_closed
from kernel.problems import InvalidFields
from kernel.storage.unit_of_work import Outcome
from kernel.texts import Text
from kernel.units import Level, level_of, path_of
from registry.model.requests import HouseholdBody
from registry.rules.reach import HOUSEHOLD_KEEPERS
from registry.service.asked import Asked, Saved, refuse_own_household
from registry.service.follow_moves import note_move
from registry.service.views import household_view
from registry.store.lists import residents_of
from registry.store.register import Effect, Register
from registry.store.rows import HeadRow, HouseholdRow


def put_household(asked: Asked, household_id: str, body: HouseholdBody) -> Outcome[Saved]:
    """Register a household, or replace its facts; moving one takes a post over both places, and is not for who lives there.

    Raises
    ------
    OwnTies
        It is the caller's own household that would move.
    """
    post = asked.scope.within(body.unit, HOUSEHOLD_KEEPERS)
    key = HouseholdRow.key(household_id)

    def decide(register: Register) -> Saved:
        own = PersonRow.key(asked.scope.person.person_id)
        register.load([key, UnitRow.key(body.unit), own])
        before: HouseholdRow | None = register.find(key)
        if before:
            asked.scope.within(before.unit, HOUSEHOLD_KEEPERS)
            if before.unit != body.unit:
                refuse_own_household(register.find(own), household_id)
        asked.seen.refuse_unseen(int(before.version) if before else None)
        effect = save_household(register, household_id, body.model_dump())
        register.note(key, f"household {effect}", Actor.of(asked.scope.person, post))
        row: HouseholdRow = register.find(key)
        view = household_view(row, residents_of(household_id) if before else [])
        return Saved(view, int(row.version), is_new=before is None)

    return asked.change(decide)


def save_household(register: Register, household_id: str, given: Mapping[str, Any]) -> Effect:
    """Create or change a household.

    Raises
    ------
    InvalidFields
        Its unit is unknown, or neither a grid nor a village.
    UnitClosed
        It would move into a unit that is no more.
    """
    unit: str = given["unit"]
    if level_of(unit) not in (Level.GRID, Level.VILLAGE):
        raise InvalidFields.one(
            "unit", Text("户须归入网格或村。", "A household lies in a grid or a village.")
        )
    if register.find(UnitRow.key(unit)) is None:
        raise InvalidFields.one("unit", Text(f"单位 {unit} 未登记。", f"Unit {unit} is unknown."))
    before: HouseholdRow | None = register.find(HouseholdRow.key(household_id))
    if before is None or before.unit != unit:
        refuse_closed([register.find(UnitRow.key(code)) for code in path_of(unit)], clock.today())
    placed = {
        **given,
        "household_id": household_id,
        "parent": HouseholdRow.listing(unit),
        "code": f"{unit}#{household_id}",
    }
    if before is None:
        register.alter(HeadRow.key(household_id), {}, first={"residents": 0, "born": {}})
    else:
        note_move(register, household_id, before.unit, unit)
    return register.alter(HouseholdRow.key(household_id), placed)
