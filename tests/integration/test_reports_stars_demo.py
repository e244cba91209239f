"""The five stars of the demo village, as its people and the worker bring them about."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.demo_stars import Stars as Demo
from infra.local.demo_stars import StarsNotReady
from reports.api import API
from tests.support.county import COUNTY, TOWN, County
from tests.support.stars import ENOUGH, Stars

VILLAGE = "140426106201"
PEOPLE = {
    "p-vo-01": ("village_officer", VILLAGE),
    "p-to-01": ("town_officer", TOWN),
    "p-co-01": ("county_officer", COUNTY),
}


def asking(county: County) -> Any:
    def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
        path, _, query = path.partition("?")
        said = dict([query.split("=")]) if query else None
        answer = county.go(method, f"/v1/reports/stars/{path}", body, by=by, query=said, api=API)
        assert answer.status in (200, 202), answer
        return answer.body

    return ask


def test_the_demo_village_holds_the_five_stars_of_the_article(county: County) -> None:
    stars = Stars(county)
    county.settle(dict.fromkeys((VILLAGE,)), PEOPLE)

    def pause() -> None:
        rating = county.go(
            "GET", f"/v1/reports/stars/ratings/{VILLAGE}-2026", by="p-to-01", api=API
        )
        if rating.status == 404:
            stars.wind()
        else:
            # What the whole year of the demo comes to; the events themselves are told in their own tests.
            stars.counted(f"{VILLAGE}-2026", **ENOUGH)

    demo = Demo(asking(county), lambda: county.now, pause)
    demo.fill(lambda _: None)

    assert set(demo.people) == set(PEOPLE)
    (village,) = stars.public("villages", unit=VILLAGE)["items"]
    assert village["level"] == 5
    names = [one["name"] for one in village["stars"]]
    assert names == ["产业兴旺", "生态宜居", "乡风文明", "治理有效", "生活富裕"]


def test_the_demo_says_when_the_worker_does_not_come_by(county: County) -> None:
    Stars(county)
    county.settle(dict.fromkeys((VILLAGE,)), PEOPLE)

    with pytest.raises(StarsNotReady):
        Demo(asking(county), lambda: county.now, lambda: None).fill(lambda _: None)
