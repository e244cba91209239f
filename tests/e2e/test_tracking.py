"""The deployed county follows its areas on boards, and gives its public data to everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import GRID, report

TOWN, VILLAGE = "140426106", "140426106201"
TRACKING = "/v1/reports/tracking"


def told(cloud: DeployedCounty, who: str | None, path: str) -> Any:
    answer = cloud.get(who, path)
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()


def asked(path: str = "", unit: str = TOWN) -> str:
    month = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()[:7]
    return f"{TRACKING}{path}?unit={unit}&first={month}"


def test_each_tier_follows_its_own_area_and_nobody_what_is_below_the_village(
    cloud: DeployedCounty,
) -> None:
    def noise() -> int:
        board = told(cloud, "town_officer", asked())
        counts = {one["category"]: one["now"]["matters"] for one in board["categories"]}
        return counts.get("policy_advice", 0)

    before = noise()
    report(cloud, category="policy_advice")

    assert noise() == before + 1
    for who, unit in (("village_officer", VILLAGE), ("county_officer", TOWN[:6])):
        assert told(cloud, who, asked(unit=unit))["open"]["total"] >= 1
        assert told(cloud, who, asked("/points", unit))["rules"]
    spots = told(cloud, "town_officer", asked("/hot-spots"))["spots"]
    assert {one["unit"]: one["matters"] for one in spots}[GRID] >= 1
    assert cloud.get("grid_worker", asked(unit=VILLAGE)).status_code == 403
    assert cloud.get("village_officer", asked(unit=GRID)).status_code == 422


def test_a_quarter_is_drawn_by_the_worker_and_read_without_signing_in(
    cloud: DeployedCounty,
) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    over = today.year * 4 + (today.month - 1) // 3 - 1
    quarter = f"{over // 4}Q{over % 4 + 1}"
    release = f"disputes-{quarter}"
    body = {"dataset": "disputes", "quarter": quarter}

    assert cloud.post("town_officer", "/v1/reports/datasets", body).status_code == 403
    assert cloud.post("county_admin", "/v1/reports/datasets", body).status_code == 202

    def drawn() -> bool:
        found = told(cloud, "county_admin", f"/v1/reports/datasets/{release}")
        return found["status"] == "released"

    eventually(drawn, "the data of a quarter")
    public = f"/v1/reports/public/datasets/{release}"
    whole = told(cloud, None, public)
    assert {one["unit"] for one in whole["areas"]} >= {TOWN[:6]}
    assert whole["licence"]["code"] == "CC-BY-4.0"
    assert release in {
        one["id"] for one in told(cloud, None, "/v1/reports/public/datasets")["items"]
    }
    answer = cloud.get(None, f"{public}/csv")
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeffjurisdiction_id,quarter,address_id")
