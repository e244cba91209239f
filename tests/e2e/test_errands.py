"""An errand through the deployed county: three originals, two hands, and none left behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty

BASE = "/v1/services/errands"
VILLAGE = "140426106201"
AGENT, WORKER = "errand_agent", "grid_worker"


def today() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai"))


def did(cloud: DeployedCounty, who: str, errand: str, action: str, **said: Any) -> dict[str, Any]:
    """Take a step that must succeed."""
    body = {"action": action} | said
    answer = cloud.post(who, f"{BASE}/{errand}/transitions", json=body)
    assert answer.status_code == 200, (who, body, answer.text)
    return answer.json()


def test_three_originals_go_through_two_hands_and_all_come_home(cloud: DeployedCounty) -> None:
    said = {
        "matter": "house_copy",
        "agent": "p-ea-01",
        "last_day": (today() + timedelta(days=30)).date().isoformat(),
        "signature": "app",
    }
    answer = cloud.post("resident", BASE, json=said)
    assert answer.status_code == 201, answer.text
    errand = answer.json()["id"]
    for paper, mark in (
        ("household_register", None),
        ("land_certificate", "东院"),
        ("land_certificate", "西院"),
    ):
        more = {"mark": mark} if mark else {}
        did(cloud, AGENT, errand, "take_original", paper=paper, signature="paper", **more)
    did(cloud, AGENT, errand, "accept")
    for number in (1, 2, 3):
        to = {"place": "person", "agent": "p-gw-01"}
        did(cloud, AGENT, errand, "hand_over", original=number, to=to)
        did(cloud, WORKER, errand, "receive", original=number)
    day = cloud.get(WORKER, f"{BASE}/agenda?village={VILLAGE}").json()
    assert [one["number"] for one in day["originals"] if one["errand"] == errand] == [1, 2, 3]
    did(cloud, AGENT, errand, "submit")
    did(cloud, AGENT, errand, "record_result", outcome="granted")
    did(cloud, AGENT, errand, "deliver", signature="paper")
    refused = cloud.post(AGENT, f"{BASE}/{errand}/transitions", json={"action": "archive"})
    assert refused.json()["type"].endswith(":originals-out")
    assert refused.json()["originals"] == [1, 2, 3]

    for number in (1, 2, 3):
        home = {"original": number, "signature": "paper", "to": {"place": "principal"}}
        did(cloud, WORKER, errand, "hand_over", **home)
    did(cloud, AGENT, errand, "archive")
    did(cloud, AGENT, errand, "report")
    seen = did(cloud, "village_officer", errand, "visit", reason="原件均已收回")

    assert seen["status"] == "closed"
    own = cloud.get("resident", f"{BASE}/{errand}").json()
    assert [one["is_out"] for one in own["originals"]] == [False, False, False]
    assert [len(one["way"]) for one in own["originals"]] == [3, 3, 3]


def test_everybody_reads_what_may_be_entrusted(cloud: DeployedCounty) -> None:
    answer = cloud.get(None, "/v1/services/public/errands/matters")

    assert answer.status_code == 200
    assert len(answer.json()["items"]) >= 10


def test_the_demo_year_delivered_twelve_errands_which_print_as_more_than_ten(
    cloud: DeployedCounty,
) -> None:
    path = f"{BASE}/figures?unit={VILLAGE}&year={today().year}"
    said = cloud.get("village_officer", path).json()

    assert said["delivered"] >= 12
    assert said["said"] == "10余"
