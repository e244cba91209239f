"""One person's work across contexts through the deployed API: what waits is counted, and the own data can be asked for."""

from __future__ import annotations

from typing import Any

from tests.deployed import DeployedCounty

NAMES = ["incidents", "obligations", "points", "assembly", "data_requests", "inbox"]


def badges(county: DeployedCounty, who: str) -> dict[str, int]:
    """How much waits for somebody, by part."""
    answer = county.get(who, "/v1/me/badges")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["count"] for one in answer.json()["badges"]}


def test_everybody_may_have_counted_what_waits(cloud: DeployedCounty) -> None:
    for who in ("resident", "grid_worker", "village_officer", "town_officer", "county_admin"):
        assert list(badges(cloud, who)) == NAMES


def test_a_correction_is_asked_for_answered_and_read_by_who_asked(cloud: DeployedCounty) -> None:
    said = {"kind": "correct", "about": "登记的电话号码是旧的。"}
    asked: dict[str, Any] = cloud.post("resident", "/v1/me/data-requests", json=said).json()
    path = f"/v1/workspace/data-requests/{asked['id']}"
    owed = cloud.get("county_admin", f"/v1/obligations/{asked['id']}").json()
    assert (owed["kind"], owed["status"]) == ("data_request", "open")
    assert badges(cloud, "county_admin")["data_requests"] >= 1

    answer = {"action": "grant", "reason": "已更正。"}
    answered = cloud.post("county_admin", f"{path}/transitions", json=answer)

    assert answered.status_code == 200, answered.text
    seen = cloud.get("resident", path).json()
    assert (seen["status"], seen["reason"]) == ("granted", "已更正。")
    mine = cloud.get("resident", "/v1/me/data-requests").json()["items"]
    assert asked["id"] in [one["id"] for one in mine]
    assert cloud.get("county_admin", f"/v1/obligations/{asked['id']}").json()["status"] == (
        "fulfilled"
    )
