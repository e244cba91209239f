"""Find the place a report is about."""

from __future__ import annotations

from typing import Any

from incidents.rules.reporting import Point
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import is_within


def place_of(unit: str | None, point: Point | None) -> tuple[str, dict[str, Any] | None]:
    """Return the unit a report is about, the grid of its point if it has one, and the point in CGCS2000.

    A unit that is named counts for more than a point: the point is kept, and marked if it lies elsewhere.

    Raises
    ------
    InvalidFields
        No unit is named, and the point is outside the range of its reference system.
    OutsideEveryGrid
        No unit is named, and the point is in no grid.
    """
    if point is None:
        assert unit is not None
        return unit, None
    from registry import OutsideEveryGrid, find_grid

    grid: str | None = None
    lat, lon = point.lat, point.lon
    try:
        lat, lon = cgcs2000(point)
        grid = find_grid(lat, lon)
    except (InvalidFields, OutsideEveryGrid):
        if unit is None:
            raise
    location: dict[str, Any] = {
        "lat": round(lat, 7),
        "lon": round(lon, 7),
        "crs": "cgcs2000",
        "given": {"lat": point.lat, "lon": point.lon, "crs": point.crs},
    }
    if unit is None:
        assert grid is not None, "what is in no grid was refused"
        return grid, location
    if grid is not None and is_within(grid, unit):
        return grid, location
    return unit, {**location, "mismatch": True, "lies_in": grid}


def cgcs2000(point: Point) -> tuple[float, float]:
    """Return latitude and longitude of a reported point in CGCS2000, in degrees.

    Raises
    ------
    InvalidFields
        The point is outside the range of its reference system.
    """
    from kernel.coordinates import Crs, GeometryError, to_cgcs2000

    try:
        return to_cgcs2000(point.lat, point.lon, Crs(point.crs))
    except GeometryError as fault:
        raise InvalidFields.one(
            "location",
            Text(
                "该坐标不在所用坐标系的适用范围内。",
                "This point is outside the range of its reference system.",
            ),
        ) from fault
