import json
import math
from typing import Any

import pytest
import shapely
from coord_convert.transform import wgs2bd, wgs2gcj
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kernel.coordinates import CoordinateOutOfRange, CoordinateOutsideChina, Crs, to_cgcs2000
from kernel.geo import (
    MOST_POSITIONS,
    MalformedPolygon,
    contains,
    distance_m,
    locate,
    nearest,
    parse_area,
)

LICHENG_LAT, LICHENG_LON = 36.502, 113.387
METRE_NORTH = 1 / 110_966
METRE_EAST = 1 / 89_585


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def rectangle(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


SQUARE = polygon(rectangle(113, 36, 114, 37))
WITH_HOLE = polygon(rectangle(113, 36, 114, 37), rectangle(113.4, 36.4, 113.6, 36.6))

in_china = st.tuples(st.floats(18, 53), st.floats(74, 134))
near_licheng = st.tuples(st.floats(36.4, 36.6), st.floats(113.3, 113.5))


@st.composite
def star_polygons(draw: st.DrawFn) -> dict[str, Any]:
    """Simple polygons of any number of corners around 黎城, many of them concave."""
    corners = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(0.005, 0.1), min_size=corners, max_size=corners))
    ring = [
        [
            LICHENG_LON + radius * math.cos(2 * math.pi * n / corners),
            LICHENG_LAT + radius * math.sin(2 * math.pi * n / corners),
        ]
        for n, radius in enumerate(radii)
    ]
    return polygon([*ring, ring[0]])


@pytest.mark.parametrize("crs", [Crs.CGCS2000, Crs.WGS84])
def test_a_position_without_shift_is_kept_as_it_is(crs: Crs) -> None:
    assert to_cgcs2000(LICHENG_LAT, LICHENG_LON, crs) == (LICHENG_LAT, LICHENG_LON)


def test_gcj02_at_licheng_is_604_metres_off_mostly_east() -> None:
    lat, lon = to_cgcs2000(36.50228102, 113.39373585, Crs.GCJ02)

    assert (lat, lon) == pytest.approx((LICHENG_LAT, LICHENG_LON), abs=1e-7)
    east = (113.39373585 - lon) / METRE_EAST
    north = (36.50228102 - lat) / METRE_NORTH
    assert (round(east), round(north), round(math.hypot(east, north))) == (603, 31, 604)


def test_bd09_at_licheng_comes_back() -> None:
    converted = to_cgcs2000(36.50860870, 113.40014968, Crs.BD09)

    assert converted == pytest.approx((LICHENG_LAT, LICHENG_LON), abs=1e-7)


@given(in_china)
def test_undoing_a_shift_returns_to_the_position_to_a_millimetre(
    position: tuple[float, float],
) -> None:
    lat, lon = position
    gcj_lon, gcj_lat = wgs2gcj(lon, lat)
    bd_lon, bd_lat = wgs2bd(lon, lat)

    assert to_cgcs2000(gcj_lat, gcj_lon, Crs.GCJ02) == pytest.approx(position, abs=1e-8, rel=0)
    assert to_cgcs2000(bd_lat, bd_lon, Crs.BD09) == pytest.approx(position, abs=1e-8, rel=0)


@given(
    st.sampled_from([Crs.GCJ02, Crs.BD09]),
    st.floats(-0.02, 0.02),
    st.floats(-0.02, 0.02),
    st.sampled_from([0.8293, 36.5, 55.8271]),
    st.sampled_from([72.004, 113.4, 137.8347]),
)
def test_the_shift_at_the_border_of_china_is_undone_or_refused_but_never_hangs(
    crs: Crs, north: float, east: float, border_lat: float, border_lon: float
) -> None:
    lat, lon = border_lat + north, border_lon + east

    try:
        converted = to_cgcs2000(lat, lon, crs)
    except CoordinateOutsideChina:
        return

    assert converted == pytest.approx((lat, lon), abs=0.05, rel=0)


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
@pytest.mark.parametrize(
    ("lat", "lon"),
    [(51.5, -0.12), (36.5, 72.0), (36.5, 137.9), (0.8, 113.4), (55.9, 113.4)],
)
def test_the_shifted_systems_end_at_the_border_of_china(crs: Crs, lat: float, lon: float) -> None:
    with pytest.raises(CoordinateOutsideChina):
        to_cgcs2000(lat, lon, crs)


