"""Grid boundaries: what a polygon must be, and the tiles by which a grid is found.

A tile is a cell of `TILES_PER_DEGREE` per degree (about 2.2 km by 1.8 km in the county). Every tile
that a boundary's bounding box touches carries the boundary, so that the grid of a position is found
by reading one tile.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from kernel.geo import Area, MalformedPolygon, parse_area
from kernel.problems import InvalidFields, Problem
from kernel.texts import Text

TILES_PER_DEGREE = 50
MOST_TILES = 40
"""A boundary and its predecessor must fit, tile by tile, into one transaction of 100 writes."""
MOST_POSITIONS = 300

_DECIMALS = 7  # a centimetre
_CHINA = (18.0, 54.0, 73.0, 136.0)  # south, north, west, east


class OutsideEveryGrid(Problem):
    """No grid's boundary contains the position.

    Parameters
    ----------
    nearest_grid
        Code of the nearest grid; None when the county has drawn none.
    distance_m
        Metres from the position to that grid's boundary.
    """

    status = 422
    slug = "outside-every-grid"
    title = Text("位置不在任何网格内", "Outside every grid")
    said = Text(
        "该位置不在任何网格内；本县尚未绘制网格边界。",
        "No grid contains this position; the county has drawn no grids yet.",
    )

    def __init__(self, nearest_grid: str | None = None, distance_m: float | None = None) -> None:
        self.nearest_grid = nearest_grid
        self.distance_m = distance_m
        if nearest_grid is None or distance_m is None:
            super().__init__()
            return
        metres = math.ceil(distance_m)
        super().__init__(
            Text(
                f"该位置不在任何网格内，最近的网格是 {nearest_grid}，相距约 {metres} 米。",
                f"No grid contains this position; the nearest is {nearest_grid}, {metres} m away.",
            ),
            nearest_grid=nearest_grid,
            distance_m=metres,
        )


class Tile(NamedTuple):
    """A cell of the map: whole numbers of cells north of the equator and east of Greenwich."""

    north: int
    east: int

    def around(self) -> list[Tile]:
        """Return the eight neighbours."""
        steps = (-1, 0, 1)
        return [
            Tile(self.north + north, self.east + east)
            for north in steps
            for east in steps
            if (north, east) != (0, 0)
        ]

    def degrees_from(self, lat: float, lon: float) -> float:
        """Return how far a position is from the tile, in degrees of latitude; 0 within it."""
        north = max(
            self.north / TILES_PER_DEGREE - lat, lat - (self.north + 1) / TILES_PER_DEGREE, 0.0
        )
        east = max(
            self.east / TILES_PER_DEGREE - lon, lon - (self.east + 1) / TILES_PER_DEGREE, 0.0
        )
        return math.hypot(north, east * math.cos(math.radians(lat)))


def tile_at(lat: float, lon: float) -> Tile:
    """Return the tile of a position in CGCS2000 degrees."""
    return Tile(math.floor(lat * TILES_PER_DEGREE), math.floor(lon * TILES_PER_DEGREE))


def tiles_of(boundary: str | None) -> frozenset[Tile]:
    """Return the tiles that the bounding box of a checked boundary touches; none without one."""
    return _tiles(parse_area(boundary)) if boundary else frozenset()


def checked_boundary(given: str | Mapping[str, Any]) -> str:
    """Return a grid's boundary as it is stored: GeoJSON text, positions to the centimetre.

    Raises
    ------
    InvalidFields
        It is no Polygon or MultiPolygon, a ring is open or crosses itself, it lies outside China,
        has more than `MOST_POSITIONS` corners or spans more than `MOST_TILES` tiles.
    """
    try:
        area = parse_area(given)
    except (MalformedPolygon, RecursionError) as fault:
        raise _refused(
            f"须为闭合的 GeoJSON Polygon 或 MultiPolygon（{fault}）。",
            f"Must be a closed GeoJSON Polygon or MultiPolygon ({fault}).",
        ) from fault
    if sum(map(len, area.rings)) > MOST_POSITIONS:
        raise _refused(
            f"边界点不得超过 {MOST_POSITIONS} 个，请先抽稀。",
            f"At most {MOST_POSITIONS} positions: simplify the boundary first.",
        )
    south, north, west, east = _CHINA
    if not (south <= area.south <= area.north <= north and west <= area.west <= area.east <= east):
        raise _refused(
            "边界不在中国境内，请检查经纬度顺序（经度在前）。",
            "Outside China: check the order, longitude comes first.",
        )
    low, high = _corners(area)
    if (high.north - low.north + 1) * (high.east - low.east + 1) > MOST_TILES:
        raise _refused("边界范围过大，不像一个网格。", "Too wide for a grid.")
    if any(_crosses_itself(ring) for ring in area.rings):
        raise _refused("边界线不得自相交。", "The boundary must not cross itself.")
    parsed: dict[str, Any] = json.loads(given) if isinstance(given, str) else dict(given)
    tidy = {"type": parsed["type"], "coordinates": _rounded(parsed["coordinates"])}
    return json.dumps(tidy, separators=(",", ":"))


def _refused(zh: str, en: str) -> InvalidFields:
    return InvalidFields.one("boundary", Text(zh, en))


def _rounded(value: Any) -> Any:
    if isinstance(value[0], list):
        return [_rounded(part) for part in value]
    return [round(float(number), _DECIMALS) for number in value[:2]]


def _tiles(area: Area) -> frozenset[Tile]:
    low, high = _corners(area)
    return frozenset(
        Tile(north, east)
        for north in range(low.north, high.north + 1)
        for east in range(low.east, high.east + 1)
    )


def _corners(area: Area) -> tuple[Tile, Tile]:
    return tile_at(area.south, area.west), tile_at(area.north, area.east)


_Position = tuple[float, float]


def _crosses_itself(ring: tuple[_Position, ...]) -> bool:
    edges = list(pairwise(ring))
    return any(_cross(one, other) for one, other in _strangers(edges))


def _strangers(
    edges: list[tuple[_Position, _Position]],
) -> Iterator[tuple[tuple[_Position, _Position], tuple[_Position, _Position]]]:
    for (first, one), (second, other) in combinations(enumerate(edges), 2):
        neighbours = second - first == 1 or second - first == len(edges) - 1
        if not neighbours:
            yield one, other


def _cross(one: tuple[_Position, _Position], other: tuple[_Position, _Position]) -> bool:
    a, b = one
    c, d = other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: _Position, b: _Position, c: _Position) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)
