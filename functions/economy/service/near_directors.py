"""Whose households are near to those who act for a collective, as the registry knows it."""

from __future__ import annotations

from economy.rules.alert_terms import ALERT_TERMS
from economy.rules.find_alerts import near_households
from kernel import clock
from kernel.access import Role
from kernel.directory import PersonRow, Remembered, UnitRow
from registry import find_homes


def near_directors(village: str) -> frozenset[str]:
    """Return the households of those who act for a collective today, and those near to them as the registry knows it."""
    key = UnitRow.key(village)
    row: UnitRow | None = Remembered.recall([key])[key]
    roles = [Role(one) for one in ALERT_TERMS.document["near_roles"]]
    directors = {one for each in roles for one in (row.holders(each, clock.today()) if row else ())}
    people = Remembered.recall([PersonRow.key(one) for one in sorted(directors)]).values()
    own = {person.household for person in people if person is not None and person.household}
    homes = find_homes(sorted(own))
    return near_households(own, {home: one.relatives for home, one in homes.items()})
