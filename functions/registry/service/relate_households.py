"""Note that two households are near relatives, or end it."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.directory import PersonRow
from kernel.problems import InvalidFields, NotFound
from kernel.storage.unit_of_work import Outcome
from kernel.texts import Text
from registry.model.answers import RelativesView
from registry.rules.reach import HOUSEHOLD_KEEPERS
from registry.service.asked import Asked, Saved, refuse_own_household
from registry.store.register import Effect, Register
from registry.store.rows import HouseholdRow, RelativesRow


def put_relative(
    asked: Asked, household_id: str, relative: str, relation: str | None
) -> Outcome[Saved]:
    """Note that two households are near relatives, or end it; it is noted on both sides, so that it takes a post over both.

    Raises
    ------
    NotFound
        There is no such household.
    OutsideYourArea
        One of them lies elsewhere.
    OwnTies
        One of them is the caller's own.
    """
    home, other = HouseholdRow.key(household_id), HouseholdRow.key(relative)

    def decide(register: Register) -> Saved:
        own = PersonRow.key(asked.scope.person.person_id)
        near = [RelativesRow.key(household_id), RelativesRow.key(relative)]
        register.load([home, other, *near, own])
        house: HouseholdRow | None = register.find(home)
        if house is None:
            raise NotFound
        post = asked.scope.within(house.unit, HOUSEHOLD_KEEPERS)
        there: HouseholdRow | None = register.find(other)
        if there is not None:
            asked.scope.within(there.unit, HOUSEHOLD_KEEPERS)
        refuse_own_household(register.find(own), household_id, relative)
        effect = relate(register, household_id, relative, relation)
        register.note(home, f"relative {effect}", Actor.of(asked.scope.person, post))
        row: RelativesRow | None = register.find(RelativesRow.key(household_id))
        relatives = dict(row.relatives) if row else {}
        return Saved(RelativesView(household_id=household_id, relatives=relatives))

    return asked.change(decide)


def relate(register: Register, household_id: str, other: str, relation: str | None) -> Effect:
    """Note that two households are near relatives, on both sides; None ends it.

    Raises
    ------
    InvalidFields
        One of them is unknown, or they are the same.
    """
    for place in (household_id, other):
        if register.find(HouseholdRow.key(place)) is None:
            raise InvalidFields.one(
                "relative_household_id",
                Text(f"户 {place} 未登记。", f"Household {place} is unknown."),
            )
    if household_id == other:
        raise InvalidFields.one(
            "relative_household_id", Text("不能是本户。", "A household is no relative of its own.")
        )
    effect = Effect.UNCHANGED
    for place, near in ((household_id, other), (other, household_id)):
        row: RelativesRow | None = register.find(RelativesRow.key(place))
        relatives = dict(row.relatives) if row else {}
        relatives.pop(near, None)
        if relation:
            relatives[near] = relation
        if row or relation:
            effect = register.alter(RelativesRow.key(place), {"relatives": relatives})
    return effect
