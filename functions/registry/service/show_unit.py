"""Show the public facts of a unit."""

from __future__ import annotations

from kernel import clock
from kernel.access import Role
from kernel.directory import PersonRow, UnitRow
from kernel.problems import NotFound
from kernel.storage.dynamo import read
from kernel.units import Level
from registry.model.answers import UnitPage
from registry.service.asked import Shown
from registry.service.views import unit_summary, unit_view
from registry.store.lists import units_below

_MOST_SHOWN = 100


def show_unit(code: str) -> Shown:
    """Return a unit with its workers, if it is a grid.

    Raises
    ------
    NotFound
        There is none.
    """
    row: UnitRow | None = read([UnitRow.key(code)], consistent=True)[0]
    if row is None:
        raise NotFound
    return Shown(unit_view(row, workers_of(row)), int(row.version))


def workers_of(unit: UnitRow) -> list[PersonRow]:
    """Return who works a grid today; of any other unit nobody is public."""
    if unit.level != Level.GRID.value:
        return []
    holders = sorted(unit.holders(Role.GRID_WORKER, clock.today()))
    return read([PersonRow.key(holder) for holder in holders[:_MOST_SHOWN]])


def list_units(parent: str, limit: int, cursor: str | None) -> UnitPage:
    """Return a page of the units directly below a unit."""
    page = units_below(parent, limit, cursor)
    return UnitPage(items=[unit_summary(row) for row in page.rows], next_cursor=page.next_cursor)
