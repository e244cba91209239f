"""The tracking board through the API: what is open, late, returned and opened again, where it stands out, against the period before."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

import escalation
from kernel import clock
from kernel.figures import Asked
from kernel.ids import new_id
from kernel.storage.unit_of_work import carry_out
from reports.api import API
from reports.service.ask_contexts import count_now, events_of
from reports.store.catalogue import catalogue
from services.mediation.store import figures
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    NEXT_TOWN,
    NEXT_VILLAGE,
    STATION,
    TOWN,
    VILLAGE,
    WATER,
)
from tests.support.hazards import MAJOR, Hazards
from tests.support.obligations import climb

IN_TURN = ({"unit": GRID, "by": "worker"}, {"unit": NEXT_GRID, "by": "next_worker"})
"""Reports of two grids of a village, so that neither stands out."""


def asked(county, path="", by="town", unit=TOWN, **query):
    query = {"unit": unit, "first": "2026-11", **query}
    return county.go("GET", f"/v1/reports/tracking{path}", by=by, query=query, api=API)


def told(county, path="", **how):
    answer = asked(county, path, **how)
    assert answer.status == 200, answer
    return answer.body


def solved(county, **how):
    incident = county.reported(**how)
    county.moved(incident, "resolve", "village")
    county.moved(incident, "confirm", "worker")
    return incident


def test_the_board_tells_what_is_open_by_tier_category_and_age(county):
    county.reported(category="dispute")
    county.advance(days=8)
    solved(county)
    county.reported(severity="urgent")
    county.advance(hours=5)

    board = told(county, last="2026-12")

    assert board["open"]["total"] == 2
    assert board["open"]["by_tier"] == {"town": 1, "village": 1}
    ages = {one["age"]: one["matters"] for one in board["open"]["by_age"]}
    assert ages["this_month"] == 1
    assert ages["last_month"] == 1
    assert {one["category"]: one["open"] for one in board["categories"]} == {
        "dispute": 1,
        "public_facilities": 1,
    }
    assert board["is_running"]


def test_the_board_counts_what_was_returned_reopened_and_late_once_a_matter(county):
    solved(county)
    again = solved(county, by="resident", source="resident")
    county.moved(again, "rate", "resident", satisfied=False, answer="not_solved")
    county.climb(county.reported(), "town")

    now = told(county)["reported"]["now"]

    assert (now["matters"], now["reopened"], now["late"]) == (3, 1, 1)
    assert (now["rated"], now["unsatisfied"]) == (1, 1)


def test_what_came_back_is_told_by_tier_category_and_age_as_what_is_open_is(county):
    back = county.reported(category="dispute")
    county.moved(back, "return", "village")
    county.advance(days=8)
    county.moved(county.reported(), "return", "village")
    high = county.reported()
    county.climb(high, "town")
    county.moved(high, "return", "town", unit=STATION)
    again = solved(county, by="resident", source="resident")
    county.moved(again, "rate", "resident", satisfied=False, answer="not_solved")

    board = told(county, last="2026-12")

    def ages(name):
        return {one["age"]: one["matters"] for one in board[name]["by_age"] if one["matters"]}

    assert board["returned"]["total"] == board["reported"]["now"]["returned"] == 3
    assert board["returned"]["by_tier"] == {"village": 2, "town": 1}
    assert ages("returned") == {"last_month": 1, "this_month": 2}
    kinds = {one["category"]: one["now"]["returned"] for one in board["categories"]}
    assert kinds == {"dispute": 1, "public_facilities": 2}
    assert (board["reopened"]["total"], board["reopened"]["by_tier"]) == (1, {"village": 1})
    assert ages("reopened") == {"this_month": 1}


def test_what_is_past_its_limit_now_is_told_by_tier(county):
    county.reported(severity="urgent")
    county.reported()
    county.advance(hours=5)

    board = told(county)
    ages = board["overdue"].pop("by_age")
    assert board["overdue"] == {"total": 1, "at_least": False, "by_tier": {"town": 1}}
    assert {one["age"]: one["matters"] for one in ages if one["matters"]} == {"this_month": 1}
    assert {one["category"]: one["overdue"] for one in board["categories"]} == {
        "public_facilities": 1
    }


def test_each_village_of_a_town_has_its_share_in_the_order_of_codes(county):
    county.reported()
    county.reported(unit=FAR_GRID, by="far_worker")
    county.reported(unit=FAR_GRID, by="far_worker")

    shares = {one["unit"]: one for one in told(county)["units"]}

    assert list(shares) == [VILLAGE, NEXT_VILLAGE]
    assert [one["now"]["matters"] for one in shares.values()] == [1, 2]
    assert [one["open"] for one in shares.values()] == [1, 2]


def test_a_county_is_told_of_its_towns_and_a_village_of_nothing_below(county):
    county.reported()

    assert [one["unit"] for one in told(county, by="county", unit=COUNTY)["units"]] == [
        TOWN,
        NEXT_TOWN,
    ]
    assert told(county, by="village", unit=VILLAGE)["units"] == []


def test_the_period_before_is_as_long_and_ends_where_this_one_begins(county):
    county.reported()
    county.advance(days=20)
    county.reported()

    board = told(county, first="2026-12")

    assert board["before"] == {"first": "2026-11", "last": "2026-11"}
    assert board["reported"]["now"]["matters"] == 1
    assert board["reported"]["before"]["matters"] == 1


def test_a_corrected_category_is_counted_where_it_belongs_now(county):
    incident = county.reported(category="dispute")
    county.moved(incident, "correct", "town", category="livelihood")

    [category] = told(county)["categories"]
    assert category["category"] == "livelihood"
    assert category["now"]["matters"] == 1


def test_what_was_cancelled_or_merged_is_no_matter(county):
    first = county.reported(by="resident")
    second = county.reported()
    county.moved(second, "merge", "village", into=first)
    county.moved(county.reported(by="resident", category="dispute"), "cancel", "resident")

    board = told(county)

    assert board["reported"]["now"]["matters"] == 1
    assert board["reported"]["now"]["voices"] == 2


@pytest.mark.parametrize("path", ["", "/points", "/hot-spots"])
def test_nothing_is_followed_below_the_village(county, path):
    refused = asked(county, path, by="village", unit=GRID)

    assert (refused.status, refused.wrong_fields) == (422, ["unit"])


@pytest.mark.parametrize("path", ["", "/points", "/hot-spots"])
def test_another_towns_board_is_not_told(county, path):
    assert asked(county, path, unit=NEXT_TOWN).status == 403


@pytest.mark.parametrize("path", ["", "/points", "/hot-spots"])
def test_a_grid_worker_is_told_of_no_board(county, path):
    assert asked(county, path, by="worker", unit=VILLAGE).status == 403


@pytest.mark.parametrize("path", ["", "/points", "/hot-spots"])
def test_a_board_looks_at_a_year_at_most(county, path):
    assert asked(county, path, first="2025-12", last="2026-11").status == 200
    assert asked(county, path, first="2025-11", last="2026-11").wrong_fields == ["last"]
    assert asked(county, path, first="2026-11", last="2026-10").wrong_fields == ["last"]


def test_a_grid_where_much_of_a_kind_comes_together_is_a_risk_point_and_a_hot_spot(county):
    for _ in range(12):
        county.reported(unit=FAR_GRID, by="far_worker")
    county.reported()

    [point] = told(county, "/points")["points"]
    assert (point["kind"], point["rule"], point["unit"]) == ("risk", "repeats", FAR_GRID)
    assert (point["number"], point["of"], point["before"], point["trend"]) == (12, 13, 0, "up")
    hot = {one["unit"]: one["is_hot"] for one in told(county, "/hot-spots")["spots"]}
    assert hot == {GRID: False, NEXT_GRID: False, FAR_GRID: True}


def test_a_village_is_told_of_its_own_points_alone(county):
    for _ in range(12):
        county.reported(unit=FAR_GRID, by="far_worker")

    assert told(county, "/points", by="village", unit=VILLAGE)["points"] == []
    assert len(told(county, "/points", by="far_village", unit=NEXT_VILLAGE)["points"]) == 1


def test_often_returned_matters_are_a_difficulty_of_village_and_town(county):
    for number in range(10):
        incident = county.reported(**(IN_TURN[number % 2]))
        if number < 2:
            county.moved(incident, "return", "village")

    points = told(county, "/points")["points"]

    assert [(one["kind"], one["unit"], one["number"], one["of"]) for one in points] == [
        ("difficulty", TOWN, 2, 10),
        ("difficulty", VILLAGE, 2, 10),
    ]
    said = {(one["figure_name"], one["of_figure_name"]) for one in points}
    assert said == {("退回或重新打开的事件", "上报事件")}


def test_hot_spots_of_one_category_count_no_other(county):
    county.reported(category="dispute")
    county.reported(unit=NEXT_GRID, by="next_worker")

    found = told(county, "/hot-spots", category="dispute")
    spots = found["spots"]

    assert found["category_name"] == "矛盾纠纷"
    assert {one["unit"]: one["matters"] for one in spots} == {GRID: 1, NEXT_GRID: 0, FAR_GRID: 0}


def test_a_county_sees_where_matters_were_by_village(county):
    county.reported()

    spots = told(county, "/hot-spots", by="county", unit=COUNTY)["spots"]

    assert {one["unit"]: one["matters"] for one in spots} == {VILLAGE: 1, NEXT_VILLAGE: 0}


def test_a_major_hazard_is_a_risk_point_until_it_is_released(county):
    hazards = Hazards(county)
    major = hazards.finding(place=hazards.place(), kind=MAJOR[0], item=MAJOR[1])

    [point] = told(county, "/points")["points"]
    assert (point["kind"], point["rule"], point["unit"]) == ("risk", "major_hazards", VILLAGE)
    assert (point["number"], point["category"], point["trend"]) == (1, None, None)
    [point] = told(county, "/points", by="county", unit=COUNTY)["points"]
    assert (point["unit"], point["number"]) == (TOWN, 1)

    hazards.moved(major["id"], "control", "county")
    assert len(told(county, "/points")["points"]) == 1


def test_a_village_with_most_of_a_towns_disputes_is_a_risk_point_by_count_alone(county):
    def many(work):
        figures.add(work, NEXT_VILLAGE, "2026-10", {"opened": 1})
        figures.add(work, NEXT_VILLAGE, "2026-11", {"opened": 12, "kind:neighbours": 12})

    carry_out(many)

    [point] = told(county, "/points")["points"]
    assert (point["kind"], point["rule"], point["unit"]) == ("risk", "disputes", NEXT_VILLAGE)
    assert (point["number"], point["of"], point["before"], point["trend"]) == (12, 12, 1, "up")


def test_times_are_told_of_ten_cases_or_more(county):
    for _ in range(9):
        solved(county)
    [unit] = told(county)["punctuality"]["units"]
    assert (unit["solved"], unit["median_seconds"]) == (9, None)

    solved(county)

    [unit] = told(county)["punctuality"]["units"]
    assert (unit["unit"], unit["solved"]) == (VILLAGE, 10)
    assert unit["median_seconds"] is not None


def test_the_matters_of_a_board_are_the_incidents_of_the_catalogues_figure(county):
    first = county.reported(by="resident")
    county.moved(county.reported(), "merge", "village", into=first)
    county.moved(county.reported(by="resident", category="dispute"), "cancel", "resident")
    county.moved(county.reported(category="dispute"), "assign", "town", unit=NEXT_VILLAGE)
    county.reported(unit=FAR_GRID, by="far_worker")
    county.advance(days=1)
    november = date(2026, 11, 1), date(2026, 11, 30)

    for unit, by in ((COUNTY, "county"), (TOWN, "town"), (VILLAGE, "village")):
        asked_of = Asked(unit, *november, clock.now())
        figure = count_now(catalogue()["incidents_reported"], asked_of)
        assert told(county, by=by, unit=unit)["reported"]["now"]["matters"] == figure


@pytest.mark.parametrize("day", [1, 2])
def test_what_a_board_says_was_returned_or_reopened_opens_to_the_incidents_it_is(county, day):
    """Counted by what the row says, and by what the history told where the row moved since the cut-off."""
    back = county.reported()
    county.moved(back, "return", "village")
    again = solved(county, by="resident", source="resident")
    county.moved(again, "rate", "resident", satisfied=False, answer="not_solved")
    third = county.reported()
    now = told(county)["reported"]["now"]
    asked_of = Asked(TOWN, date(2026, 11, 1), date(2026, 11, 30), clock.now())
    if day == 2:
        county.advance(days=1)
        for one in (again, third):
            county.moved(one, "return", "village")
        county.moved(back, "assign", "town", unit=NEXT_VILLAGE)

    found = {
        figure: {one.subject for one in events_of(catalogue()[figure], asked_of)}
        for figure in ("incidents_returned", "incidents_reopened", "incidents_hard")
    }

    assert found == {
        "incidents_returned": {f"incident:{back}"},
        "incidents_reopened": {f"incident:{again}"},
        "incidents_hard": {f"incident:{back}", f"incident:{again}"},
    }
    assert (now["returned"], now["reopened"]) == (1, 1)


def owes(county, unit, kind="resolution", days=3):
    owed = new_id(county.now)
    asked_for = [escalation.Owed(owed, unit, county.now + timedelta(days=days), {})]
    carry_out(lambda work: escalation.owe(work, asked_for, None, kind=kind))
    return owed


def owed_on(board):
    return {
        one["unit"]: (one["obligations"]["open"], one["obligations"]["overdue"])
        for one in board["units"]
    }


def test_what_units_owe_is_counted_with_who_owes_it_however_far_it_has_gone_up(county):
    late, done = owes(county, VILLAGE), owes(county, VILLAGE)
    owes(county, VILLAGE, days=200)
    owes(county, TOWN, days=200)
    owes(county, NEXT_TOWN)
    carry_out(lambda work: escalation.fulfil(work, [done], None))
    climb(county, late, TOWN)

    board = told(county, last="2026-12")
    assert board["obligations"] == {"open": 3, "overdue": 1, "at_least": False}
    assert owed_on(board) == {TOWN: (1, 0), VILLAGE: (2, 1), NEXT_VILLAGE: (0, 0)}
    of_village = told(county, by="village", unit=VILLAGE, last="2026-12")["obligations"]
    assert of_village == {"open": 2, "overdue": 1, "at_least": False}
    climb(county, late, COUNTY)
    assert told(county, last="2026-12")["obligations"] == board["obligations"]
    of_county = told(county, by="county", unit=COUNTY, last="2026-12")
    assert owed_on(of_county) == {TOWN: (3, 1), NEXT_TOWN: (1, 1)}


def test_what_a_department_owes_is_its_towns(county):
    owes(county, STATION, days=200)
    owes(county, WATER, days=200)

    of_county = told(county, by="county", unit=COUNTY)

    assert of_county["obligations"]["open"] == 2
    assert owed_on(of_county) == {COUNTY: (1, 0), TOWN: (1, 0), NEXT_TOWN: (0, 0)}


def test_a_board_reads_no_more_of_what_is_owed_than_its_bound(county, monkeypatch):
    monkeypatch.setattr("escalation.store.obligations.MOST_COUNTED", 3)
    for _ in range(5):
        owes(county, VILLAGE)

    assert told(county)["obligations"] == {"open": 3, "overdue": 0, "at_least": True}


@pytest.mark.parametrize("path", ["", "/points", "/hot-spots"])
def test_a_board_costs_as_many_reads_however_much_was_reported(county, path):
    def reads():
        before = len(county.calls)
        told(county, path)
        return Counter(county.calls[before:])

    county.reported()
    owes(county, VILLAGE)
    told(county, path)
    few = reads()
    for _ in range(15):
        county.reported()
        owes(county, VILLAGE)

    assert reads() == few
