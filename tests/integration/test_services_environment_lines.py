"""Lines, loads, work days and maps through the API: what is overdue is owed and climbs."""

from __future__ import annotations

from typing import Any

import pytest

from services.api import API
from services.environment.rules.terms import terms
from tests.support.county import COUNTY, TOWN, VILLAGE, Answer, County
from tests.support.environment import PUBLIC, Environment
from tests.support.obligations import climbs_to_the_county, owed, read


@pytest.fixture
def world(county: County) -> Environment:
    return Environment(county)


def slug(answer: Answer) -> str:
    return answer.body["type"].rsplit("/", 1)[-1].rsplit(":", 1)[-1]


# Lines


def test_a_line_is_overdue_when_its_day_has_ended_and_climbs_from_there(
    world: Environment,
) -> None:
    line = world.line()
    assert (line["due_on"], line["overdue"]) == ("2026-11-30", False)

    world.on("2026-11-30", 23)
    assert world.wind() == 0
    world.on("2026-12-01", 0)
    assert world.wind() == 1
    seen = world.did("GET", f"lines/{line['id']}")

    assert seen["overdue"] is True
    assert climbs_to_the_county(world.county, seen["owed"]) == [VILLAGE, TOWN, COUNTY]


def test_what_is_done_is_owed_no_more_and_due_again_after_its_interval(
    world: Environment,
) -> None:
    line = world.line()["id"]
    world.on("2026-12-01")
    world.wind()
    owes = world.did("GET", f"lines/{line}")["owed"]

    done = world.move("lines", line, "done", "worker", done_at="2026-12-01T09:00:00+08:00")

    assert (done.status, done.body["due_on"], done.body["owed"]) == (200, "2026-12-08", None)
    assert read(world.county, owes)["status"] == "fulfilled"


def test_what_comes_in_late_from_a_phone_is_on_record_and_moves_no_day_back(
    world: Environment,
) -> None:
    line = world.line()["id"]
    world.move("lines", line, "done", "worker", done_at="2026-11-23T09:00:00+08:00")

    late = world.move("lines", line, "done", "chief", done_at="2026-11-20T09:00:00+08:00")

    assert late.body["last_done_on"] == "2026-11-23"
    steps = world.did("GET", f"lines/{line}/history")["items"]
    assert [one["event"] for one in steps] == ["set_up", "done", "done"]


def test_what_is_long_overdue_stays_owed_when_an_old_cleaning_comes_in(world: Environment) -> None:
    line = world.line()["id"]
    world.on("2026-12-20")
    world.wind()

    late = world.move("lines", line, "done", "worker", done_at="2026-12-01T09:00:00+08:00")

    assert (late.body["overdue"], late.body["owed"] is not None) == (True, True)


@pytest.mark.parametrize(
    "done_at",
    ["2026-11-24T00:00:00+08:00", "9999-12-31T23:59:59+08:00", "1970-01-01T08:00:00+08:00"],
)
def test_what_a_phone_with_a_wrong_clock_says_is_done_now(world: Environment, done_at: str) -> None:
    line = world.line()["id"]

    done = world.move("lines", line, "done", "worker", done_at=done_at)

    assert (done.status, done.body["last_done_on"]) == (200, "2026-11-23")


def test_a_line_is_not_set_up_as_done_on_a_day_to_come(world: Environment) -> None:
    said = {"village": VILLAGE, "kind": "lane", "name": "村东巷", "length_m": 300}
    said |= {"interval_days": 7, "last_done_on": "2026-11-24"}

    answer = world.go("POST", "lines", said)

    assert (answer.status, answer.wrong_fields) == (422, ["last_done_on"])


@pytest.mark.parametrize(
    ("kind", "duty"),
    [
        *[("door_front", "user"), ("road", "committee"), ("lane", "committee")],
        *[("ditch", "committee"), ("square", "committee"), ("market", "manager")],
        *[("firm_ground", "firm"), ("field_edge", "unclear")],
    ],
)
def test_who_must_keep_a_place_follows_from_what_it_is(
    world: Environment, kind: str, duty: str
) -> None:
    assert world.line(kind=kind)["duty"] == duty


