from datetime import timedelta

import pytest

from kernel import paging
from registry import OutsideEveryGrid, find_grid
from tests.integration.registry_world import COUNTY, GRID, NEXT_GRID, SQUARE, TOWN, VILLAGE, World

NEXT_SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[113.39, 36.5], [113.4, 36.5], [113.4, 36.51], [113.39, 36.51], [113.39, 36.5]]
    ],
}


def draw(registry: World, code: str, boundary: dict | None) -> None:
    seen = registry.call("admin", "GET", f"/v1/registry/units/{code}").headers["ETag"]
    told = registry.call(
        "admin",
        "PUT",
        f"/v1/registry/units/{code}",
        {"name": "网格", "boundary": boundary},
        {"if-match": seen},
    )
    assert told.status == 200, told.text


def test_a_unit_is_public_to_everybody_signed_in(registry: World) -> None:
    for person in ("stranger", "resident", "town"):
        told = registry.call(person, "GET", f"/v1/registry/units/{VILLAGE}")

        assert (told.status, told.body["level"], told.body["parent"]) == (200, "village", TOWN)
        assert told.headers["ETag"]


def test_of_a_grid_its_workers_are_posted_and_nobody_else(registry: World) -> None:
    grid = registry.call("stranger", "GET", f"/v1/registry/units/{GRID}").body
    village = registry.call("stranger", "GET", f"/v1/registry/units/{VILLAGE}").body

    assert grid["grid_workers"] == [{"name": "演示worker", "phone": "000-9000001"}]
    assert village["grid_workers"] == []
    assert "演示chief" not in str(grid)


def test_a_worker_who_left_is_posted_no_more(registry: World) -> None:
    registry.call(
        "town",
        "POST",
        f"/v1/registry/posts/worker~grid_worker~{GRID}~2026-01-01/transitions",
        {"action": "end", "reason": "离职"},
    )

    assert registry.call("stranger", "GET", f"/v1/registry/units/{GRID}").body["grid_workers"] == []


@pytest.mark.parametrize("code", ["140426999", "1404", "abc", "140426106201999"])
def test_a_unit_that_is_not_there_is_not_found(registry: World, code: str) -> None:
    assert registry.call("admin", "GET", f"/v1/registry/units/{code}").status == 404


def test_units_below_are_listed_page_by_page(registry: World) -> None:
    first = registry.call("resident", "GET", "/v1/registry/units", parent=VILLAGE, limit=1).body
    second = registry.call(
        "resident",
        "GET",
        "/v1/registry/units",
        parent=VILLAGE,
        limit=1,
        cursor=first["next_cursor"],
    ).body

    assert [unit["code"] for unit in first["items"] + second["items"]] == [GRID, NEXT_GRID]


def test_without_a_parent_the_towns_of_the_county_are_listed(registry: World) -> None:
    towns = registry.call("resident", "GET", "/v1/registry/units").body["items"]

    assert [unit["level"] for unit in towns] == ["town", "town"]


def test_a_cursor_of_another_list_is_refused(registry: World) -> None:
    cursor = registry.call("resident", "GET", "/v1/registry/units", parent=VILLAGE, limit=1).body[
        "next_cursor"
    ]

    assert (
        registry.call("resident", "GET", "/v1/registry/units", parent=TOWN, cursor=cursor).status
        == 422
    )


def test_a_cursor_that_points_elsewhere_is_refused(registry: World) -> None:
    forged = paging.encode(f"parent/{VILLAGE}", {"pk": {"S": "x"}, "sk": {"S": "y"}})

    assert (
        registry.call("resident", "GET", "/v1/registry/units", parent=VILLAGE, cursor=forged).status
        == 422
    )


def test_the_county_makes_a_unit_below_one_that_exists(registry: World) -> None:
    code = VILLAGE + "099"
    told = registry.call("admin", "PUT", f"/v1/registry/units/{code}", {"name": "新网格"})

    assert (told.status, told.body["parent"], told.headers["ETag"]) == (201, VILLAGE, '"1"')
    assert (
        registry.call("admin", "PUT", "/v1/registry/units/140426999001", {"name": "x"}).status
        == 422
    )


