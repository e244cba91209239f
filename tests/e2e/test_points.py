"""Points in the deployed county: the demo village adds up, and a claim goes all the way to goods by itself."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import VILLAGE

POINTS = "/v1/points"
# The schedule looks every minute; a loaded machine may take as long again.
A_LOOK = 150


def today() -> str:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def did(county: DeployedCounty, who: str, method: str, path: str, body: Any = None) -> Any:
    key = {"Idempotency-Key": uuid.uuid4().hex} if method == "POST" else {}
    answer = county.call(who, method, f"{POINTS}/{path}", json=body, headers=key)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def told(county: DeployedCounty, who: str) -> set[str]:
    """Return what a person's inbox tells of."""
    answer = county.get(who, "/v1/notices/inbox", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return {item["event"] for item in answer.json()["items"]}


def test_a_claim_becomes_points_and_points_become_goods(cloud: DeployedCounty) -> None:
    body = {
        "household": "h-002",
        "item": "waste_sorting",
        "happened_on": today(),
        "description": "垃圾分类达标",
    }
    claim = did(cloud, "household", "POST", "claims", body)["id"]
    path = f"claims/{claim}/transitions"
    verify = {"action": "verify", "quantity": 1}
    recused = cloud.post("related_points_verifier", f"{POINTS}/{path}", json=verify)
    did(cloud, "points_verifier", "POST", path, verify)
    did(cloud, "second_points_verifier", "POST", path, verify)
    did(cloud, "neighbour", "POST", path, {"action": "recognise", "in_favour": True})
    did(cloud, "village_officer", "POST", f"villages/{VILLAGE}/publications")

    def is_posted() -> bool:
        return did(cloud, "household", "GET", f"claims/{claim}")["status"] == "posted"

    eventually(is_posted, "the schedule posts the claim")
    one = did(cloud, "household", "POST", "redemptions", {"household": "h-002", "goods": "soap"})
    handed = {"action": "hand_over", "code": one["qr"]}
    did(cloud, "shop_keeper", "POST", f"redemptions/{one['id']}/transitions", handed)

    for who, heard in (
        ("household", {"claim_confirmed", "claim_posted", "redemption_handed_over"}),
        ("points_verifier", {"claim_to_check"}),
        ("shop_keeper", {"redemption_to_hand_over"}),
    ):
        eventually(lambda who=who, heard=heard: heard <= told(cloud, who), f"{who} hears")
    page = did(cloud, "household", "GET", "households/h-002")
    assert recused.json()["ground"] == "near_relative"
    assert (page["spendable"], page["honour"]) == (0, 3)
    assert [entry["kind"] for entry in page["entries"]] == ["hand_over", "hold", "award"]
    statement = cloud.get("household", f"{POINTS}/households/h-002/statements/{today()[:4]}")
    assert statement.headers["content-type"].startswith("text/html")
    assert cloud.get("neighbour", f"{POINTS}/households/h-002").status_code == 404


def test_the_stream_seals_the_demo_villages_ledger_and_it_is_sound(cloud: DeployedCounty) -> None:
    path = f"villages/{VILLAGE}/ledger/verify"

    def is_sealed() -> Any:
        told = did(cloud, "village_supervisor", "GET", path)
        return told if told["waiting_for_seal"] == 0 else None

    report = eventually(is_sealed, "the stream seals every entry")

    assert (report["sound"], report["sum"], report["fresh"]) == (True, 0, True)
    assert report["entries"] >= 81


def test_the_demo_board_shares_a_tied_honour_and_spares_an_elderly_couple(
    cloud: DeployedCounty,
) -> None:
    path = f"villages/{VILLAGE}/boards"

    (board,) = did(cloud, "neighbour", "GET", path)["items"]

    # Three households have 12 points and two 9, as many as the article has. Of the six with a deduction, h-072 are two people of 69.
    assert [line["net"] for line in board["red"]] == [12] * 3 + [9] * 2
    assert [line["net"] for line in board["improvement"]] == [-10, -5, -5, -5, -5]
    assert {line["name"] for line in board["improvement"]} == {"演*户"}
