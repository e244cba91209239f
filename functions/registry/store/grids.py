"""Which grid a position is in: one tile is read; its neighbours only when no grid contains it."""

from __future__ import annotations

from collections.abc import Iterable

from kernel import geo
from kernel.directory import Remembered
from kernel.dynamo import Key
from registry.rules.boundaries import OutsideEveryGrid, Tile, tile_at
from registry.store.rows import TileRow


def where_to_look(lat: float, lon: float) -> Key:
    """Return the row that `find_grid` reads first, for whoever can read it along with others."""
    return TileRow.key(tile_at(lat, lon))


def find_grid(lat: float, lon: float) -> str:
    """Return the code of the grid that contains a position (the lowest code if several do).

    Parameters
    ----------
    lat, lon
        CGCS2000 degrees (`kernel.geo.to_cgcs2000` converts).

    Raises
    ------
    OutsideEveryGrid
        No grid contains it; says the nearest within about two kilometres, and how far it is.
    """
    tile = tile_at(lat, lon)
    here = _drawn_on([tile])
    found = geo.locate(sorted(here.items()), lat, lon)
    if found is not None:
        return found
    near = here | _drawn_on(tile.around())
    closest = geo.nearest(sorted(near.items()), lat, lon)
    if closest is None:
        raise OutsideEveryGrid
    raise OutsideEveryGrid(closest.key, closest.distance_m)


def _drawn_on(tiles: Iterable[Tile]) -> dict[str, str]:
    drawn: dict[str, str] = {}
    for row in Remembered.recall(TileRow.key(tile) for tile in tiles).values():
        if row is not None:
            drawn |= row.boundaries
    return drawn
