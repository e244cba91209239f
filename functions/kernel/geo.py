"""Which polygon holds a point, and how far the others are.

Polygons are GeoJSON (RFC 7946) in CGCS2000 degrees (`kernel.coordinates`), longitude first; points are passed latitude first.
Why own geometry: `docs/decisions/0002-geometry.md`.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast

from kernel.coordinates import GeometryError, check_position
from kernel.record import record

MOST_POSITIONS: Final = 20_000
"""A boundary with more corners than this was not drawn for a grid."""

RIM_METRES: Final = 0.01
"""A point this near a boundary is on it: finer than any survey of a grid."""

Key = TypeVar("Key")
_Position: TypeAlias = tuple[float, float]
_Ring: TypeAlias = tuple[_Position, ...]


class MalformedPolygon(GeometryError):
    """Not a GeoJSON Polygon or MultiPolygon with closed rings of finite positions."""


class Nearest(NamedTuple, Generic[Key]):
    """The polygon closest to a point, and how far its edge is."""

    key: Key
    distance_m: float


@record
class Area:
    """A checked polygon; make one with `parse_area`.

    Attributes
    ----------
    rings
        All rings of all polygons, holes included, as (longitude, latitude), first = last.
    west, south, east, north
        The bounding box in degrees.
    """

    rings: tuple[_Ring, ...]
    west: float
    south: float
    east: float
    north: float


Boundary: TypeAlias = Area | str | Mapping[str, Any]
"""A checked area, GeoJSON text, or the GeoJSON object read from such text."""


def parse_area(geojson: str | Mapping[str, Any]) -> Area:
    """Check a GeoJSON Polygon or MultiPolygon, holes included.

    Altitudes are dropped. Rings are taken to be simple and polygons of a MultiPolygon to be
    disjoint, as RFC 7946 asks; neither is checked.

    Raises
    ------
    MalformedPolygon
        If it is anything else: the message says what and is fit to show to whoever imports it.
    """
    if isinstance(geojson, str):
        return _parse_text(geojson)
    kind, coordinates = geojson.get("type"), geojson.get("coordinates")
    if kind == "Polygon":
        polygons: list[Any] = [coordinates]
    elif kind == "MultiPolygon" and isinstance(coordinates, list):
        polygons = cast("list[Any]", coordinates)
    else:
        raise MalformedPolygon(f"type must be Polygon or MultiPolygon: {kind!r}")

    rings = tuple(ring for polygon in polygons for ring in _rings(polygon))
    if not rings:
        raise MalformedPolygon("a polygon needs at least one ring")
    if sum(map(len, rings)) > MOST_POSITIONS:
        raise MalformedPolygon(f"more than {MOST_POSITIONS} positions")
    longitudes = [lon for ring in rings for lon, _ in ring]
    latitudes = [lat for ring in rings for _, lat in ring]
    return Area(rings, min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def contains(boundary: Boundary, lat: float, lon: float) -> bool:
    """Tell whether a polygon holds a point in CGCS2000 degrees.

    A point on an edge that two polygons share is in exactly one of them, whichever is asked
    first: an edge belongs to the polygon east of it, a level edge to the one north of it. So
    grids that tile a village never both claim a point, and never both refuse it.

    Raises
    ------
    MalformedPolygon
        If the boundary is not a polygon.
    CoordinateOutOfRange
        If the point is not on the globe.
    """
    area = _area(boundary)
    check_position(lat, lon)
    if not (area.west <= lon <= area.east and area.south <= lat <= area.north):
        return False
    return sum(_crosses_east_of(edge, lat, lon) for edge in _edges(area)) % 2 == 1


def distance_m(boundary: Boundary, lat: float, lon: float) -> float:
    """Return the metres from a point to a polygon: 0 inside it, else to its nearest edge.

    The earth is taken as flat around the point, with the radii of the CGCS2000 ellipsoid there:
    within 10 km the result is right to 0.2 %, farther away it only serves to compare.

    Raises
    ------
    MalformedPolygon
        If the boundary is not a polygon.
    CoordinateOutOfRange
        If the point is not on the globe.
    """
    area = _area(boundary)
    if contains(area, lat, lon):
        return 0.0
    metres_north, metres_east = _metres_per_degree(lat)
    return min(
        _distance_to_edge(
            (lon_1 - lon) * metres_east,
            (lat_1 - lat) * metres_north,
            (lon_2 - lon) * metres_east,
            (lat_2 - lat) * metres_north,
        )
        for (lon_1, lat_1), (lon_2, lat_2) in _edges(area)
    )


def between_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two points (latitude, longitude in CGCS2000 degrees) of one county.

    On a local plane, as `distance_m`: exact to a metre over the few hundred that matter to duplicates.
    """
    per_lat, per_lon = _metres_per_degree((one[0] + other[0]) / 2)
    return math.hypot((one[0] - other[0]) * per_lat, (one[1] - other[1]) * per_lon)


