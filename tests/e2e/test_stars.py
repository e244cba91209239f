"""Stars of the deployed county: a village's own word, the town's check, the county's award, and a breach; figures by the worker."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import VILLAGE

BASE = "/v1/reports/stars"
PUBLIC = "/v1/reports/public/stars"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def sent(county: DeployedCounty, who: str | None, method: str, path: str, body: Any = None) -> Any:
    key = {"Idempotency-Key": uuid.uuid4().hex} if method == "POST" else {}
    return county.call(who, method, path, json=body, headers=key)


def did(county: DeployedCounty, who: str | None, method: str, path: str, body: Any = None) -> Any:
    answer = sent(county, who, method, path, body)
    assert answer.status_code in (200, 202), answer.text
    return answer.json()


def test_a_village_is_awarded_its_stars_and_loses_one_by_a_breach(cloud: DeployedCounty) -> None:
    # This year's are the demo's own; those of the year before are this test's.
    today = datetime.now(SHANGHAI).date()
    year, rate_by = today.year - 1, (today + timedelta(days=30)).isoformat()
    rating = f"{BASE}/ratings/{VILLAGE}-{year}"
    opened = {"unit": VILLAGE, "year": year, "rate_by": rate_by}
    did(cloud, "county_officer", "POST", f"{BASE}/years", opened)

    def step(who: str, action: str, **said: Any) -> Any:
        return did(cloud, who, "POST", f"{rating}/transitions", {"action": action} | said)

    def is_open() -> bool:
        return sent(cloud, "village_officer", "GET", rating).status_code == 200

    def counted() -> bool:
        return did(cloud, "town_officer", "GET", rating)["snapshot"]["status"] == "done"

    eventually(is_open, "the worker gave the village its rating")
    claimed = ["liveable_environment", "civil_ways", "prosperous_life"]
    step("village_officer", "rate", stars=claimed)
    eventually(counted, "the worker counted the figures")

    # Nothing of the year before was done: what has a bound falls short, and nobody can type it in.
    short = sent(
        cloud,
        "town_officer",
        "POST",
        f"{rating}/transitions",
        {"action": "check", "stars": claimed},
    )
    assert short.status_code == 409, short.text
    assert short.json()["type"].endswith("stars-not-borne-out")

    step("town_officer", "refuse", reason="当年未开展活动")
    (held,) = did(cloud, None, "GET", f"{PUBLIC}/villages?unit={VILLAGE}")["items"]
    assert (held["year"], held["level"]) == (year + 1, 5)

    cites = [{"law": "civil-code", "articles": ["1032"]}]
    this_year = f"{BASE}/ratings/{VILLAGE}-{year + 1}/transitions"
    breach = {"action": "take", "star": "civil_ways", "reason": "泄露村民信息", "cites": cites}
    did(cloud, "county_officer", "POST", this_year, breach)
    (held,) = did(cloud, None, "GET", f"{PUBLIC}/villages?unit={VILLAGE}")["items"]
    assert held["level"] == 4
    assert [one["code"] for one in held["taken"]] == ["civil_ways"]
    tally = did(cloud, None, "GET", f"{PUBLIC}/tally?unit={VILLAGE[:9]}&year={year + 1}")
    assert tally["sum_by_level"] == tally["sum_by_star"] == 4
