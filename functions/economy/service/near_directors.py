"""Whose households are near to those who act for a collective, as the registry knows it."""

from __future__ import annotations

from collections.abc import Iterable

from economy.rules.alert_terms import ALERT_TERMS
from economy.rules.dealings import Officers
from economy.rules.find_alerts import near_households
from kernel import clock
from kernel.access import Role
from kernel.directory import PersonRow, Remembered, UnitRow
from registry import find_homes


def acting_for(village: str) -> frozenset[str]:
    """Return who acts for a collective today."""
    roles = [Role(one) for one in ALERT_TERMS.document["near_roles"]]
    return _holders(village, roles)


def near_directors(village: str) -> frozenset[str]:
    """Return the households of those who act for a collective today, and those near to them as the registry knows it."""
    return _near(acting_for(village))


def officers_of(village: str) -> Officers:
    """Return who runs, keeps or watches a collective today, and what is near to them."""
    roles = [Role(one) for one in ALERT_TERMS.document["officer_roles"]]
    people = _holders(village, roles)
    found = Remembered.recall([PersonRow.key(one) for one in sorted(people)]).values()
    names = frozenset(person.name for person in found if person is not None)
    return Officers(people, names, _near(people))


def near_keepers(village: str) -> frozenset[str]:
    """Return the households of those whom a supervisor watches, and those near to them (集体法 Art. 34)."""
    return _near(_holders(village, [Role.COLLECTIVE_DIRECTOR, Role.BOOKKEEPER, Role.CASHIER]))


def circle_of(person: str) -> frozenset[str]:
    """Return a person's own household, and those near to it."""
    return _near(frozenset({person}))


def _holders(village: str, roles: Iterable[Role]) -> frozenset[str]:
    key = UnitRow.key(village)
    row: UnitRow | None = Remembered.recall([key])[key]
    return frozenset(
        one for each in roles for one in (row.holders(each, clock.today()) if row else ())
    )


def _near(people: frozenset[str]) -> frozenset[str]:
    found = Remembered.recall([PersonRow.key(one) for one in sorted(people)]).values()
    own = {person.household for person in found if person is not None and person.household}
    homes = find_homes(sorted(own))
    return near_households(own, {home: one.relatives for home, one in homes.items()})
