"""List the places of a level within a unit: what other contexts go through, place by place."""

from __future__ import annotations

from collections.abc import Iterator

from kernel.directory import UnitRow
from kernel.units import Level, level_of
from registry.store.lists import units_below

_A_PAGE = 100
_BELOW = {Level.COUNTY: Level.TOWN, Level.TOWN: Level.VILLAGE, Level.VILLAGE: Level.GRID}


def places_in(unit: str, level: Level) -> Iterator[UnitRow]:
    """Give the places of a level within a unit by code, those that are no more too; none within a narrower one."""
    for row in _below(unit):
        if row.level == level.value:
            yield row
        else:
            yield from places_in(row.code, level)


def units_in(unit: str) -> Iterator[str]:
    """Give a county, town or village with every place in it down to the villages, and the departments of each; those that are no more too."""
    yield unit
    if level_of(unit) is not Level.VILLAGE:
        for row in _every_below(unit):
            yield from [row.code] if row.level == Level.DEPARTMENT.value else units_in(row.code)


def villages_of(unit: str) -> Iterator[str]:
    """Give the villages of a county or town, or the village itself."""
    if level_of(unit) is Level.VILLAGE:
        yield unit
        return
    for row in places_in(unit, Level.VILLAGE):
        yield row.code


def towns_of(unit: str) -> Iterator[str]:
    """Give the towns of a county, or the town itself."""
    if level_of(unit) is Level.TOWN:
        yield unit
        return
    for row in places_in(unit, Level.TOWN):
        yield row.code


def _below(unit: str) -> Iterator[UnitRow]:
    wanted = _BELOW.get(level_of(unit))
    if wanted is not None:
        # A department stands beside places, and no place lies in it.
        yield from (row for row in _every_below(unit) if row.level == wanted.value)


def _every_below(unit: str) -> Iterator[UnitRow]:
    cursor = None
    while True:
        page = units_below(unit, _A_PAGE, cursor)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return
