"""What a line of each kind of file must be: the request that would do the same, and what it names."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from kernel.fields import Model, UnitCode
from kernel.units import Level
from registry.model.requests import (
    HouseholdBody,
    NewUnitCode,
    PersonBody,
    PersonId,
    ResidentBody,
    RowId,
    UnitBody,
    kinship,
)
from registry.rules.relations import Kinship


class UnitLine(UnitBody):
    """A unit."""

    code: NewUnitCode
    level: Level | None = None
    parent: UnitCode | None = None
    boundary: Annotated[str | None, Field(max_length=100_000)] = None  # type: ignore[assignment]


class PersonLine(PersonBody):
    """A person."""

    person_id: PersonId


class HouseholdLine(HouseholdBody):
    """A household."""

    household_id: RowId


class RelativeLine(Model):
    """Two households that are near relatives."""

    household_id: RowId
    relative_household_id: RowId
    relation: Annotated[Kinship, BeforeValidator(kinship)]


class ResidentLine(ResidentBody):
    """A resident."""

    resident_id: RowId
    household_id: RowId