@pytest.mark.parametrize(("action", "said"), [("change", {"interval_days": 366}), ("retire", {})])
def test_who_owes_a_line_that_is_overdue_ends_it_by_doing_it_alone(
    world: Environment, action: str, said: dict[str, int]
) -> None:
    line = world.line()["id"]
    world.on("2026-12-01")
    world.wind()
    [upkeep] = owed(world.county, VILLAGE, "upkeep")

    refused = world.move("lines", line, action, "village", reason="人手不足", **said)
    assert (refused.status, slug(refused)) == (403, "line-overdue")
    assert world.move("lines", line, "change", "village", reason="x", interval_days=5).status == 200
    above = world.move("lines", line, action, "town", reason="已并入另一条线", **said)

    assert (above.status, above.body["owed"]) == (200, None)
    assert read(world.county, upkeep["id"])["status"] == "dropped"


def test_while_it_is_unclear_who_must_the_town_owes_and_settles_it(world: Environment) -> None:
    line = world.line(kind="field_edge")["id"]
    world.on("2026-12-01")
    world.wind()

    assert [one["about"] for one in owed(world.county, TOWN, "upkeep")] == [{"line": line}]
    refused = world.move("lines", line, "settle", "village", duty="user", reason="x")
    assert slug(refused) == "not-allowed"
    settled = world.move("lines", line, "settle", "town", duty="committee", reason="镇政府确定")
    assert settled.body["duty"] == "committee"


def test_a_keeper_reads_all_that_is_due_in_one_request(world: Environment) -> None:
    soon = world.line(name="七日内", interval_days=7)["id"]
    world.line(name="八日后", interval_days=8)
    late = world.line(name="逾期", last_done_on="2026-11-01")["id"]
    world.line(name="他人", keeper="chief")

    world.county.calls.clear()
    due = world.did("GET", "due", by="worker")["items"]

    assert [one["id"] for one in due] == [late, soon]
    assert len(world.county.calls) <= 3


def test_a_keeper_is_somebody_and_others_have_nothing_to_do_with_a_line(
    world: Environment,
) -> None:
    wrong = world.go("POST", "lines", {
        "village": VILLAGE, "kind": "lane", "name": "巷", "length_m": 1, "interval_days": 1,
        "keeper": "nobody",
    })  # fmt: skip
    line = world.line()["id"]

    assert wrong.wrong_fields == ["keeper"]
    assert world.go("GET", f"lines/{line}", by="far_worker").status == 404
    assert world.move("lines", line, "retire", "worker", reason="x").status == 403


def test_a_retired_line_is_owed_no_more(world: Environment) -> None:
    line = world.line()["id"]
    world.on("2026-12-01")
    world.wind()
    owes = world.did("GET", f"lines/{line}")["owed"]

    world.move("lines", line, "retire", "town", reason="已硬化移交")

    assert read(world.county, owes)["status"] == "dropped"
    assert world.did("GET", "lines", query={"village": VILLAGE})["items"] == []
    assert world.did("GET", "figures", query={"unit": VILLAGE, "year": 2026})["lines"] == 0


def test_a_change_of_keeper_moves_the_work(world: Environment) -> None:
    line = world.line()["id"]

    world.move("lines", line, "change", keeper="chief", interval_days=3, reason="调整")

    assert world.did("GET", "due", by="worker")["items"] == []
    [one] = world.did("GET", "due", by="chief")["items"]
    assert one["due_on"] == "2026-11-26"


# The chain of collection


def test_each_leg_is_owed_by_who_takes_it_on(world: Environment) -> None:
    load = world.load()
    assert read(world.county, load["owed"])["unit"] == TOWN

    station = world.move("loads", load["id"], "to_station", "town", sort="kitchen").body
    assert read(world.county, load["owed"])["status"] == "fulfilled"
    assert read(world.county, station["owed"])["unit"] == COUNTY
    plant = world.move("loads", load["id"], "to_plant", "county", sort="kitchen").body

    assert (plant["status"], plant["owed"]) == ("at_plant", None)
    assert read(world.county, station["owed"])["status"] == "fulfilled"


