"""The article's year in the deployed demo county: what anybody and the town's people read of it, through HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.deployed import DeployedCounty

TOWN = "140426106"
ENFORCEMENT = "/v1/enforcement"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedCounty]:
    """A county in which nobody else has enforced anything."""
    county = DeployedCounty(tmp_path_factory.mktemp("year") / "cloud")
    yield county
    county.close()


def got(cloud: DeployedCounty, who: str | None, path: str, **query: Any) -> Any:
    answer = cloud.get(who, f"{ENFORCEMENT}/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def year_of_the_demo(cloud: DeployedCounty) -> int:
    """Return the year the demo county was filled in, which ends at midnight like any other."""
    sites = got(cloud, "town_officer", "outreach/sites", unit=TOWN, limit=1)["items"]
    return datetime.fromisoformat(sites[0]["entered_at"]).astimezone(ZoneInfo("Asia/Shanghai")).year


def test_thirty_seven_inspections_found_six_problems_and_led_to_four_penalties(
    cloud: DeployedCounty,
) -> None:
    path = f"towns/{TOWN}/years/{year_of_the_demo(cloud)}/figures"

    figures = got(cloud, "enforcement_head", path)

    assert (figures["inspections"], figures["problems"]) == (37, 6)
    assert (figures["cases"], figures["penalties"]) == (4, 4)


def test_the_four_fines_come_to_twenty_thousand_four_hundred_yuan_and_are_paid(
    cloud: DeployedCounty,
) -> None:
    lines = got(cloud, "enforcement_head", "cases", town=TOWN, status="closed")["items"]
    cases = [got(cloud, "legal_reviewer", f"cases/{line['id']}") for line in lines]

    assert sum(case["account"]["fine"] for case in cases) == 2_040_000
    assert sum(case["account"]["paid"] for case in cases) == 2_040_000


def test_six_sessions_were_held(cloud: DeployedCounty) -> None:
    assert len(got(cloud, "enforcement_head", "trainings", organ=TOWN)["items"]) == 6


def test_twenty_six_villages_have_a_site_as_anybody_reads(cloud: DeployedCounty) -> None:
    query = {"unit": TOWN, "year": year_of_the_demo(cloud)}

    assert got(cloud, None, "public/outreach/figures", **query)["villages_with_site"] == 26
    register = got(cloud, None, "public/outreach/sites", unit=TOWN, limit=100)["items"]
    assert len({site["village"] for site in register}) == 26


def test_the_party_reads_its_own_case_and_no_neighbour_does(cloud: DeployedCounty) -> None:
    (own,) = got(cloud, "party_of_case", "own-cases", standing="party")["items"]

    assert cloud.get("resident", f"{ENFORCEMENT}/cases/{own['id']}").status_code == 404
    assert got(cloud, "resident", "own-cases", standing="party")["items"] == []


def test_the_lesson_of_a_case_is_read_without_login_and_names_nobody(cloud: DeployedCounty) -> None:
    (lesson,) = got(cloud, None, "public/outreach/lessons")["items"]

    assert "演示农业合作社" not in lesson["title"] + lesson["text"]
    assert "case" not in lesson