@pytest.mark.parametrize("code", ["140426000", "140426106000", "140426106201000"])
def test_a_segment_of_zeros_is_no_unit(registry: World, code: str) -> None:
    assert registry.call("admin", "PUT", f"/v1/registry/units/{code}", {"name": "x"}).status == 404


def test_a_unit_of_another_county_is_out_of_reach(registry: World) -> None:
    told = registry.call("admin", "PUT", "/v1/registry/units/140427", {"name": "x"})

    assert (told.status, told.body["type"]) == (403, "urn:sizhi:problem:outside-your-area")


def test_a_unit_is_replaced_only_by_who_has_seen_it(registry: World) -> None:
    path, body = f"/v1/registry/units/{VILLAGE}", {"name": "新名"}

    assert registry.call("admin", "PUT", path, body).status == 428
    assert registry.call("admin", "PUT", path, body, {"if-match": '"7"'}).status == 412
    seen = registry.call("admin", "GET", path).headers["ETag"]
    assert registry.call("admin", "PUT", path, body, {"if-match": seen}).status == 200
    assert registry.call("admin", "PUT", path, body, {"if-match": seen}).status == 412


def test_replacing_a_unit_keeps_its_staff(registry: World) -> None:
    draw(registry, GRID, SQUARE)

    assert registry.call("town", "GET", "/v1/registry/posts", unit=GRID).body["items"]


def test_a_change_of_a_unit_is_in_its_history(registry: World) -> None:
    draw(registry, GRID, SQUARE)

    (entry,) = [
        item
        for (pk, sk), item in registry.items().items()
        if pk == f"UNIT#{GRID}" and sk.startswith("HIST#")
    ]
    assert (entry["actor"]["S"], entry["action"]["S"]) == ("admin", "unit changed")


def test_only_grids_have_a_boundary(registry: World) -> None:
    told = registry.call(
        "admin",
        "PUT",
        f"/v1/registry/units/{VILLAGE}",
        {"name": "x", "boundary": SQUARE},
        {"if-match": "*"},
    )

    assert [error["field"] for error in told.body["errors"]] == ["boundary"]


def test_a_position_finds_its_grid(registry: World) -> None:
    draw(registry, GRID, SQUARE)
    draw(registry, NEXT_GRID, NEXT_SQUARE)

    assert find_grid(36.505, 113.385) == GRID
    assert find_grid(36.505, 113.395) == NEXT_GRID


def test_a_redrawn_grid_leaves_where_it_was(registry: World) -> None:
    draw(registry, GRID, SQUARE)
    far = {
        "type": "Polygon",
        "coordinates": [
            [[113.6, 36.6], [113.61, 36.6], [113.61, 36.61], [113.6, 36.61], [113.6, 36.6]]
        ],
    }
    draw(registry, GRID, far)

    assert find_grid(36.605, 113.605) == GRID
    with pytest.raises(OutsideEveryGrid):
        find_grid(36.505, 113.385)


def test_a_grid_without_boundary_is_found_nowhere(registry: World) -> None:
    draw(registry, GRID, SQUARE)
    draw(registry, GRID, None)

    with pytest.raises(OutsideEveryGrid):
        find_grid(36.505, 113.385)


def test_outside_every_grid_the_nearest_is_named(registry: World) -> None:
    draw(registry, GRID, SQUARE)

    with pytest.raises(OutsideEveryGrid) as refusal:
        find_grid(36.511, 113.385)

    assert refusal.value.nearest_grid == GRID
    assert refusal.value.distance_m == pytest.approx(111, abs=1)


