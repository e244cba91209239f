"""Convert a position and name its grid."""

from __future__ import annotations

from kernel.coordinates import Crs, GeometryError, to_cgcs2000
from kernel.directory import find_units
from kernel.problems import InvalidFields
from kernel.texts import Text
from registry.model.answers import LocatedView
from registry.service.find_grid import find_grid


def locate_unit(lat: float, lon: float, crs: Crs) -> LocatedView:
    """Return the grid of a position given in any of the coordinate systems.

    Raises
    ------
    OutsideEveryGrid
        No grid contains it.
    InvalidFields
        The system is not defined there.
    """
    try:
        point = to_cgcs2000(lat, lon, crs)
    except GeometryError as fault:
        raise InvalidFields.one(
            "crs",
            Text("该坐标系仅适用于中国境内的位置。", "This system is defined in China only."),
        ) from fault
    code = find_grid(point.lat, point.lon)
    unit = find_units([code])[code]
    return LocatedView(grid=code, name=unit.name, lat=point.lat, lon=point.lon)
