import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.problems import InvalidFields
from registry.rules.boundaries import (
    MOST_POSITIONS,
    MOST_TILES,
    TILES_PER_DEGREE,
    OutsideEveryGrid,
    Tile,
    checked_boundary,
    tile_at,
    tiles_of,
)

SIDE = 1 / TILES_PER_DEGREE


def polygon(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    return polygon((west, south), (east, south), (east, north), (west, north), (west, south))


def circle(corners: int) -> dict[str, Any]:
    around = [
        (
            113.4 + math.cos(2 * math.pi * n / corners) / 200,
            36.5 + math.sin(2 * math.pi * n / corners) / 200,
        )
        for n in range(corners)
    ]
    return polygon(*around, around[0])


def test_a_boundary_is_kept_as_text_to_the_centimetre() -> None:
    kept = checked_boundary(box(113.380000004, 36.5, 113.39, 36.51))

    assert json.loads(kept) == box(113.38, 36.5, 113.39, 36.51)


def test_a_checked_boundary_stays_as_it_is() -> None:
    kept = checked_boundary(box(113.38, 36.5, 113.39, 36.51))

    assert checked_boundary(kept) == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "Point", "coordinates": [113.38, 36.5]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "here"},
        polygon((113.38, 36.5), (113.39, 36.5), (113.39, 36.51), (113.38, 36.51)),
        polygon((113.38, 36.5), (113.39, 36.51), (113.39, 36.5), (113.38, 36.51), (113.38, 36.5)),
        box(36.5, 113.38, 36.51, 113.39),
        box(2.35, 48.85, 2.36, 48.86),
        box(113.0, 36.0, 114.0, 37.0),
        "not JSON",
        "[" * 5000,
    ],
)
def test_what_cannot_be_a_grid_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidFields) as refusal:
        checked_boundary(wrong)

    assert [error.field for error in refusal.value.more["errors"]] == ["boundary"]


def test_a_boundary_has_at_most_so_many_corners() -> None:
    assert checked_boundary(circle(MOST_POSITIONS - 1))
    with pytest.raises(InvalidFields):
        checked_boundary(circle(MOST_POSITIONS))


def test_a_boundary_spans_at_most_so_many_tiles() -> None:
    inside = SIDE / 10
    widest = MOST_TILES * SIDE

    assert (
        len(tiles_of(checked_boundary(box(113 + inside, 36.501, 113 + widest - inside, 36.502))))
        == MOST_TILES
    )
    with pytest.raises(InvalidFields):
        checked_boundary(box(113 + inside, 36.501, 113 + widest + inside, 36.502))


@given(st.floats(36.0, 36.9), st.floats(113.0, 113.9), st.floats(0, 1), st.floats(0, 1))
def test_every_position_in_a_boundary_is_on_one_of_its_tiles(
    south: float, west: float, up: float, right: float
) -> None:
    boundary = checked_boundary(box(west, south, west + 0.03, south + 0.03))
    ((_, (east, _), (_, north), *_),) = json.loads(boundary)["coordinates"]
    (((kept_west, kept_south), *_),) = json.loads(boundary)["coordinates"]

    lat, lon = kept_south + up * (north - kept_south), kept_west + right * (east - kept_west)

    assert tile_at(min(lat, north), min(lon, east)) in tiles_of(boundary)


def test_without_a_boundary_there_are_no_tiles() -> None:
    assert tiles_of(None) == frozenset()


def test_a_tile_has_eight_neighbours() -> None:
    around = Tile(10, 20).around()

    assert len(set(around)) == 8
    assert all(max(abs(tile.north - 10), abs(tile.east - 20)) == 1 for tile in around)


def test_who_is_outside_learns_the_nearest_grid_and_how_far_it_is() -> None:
    problem = OutsideEveryGrid("140426106201001", 120.2).document("en")

    assert (problem["nearest_grid"], problem["distance_m"]) == ("140426106201001", 121)
    assert problem["status"] == 422


def test_far_from_every_grid_none_is_the_nearest() -> None:
    assert "nearest_grid" not in OutsideEveryGrid().document("zh")
