"""The boundaries of all grids below a unit, for a map of a village or a town."""

from __future__ import annotations

from collections.abc import Iterator

from kernel import clock
from kernel.directory import UnitRow
from kernel.paging import MAX_LIMIT
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import Level, level_of
from registry.model.answers import GridMap
from registry.service.views import grid_feature
from registry.store.lists import units_below


def map_grids(unit: str, limit: int, cursor: str | None) -> GridMap:
    """Return the grids of a village in one Query, or those of a page of a town's villages in one for each.

    Raises
    ------
    InvalidFields
        The unit is neither: a map of the county would be read for minutes and shows no grid.
    """
    level = level_of(unit)
    if level is Level.VILLAGE:
        return _mapped(_grids_of(unit), None)
    if level is not Level.TOWN:
        raise InvalidFields.one("code", Text("请按乡镇或村查询。", "Ask for a town or a village."))
    villages = units_below(unit, limit, cursor)
    grids = (grid for row in villages.rows for grid in _grids_of(row.code))
    return _mapped(grids, villages.next_cursor)


def _grids_of(village: str) -> Iterator[UnitRow]:
    cursor: str | None = None
    while True:
        page = units_below(village, MAX_LIMIT, cursor)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def _mapped(grids: Iterator[UnitRow], next_cursor: str | None) -> GridMap:
    today = clock.today()
    drawn = (row for row in grids if row.boundary and not row.is_closed(today))
    return GridMap(
        type="FeatureCollection",
        features=[grid_feature(row) for row in drawn],
        next_cursor=next_cursor,
    )