def nearest(
    candidates: Iterable[tuple[Key, Boundary]], lat: float, lon: float
) -> Nearest[Key] | None:
    """Return the polygon closest to a point; the first of equals, None without candidates.

    Parameters
    ----------
    candidates
        Pairs of a key, such as a grid code, and a boundary.

    Raises
    ------
    MalformedPolygon
        If a boundary is not a polygon.
    CoordinateOutOfRange
        If the point is not on the globe.
    """
    distances = (Nearest(key, distance_m(boundary, lat, lon)) for key, boundary in candidates)
    return min(distances, key=lambda found: found.distance_m, default=None)


def locate(candidates: Iterable[tuple[Key, Boundary]], lat: float, lon: float) -> Key | None:
    """Return the key of the polygon a point is in, or None where it is in no polygon.

    A point on the outer rim of all of them, which `contains` may place outside, counts as in the
    first polygon it touches.

    Raises
    ------
    MalformedPolygon
        If a boundary is not a polygon.
    CoordinateOutOfRange
        If the point is not on the globe.
    """
    candidates = tuple(candidates)
    for key, boundary in candidates:
        if contains(boundary, lat, lon):
            return key
    closest = nearest(candidates, lat, lon)
    return closest.key if closest and closest.distance_m <= RIM_METRES else None


_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.006_694_380_022_90


def _area(boundary: Boundary) -> Area:
    return boundary if isinstance(boundary, Area) else parse_area(boundary)


@lru_cache(maxsize=1024)
def _parse_text(text: str) -> Area:
    try:
        parsed: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedPolygon(f"not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise MalformedPolygon("a polygon is a JSON object")
    return parse_area(cast("dict[str, Any]", parsed))


def _rings(polygon: object) -> Iterator[_Ring]:
    if not isinstance(polygon, list):
        raise MalformedPolygon("coordinates of a polygon are a list of rings")
    for positions in cast("list[Any]", polygon):
        if not isinstance(positions, list):
            raise MalformedPolygon("a ring is a list of positions")
        ring = tuple(map(_position, cast("list[Any]", positions)))
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise MalformedPolygon("a ring has at least 4 positions and ends where it began")
        yield ring


def _position(value: object) -> _Position:
    numbers = cast("list[Any]", value) if isinstance(value, list) else []
    if not 2 <= len(numbers) <= 3 or not all(type(n) in (int, float) for n in numbers):
        raise MalformedPolygon(f"a position is [longitude, latitude]: {value!r:.80}")
    lon, lat = numbers[:2]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise MalformedPolygon(f"no such place: longitude {lon}, latitude {lat}")
    return float(lon), float(lat)


def _edges(area: Area) -> Iterator[tuple[_Position, _Position]]:
    for ring in area.rings:
        yield from pairwise(ring)


def _crosses_east_of(edge: tuple[_Position, _Position], lat: float, lon: float) -> bool:
    """Tell whether the edge crosses the latitude of a point, strictly east of the point."""
    # Both polygons of a shared edge must round alike, so take it from its southern end.
    (lon_1, lat_1), (lon_2, lat_2) = sorted(edge, key=_latitude)
    if not lat_1 <= lat < lat_2:
        return False
    return (lon - lon_1) * (lat_2 - lat_1) < (lon_2 - lon_1) * (lat - lat_1)


def _latitude(position: _Position) -> float:
    return position[1]


def _metres_per_degree(lat: float) -> tuple[float, float]:
    flattening = 1 - _ECCENTRICITY_SQUARED * math.sin(math.radians(lat)) ** 2
    prime_vertical = _SEMI_MAJOR_M / math.sqrt(flattening)
    meridian = prime_vertical * (1 - _ECCENTRICITY_SQUARED) / flattening
    return math.radians(meridian), math.radians(prime_vertical * math.cos(math.radians(lat)))


def _distance_to_edge(x_1: float, y_1: float, x_2: float, y_2: float) -> float:
    """Distance from the origin to the segment between two points on a plane."""
    along_x, along_y = x_2 - x_1, y_2 - y_1
    length_squared = along_x**2 + along_y**2
    share = -(x_1 * along_x + y_1 * along_y) / length_squared if length_squared else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.hypot(x_1 + share * along_x, y_1 + share * along_y)
