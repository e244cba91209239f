"""A period across a merge of villages: nothing is lost, nothing counted twice, on figures, boards and in public data."""

from __future__ import annotations

from datetime import date

import pytest

import incidents
from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.figures import Asked
from reports.api import API
from reports.service.ask_contexts import count_now, events_of
from reports.store.catalogue import catalogue
from tests.integration.test_reports_attacks import public
from tests.integration.test_reports_reader import released
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    County,
)

ADMIN = Actor("admin", "演示admin", Role.COUNTY_ADMIN, COUNTY)
HEIRS = {VILLAGE: NEXT_VILLAGE, GRID: FAR_GRID, NEXT_GRID: f"{NEXT_VILLAGE}002"}


def figure(unit: str, name: str = "incidents_reported") -> int:
    asked = Asked(unit, date(2026, 10, 1), date(2026, 12, 31), clock.now())
    return count_now(catalogue()[name], asked)


def board(county: County, unit: str = TOWN, by: str = "town") -> dict[str, int]:
    query = {"unit": unit, "first": "2026-11"}
    told = county.go("GET", "/v1/reports/tracking", by=by, query=query, api=API)
    assert told.status == 200, told
    shares = {one["unit"]: one["now"]["matters"] for one in told.body["units"]}
    return {unit: told.body["reported"]["now"]["matters"], **shares}


@pytest.fixture
def merged(county: County) -> County:
    """A county of which one village went into the next with an incident that was ended, and two that were open."""
    ended = county.reported()
    county.moved(ended, "resolve", "village")
    county.moved(ended, "confirm", "worker")
    for _ in range(2):
        county.reported()
    for _ in range(6):
        county.reported(unit=FAR_GRID, by="far_worker")
    list(incidents.readdress(HEIRS, ADMIN, dry_run=False))
    county.reported(unit=FAR_GRID, by="far_worker")
    return county


def test_a_town_counts_what_it_counted_and_its_villages_add_up_to_it(merged: County) -> None:
    villages = [figure(one) for one in (VILLAGE, NEXT_VILLAGE)]

    assert figure(TOWN) == figure(COUNTY) == 10
    assert villages == [1, 9]
    asked = Asked(TOWN, date(2026, 11, 1), date(2026, 11, 30), clock.now())
    found = [one.subject for one in events_of(catalogue()["incidents_reported"], asked)]
    assert len(found) == len(set(found))


def test_its_board_says_the_same_as_its_figures(merged: County) -> None:
    shown = board(merged)

    assert shown[TOWN] == figure(TOWN)
    assert {one: shown[one] for one in (VILLAGE, NEXT_VILLAGE)} == {
        one: figure(one) for one in (VILLAGE, NEXT_VILLAGE)
    }
    assert figure(TOWN, "incidents_confirmed") == 1


def test_what_is_public_of_the_quarter_adds_up_to_the_same(merged: County) -> None:
    told = released(merged)

    totals = {one["unit"]: one["total"] for one in told["areas"] if not one["elsewhere"]}
    assert totals[COUNTY] == totals[TOWN] == 10
    assert totals[VILLAGE] is None, "it is one"
    assert public(merged, "/datasets")["items"]
