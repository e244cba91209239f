"""Who is to hear of an entry of a history, as every context writes it beside the entry and the reader of notices finds people by it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from kernel.access import Role


class Whom(StrEnum):
    """What an addressee is."""

    PERSON = "person"
    HOUSEHOLD = "household"
    UNIT = "unit"
    ROLE = "role"


class Addressee(NamedTuple):
    """Somebody to be told: a person, who lives in a household, whoever answers for a unit, or holds a role there.

    Attributes
    ----------
    id
        The person's, the household's, the unit's.
    role
        Of a role, which.
    """

    whom: Whom
    id: str
    role: Role | None = None

    def __str__(self) -> str:
        return f"{self.whom}:{self.id}" + (f":{self.role}" if self.role else "")

    @property
    def is_office(self) -> bool:
        """Whether it is told what it has to do for others, not what became of its own."""
        return self.whom in (Whom.UNIT, Whom.ROLE)


def person(person_id: str) -> Addressee:
    """Return a person."""
    return Addressee(Whom.PERSON, person_id)


def household(household_id: str) -> Addressee:
    """Return everybody who lives in a household and can sign in."""
    return Addressee(Whom.HOUSEHOLD, household_id)


def unit(code: str) -> Addressee:
    """Return the officers of a unit."""
    return Addressee(Whom.UNIT, code)


def role(wanted: Role, code: str) -> Addressee:
    """Return whoever holds a role at a unit."""
    return Addressee(Whom.ROLE, code, wanted)


def write(addressees: Iterable[Addressee]) -> str | None:
    """Return addressees as an entry keeps them, each once; None when nobody is told."""
    named = list(dict.fromkeys(map(str, addressees)))
    return json.dumps(named, separators=(",", ":")) if named else None


def read(text: str | None) -> tuple[Addressee, ...]:
    """Return the addressees an entry keeps.

    Raises
    ------
    ValueError
        The text holds none.
    """
    return tuple(_one(named) for named in json.loads(text or "[]"))


def _one(named: str) -> Addressee:
    # Whoever signs in may have colons in the id.
    whom, _, of = named.partition(":")
    if whom != Whom.ROLE:
        return Addressee(Whom(whom), of)
    code, _, held = of.partition(":")
    return Addressee(Whom.ROLE, code, Role(held))