def test_a_load_that_nobody_takes_on_climbs(world: Environment) -> None:
    assert climbs_to_the_county(world.county, world.load()["owed"]) == [TOWN, COUNTY]


def test_the_station_has_48_hours(world: Environment) -> None:
    due = read(world.county, world.load()["owed"])["due_at"]

    assert due.startswith("2026-11-25T10:00:00")


def test_what_was_sorted_stays_sorted(world: Environment) -> None:
    load = world.load()["id"]

    mixed = world.move("loads", load, "to_station", "town", sort="mixed")

    assert (slug(mixed), mixed.body["sort"]) == ("sorted-stays-sorted", "kitchen")


def test_a_town_sees_what_waits_for_it(world: Environment) -> None:
    first, second = world.load()["id"], world.load()["id"]
    world.move("loads", first, "to_station", "town", sort="kitchen")

    def waiting(by: str, **more: str) -> list[str]:
        query = {"town": TOWN} | more
        return [one["id"] for one in world.did("GET", "loads/waiting", by=by, query=query)["items"]]

    assert waiting("town") == [second]
    assert waiting("county", status="at_station") == [first]
    assert len(world.did("GET", "loads", query={"village": VILLAGE})["items"]) == 2


def test_no_leg_is_skipped_and_none_is_anothers(world: Environment) -> None:
    load = world.load()["id"]

    assert slug(world.move("loads", load, "to_plant", "county", sort="kitchen")) == "illegal-move"
    assert slug(world.move("loads", load, "to_station", "county", sort="kitchen")) == "not-allowed"


# Work days


def test_trees_are_counted_a_year_later_and_not_a_day_before(world: Environment) -> None:
    day = world.work_day().body
    assert (day["count_on"], day["actions"]) == ("2027-11-20", ["strike"])

    world.on("2027-11-19", 23)
    world.wind()
    young = world.move("work-days", day["id"], "count", alive=40)
    world.on("2027-11-20", 0)
    world.wind()
    grown = world.did("GET", f"work-days/{day['id']}")
    many = world.move("work-days", day["id"], "count", alive=51)
    counted = world.move("work-days", day["id"], "count", "worker", alive=50)

    assert grown["actions"] == ["count", "strike"]
    assert (slug(young), many.wrong_fields) == ("trees-too-young", ["alive"])
    assert (counted.body["status"], counted.body["alive"]) == ("counted", 50)
    assert read(world.county, grown["owed"])["status"] == "fulfilled"
    seen = world.did("GET", "figures", query={"unit": VILLAGE, "year": 2026})
    assert (seen["trees"], seen["trees_counted"], seen["alive"]) == (50, 50, 50)


def test_trees_that_nobody_counts_climb(world: Environment) -> None:
    day = world.work_day().body["id"]
    world.on("2027-11-20")
    world.wind()
    owes = world.did("GET", f"work-days/{day}")["owed"]

    assert climbs_to_the_county(world.county, owes) == [VILLAGE, TOWN, COUNTY]


def test_where_nothing_was_planted_nothing_is_counted(world: Environment) -> None:
    day = world.work_day(trees=0).body

    assert (day["count_on"], day["actions"]) == (None, ["strike"])


def test_a_mistake_counts_no_more(world: Environment) -> None:
    day = world.work_day().body["id"]
    world.work_day(held_on="2026-11-21", heads=10)

    world.move("work-days", day, "strike", reason="重复录入")

    seen = world.did("GET", "figures", query={"unit": TOWN, "year": 2026}, by="town")
    assert (seen["work_days"], seen["heads"], seen["rubbish_kg"]) == (1, 10, 1200)
    held = world.did("GET", "work-days", query={"village": VILLAGE})["items"]
    struck = world.did("GET", "work-days", query={"village": VILLAGE, "struck": "true"})["items"]
    assert (len(held), len(struck)) == (1, 1)
    assert [s["event"] for s in world.did("GET", f"work-days/{day}/history")["items"]] == [
        *("entered", "struck")
    ]


