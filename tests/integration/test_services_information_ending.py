"""What ends: by its term, by a form that was retired, by somebody who left the register; told before, and kept as numbers (个保法 Arts. 19, 47)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kernel.storage import dynamo
from registry.api import API as REGISTRY
from registry.store.rows import HouseholdRow
from tests.support.county import GRID, NEXT_GRID, VILLAGE, County, a_county
from tests.support.information import (
    HEAD,
    HOME,
    NEXT_HOME,
    WIFE,
    consent,
    enter_form,
    entry,
    held,
    household,
    send,
    settle,
    visit,
    visited,
    wind,
)

PHONE = "13500000001"


@pytest.fixture
def county() -> Iterator[County]:
    """A county with three households and the form they are asked by."""
    with a_county() as county:
        settle(county)
        enter_form(county)
        yield county


def test_a_dry_run_tells_the_numbers_that_go_and_what_went_is_kept_as_numbers(
    county: County,
) -> None:
    visited(county, entry("water", "well"), entry("aid", "低保", HEAD))
    query = {"by": "2028-11-24"}

    dry = send(county, "GET", "disposals/dry-run", query=query, by="admin").body

    assert (dry["counts"], dry["records"]) == ({"basics.aid": 1, "basics.water": 1}, 2)
    county.advance(days=730)
    wind()
    assert held(county) == {"water": "well"}, "the last day of the term is not over"
    county.advance(days=2)
    wind()
    assert (held(county), held(county, HEAD)) == ({}, {})
    gone = send(county, "GET", "disposals", by="admin")
    (line,) = gone.body["items"]
    assert (line["village"], line["counts"]) == (VILLAGE, {"basics.aid": 1, "basics.water": 1})
    assert "低保" not in gone.text


def test_a_retired_form_lets_go_what_it_brought_in_within_the_month(county: County) -> None:
    visited(county, entry("water", "well"))
    retire = {"action": "retire", "reason": "工作结束"}
    assert send(county, "POST", "forms/basics/transitions", retire, by="admin").status == 200

    assert visit(county, entry("water", "well")).wrong_fields == ["told"]
    county.advance(days=31)
    wind()

    assert held(county) == {}
    assert wind() == 0, "nobody looks at what holds nothing"


def test_a_household_that_moved_grid_is_due_in_the_new_one_within_the_month(county: County) -> None:
    visited(county, entry("water", "well"))
    move_home(county, HOME, NEXT_GRID)
    county.advance(days=31)

    wind()

    assert send(county, "GET", "rechecks", query={"unit": GRID}).body["items"] == []
    due = send(county, "GET", "rechecks", query={"unit": NEXT_GRID}, by="next_worker")
    assert [one["household"] for one in due.body["items"]] == [HOME]


def move_home(county: County, home: str, grid: str) -> None:
    with county.quietly():
        (row,) = dynamo.read([HouseholdRow.key(home)], consistent=True)
        row.unit = grid
        dynamo.write([dynamo.Write(row)])


def taken_off(county: County, resident: str = HEAD) -> None:
    path = f"/v1/registry/households/{HOME}/residents/{resident}/removal"
    said = {"reason": "moved_away"}
    off = county.go("POST", path, said, by="village", api=REGISTRY, headers={"if-match": '"1"'})
    assert off.status == 200, off


def gone_on(county: County) -> list[tuple[str, Any]]:
    told = send(county, "GET", "disposals", by="admin").body["items"]
    return [(one["village"], one["counts"]) for one in told]


def test_what_a_duty_holds_of_somebody_who_left_goes_by_its_own_term_and_is_told_before(
    county: County,
) -> None:
    visited(county, entry("aid", "低保", HEAD))
    taken_off(county)
    county.advance(days=40)
    wind()

    query = {"by": "2028-11-24"}
    dry = send(county, "GET", "disposals/dry-run", query=query, by="admin").body

    assert (dry["counts"], dry["records"]) == ({"basics.aid": 1}, 1)
    assert gone_on(county) == []
    county.advance(days=730 - 40)
    wind()
    assert gone_on(county) == [], "the last day of the term is not over"
    county.advance(days=2)
    wind()
    assert gone_on(county) == [(VILLAGE, {"basics.aid": 1})]
    assert "低保" not in str(county.kept("services"))


def test_what_rested_on_the_consent_of_somebody_who_left_goes_within_two_looks(
    county: County,
) -> None:
    visited(county, entry("phone", PHONE, HEAD), consents=[consent(HEAD)])
    taken_off(county)
    county.advance(days=31)
    wind()
    assert PHONE in str(county.kept("services")), "it may have been a slip of the register"

    query = {"by": "2027-01-23"}
    dry = send(county, "GET", "disposals/dry-run", query=query, by="admin").body
    county.advance(days=30)
    wind()

    assert dry["counts"] == {"basics.phone": 1}
    assert gone_on(county) == [(VILLAGE, {"basics.phone": 1})]
    assert PHONE not in str(county.kept("services"))
    assert wind() == 0, "nobody looks at what holds nothing"


def test_a_report_counts_nobody_from_the_day_it_was_known_that_they_left(county: County) -> None:
    visited(county, entry("aid", "低保", HEAD), entry("aid", "低保", WIFE))
    taken_off(county)
    county.advance(days=31)
    wind()

    def counts(on: str) -> Any:
        query = {"form": "basics", "field": "aid", "unit": VILLAGE, "on": on}
        return send(county, "GET", "report", query=query, by="village").body["counts"]

    assert (counts("2026-11-24"), counts("2026-12-24")) == ({"低保": 2}, {"低保": 1})


def test_who_moved_to_another_household_loses_nothing(county: County) -> None:
    visited(county, entry("phone", PHONE, WIFE), consents=[consent(WIFE)])
    path = f"/v1/registry/households/{NEXT_HOME}/residents/{WIFE}"
    said = {"name": "演示", "birth_year": 1972}
    moved = county.go("PUT", path, said, by="village", api=REGISTRY, headers={"if-match": '"1"'})
    assert moved.status == 200, moved
    for _ in range(3):
        county.advance(days=31)
        wind()

    seen = household(county, NEXT_HOME, unmasked="true", reason="核对")["records"]
    values = [one["value"] for of in seen for one in of["values"]]
    assert (values, gone_on(county)) == ([PHONE], [])


def test_who_was_taken_off_by_mistake_and_is_back_within_the_month_loses_nothing(
    county: County,
) -> None:
    visited(county, entry("phone", PHONE, WIFE), consents=[consent(WIFE)])
    taken_off(county, WIFE)
    county.advance(days=31)
    wind()
    path = f"/v1/registry/households/{HOME}/residents/{WIFE}"
    said = {"name": "演示", "birth_year": 1972}
    back = county.go("PUT", path, said, by="village", api=REGISTRY, headers={"if-match": '"2"'})
    assert back.status == 200, back
    for _ in range(3):
        county.advance(days=31)
        wind()

    assert held(county, WIFE) == {"phone": PHONE}
