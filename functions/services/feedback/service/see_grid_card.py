"""The public card of a grid: who works it, and which office answers the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.directory import PersonRow, UnitRow, find_units
from kernel.problems import NotFound
from kernel.storage.dynamo import read
from kernel.texts import Text
from kernel.units import Level, ancestor, level_of

_MOST_SHOWN = 20


class GridCard(NamedTuple):
    """What hangs at the entrance of a grid, and no more: no telephone of a person, which is posted there and not on the internet."""

    code: str
    name: Text
    village_name: Text | None
    workers: Sequence[str]
    phone: str | None
    phone_of: Text | None


def see_grid_card(grid: str) -> GridCard:
    """Return the card of a grid.

    Raises
    ------
    NotFound
        There is no such grid, or no more.
    """
    if level_of(grid) is not Level.GRID:
        raise NotFound
    village, town = ancestor(grid, Level.VILLAGE), ancestor(grid, Level.TOWN)
    units = find_units([grid, str(village), str(town)])
    unit, today = units.get(grid), clock.today()
    if unit is None or unit.is_closed(today):
        raise NotFound
    holders = sorted(unit.holders(Role.GRID_WORKER, today))[:_MOST_SHOWN]
    people = read([PersonRow.key(one) for one in holders]) if holders else []
    offices = (units[one] for one in (grid, str(village), str(town)) if one in units)
    office = next((one for one in offices if one.contact_phone), None)
    return GridCard(
        grid,
        _called(unit),
        _called(units[str(village)]) if village in units else None,
        [row.name for row in people if row],
        office.contact_phone if office else None,
        _called(office) if office else None,
    )


def _called(row: UnitRow) -> Text:
    return Text(row.name, row.name_en or row.name)
