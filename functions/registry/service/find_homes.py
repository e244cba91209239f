"""What other contexts may know of households: where they are, who is near to whom, who lives there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kernel.ages import Born
from kernel.storage.dynamo import read
from registry.rules.relations import Relation, relation_of
from registry.store.lists import households_in, residents_of
from registry.store.rows import HeadRow, HouseholdRow, RelativesRow, whole

_A_PAGE = 100


class Home(NamedTuple):
    """A household: its grid or village, its head, and the households near to it by blood or marriage."""

    household_id: str
    unit: str
    head_name: str | None
    door_plate: str | None
    relatives: frozenset[str] = frozenset()


class Person(NamedTuple):
    """Somebody who lives in a household, as far as the registry knows; `relation` is to its head."""

    name: str
    person_id: str | None
    relation: Relation | None
    birth_year: int | None
    birth_month: int | None = None
    birth_day: int | None = None

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


def homes_in(village: str) -> Iterator[Home]:
    """Give the households of a village, page by page; their relatives are left out."""
    for rows in _pages(village):
        yield from map(_home, rows)


def homes_lived_in(village: str) -> Iterator[Home]:
    """Give those somebody lives in; who does is asked only of a household whose residents were not counted from its first day on."""
    for rows in _pages(village):
        heads: list[HeadRow | None] = read([HeadRow.key(row.household_id) for row in rows])
        for row, head in zip(rows, heads, strict=True):
            counted = head.residents if head else None
            if residents_of(row.household_id) if counted is None else counted:
                yield _home(row)


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
        )
        for row in residents_of(household_id)
    ]


def _home(row: HouseholdRow) -> Home:
    return Home(row.household_id, row.unit, row.head_name, row.door_plate)
