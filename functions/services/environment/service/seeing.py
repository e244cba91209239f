"""Who asks about the environment."""

from __future__ import annotations

from kernel.directory import PersonRow
from kernel.scope import Scope
from kernel.units import Level, ancestor
from registry import find_homes
from services.environment.rules.courtyards import Who


def household_of(asking: Scope) -> str | None:
    """Return the household the caller lives in, as the registry knows it."""
    row: PersonRow | None
    (row,) = asking.recall([PersonRow.key(asking.person.person_id)])
    return row.household if row else None


def who_asks(asking: Scope) -> Who:
    """Return the caller with the own household and its village."""
    household = household_of(asking)
    home = find_homes([household]).get(household) if household else None
    village = ancestor(home.unit, Level.VILLAGE) if home else None
    return Who(asking.person, household, village)
