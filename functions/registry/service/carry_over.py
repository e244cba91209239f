"""Carry over what a closed unit leaves to the one that takes its place: grids, posts, households and who lives in them.

A job of the administrator, on the day or after it. Each thing is a transaction of its own, and one that was carried is not carried again: a
job that breaks off is run again. What is past stays where it was: ended posts, the closed unit's row, its history.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import PersonRow, UnitRow
from kernel.problems import NotFound
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import carry_out
from kernel.units import Level, level_of
from registry.rules import closing
from registry.service.appoint import hand_on
from registry.service.close_unit import below_unit, standing_of
from registry.service.follow_moves import follow_move, open_moves
from registry.service.save_household import save_household
from registry.service.save_unit import save_unit
from registry.store.lists import households_in, residents_of
from registry.store.register import Register
from registry.store.rows import HouseholdRow

_A_PAGE = 100

Follow = Callable[[str, str, str, Actor], None]
"""What another context does when a household has come to another village: household, village left, unit it lives in now, by whom."""


class Carried(NamedTuple):
    """One thing that goes along: a unit, a post or a household, from where to where (none: it ends)."""

    kind: str
    what: str
    came_from: str
    goes_to: str | None


class Job(NamedTuple):
    """By whom things are carried over, whether it is only tried, and who else follows."""

    by: Actor
    dry_run: bool
    follow: Follow


def carry_over(code: str, job: Job) -> Generator[Carried, None, None]:
    """Carry over what a closed unit leaves; give each thing as it goes.

    Raises
    ------
    NotFound
        There is no such unit.
    NotClosable
        It is open, its day has not come, or its heir has no number left for a grid.
    """
    unit: UnitRow | None = read([UnitRow.key(code)], consistent=True)[0]
    if unit is None:
        raise NotFound
    on = closing.check_come(standing_of(unit), clock.today())
    heirs: dict[str, str | None] = {code: unit.merged_into}
    for grid, heir, is_new in _grids_of(unit):
        heirs[grid.code] = heir
        if is_new:
            if not job.dry_run:
                _carry_grid(grid.code, heir, on, job.by)
            yield Carried("unit", grid.code, grid.code, heir)
    for place, heir in heirs.items():
        yield from _posts(place, heir, on, job)
    if unit.merged_into and level_of(code) in (Level.VILLAGE, Level.GRID):
        yield from _households(code, heirs, on, job)
        yield from follow_moves(unit.merged_into, job)


def closed_units(code: str) -> list[str]:
    """Return what one job carries over for a unit: of a town the villages and departments that have closed, then whatever it is itself."""
    if level_of(code) is not Level.TOWN:
        return [code]
    units: list[UnitRow] = [*below_unit(code), *read([UnitRow.key(code)], consistent=True)]
    today = clock.today().isoformat()
    return [unit.code for unit in units if unit and unit.closed_from and unit.closed_from <= today]


def heirs_of(code: str) -> dict[str, str | None]:
    """Return what takes the place of a unit that is no more and of each grid in it; None where nothing does.

    Before its grids have gone these are the codes that they would get.

    Raises
    ------
    NotFound, NotClosable
        As `carry_over`.
    """
    unit: UnitRow | None = read([UnitRow.key(code)], consistent=True)[0]
    if unit is None:
        raise NotFound
    closing.check_come(standing_of(unit), clock.today())
    below = below_unit(code) if level_of(code) is Level.VILLAGE else []
    return {
        code: unit.merged_into,
        **{grid.code: None for grid in below if grid.closed_from},
        **{grid.code: heir for grid, heir, _ in _grids_of(unit)},
    }


def _grids_of(unit: UnitRow) -> Iterator[tuple[UnitRow, str, bool]]:
    if unit.merged_into and level_of(unit.code) is Level.VILLAGE:
        yield from _grids(unit.code, unit.merged_into)


def _grids(village: str, heir: str) -> Iterator[tuple[UnitRow, str, bool]]:
    """Give each grid of a village with its code in the heir, and whether it has still to go there."""
    taken = {row.code for row in below_unit(heir)}
    for grid in below_unit(village):
        if grid.merged_into:
            yield grid, grid.merged_into, False
        elif not grid.closed_from:
            found = closing.code_in(heir, grid.code, taken)
            taken.add(found)
            yield grid, found, True


def _carry_grid(code: str, heir: str, on: date, by: Actor) -> None:
    def decide(register: Register) -> None:
        register.load([UnitRow.key(code), UnitRow.key(heir)])
        old: UnitRow = register.find(UnitRow.key(code))
        facts = {
            "name": old.name,
            "name_en": old.name_en,
            "placeholder": bool(old.placeholder),
            "contact_phone": old.contact_phone,
        }
        boundary = old.boundary
        save_unit(register, code, {"boundary": None})
        save_unit(register, heir, {**facts, "boundary": boundary})
        closed = {"closed_from": on.isoformat(), "merged_into": heir}
        register.alter(UnitRow.key(code), closed)
        for place in (code, heir):
            register.note(UnitRow.key(place), "unit carried over", by, came_from=code, into=heir)

    carry_out(lambda work: decide(Register(work)))


def _posts(place: str, heir: str | None, on: date, job: Job) -> Iterator[Carried]:
    row: UnitRow | None = read([UnitRow.key(place)], consistent=True)[0]
    if row is None:
        return
    reaching = {
        (holder, role)
        for role in Role
        for holder, _, last in row.terms(role)
        if last is None or last >= on.isoformat()
    }
    for holder, role in sorted(reaching):
        if not job.dry_run:
            _hand_on(holder, place, heir, on, job.by)
        yield Carried("post", f"{holder}~{role}", place, heir)


def _hand_on(person: str, place: str, heir: str | None, on: date, by: Actor) -> None:
    def decide(register: Register) -> None:
        keys = [PersonRow.key(person), UnitRow.key(place)]
        register.load([*keys, *([UnitRow.key(heir)] if heir else [])])
        if hand_on(register, person, place, heir, on, clock.today()):
            register.note(keys[0], "post carried over", by, came_from=place, into=heir)

    carry_out(lambda work: decide(Register(work)))


def _households(
    code: str, heirs: Mapping[str, str | None], on: date, job: Job
) -> Iterator[Carried]:
    # The list changes while they move: what is on a page goes before the next is asked for, and then the first page is the next.
    cursor: str | None = None
    while True:
        page = households_in(code, _A_PAGE, cursor)
        for row in page.rows:
            heir = heirs[row.unit]
            assert heir is not None, "what is merged has an heir, its grids as well"
            if not job.dry_run:
                _carry_household(row.household_id, heir, on, job.by)
            yield Carried("household", row.household_id, row.unit, heir)
        if job.dry_run:
            cursor = page.next_cursor
        if not page.rows or (job.dry_run and cursor is None):
            return


def _carry_household(household: str, heir: str, on: date, by: Actor) -> None:
    people = [row.person_id for row in residents_of(household) if row.person_id]

    def decide(register: Register) -> None:
        key = HouseholdRow.key(household)
        register.load([key, UnitRow.key(heir), *(PersonRow.key(person) for person in people)])
        row: HouseholdRow = register.find(key)
        left = row.unit
        if left == heir:
            return  # the list that named it was a moment old
        save_household(register, household, {"unit": heir})
        for person in people:
            hand_on(register, person, left, heir, on, clock.today(), only=Role.RESIDENT)
        register.note(key, "household carried over", by, came_from=left, into=heir)

    carry_out(lambda work: decide(Register(work)))


def follow_moves(unit: str, job: Job) -> Iterator[Carried]:
    """Let the other contexts follow each household that came to a village (or grid) from another; one they have followed is not asked again."""
    for found in list(open_moves(unit)):
        if not job.dry_run:
            follow_move(found, lambda one: job.follow(*one, job.by))
        yield Carried("follows", *found.move)
