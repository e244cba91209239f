"""The supervision desk through the API: what is overdue, nearly due or ordered, and how punctual units are."""

from __future__ import annotations

from composition.api import API as DESK
from incidents.supervision.rules import LEAST_CASES
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, VILLAGE, WATER


def listed(county, path, by="town", **query):
    answer = county.go("GET", f"/v1/supervision/{path}", by=by, query=query, api=DESK)
    assert answer.status == 200, answer
    return [item["id"] for item in answer.body["items"]]


def test_the_desk_lists_what_is_overdue_in_its_area_longest_first(county):
    first = county.reported(severity="urgent")
    county.advance(hours=1)
    second = county.reported(severity="urgent")
    county.reported()
    county.advance(hours=5)

    assert listed(county, "overdue") == [first, second]
    assert listed(county, "overdue", by="county") == [first, second]
    assert listed(county, "overdue", by="next_town") == []


def test_what_is_nearly_due_is_not_yet_overdue(county):
    incident = county.reported(severity="urgent")

    assert listed(county, "near-due", hours=3) == []
    assert listed(county, "near-due", hours=5) == [incident]
    assert listed(county, "overdue") == []


def test_a_tier_can_be_singled_out(county):
    urgent = county.reported(severity="urgent")
    county.reported()
    county.advance(days=9)

    assert listed(county, "overdue", tier="town") == [urgent]
    assert len(listed(county, "overdue", tier="village")) == 1


def test_open_orders_are_listed_until_they_are_answered(county):
    incident = county.reported()
    county.moved(incident, "order", "town")

    assert listed(county, "orders") == [incident]
    county.moved(incident, "answer", "village")
    assert listed(county, "orders") == []


def test_a_department_sees_its_own_desk_and_no_other(county):
    incident = county.reported()
    county.moved(incident, "assign", "county", unit=WATER)
    county.advance(days=60)

    assert listed(county, "overdue", by="water") == [incident]
    refused = county.go(
        "GET", "/v1/supervision/overdue", by="water", query={"unit": COUNTY}, api=DESK
    )
    assert refused.status == 403


def test_pages_of_the_desk_follow_each_other(county):
    wanted = [county.reported(severity="urgent") for _ in range(3)]
    county.advance(hours=9)

    answer = county.go("GET", "/v1/supervision/overdue", by="town", query={"limit": 2}, api=DESK)
    query = {"limit": 2, "cursor": answer.body["next_cursor"]}

    rest = county.go("GET", "/v1/supervision/overdue", by="town", query=query, api=DESK)
    assert [item["id"] for page in (answer, rest) for item in page.body["items"]] == wanted


def test_punctuality_is_told_by_tier_and_unit_with_enough_cases(county):
    for _ in range(LEAST_CASES):
        incident = county.reported()
        county.advance(hours=1)
        county.moved(incident, "resolve", "village")
        county.moved(incident, "confirm", "worker")

    query = {"first": "2026-11"}
    told = county.go("GET", "/v1/supervision/punctuality", by="town", query=query, api=DESK).body

    [tier], [unit] = told["tiers"], told["units"]
    assert (tier["tier"], tier["solved"], tier["late"]) == ("village", LEAST_CASES, 0)
    assert 0 < tier["median_seconds"] <= 3600
    assert unit["unit"] == VILLAGE
    assert told["unit"] == TOWN


def test_another_towns_punctuality_is_not_told(county):
    query = {"first": "2026-11", "unit": NEXT_TOWN}

    assert (
        county.go("GET", "/v1/supervision/punctuality", by="town", query=query, api=DESK).status
        == 403
    )