def test_a_work_day_is_none_to_come_and_names_no_number(world: Environment) -> None:
    assert world.work_day(held_on="2026-11-24").wrong_fields == ["held_on"]
    assert world.work_day(theme="联系 13800138000").wrong_fields == ["theme"]
    assert world.go("POST", "work-days", {"village": VILLAGE}, by="far_worker").status in (403, 422)


def test_what_a_village_enters_in_a_year_is_bounded(
    world: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("work_days_of_a_year", "loads_of_a_year", "lines_of_a_village"):
        monkeypatch.setitem(terms(), name, 1)
    world.work_day()
    world.load()
    world.line()

    assert slug(world.work_day()) == "too-many-things"
    more = {
        "village": VILLAGE,
        "sort": "other",
        "kg": 1,
        "collected_at": "2026-11-23T09:00:00+08:00",
    }
    assert slug(world.go("POST", "loads", more)) == "too-many-things"
    line = {"village": VILLAGE, "kind": "lane", "name": "巷", "length_m": 1, "interval_days": 1}
    assert slug(world.go("POST", "lines", line)) == "too-many-things"


# Maps

PATH = [{"lat": 36.5, "lon": 113.38}, {"lat": 36.501, "lon": 113.381}]


def mapped(world: Environment, **query: str) -> dict[str, Any]:
    return world.did("GET", "map", query={"village": VILLAGE} | query)


def public(world: Environment, **query: str) -> Answer:
    query = {"village": VILLAGE} | query
    return world.county.go("GET", f"{PUBLIC}/map", by=None, query=query, api=API)


def approve(world: Environment, **more: str) -> Answer:
    said = {"number": "晋S（2026）012号", "valid_from": "2026-11-23"} | more
    return world.go("PUT", f"map-approvals/{COUNTY}", said, by="admin")


def test_staff_see_lines_work_days_and_courtyards_on_the_map(world: Environment) -> None:
    world.line(path=PATH)
    world.line(name="无坐标")
    world.work_day(position={"lat": 36.5, "lon": 113.38, "crs": "gcj02"})
    world.rated(position=PATH[0])

    lines, days = mapped(world), mapped(world, layer="work_days")
    yards = mapped(world, layer="courtyards")

    [line] = lines["features"]
    assert line["geometry"] == {
        "type": "LineString",
        "coordinates": [[113.38, 36.5], [113.381, 36.501]],
    }
    assert days["features"][0]["geometry"]["coordinates"][0] < 113.38
    assert yards["features"][0]["properties"]["stars"] == 0
    assert "h-1" not in str(yards)
    assert world.go("GET", "map", by="far_worker", query={"village": VILLAGE}).status == 403


def test_a_map_is_public_only_under_an_approval_number_that_holds(world: Environment) -> None:
    world.line(path=PATH)
    assert slug(public(world)) == "map-not-approved"

    assert approve(world, valid_from="2026-11-24", valid_to="2026-11-25").status == 200
    assert public(world).status == 404
    world.on("2026-11-24", 0)
    assert public(world).body["map_approval_number"] == "晋S（2026）012号"
    world.on("2026-11-25", 23)
    assert len(public(world).body["features"]) == 1
    world.on("2026-11-26", 0)
    assert public(world).status == 404


def test_no_public_map_shows_where_households_live(world: Environment) -> None:
    world.rated(position=PATH[0])
    approve(world)

    assert slug(public(world, layer="courtyards")) == "map-not-approved"


def test_an_approval_number_has_its_form_and_is_the_countys_own(world: Environment) -> None:
    assert approve(world, number="12号").wrong_fields == ["number"]
    assert approve(world).body["version"] == 1
    assert approve(world).body["version"] == 2
    said = {"number": "晋S（2026）012号", "valid_from": "2026-11-23"}
    assert world.go("PUT", "map-approvals/140427", said, by="admin").status == 403
