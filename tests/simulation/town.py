"""Who lives and works in the simulated town: units, posts, households, and how each person goes about it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel.directory import Remembered
from kernel.storage import dynamo
from tests.support.in_process import ALL_YEAR, person_row, unit_row
from tests.support.village import home_rows

COUNTY = "140426"
TOWN = COUNTY + "106"
WATER, ROADS, STATION = COUNTY + "-SLJ", COUNTY + "-JTJ", TOWN + "-D01"
DEPARTMENTS = (WATER, ROADS, STATION)
_AT_ONCE = 90

ENFORCING = (
    *((f"eo{n}", "enforcement_officer", TOWN) for n in (1, 2, 3)),
    ("boss", "enforcement_head", TOWN),
    ("lawyer", "legal_reviewer", TOWN),
    ("chair", "hearing_chair", TOWN),
    ("justice", "justice_supervisor", COUNTY),
)
TWO_POSTS = "two posts"
"""Not a context but a way of filling posts, which some of the known faults need."""
SILENT_OFFICE = "silent office"
"""Not a context either: nobody of the first village's office ever does anything."""
KEEPING_BOOKS = ("collective_director", "bookkeeper", "cashier", "collective_supervisor")

HONEST, LAZY, ABSENT, CHEAT = "honest", "lazy", "absent", "cheat"
WAYS = {HONEST: 0.62, LAZY: 0.16, ABSENT: 0.07, CHEAT: 0.15}
"""How people go about their work, and how many do so."""


@dataclass
class Person:
    """Somebody with posts.

    Attributes
    ----------
    posts
        Role and unit of each post held now.
    way
        How the person goes about it, see `WAYS`.
    household
        Where the person lives, if that is known.
    """

    id: str
    name: str
    posts: list[tuple[str, str]]
    way: str
    household: str | None = None
    learnt: dict[tuple[str, str, str], list[float]] = field(default_factory=dict)

    def holds(self, *roles: str) -> list[str]:
        """Return the units at which one of these roles is held."""
        return [unit for role, unit in self.posts if role in roles]

    @property
    def roles(self) -> set[str]:
        """Every role held anywhere."""
        return {role for role, _ in self.posts}


