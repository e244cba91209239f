"""The article in the deployed demo county: its briefing drawn, signed, written as a document, and corrected when a penalty was revoked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.deployed import DeployedCounty, eventually

TOWN, VILLAGE = "140426106", "140426106201"
BASE = "/v1/reports"
NOTE = "一起处罚决定因适用法律错误被撤销"


def did(cloud: DeployedCounty, who: str, method: str, path: str, body: Any = None) -> Any:
    answer = cloud.call(who, method, path, json=body)
    assert answer.status_code in (200, 201, 202), (path, answer.text)
    return answer.json()


def counted(cloud: DeployedCounty, path: str, what: str) -> Any:
    """Wait until the worker's minute has come."""

    def look() -> Any:
        seen = did(cloud, "town_officer", "GET", path)
        found = seen.get("items", [seen])
        return seen if all(one["count_status"] == "done" for one in found) else None

    return eventually(look, what)


def test_the_articles_briefing_is_drawn_signed_and_corrected_with_a_note(
    own_cloud: DeployedCounty,
) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    said = {"unit": TOWN, "village": VILLAGE, "last": today.isoformat()}
    # The demo's year ends on the day it is loaded.
    said["first"] = (today - timedelta(days=365)).isoformat()

    made = did(own_cloud, "town_officer", "POST", f"{BASE}/briefings", said)
    path = f"{BASE}/briefings/{made['id']}"
    drawn = counted(own_cloud, path, "the figures of the briefing")

    figures = {one["figure"]: one["exact"] for one in drawn["figures"]}
    assert (
        figures.items()
        >= {
            "villages_with_law_site": 26,
            "grids": 15,
            "people_served": 577,
            "disputes_mediated": 4,
            "errands_delivered": 12,
            "inspections": 37,
            "problems_handled": 6,
            "penalties": 4,
            "fines_fen": 2_040_000,
            "training_sessions": 6,
            "economic_value_fen": 1_772_000,
            "red_households": 5,
            "black_households": 5,
            "systems_in_force": 10,
        }.items()
    )
    told = "".join(line for part in drawn["parts"] for line in part["lines"])
    assert "代办服务10余件" in told
    assert "经济价值17700余元" in told

    did(own_cloud, "town_officer", "POST", f"{path}/transitions", {"action": "sign"})
    paper = eventually(
        lambda: _done(did(own_cloud, "town_officer", "GET", f"{path}/document")), "the document"
    )
    file = httpx.get(paper["download"]["url"], trust_env=False).content
    assert file[:2] == b"PK"
    assert len(file) == paper["size"]

    enforcement = "/v1/enforcement/cases"
    query = f"{enforcement}?town={TOWN}&status=closed"
    case = did(own_cloud, "enforcement_head", "GET", query)["items"][0]["id"]
    basis = [{"law": "administrative-penalty-law-2021", "articles": ["57"]}]
    revoke = {"action": "revoke", "reason": "适用法律错误", "basis": basis}
    did(own_cloud, "enforcement_head", "POST", f"{enforcement}/{case}/moves", revoke)
    body = {"figure": "penalties", "note": NOTE}
    did(own_cloud, "town_officer", "POST", f"{path}/corrections", body)
    corrected = counted(own_cloud, f"{path}/corrections", "the correction")["items"]

    assert [(one["was"], one["now"], one["note"]) for one in corrected] == [(4, 3, NOTE)]
    again = did(own_cloud, "town_officer", "GET", path)
    assert {one["figure"]: one["exact"] for one in again["figures"]} == figures
    page = own_cloud.get("town_officer", f"{path}/page").text
    assert "<svg" in page
    assert NOTE in page


def _done(paper: Any) -> Any:
    return paper if paper["status"] == "done" else None
