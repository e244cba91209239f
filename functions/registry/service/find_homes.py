"""What other contexts may know of households: where they are, who is near to whom, who lives there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from kernel import clock
from kernel.ages import ADULT, Born, has_reached
from kernel.storage.dynamo import read
from registry.rules.relations import Relation, relation_of
from registry.store.lists import households_in, is_listed, residents_of, units_below
from registry.store.rows import (
    NO_HOUSEHOLD,
    HeadRow,
    HouseholdRow,
    RelativesRow,
    whole,
)

_A_PAGE = 100


class Home(NamedTuple):
    """A household: its grid or village, its head, and the households near to it by blood or marriage."""

    household_id: str
    unit: str
    head_name: str | None
    door_plate: str | None
    relatives: frozenset[str] = frozenset()
    address: str | None = None


class Person(NamedTuple):
    """Somebody who lives in a household, as far as the registry knows; `relation` is to its head."""

    name: str
    person_id: str | None
    relation: Relation | None
    birth_year: int | None
    birth_month: int | None = None
    birth_day: int | None = None
    resident_id: str | None = None

    @property
    def born(self) -> Born:
        """When, as far as is known."""
        return Born(self.birth_year, self.birth_month, self.birth_day)


def find_homes(households: Iterable[str]) -> dict[str, Home]:
    """Return those of `households` that are registered, with their near relatives, in one read."""
    wanted = list(dict.fromkeys(households))
    rows = read(
        [HouseholdRow.key(home) for home in wanted] + [RelativesRow.key(home) for home in wanted],
        consistent=True,
    )
    found: dict[str, Home] = {}
    for position, household_id in enumerate(wanted):
        row: HouseholdRow | None = rows[position]
        near: RelativesRow | None = rows[position + len(wanted)]
        if row is not None:
            relatives = frozenset(dict(near.relatives)) if near else frozenset[str]()
            found[household_id] = _home(row)._replace(relatives=relatives)
    return found


def may_be_named(people: Sequence[Person]) -> bool:
    """Tell whether a household's head is known and of age beyond doubt: nobody else is named, whoever consents (个保法 Arts. 28, 31)."""
    heads = [one for one in people if one.relation == Relation.HEAD]
    return bool(heads) and all(has_reached(ADULT, head.born, clock.today()) for head in heads)


def heads_of(households: Iterable[str]) -> dict[str, str | None]:
    """Return which resident heads each of `households`, in one read."""
    wanted = list(dict.fromkeys(households))
    rows: list[HeadRow | None] = read([HeadRow.key(home) for home in wanted], consistent=True)
    return {home: row.resident if row else None for home, row in zip(wanted, rows, strict=True)}


def is_off_register(resident: str) -> bool:
    """Tell whether a resident was taken off the register, as it was a moment ago: one Query of at most one row."""
    return is_listed(NO_HOUSEHOLD, resident)


def homes_lived_in(village: str) -> Iterator[Home]:
    """Give the households of a village that somebody lives in, page by page, without their relatives."""
    return (home for home, residents in homes_counted(village) if residents)


def homes_counted(village: str) -> Iterator[tuple[Home, int]]:
    """Give the households of a village with how many live in each, page by page.

    Who does is asked only of a household whose residents were not counted from its first day on.
    """
    for rows in _pages(village):
        heads: list[HeadRow | None] = read([HeadRow.key(row.household_id) for row in rows])
        for row, head in zip(rows, heads, strict=True):
            counted = whole(head.residents) if head else None
            lives = len(residents_of(row.household_id)) if counted is None else counted
            yield _home(row), lives


def count_grids(village: str) -> int:
    """Return how many grids a village has today."""
    today, cursor, found = clock.today(), None, 0
    while True:
        page = units_below(village, _A_PAGE, cursor)
        found += sum(not row.is_closed(today) for row in page.rows)
        cursor = page.next_cursor
        if cursor is None:
            return found


def births_in(village: str) -> Iterator[list[Born]]:
    """Give when those who live in each household were born; asked is only a household that does not keep it from its first day on."""
    for rows in _pages(village):
        heads: list[HeadRow | None] = read([HeadRow.key(row.household_id) for row in rows])
        for row, head in zip(rows, heads, strict=True):
            if head is None or head.born is None:
                yield [each.born for each in people_of(row.household_id)]
            else:
                yield [Born(*day) for day in dict[str, Any](head.born).values()]


def _pages(village: str) -> Iterator[list[HouseholdRow]]:
    cursor: str | None = None
    while True:
        page = households_in(village, _A_PAGE, cursor)
        yield page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def people_of(household_id: str) -> list[Person]:
    """Return who lives in a household."""
    return [
        Person(
            row.name,
            row.person_id,
            relation_of(row.relation),
            whole(row.birth_year),
            whole(row.birth_month),
            whole(row.birth_day),
            row.resident_id,
        )
        for row in residents_of(household_id)
    ]


def _home(row: HouseholdRow) -> Home:
    return Home(row.household_id, row.unit, row.head_name, row.door_plate, address=row.address)
