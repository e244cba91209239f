"""What an officer reads on the tracking board: counts of matters by tier, age and category, in words."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.deployed import DeployedCounty
from tests.e2e.people import move, report
from tests.web.conftest import DESK, PHONE, Visit

TOWN = "140426106"
HEAD = ["Tier", "Open", "Overdue", "Returned", "Reopened"]
USUAL = {"category": "public_facilities"}
"""A category with limits of days, so that nothing climbs while one looks."""


def returned(cloud: DeployedCounty, month: str) -> dict[str, Any]:
    query = {"unit": TOWN, "first": month}
    answer = cloud.get("town_officer", "/v1/reports/tracking", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["returned"]


def column(table: Locator, head: str) -> dict[str, int]:
    """Return a column of a table by what its rows begin with."""
    at = table.locator("thead th").all_inner_texts().index(head)
    rows = table.locator("tbody tr").all()
    cells = [row.locator("td").all_inner_texts() for row in rows]
    return {row[0]: int(row[at]) for row in cells}


def test_what_was_returned_stands_by_tier_and_by_age_beside_what_is_open(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, description="不属本村，退回", **USUAL)
    month = incident["created_at"][:7]
    said = {"grounds": "not_our_duty", "unit": TOWN, "reason": "不属本村职责"}
    back = move(cloud, "village_officer", incident, "return", **said)
    assert back.status_code == 200, back.text
    told = returned(cloud, month)

    officer = visit("town_officer", f"tracking?unit={TOWN}&first={month}")
    page = officer.page
    tiers, ages = (page.get_by_role("table", name=one) for one in ("按层级", "按上报时间"))
    expect(tiers).to_be_visible()

    names = {"村": "village", "乡镇": "town", "县": "county"}
    by_tier = column(tiers, "退回")
    assert {names[one]: n for one, n in by_tier.items() if n} == told["by_tier"]
    assert column(ages, "退回") == {one["age_name"]: one["matters"] for one in told["by_age"]}
    for table in (tiers, ages):
        head = table.locator("thead th").all_inner_texts()
        assert head[1:] == ["未办结", "逾期", "退回", "重新办理"]


def test_the_board_says_the_same_in_english_and_fits_a_phone(
    cloud: DeployedCounty, visit: Visit
) -> None:
    report(cloud, description="路灯不亮", **USUAL)
    officer = visit("town_officer", f"tracking?unit={TOWN}", size=PHONE)
    expect(officer.page.get_by_role("table", name="按层级")).to_be_visible()
    assert not officer.spills()

    officer.page.get_by_role("button", name="English").click()

    tiers = officer.page.get_by_role("table", name="By tier")
    expect(tiers.locator("thead th")).to_have_text(HEAD)
    expect(officer.page.get_by_role("table", name="By time of report")).to_contain_text(
        "reported this month"
    )
    assert not officer.spills()
    officer.page.set_viewport_size(DESK)
    card = officer.page.locator("section.card", has=tiers)
    assert re.search("[一-鿿]", card.inner_text()) is None
