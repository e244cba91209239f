"""The article's year, brought about through the routes: its figures come out of queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from enforcement.api import API
from infra.local.demo_enforcement import EnforcementYear
from kernel.storage import dynamo
from tests.support.county import COUNTY, TOWN, VILLAGE, County, a_county
from tests.support.in_process import unit_row

VILLAGES = [f"{TOWN}{number}" for number in range(201, 227)]
PEOPLE = {
    "p-eo-01": ("enforcement_officer", TOWN),
    "p-eo-02": ("enforcement_officer", TOWN),
    "p-lr-01": ("legal_reviewer", TOWN),
    "p-eh-01": ("enforcement_head", TOWN),
    "p-js-01": ("justice_supervisor", COUNTY),
    "p-to-01": ("town_officer", TOWN),
    "p-re-27": ("resident", f"{VILLAGE}001"),
}


def one_by_one(work: Any, given: Any, done: Any = None) -> list[Any]:
    """moto is for one thread."""
    return [work(one) for one in given]


@pytest.fixture(scope="module")
def year() -> Iterator[County]:
    """The town at the end of the article's year; it is only read."""
    with a_county() as county:
        county.appoint(**PEOPLE)
        dynamo.write(
            [dynamo.Write(unit_row(code)) for code in VILLAGES if code[-3:] not in {"221", "222"}]
        )

        def ask(by: str, method: str, path: str, body: Any) -> dict[str, Any]:
            answer = county.go(method, f"/v1/enforcement/{path}", body, by=by, api=API)
            assert answer.status in (200, 201), (by, path, body, answer)
            return answer.body

        EnforcementYear(ask, lambda: county.now, one_by_one).fill(lambda _: None)
        yield county


def get(county: County, path: str, by: str | None = "p-eh-01", **query: Any) -> Any:
    answer = county.go("GET", f"/v1/enforcement/{path}", by=by, query=query, api=API)
    assert answer.status == 200, answer
    return answer.body


def test_thirty_seven_inspections_found_six_problems_and_led_to_four_penalties(
    year: County,
) -> None:
    figures = get(year, f"towns/{TOWN}/years/2026/figures")

    assert (figures["inspections"], figures["problems"]) == (37, 6)
    assert (figures["cases"], figures["penalties"]) == (4, 4)


def test_each_of_the_four_is_a_case_a_problem_and_an_inspection_of_the_year(year: County) -> None:
    levels: list[set[str]] = []
    for level in ("inspections", "problems", "cases", "penalties"):
        found = get(year, f"towns/{TOWN}/years/2026/links/{level}", limit=100)
        levels.append({one["inspection"] for one in found["items"]})

    assert [len(one) for one in levels] == [37, 6, 4, 4]
    assert levels[0] > levels[1] > levels[2] == levels[3]


def closed(county: County) -> list[Any]:
    lines = get(county, "cases", town=TOWN, status="closed")["items"]
    return [get(county, f"cases/{line['id']}") for line in lines]


def test_the_fines_come_to_twenty_thousand_four_hundred_yuan_and_all_are_paid(year: County) -> None:
    accounts = [case["account"] for case in closed(year)]

    assert len(accounts) == 4
    assert sum(one["fine"] for one in accounts) == 2_040_000
    assert sum(one["paid"] for one in accounts) == 2_040_000
    assert {one["rest"] for one in accounts} == {0}


def test_the_mean_lies_above_what_may_be_fined_on_the_spot_so_one_was_reviewed(
    year: County,
) -> None:
    (largest,) = (case for case in closed(year) if case["account"]["fine"] >= 510_000)

    assert largest["account"]["fine"] == 2_000_000
    assert largest["decision"]["on_the_spot"] is False
    steps = get(year, f"cases/{largest['id']}/timeline", limit=100)["items"]
    events = [one["event"] for one in steps]
    assert events.index("review") < events.index("discuss") < events.index("decide")


def test_the_town_held_six_sessions_of_training(year: County) -> None:
    sessions = get(year, "trainings", organ=TOWN)["items"]

    assert len(sessions) == 6
    assert {one["attending"] for one in sessions} == {2}


def test_twenty_six_villages_have_a_site(year: County) -> None:
    figures = get(year, "public/outreach/figures", by=None, unit=TOWN, year=2026)

    assert (figures["villages_with_site"], figures["sites_to_renew"]) == (26, 0)
    assert figures["activities"] == 5


def test_the_lesson_of_a_case_is_public_and_tells_nobody_whose_it_was(year: County) -> None:
    (lesson,) = get(year, "public/outreach/lessons", by=None)["items"]

    assert "case" not in lesson
    assert "演示农业合作社01" not in lesson["text"]
    taught = get(year, "public/outreach/activities", by=None, unit=TOWN)["items"][0]
    assert (taught["kind"], taught["lesson"]) == ("case_lesson", lesson["id"])


def test_law_was_explained_at_every_inspection(year: County) -> None:
    visits = get(year, "inspections", town=TOWN, status="closed", limit=100)["items"]

    assert len(visits) == 36
    assert all(one["law"] and one["explained"] for one in visits)


def test_the_party_reads_its_own_case(year: County) -> None:
    own = get(year, "own-cases", by="p-re-27", standing="party")["items"]

    assert [one["status"] for one in own] == ["closed"]
