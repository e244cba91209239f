"""A hazard found offline on a phone: synced late, climbed, rectified late, photographed and checked by another, on the deployed template."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.deployed import DeployedCounty, eventually
from tests.support import media as made

GRID = "140426106201002"
HAZARDS = "/v1/services/hazards"
SHANGHAI = ZoneInfo("Asia/Shanghai")
PHOTO = made.jpeg()


def got(cloud: DeployedCounty, who: str, path: str, **query: Any) -> Any:
    answer = cloud.get(who, f"{HAZARDS}/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def place(cloud: DeployedCounty) -> str:
    """Return a shop of its own: what is found in the demo's is its own story."""
    owner = cloud.get("hazard_owner", "/v1/me").json()["person_id"]
    said = {
        "grid": GRID,
        "kind": "shop",
        "name": f"演示小卖部{uuid.uuid4().hex[:4]}",
        "where": "村西",
        "checklists": ["small_venue"],
        "owner": {"kind": "person", "id": owner},
    }
    answer = cloud.post("grid_worker", f"{HAZARDS}/places", json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def sent(cloud: DeployedCounty, *operations: dict[str, Any]) -> list[Any]:
    answer = cloud.post("grid_worker", "/v1/sync", json={"operations": list(operations)})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def photographed(cloud: DeployedCounty, finding: str) -> None:
    """Upload a photo of a hazard as a phone does, and wait until it was checked."""
    path = f"/v1/media/hazards/{finding}"
    said = {"kind": "before", "content_type": "image/jpeg", "size": len(PHOTO)}
    announced = cloud.post("grid_worker", path, json=said)
    assert announced.status_code == 201, announced.text
    upload = announced.json()["upload"]
    sent = httpx.put(upload["url"], content=PHOTO, headers=upload["headers"], trust_env=False)
    assert sent.status_code < 300, sent.text
    photo = f"{path}/{announced.json()['id']}"
    eventually(
        lambda: cloud.get("hazard_owner", photo).json().get("state") == "ready",
        "the photo is checked, and the owner sees it",
    )


def test_a_hazard_found_offline_is_synced_climbs_is_rectified_late_and_checked_by_another(
    cloud: DeployedCounty,
) -> None:
    shop, name = place(cloud), uuid.uuid4().hex
    found_at = datetime.now(SHANGHAI) - timedelta(days=9)
    body = {
        "place": shop,
        "kind": "small_venue",
        "item": "extinguisher",
        "what": "灭火器已过期",
        "owner_told": True,
        "advice": "建议更换灭火器",
        "found_at": found_at.isoformat(timespec="seconds"),
        "rectify_on": (found_at + timedelta(days=3)).date().isoformat(),
    }
    check = {"action": "check", "done_at": found_at.isoformat(timespec="seconds")}
    operations = [
        {
            "op_no": 1,
            "op_id": f"{name}-1",
            "kind": "move_hazard_place",
            "target": shop,
            "body": check,
        },
        {"op_no": 2, "op_id": f"{name}-2", "kind": "hazard_finding", "body": body},
    ]

    first, again = sent(cloud, *operations), sent(cloud, *operations)
    assert [one["outcome"] for one in first] == ["applied"] * 2
    assert [one["outcome"] for one in again] == ["replayed"] * 2
    finding = first[1]["hazard"]
    (own,) = [
        one for one in got(cloud, "hazard_owner", "own-findings")["items"] if one["id"] == finding
    ]
    assert own["actions"] == ["fix"]

    # Its day has passed before it came: the village is asked no more.
    seen = eventually(
        lambda: (
            one
            if (one := got(cloud, "town_officer", f"findings/{finding}"))["owed"]["climb"]["tier"]
            == "town"
            else None
        ),
        "what is overdue comes to the town",
    )
    assert seen["owed"]["climb"]["responsible_unit"] == GRID[:9]

    transitions = f"{HAZARDS}/findings/{finding}/transitions"
    fixed = cloud.post("hazard_owner", transitions, json={"action": "fix", "done": "已更换"})
    assert (fixed.status_code, fixed.json()["was_late"]) == (200, True), fixed.text
    said = {"action": "recheck", "passed": True, "finding": "新灭火器在位"}
    assert cloud.post("hazard_owner", transitions, json=said).status_code == 403
    wanted = cloud.post("village_officer", transitions, json=said)
    assert wanted.json()["type"].endswith("photo-wanted"), wanted.text
    photographed(cloud, finding)
    (closed,) = sent(
        cloud,
        {
            "op_no": 1,
            "op_id": f"{name}-3",
            "kind": "move_hazard",
            "target": finding,
            "body": said,
        },
    )

    assert closed["outcome"] == "applied", closed
    assert closed["answer"]["status"] == "closed"
    steps = got(cloud, "grid_worker", f"findings/{finding}/history")["items"]
    assert [one["event"] for one in steps] == ["found", "fixed", "closed"]
    owed = cloud.get("county_admin", f"/v1/obligations/{seen['owed']['obligation']}").json()
    assert owed["status"] == "fulfilled"


def test_the_demo_village_has_its_rounds_on_one_screen(cloud: DeployedCounty) -> None:
    work = got(cloud, "grid_worker", "due", grid="140426106201001")

    assert {"村南水塘", "演示闲置房01"} <= {one["place"]["name"] for one in work["items"]}
    assert "to_plan" in {one["status"] for one in work["findings"]}
    shops = [one["name"] for one in got(cloud, "hazard_owner", "own-places")["items"]]
    assert "演示小卖部01" in shops