class Town:
    """The people and units of one world."""

    def __init__(
        self, seed: int, villages: int, residents: int, contexts: Collection[str] = ()
    ) -> None:
        self.chance = random.Random(f"town {seed}")
        self.villages = [f"{TOWN}{201 + n}" for n in range(villages)]
        self.grids = [f"{village}{n:03d}" for village in self.villages for n in (1, 2)]
        self.people: dict[str, Person] = {}
        self.homes: dict[str, str] = {}
        self._homes_in: dict[str, list[str]] = {}
        self._settle(residents)
        # Who works in further contexts comes after everybody else and is drawn apart: the others are who they are without them.
        self.chance = random.Random(f"further people {seed}")
        self._employ(contexts)
        for n in (1, 2) if SILENT_OFFICE in contexts else ():
            self.people[f"v1officer{n}"].way = ABSENT

    def _employ(self, contexts: Collection[str]) -> None:
        if "enforcement" in contexts:
            for name, role, unit in ENFORCING:
                self._add(name, [(role, unit)])
            if TWO_POSTS in contexts:
                self.people["eo1"].posts += [("legal_reviewer", TOWN), ("enforcement_head", TOWN)]
        for v, village in enumerate(self.villages, 1):
            if TWO_POSTS in contexts:
                # Somebody of the village's office is the worker and the chief of a grid as well, as happens where few are to be had.
                grid = village + "001"
                self.people[f"v{v}officer2"].posts += [("grid_worker", grid), ("grid_chief", grid)]
            if "services" in contexts:
                for n in (1, 2, 3):
                    self._add(f"v{v}mediator{n}", [("mediator", village)])
                self._add(f"v{v}agent", [("errand_agent", village)])
            if "economy" in contexts:
                for role in KEEPING_BOOKS:
                    name = role.removeprefix("collective_")
                    name = "overseer" if name == "supervisor" else name
                    # In the first village one person keeps the books and the money as well.
                    both = v == 1 and role == "bookkeeper"
                    self._add(
                        f"v{v}{name}",
                        [(role, village), *([("cashier", village)] if both else [])],
                    )

    def _settle(self, residents: int) -> None:
        self._add("admin", [("county_admin", COUNTY)], HONEST)
        for n in (1, 2):
            self._add(f"county{n}", [("county_officer", COUNTY)], HONEST if n == 1 else None)
            self._add(f"town{n}", [("town_officer", TOWN)])
        for n, unit in enumerate(DEPARTMENTS, 1):
            tier = "town" if unit.startswith(TOWN) else "county"
            self._add(f"team{n}", [(f"{tier}_officer", unit)])
        for v, village in enumerate(self.villages, 1):
            for n in (1, 2):
                self._add(f"v{v}officer{n}", [("village_officer", village)])
            for n in (1, 2, 3):
                home = f"h-{v}-v{n}"
                self.homes[home] = village + "001"
                self._add(f"v{v}verifier{n}", [("points_verifier", village)], None, home)
            self._add(f"v{v}keeper", [("shop_keeper", village)])
            self._add(f"v{v}supervisor", [("village_supervisor", village)])
        for g, grid in enumerate(self.grids, 1):
            self._add(f"g{g}worker", [("grid_worker", grid)])
            self._add(f"g{g}chief", [("grid_chief", grid)])
            for n in range(1, residents + 1):
                home = f"h-{g}-{n}"
                self.homes[home] = grid
                self._add(f"g{g}resident{n}", [("resident", grid)], None, home)

    def _add(
        self,
        name: str,
        posts: list[tuple[str, str]],
        way: str | None = None,
        home: str | None = None,
    ) -> None:
        way = way or self.chance.choices(list(WAYS), list(WAYS.values()))[0]
        self.people[name] = Person(name, f"演示{name}", posts, way, home)

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit there is."""
        return (COUNTY, TOWN, *self.villages, *self.grids, *DEPARTMENTS)

    def homes_in(self, unit: str) -> list[str]:
        """Return the households of a unit, in order."""
        if unit not in self._homes_in:
            self._homes_in[unit] = sorted(
                home for home, grid in self.homes.items() if grid.startswith(unit)
            )
        return self._homes_in[unit]

    def register(self) -> None:
        """Write everything into the registry's table, as the registry keeps it."""
        rows: list[Any] = [self._person(person) for person in self.people.values()]
        rows += [self._unit(code) for code in self.units]
        for home, unit in self.homes.items():
            rows += home_rows(home, unit)
        self._write(rows)

    def change_posts(self, person: Person, posts: list[tuple[str, str]]) -> None:
        """Give a person other posts: dismissed with none, moved with another."""
        touched = {unit for _, unit in (*person.posts, *posts)}
        person.posts = posts
        self._write([self._person(person), *(self._unit(code) for code in sorted(touched))])

    def _person(self, person: Person) -> Any:
        more: Mapping[str, Any] = {"household": person.household} if person.household else {}
        return person_row(person.id, *person.posts, **more)

    def _unit(self, code: str) -> Any:
        staff: dict[str, dict[str, Any]] = {}
        for person in self.people.values():
            for role, unit in person.posts:
                if unit == code and role != "resident":
                    staff.setdefault(role, {})[person.id] = [ALL_YEAR, None]
        return unit_row(code, staff=staff)

    @staticmethod
    def _write(rows: list[Any]) -> None:
        for first in range(0, len(rows), _AT_ONCE):
            dynamo.write([dynamo.Write(row) for row in rows[first : first + _AT_ONCE]])
        Remembered.forget()

    def at(self, unit: str, *roles: str) -> Iterator[Person]:
        """Yield who holds one of these roles at a unit."""
        return (person for person in self.people.values() if unit in person.holds(*roles))