def test_a_position_of_a_phone_map_is_converted(registry: World) -> None:
    draw(registry, GRID, SQUARE)

    # The same place as a phone's map says it: 604 m east (DOMAIN 1.4).
    taken_as_is = registry.call(
        "resident", "GET", "/v1/registry/units/locate", lat=36.505, lon=113.3917, crs="cgcs2000"
    )
    converted = registry.call(
        "resident", "GET", "/v1/registry/units/locate", lat=36.505, lon=113.3917, crs="gcj02"
    )

    assert taken_as_is.status == 422
    assert (converted.status, converted.body["grid"]) == (200, GRID)


@pytest.mark.parametrize(
    "query",
    [
        {"lat": 36.5, "lon": 113.4},
        {"lat": 36.5, "lon": 113.4, "crs": "epsg4326"},
        {"lat": 91, "lon": 113.4, "crs": "wgs84"},
        {"lat": "nan", "lon": 113.4, "crs": "wgs84"},
        {"lat": 48.8, "lon": 2.3, "crs": "gcj02"},
    ],
)
def test_a_position_that_makes_no_sense_is_refused(registry: World, query: dict) -> None:
    told = registry.call("resident", "GET", "/v1/registry/units/locate", **query)

    assert (told.status, told.body["type"]) == (422, "urn:sizhi:problem:invalid-fields")


def test_a_lookup_reads_one_tile(registry: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(registry, GRID, SQUARE)
    registry.now += timedelta(minutes=5)
    calls = []
    from kernel.storage import dynamo

    send = dynamo.client()._make_api_call
    monkeypatch.setattr(
        dynamo.client(), "_make_api_call", lambda name, args: calls.append(name) or send(name, args)
    )

    find_grid(36.505, 113.385)
    find_grid(36.506, 113.385)

    assert calls == ["BatchGetItem"]


def test_the_county_is_above_everything(registry: World) -> None:
    assert registry.call("admin", "GET", f"/v1/registry/units/{COUNTY}").body["parent"] is None


def mapped(registry: World, unit: str, **query: str):
    path = f"/v1/registry/units/{unit}/boundaries"
    return registry.call("resident", "GET", path, **query)


def test_the_grids_of_a_village_come_in_one_read(registry: World) -> None:
    draw(registry, GRID, SQUARE)
    registry.calls.clear()

    told = mapped(registry, VILLAGE)

    assert told.status == 200
    [feature] = told.body["features"]
    assert (feature["id"], feature["geometry"]["type"]) == (GRID, "Polygon")
    assert feature["geometry"]["coordinates"][0][0] == SQUARE["coordinates"][0][0]
    assert feature["properties"]["name"] == "网格"
    assert registry.calls.count("Query") == 1


def test_a_town_is_mapped_by_pages_of_its_villages(registry: World) -> None:
    draw(registry, GRID, SQUARE)

    first = mapped(registry, TOWN, limit="1").body
    second = mapped(registry, TOWN, limit="1", cursor=first["next_cursor"]).body

    assert [one["id"] for one in first["features"]] == [GRID]
    assert (second["features"], second["next_cursor"]) == ([], None)


def test_a_grid_nobody_has_drawn_is_on_no_map(registry: World) -> None:
    assert mapped(registry, VILLAGE).body["features"] == []


@pytest.mark.parametrize("unit", [COUNTY, GRID])
def test_only_villages_and_towns_are_mapped(registry: World, unit: str) -> None:
    told = mapped(registry, unit)

    assert [error["field"] for error in told.body["errors"]] == ["code"]


def test_which_villages_there_are_everybody_reads_without_login(registry: World) -> None:
    told = registry.call(None, "GET", "/v1/registry/public/units", parent=TOWN)

    assert told.status == 200
    assert VILLAGE in [unit["code"] for unit in told.body["items"]]
    assert "grid_workers" not in str(told.body)


def test_who_looks_through_all_places_without_login_is_slowed_down(registry: World) -> None:
    answers = [registry.call(None, "GET", "/v1/registry/public/units").status for _ in range(40)]

    assert set(answers) == {200, 429}
