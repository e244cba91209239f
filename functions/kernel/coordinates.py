"""Where a point is, in whichever of the coordinate systems used in China it is given.

Stored coordinates are CGCS2000 degrees, the system of government surveying and of 天地图. Points are passed latitude first, as people
say them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, cast

from coord_convert import transform as _untyped  # pyright: ignore[reportMissingTypeStubs]

from kernel.texts import Named

_Position: TypeAlias = tuple[float, float]

_transform = cast("Any", _untyped)
_INVERSION_STEPS = 8  # each leaves at most a fiftieth of the error: below a micrometre
_IN_CHINA = (0.8293, 55.8271, 72.004, 137.8347)  # south, north, west, east of the GCJ-02 grid


class GeometryError(ValueError):
    """A position or polygon that cannot be used."""


class CoordinateOutOfRange(GeometryError):
    """A latitude or longitude is not a finite number on the globe."""


class CoordinateOutsideChina(GeometryError):
    """GCJ-02 and BD-09 are defined in China only, and the point is outside it."""


class Crs(Named):
    """The coordinate systems a position may be given in."""

    CGCS2000 = "cgcs2000", "CGCS2000（国家坐标）", "CGCS2000 (national)"
    WGS84 = "wgs84", "WGS84（卫星定位）", "WGS84 (GNSS)"
    GCJ02 = "gcj02", "GCJ-02（微信、腾讯、高德）", "GCJ-02 (WeChat, Tencent, Amap)"
    BD09 = "bd09", "BD-09（百度）", "BD-09 (Baidu)"


class Point(NamedTuple):
    """A position in CGCS2000 degrees."""

    lat: float
    lon: float


def to_cgcs2000(lat: float, lon: float, crs: Crs) -> Point:
    """Convert a position to CGCS2000.

    Parameters
    ----------
    lat, lon
        Degrees in the system `crs`.

    Returns
    -------
    Point
        The position itself for CGCS2000, and for WGS-84, which differs by less than a metre. The
        shift of GCJ-02 and BD-09 is undone to less than a millimetre.

    Raises
    ------
    CoordinateOutOfRange
        If either is not finite, or off the globe.
    CoordinateOutsideChina
        If `crs` is GCJ-02 or BD-09 and the point is outside China.

    Notes
    -----
    DOMAIN 1.4: WeChat, Tencent and Amap positions are GCJ-02, raw phone GNSS is WGS-84, Baidu is
    BD-09; at 黎城 a GCJ-02 position taken as CGCS2000 is 604 m off.
    """
    check_position(lat, lon)
    match Crs(crs):
        case Crs.CGCS2000 | Crs.WGS84:
            return Point(lat, lon)
        case Crs.GCJ02 | Crs.BD09 as shifted:
            return _unshift(lat, lon, shifted)


def check_position(lat: float, lon: float) -> None:
    """Let a position pass that is on the globe.

    Raises
    ------
    CoordinateOutOfRange
        It is not.
    """
    # Written so that NaN fails too.
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise CoordinateOutOfRange(f"no such place: latitude {lat}, longitude {lon}")


def _unshift(lat: float, lon: float, crs: Crs) -> Point:
    south, north, west, east = _IN_CHINA
    if not (south <= lat <= north and west <= lon <= east):
        raise CoordinateOutsideChina(
            f"{crs.value} is defined in China only: latitude {lat}, longitude {lon}"
        )
    if crs is Crs.BD09:
        lon, lat = _invert(_transform.gcj2bd, lon, lat)
    lon, lat = _invert(_transform.wgs2gcj, lon, lat)
    return Point(lat, lon)


def _invert(shift: Callable[[float, float], _Position], lon: float, lat: float) -> _Position:
    """Find the position that `shift` moves to the given one.

    The library's own inverse never ends for some points near the border of China, where its
    forward shift breaks off; this one always takes the same number of steps.
    """
    found_lon, found_lat = lon, lat
    for _ in range(_INVERSION_STEPS):
        moved_lon, moved_lat = shift(found_lon, found_lat)
        found_lon, found_lat = found_lon - (moved_lon - lon), found_lat - (moved_lat - lat)
    return found_lon, found_lat
