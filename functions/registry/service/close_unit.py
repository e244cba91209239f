"""Close a unit or merge it into another from a day on: decided and recorded here, carried over by a job on that day."""

from __future__ import annotations

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import UnitRow
from kernel.problems import NotFound
from kernel.storage.unit_of_work import Outcome
from kernel.units import Level, level_of
from registry.model.closing import MoveUnit
from registry.rules import closing
from registry.rules.closing import Standing
from registry.service.asked import Asked, Saved
from registry.service.show_unit import workers_of
from registry.service.views import unit_view
from registry.store.lists import households_in, units_below
from registry.store.register import Register


def move_unit(asked: Asked, code: str, body: MoveUnit) -> Outcome[Saved]:
    """Decide that a unit is closed, merged into another, or kept.

    Raises
    ------
    NotFound
        There is no such unit.
    NotClosable, InvalidFields
        It cannot be done, or not so.
    """
    post = asked.scope.within(code, {Role.COUNTY_ADMIN})
    key, today = UnitRow.key(code), clock.today()

    def decide(register: Register) -> Saved:
        register.load([key, *([UnitRow.key(body.into)] if body.into else [])])
        unit: UnitRow | None = register.find(key)
        if unit is None:
            raise NotFound
        if body.action == "keep":
            closing.check_not_come(standing_of(unit), today)
            register.alter(key, {"closed_from": None, "merged_into": None})
        else:
            _close(register, unit, body)
        details = {"on": body.on.isoformat()} if body.on else {}
        heir = {"into": body.into} if body.into else {}
        actor = Actor.of(asked.scope.person, post)
        register.note(key, f"unit {body.action}", actor, reason=body.reason, **details, **heir)
        row: UnitRow = register.find(key)
        return Saved(unit_view(row, workers_of(row)), int(row.version))

    return asked.change(decide)


def _close(register: Register, unit: UnitRow, body: MoveUnit) -> None:
    today = clock.today()
    on, standing = body.on or today, standing_of(unit)
    closing.check_day(on, today)
    closing.check_open(standing)
    if body.action == "merge":
        into: UnitRow | None = register.find(UnitRow.key(body.into)) if body.into else None
        closing.check_heir(standing, standing_of(into) if into else None)
    if body.action == "close" or level_of(unit.code) is Level.TOWN:
        # A town's villages and departments are merged or closed first: each has books and bodies of its own.
        below = [standing_of(row) for row in below_unit(unit.code)]
        closing.check_empty(below, has_households=_has_households(unit.code))
    given = {
        "closed_from": on.isoformat(),
        "merged_into": body.into if body.action == "merge" else None,
    }
    register.alter(UnitRow.key(unit.code), given)


def standing_of(row: UnitRow) -> Standing:
    """Return how a unit stands to its end."""
    return Standing(row.code, row.closed_from, row.merged_into)


def below_unit(code: str) -> list[UnitRow]:
    """Return the units directly below a unit, all of them: no village has more than a thousand grids."""
    rows: list[UnitRow] = []
    cursor: str | None = None
    while True:
        page = units_below(code, 100, cursor)
        rows += page.rows
        cursor = page.next_cursor
        if cursor is None:
            return rows


def _has_households(code: str) -> bool:
    if level_of(code) not in (Level.VILLAGE, Level.GRID):
        return False
    return bool(households_in(code, 1, None).rows)
