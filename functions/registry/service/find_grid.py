"""Which grid a position is in: one tile is read; others only when no grid contains it."""

from __future__ import annotations

from collections.abc import Iterable

from kernel import geo
from kernel.directory import Remembered
from kernel.storage.dynamo import query
from kernel.storage.rows import Key
from registry.rules.boundaries import OutsideEveryGrid, Tile, tile_at
from registry.store.rows import TileRow

# One page of the index; a county of this size has a few hundred tiles.
_MOST_TILES_LISTED = 1000
# The nearest boundary may be drawn on a tile whose own edge is not quite the nearest.
_NEAREST = 9


def where_to_look(lat: float, lon: float) -> Key:
    """Return the row that `find_grid` reads first, for whoever can read it along with others."""
    return TileRow.key(tile_at(lat, lon))


def find_grid(lat: float, lon: float) -> str:
    """Return the code of the grid that contains a position (the lowest code if several do).

    Parameters
    ----------
    lat, lon
        CGCS2000 degrees (`kernel.coordinates.to_cgcs2000` converts).

    Raises
    ------
    OutsideEveryGrid
        No grid contains it; says the nearest, and how far it is.
    """
    tile = tile_at(lat, lon)
    here = _drawn_on([tile])
    found = geo.locate(sorted(here.items()), lat, lon)
    if found is not None:
        return found
    near = here | _drawn_on(tile.around()) or _drawn_on(_nearest_tiles(lat, lon))
    closest = geo.nearest(sorted(near.items()), lat, lon)
    if closest is None:
        raise OutsideEveryGrid
    raise OutsideEveryGrid(closest.key, closest.distance_m)


def _nearest_tiles(lat: float, lon: float) -> list[Tile]:
    """Return the drawn tiles nearest to a position far from all of them."""
    page = query(TileRow, ("parent", TileRow.ALL), index="by_parent", limit=_MOST_TILES_LISTED)
    drawn = [Tile(*map(int, item["code"]["S"].split("#"))) for item in page.items]
    return sorted(drawn, key=lambda tile: tile.degrees_from(lat, lon))[:_NEAREST]


def _drawn_on(tiles: Iterable[Tile]) -> dict[str, str]:
    drawn: dict[str, str] = {}
    for row in Remembered.recall(TileRow.key(tile) for tile in tiles).values():
        if row is not None:
            drawn |= row.boundaries
    return drawn
