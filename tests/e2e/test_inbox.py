"""Two residents report one matter; it is merged, solved and opened again, and both hear of it, on the deployed template."""

from __future__ import annotations

from typing import Any

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import VILLAGE, move, read, report, settle

REPORTERS = ("resident", "second_resident")


def hears(county: DeployedCounty, who: str, case_code: str, event: str) -> dict[str, Any]:
    """Wait until a message about a case is in the inbox of a person; return it."""

    def look() -> dict[str, Any] | None:
        answer = county.get(who, "/v1/notices/inbox", params={"limit": 100})
        assert answer.status_code == 200, answer.text
        told = [
            item
            for item in answer.json()["items"]
            if (item["case_code"], item["event"]) == (case_code, event)
        ]
        return told[0] if told else None

    return eventually(look, f"{who} hears that {case_code} is {event}")


def test_one_matter_reported_twice_is_solved_once_and_reopened_by_one(
    cloud: DeployedCounty,
) -> None:
    said = {"category": "road_traffic", "source": "resident"}
    lead, duplicate = (report(cloud, who, **said) for who in REPORTERS)
    merged = move(
        cloud, "village_officer", duplicate, "merge", into=lead["id"], reason="同一处路障"
    )
    assert merged.status_code == 200, merged.text

    settle(cloud, lead, "village_officer")

    hears(cloud, "second_resident", duplicate["case_code"], "merged")
    for who in REPORTERS:
        assert hears(cloud, who, lead["case_code"], "confirmed")["rating"]["answers"]
    rated = move(cloud, "second_resident", duplicate, "rate", satisfied=False, answer="not_solved")
    assert rated.status_code == 200, rated.text
    back = read(cloud, lead)
    assert (back["status"], back["responsible_unit"], back["round"]) == ("reported", VILLAGE, 1)
    # Whoever had it opened again knows, and is not told.
    hears(cloud, REPORTERS[0], lead["case_code"], "reopened")
    tracked = cloud.get(None, f"/v1/track/{duplicate['case_code']}").json()
    assert (tracked["status"], tracked["merged"]) == ("reported", True)
    move(cloud, "county_officer", lead, "cancel", reason="演示结束")
