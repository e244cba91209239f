"""The demo village's environment, as its people bring it about."""

from __future__ import annotations

from typing import Any

from infra.local.demo_environment import Environment as Demo
from services.api import API
from tests.support.county import County
from tests.support.village import home_rows

VILLAGE = "140426106201"
GRID = f"{VILLAGE}001"
PEOPLE = {
    "p-vo-01": ("village_officer", VILLAGE),
    "p-gw-01": ("grid_worker", GRID),
    "p-to-01": ("town_officer", VILLAGE[:9]),
    "p-co-01": ("county_officer", VILLAGE[:6]),
}


def test_the_demo_village_has_courtyards_on_their_way_lines_and_work_days(county: County) -> None:
    homes = [row for number in (1, 3, 4) for row in home_rows(f"h-00{number}", GRID)]
    county.settle(dict.fromkeys((VILLAGE, GRID)), PEOPLE, beside=homes)

    def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
        answer = county.go(method, f"/v1/services/environment/{path}", body, by=by, api=API)
        assert answer.status in (200, 201), answer
        return answer.body

    demo = Demo(ask, lambda: county.now)
    demo.fill(lambda _: None)

    assert set(demo.people) == set(PEOPLE)
    query = {"unit": VILLAGE, "year": 2026}
    path = "/v1/services/environment/figures"
    figures = county.go("GET", path, by="p-co-01", query=query, api=API).body
    assert (figures["lines"], figures["loads"], figures["work_days"]) == (5, 2, 2)