@pytest.mark.parametrize("crs", list(Crs))
@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (90.1, 113.4),
        (-90.1, 113.4),
        (36.5, 180.1),
        (36.5, -180.1),
        (113.4, 36.5),
        (math.nan, 113.4),
        (36.5, math.nan),
        (math.inf, 113.4),
        (36.5, -math.inf),
    ],
)
def test_a_position_off_the_globe_is_refused_in_every_system(
    crs: Crs, lat: float, lon: float
) -> None:
    with pytest.raises(CoordinateOutOfRange):
        to_cgcs2000(lat, lon, crs)
    with pytest.raises(CoordinateOutOfRange):
        contains(SQUARE, lat, lon)


def test_an_unknown_coordinate_system_is_refused() -> None:
    with pytest.raises(ValueError, match="epsg:4547"):
        to_cgcs2000(LICHENG_LAT, LICHENG_LON, "epsg:4547")  # type: ignore[arg-type]


def test_a_polygon_holds_what_is_inside_and_nothing_else() -> None:
    assert contains(SQUARE, 36.5, 113.5)
    assert not contains(SQUARE, 36.5, 112.9)
    assert not contains(SQUARE, 35.9, 113.5)


def test_a_hole_is_outside() -> None:
    assert contains(WITH_HOLE, 36.3, 113.5)
    assert not contains(WITH_HOLE, 36.5, 113.5)


def test_every_part_of_a_multipolygon_holds_points() -> None:
    exclave = {
        "type": "MultiPolygon",
        "coordinates": [[rectangle(113, 36, 114, 37)], [rectangle(115, 36, 116, 37)]],
    }

    assert contains(exclave, 36.5, 113.5)
    assert contains(exclave, 36.5, 115.5)
    assert not contains(exclave, 36.5, 114.5)


def test_text_objects_and_checked_areas_are_the_same_boundary() -> None:
    text = json.dumps(SQUARE)

    assert contains(text, 36.5, 113.5)
    assert parse_area(text) == parse_area(SQUARE)
    assert contains(parse_area(text), 36.5, 113.5)


def test_altitudes_are_dropped() -> None:
    with_altitude = polygon([[lon, lat, 812.5] for lon, lat in rectangle(113, 36, 114, 37)])

    assert parse_area(with_altitude) == parse_area(SQUARE)


@given(
    st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1.0]),
    st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1.0]),
    st.floats(-0.3, 0.3),
)
@example(0.5, 0.5, 0.1)
def test_a_point_on_a_shared_edge_is_in_exactly_one_of_the_polygons(
    along: float, across: float, slant: float
) -> None:
    # Four quarters around a skewed middle, each ring drawn from another corner.
    west, middle, east, south, centre, north = 113.0, 113.5 + slant, 114.0, 36.0, 36.5, 37.0
    quarters = [
        [[west, south], [113.5, south], [middle, centre], [west, centre]],
        [[113.5, south], [east, south], [east, centre], [middle, centre]],
        [[west, centre], [middle, centre], [113.5, north], [west, north]],
        [[middle, centre], [east, centre], [east, north], [113.5, north]],
    ]
    rings = [[*quarter[n:], *quarter[:n], quarter[n]] for n, quarter in enumerate(quarters)]
    on_level_edge = (centre, west + (east - west) * along)
    on_slanted_edge = (south + 0.5 * across, 113.5 + slant * across)

    for lat, lon in (on_level_edge, on_slanted_edge):
        assume(west <= lon < east)
        assert sum(contains(polygon(ring), lat, lon) for ring in rings) == 1


def test_the_rim_on_the_west_and_south_is_inside_and_on_the_east_and_north_is_not() -> None:
    assert contains(SQUARE, 36.5, 113)
    assert contains(SQUARE, 36, 113.5)
    assert not contains(SQUARE, 36.5, 114)
    assert not contains(SQUARE, 37, 113.5)


@given(star_polygons(), near_licheng)
def test_containment_agrees_with_an_independent_library(
    boundary: dict[str, Any], position: tuple[float, float]
) -> None:
    lat, lon = position
    theirs = shapely.geometry.shape(boundary)
    point = shapely.Point(lon, lat)
    assume(theirs.boundary.distance(point) > 1e-9)

    assert contains(boundary, lat, lon) == theirs.contains(point)


