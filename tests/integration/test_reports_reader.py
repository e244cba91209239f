"""A reader who puts together all that the county tells: datasets, the public list of requests, the totals of briefings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import incidents
from kernel import clock
from kernel.figures import Asked
from reports.api import API
from reports.public_data.rules.suppression import LEAST, TOTAL, Cell
from reports.service.ask_contexts import count_now
from reports.service.wind_clock import run
from reports.store.catalogue import catalogue
from tests.integration.test_open311 import Client
from tests.integration.test_reports_attacks import public, shown_cells
from tests.property.test_reports_suppression import solver_of
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_TOWN,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    County,
)

QUARTER = "2026Q4"
POLICIES = "/v1/incidents/policies"
ITEMS = ("grid_items", "personal_items")


def reports(county: County, numbers: Mapping[tuple[str, str], int]) -> None:
    """Report so many incidents by village and category."""
    for (village, category), often in numbers.items():
        unit, by = (GRID, "worker") if village == VILLAGE else (FAR_GRID, "far_worker")
        for _ in range(often):
            county.reported(unit=unit, by=by, category=category)


def released(county: County) -> dict[str, Any]:
    county.advance(days=60)
    asked = {"dataset": "incidents", "quarter": QUARTER}
    assert county.go("POST", "/v1/reports/datasets", asked, by="admin", api=API).status == 202
    county.advance(minutes=1)
    run()
    return public(county, f"/datasets/incidents-{QUARTER}")


def totals(county: County) -> dict[Cell, int]:
    """Return what briefings of the quarter say of each unit: totals, which stand."""
    period = date(2026, 10, 1), date(2026, 12, 31)
    definition = catalogue()["incidents_reported"]

    def total(unit: str) -> int:
        return count_now(definition, Asked(unit, *period, clock.now()))

    units = (COUNTY, TOWN, VILLAGE, NEXT_VILLAGE, NEXT_TOWN)
    return {Cell(unit, TOTAL): total(unit) for unit in units}


def listed(county: County) -> Counter[Cell]:
    """Count the public list of requests by place and service, as anybody can."""
    found: Counter[Cell] = Counter()
    for status in ("open", "closed"):
        told = Client(county).get("requests.json", status=status, page_size="100")
        assert told.status == 200, told
        for one in told.body:
            found[Cell(one["address_id"], one["service_code"])] += 1
    return found


def learned(told: Mapping[str, Any], known: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return the small numbers behind hidden cells that only one number fits, for a reader who knows some cells from elsewhere."""
    breakdown, seen = shown_cells(told)
    more = {**seen, **known}
    if None not in more.values():
        return {}
    solver, unknown = solver_of(breakdown, more)
    found = {one: int(solver.smallest(at)) for at, one in enumerate(unknown)}
    sure = {one for at, one in enumerate(unknown) if solver.greatest(at) == found[one]}
    return {one: found[one] for one in sure if 0 < found[one] < LEAST}


def counted_by_hand(told: Mapping[str, Any], county: County) -> dict[Cell, int]:
    """Return what the public list says of every kind it lists: where it has none, that there are none."""
    found, kinds = listed(county), incidents.publicly_listed()
    units = [one["unit"] for one in told["areas"] if not one["elsewhere"]]
    leaves = [code for code in units if len(code) == len(VILLAGE)]

    def below(unit: str, kind: str) -> int:
        return sum(found[Cell(leaf, kind)] for leaf in leaves if leaf.startswith(unit))

    return {Cell(unit, kind): below(unit, kind) for unit in units for kind in kinds}


@pytest.mark.parametrize(
    "numbers",
    [
        {
            ("v", "environment"): 3,
            ("v", "dispute"): 3,
            ("n", "environment"): 7,
            ("n", "dispute"): 9,
        },
        {("v", "dispute"): 2, ("n", "road_traffic"): 1, ("n", "dispute"): 6},
        {
            ("v", "environment"): 4,
            ("v", "people_in_need"): 1,
            ("n", "environment"): 4,
            ("n", "other"): 8,
        },
    ],
)
def test_who_counts_the_public_list_and_knows_every_total_learns_no_number_of_what_is_not_listed(
    county: County, numbers: dict[tuple[str, str], int]
) -> None:
    names = {"v": VILLAGE, "n": NEXT_VILLAGE}
    reports(county, {(names[where], kind): often for (where, kind), often in numbers.items()})
    told = released(county)

    known = counted_by_hand(told, county) | totals(county)

    assert any(number for one, number in known.items() if one.kind != TOTAL)
    assert learned(told, known) == {}


def without(county: County, category: str) -> None:
    """Take a category out of the policy."""
    policy = county.go("GET", POLICIES, by="admin").body["policy"]
    kept = [one for one in policy["categories"] if one["code"] != category]
    duties = [one for one in policy.get("duties", []) if one["category"] != category]
    lists = {name: [one for one in policy[name] if one != category] for name in ITEMS}
    said = policy | lists | {"categories": kept, "duties": duties}
    answer = county.go("PUT", POLICIES, said, by="admin", headers={"if-match": '"0"'})
    assert answer.status == 200, answer


def test_a_category_the_county_gave_up_is_still_a_kind_and_its_reports_are_in_every_total(
    county: County,
) -> None:
    reports(county, {(VILLAGE, "livelihood"): 3, (VILLAGE, "other"): 9, (NEXT_VILLAGE, "other"): 8})
    without(county, "livelihood")
    told = released(county)

    _, seen = shown_cells(told)
    known = totals(county)

    assert {one: seen[one] for one in known if seen[one] is not None}.items() <= known.items()
    assert seen[Cell(COUNTY, TOTAL)] == 20
    assert "livelihood" in {one["service_code"] for one in told["services"]}
    small = Cell(VILLAGE, "livelihood")
    assert seen[small] is None
    assert learned(told, known) == {}


def test_a_number_under_a_category_the_county_gave_up_has_its_name_on_the_board(
    county: County,
) -> None:
    reports(county, {(VILLAGE, "livelihood"): LEAST})
    without(county, "livelihood")

    query = {"unit": TOWN, "first": "2026-11"}
    board = county.go("GET", "/v1/reports/tracking", by="town", query=query, api=API).body

    (named,) = (one["category_name"] for one in board["categories"])
    assert named == "民生诉求"


def test_a_board_reads_no_earlier_policy_under_which_nothing_was_counted(county: County) -> None:
    def reads() -> Counter[Any]:
        begun, query = len(county.calls), {"unit": TOWN, "first": "2026-11"}
        told = county.go("GET", "/v1/reports/tracking", by="town", query=query, api=API)
        assert told.status == 200, told
        return Counter(county.calls[begun:])

    county.reported()
    before = reads()
    policy = county.go("GET", POLICIES, by="admin").body["policy"]
    for version in range(3):
        said, headers = (
            policy | {"reminder_share": 0.5 + version / 10},
            {"if-match": f'"{version}"'},
        )
        assert county.go("PUT", POLICIES, said, by="admin", headers=headers).status == 200

    assert reads() <= before
