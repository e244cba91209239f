"""Households as contracts know them: whose the caller's is, and whether it lies in a village."""

from __future__ import annotations

from economy.store import money
from kernel.directory import PersonRow, Remembered
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import is_within
from registry import Home, find_homes


def household_of(person_id: str) -> str | None:
    """Return the household a person belongs to, as the registry knows it."""
    key = PersonRow.key(person_id)
    row: PersonRow | None = Remembered.recall([key])[key]
    return row.household if row is not None else None


def household_in(person_id: str, village: str) -> str | None:
    """Return a person's household if it lies in a village and is a member's of its collective."""
    household = household_of(person_id)
    home = find_homes([household]).get(household) if household else None
    if household is None or home is None or not is_within(home.unit, village):
        return None
    return household if is_members(household, village) else None


def is_members(household: str, village: str) -> bool:
    """Tell whether a household is a member's; until a village keeps its list, every household of the village stands for one."""
    roll = money.ROLLS.load(village)
    return roll is None or roll.members == 0 or money.is_members_home(household, village)


def is_of_members(person_id: str, village: str) -> bool:
    """Tell whether a person's household is a member's of a village's collective, wherever it lives.

    Work and study away end no membership (集体法 Art. 18).
    """
    household = household_of(person_id)
    if household is not None and money.is_members_home(household, village):
        return True
    return household_in(person_id, village) is not None


def require_members_home(household: str, village: str, field: str) -> Home:
    """Return a household of a village that is a member's of its collective.

    Raises
    ------
    InvalidFields
        There is none of this id in the village, or nobody of it is on the list.
    """
    home = require_home(household, village, field)
    if not is_members(household, village):
        raise InvalidFields.one(
            field,
            Text("此户没有本集体成员。", "Nobody of this household is a member of the collective."),
        )
    return home


def require_home(household: str, village: str, field: str) -> Home:
    """Return a household of a village.

    Raises
    ------
    InvalidFields
        There is none of this id in the village.
    """
    home = find_homes([household]).get(household)
    if home is None or not is_within(home.unit, village):
        raise InvalidFields.one(field, Text("本村没有此户。", "The village has no such household."))
    return home