@given(star_polygons(), near_licheng)
def test_distance_agrees_with_an_independent_library(
    boundary: dict[str, Any], position: tuple[float, float]
) -> None:
    lat, lon = position
    to_metres = [1 / METRE_EAST, 0, 0, 1 / METRE_NORTH, 0, 0]
    theirs = shapely.affinity.affine_transform(shapely.geometry.shape(boundary), to_metres)
    point = shapely.affinity.affine_transform(shapely.Point(lon, lat), to_metres)

    assert distance_m(boundary, lat, lon) == pytest.approx(
        theirs.distance(point), rel=0.003, abs=0.01
    )


@pytest.mark.parametrize(
    ("lat", "lon", "metres"),
    [
        pytest.param(36.5, 113.5, 0, id="inside"),
        pytest.param(36.5, 114.01, 895.9, id="a hundredth of a degree east"),
        pytest.param(35.99, 113.5, 1109.6, id="a hundredth of a degree south"),
        pytest.param(37.01, 114.01, math.hypot(1109.9, 889.9), id="off a corner"),
    ],
)
def test_distance_is_in_metres_to_the_nearest_edge(lat: float, lon: float, metres: float) -> None:
    assert distance_m(SQUARE, lat, lon) == pytest.approx(metres, abs=0.5)


def test_distance_in_a_hole_is_to_the_edge_of_the_hole() -> None:
    assert distance_m(WITH_HOLE, 36.5, 113.41) == pytest.approx(895.9, abs=0.5)


def test_a_ring_with_a_repeated_corner_still_has_a_distance() -> None:
    ring = rectangle(113, 36, 114, 37)
    stuttering = polygon([ring[0], *ring])

    assert distance_m(stuttering, 36.5, 114.01) == distance_m(SQUARE, 36.5, 114.01)


def test_the_nearest_polygon_is_told_with_its_distance() -> None:
    far = polygon(rectangle(120, 36, 121, 37))

    found = nearest([("far", far), ("near", SQUARE)], 36.5, 114.01)

    assert found is not None
    assert found.key == "near"
    assert found.distance_m == pytest.approx(895.9, abs=0.5)


def test_nothing_is_nearest_when_there_are_no_candidates() -> None:
    assert nearest([], LICHENG_LAT, LICHENG_LON) is None


def test_a_point_is_located_in_the_polygon_that_holds_it() -> None:
    grids = [("001", SQUARE), ("002", polygon(rectangle(114, 36, 115, 37)))]

    assert locate(grids, 36.5, 113.5) == "001"
    assert locate(iter(grids), 36.5, 114.0) == "002"
    assert locate(grids, 36.5, 112.0) is None


def test_a_point_on_the_outer_rim_is_located_too() -> None:
    assert locate([("001", SQUARE)], 37, 114) == "001"
    assert locate([("001", SQUARE)], 37 + METRE_NORTH, 114) is None


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "[]",
        "null",
        "{",
        "[" * 100_000,
        {},
        {"type": "Point", "coordinates": [113, 36]},
        {"type": "Feature", "geometry": SQUARE},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": {}},
        {"type": "Polygon", "coordinates": ["ring"]},
        {"type": "MultiPolygon", "coordinates": None},
        {"type": "MultiPolygon", "coordinates": [3]},
        polygon([]),
        polygon([[113, 36], [114, 36], [113, 36]]),
        polygon(rectangle(113, 36, 114, 37)[:-1]),
        polygon([[113], [114], [114], [113]]),
        polygon([["113", "36"]] * 4),
        polygon([[True, False]] * 4),
        polygon([[113, 36, 0, 0]] * 4),
        polygon(rectangle(36, 113, 37, 114)),
        polygon(rectangle(math.nan, 36, 114, 37)),
        '{"type": "Polygon", "coordinates": [[[1e999, 0], [1, 0], [1, 1], [1e999, 0]]]}',
        polygon([[113.0, 36.0]] * (MOST_POSITIONS + 1)),
    ],
    ids=lambda value: str(value)[:60],
)
def test_anything_but_a_closed_polygon_on_the_globe_is_malformed(malformed: Any) -> None:
    with pytest.raises(MalformedPolygon):
        parse_area(malformed)
