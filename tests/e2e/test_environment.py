"""The environment of the deployed village: a courtyard to five stars, and a keeper who was offline."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import VILLAGE

BASE = "/v1/services/environment"
SHANGHAI = ZoneInfo("Asia/Shanghai")
SCORES = {"layout": 9, "clean": 18, "tidy": 19, "green": 18, "front": 9}
WITHIN = 60


def did(county: DeployedCounty, who: str, method: str, path: str, body: Any = None) -> Any:
    key = {"Idempotency-Key": uuid.uuid4().hex} if method == "POST" else {}
    answer = county.call(who, method, path, json=body, headers=key)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def posting_ended(county: DeployedCounty, yard: str) -> None:
    """Let the seven days of a posting be over: in the store, as nobody waits for them here."""
    database, table = county.client("dynamodb"), county.outputs["ServicesTableName"]
    key = {"pk": {"S": f"YARD#{yard}"}, "sk": {"S": "YARD"}}
    document = json.loads(database.get_item(TableName=table, Key=key)["Item"]["document"]["S"])
    past = (datetime.now(SHANGHAI) - timedelta(hours=1)).astimezone(ZoneInfo("UTC"))
    written = past.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    database.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET document = :d, wake_at = :w",
        ExpressionAttributeValues={
            ":d": {"S": json.dumps(document | {"posted_until": written})},
            ":w": {"S": written},
        },
    )


def wind(county: DeployedCounty) -> None:
    """Run the clock that comes by every quarter of an hour."""
    functions = county.client("lambda")
    found = functions.get_paginator("list_functions").paginate().build_full_result()
    [clock] = [
        one["FunctionName"]
        for one in found["Functions"]
        if one["Handler"] == "composition.clocks_handler.wind_clocks"
    ]
    answer = functions.invoke(FunctionName=clock, Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_a_courtyard_comes_to_five_stars(cloud: DeployedCounty) -> None:
    rated = {"household": "h-002", "scores": SCORES}
    yard = did(cloud, "household", "POST", f"{BASE}/courtyards", rated)["id"]
    path = f"{BASE}/courtyards/{yard}"

    def step(who: str, action: str, **more: Any) -> Any:
        return did(cloud, who, "POST", f"{path}/transitions", {"action": action} | more)

    step("village_officer", "check", scores=SCORES)
    step("town_officer", "pass_on", scores=SCORES)
    posted = step("county_officer", "visit", scores=SCORES)
    assert (posted["status"], posted["proposed_stars"]) == ("posted", 5)
    shown = did(cloud, "neighbour", "GET", f"{BASE}/courtyards/posted?village={VILLAGE}")["items"]
    assert [one["household_name"] for one in shown if one["id"] == yard] == [None]

    posting_ended(cloud, yard)
    wind(cloud)

    def is_awarded() -> Any:
        seen = did(cloud, "household", "GET", path)
        return seen if seen["status"] == "starred" else None

    starred = eventually(is_awarded, "the clock awards the stars")
    assert starred["stars"] == 5
    svg = cloud.get("village_officer", f"{path}/plate")
    assert svg.headers["content-type"] == "image/svg+xml"
    figures = did(
        cloud,
        "county_officer",
        "GET",
        f"{BASE}/figures?unit={VILLAGE}&year={starred['awarded_on'][:4]}",
    )
    assert figures["sums_up"] is True
    assert figures["courtyards_five_stars"] >= 1


def test_a_keeper_who_was_offline_sends_the_day_in_one_batch(cloud: DeployedCounty) -> None:
    line = did(
        cloud,
        "village_officer",
        "POST",
        f"{BASE}/lines",
        {
            "village": VILLAGE, "kind": "ditch", "name": "村北沟渠", "length_m": 420,
            "interval_days": 7, "keeper": "p-gw-01",
        },
    )["id"]  # fmt: skip
    now = datetime.now(SHANGHAI)
    operations = [
        {
            "op_no": 1, "op_id": uuid.uuid4().hex, "kind": "move_line", "target": line,
            "body": {"action": "done", "done_at": now.isoformat()},
        },
        {
            "op_no": 2, "op_id": uuid.uuid4().hex, "kind": "work_day",
            "body": {
                "village": VILLAGE, "held_on": now.date().isoformat(), "theme": "清淤",
                "heads": 12, "hours": 2,
            },
        },
    ]  # fmt: skip

    first = did(cloud, "grid_worker", "POST", "/v1/sync", {"operations": operations})["results"]
    again = did(cloud, "grid_worker", "POST", "/v1/sync", {"operations": operations})["results"]

    assert [one["outcome"] for one in first] == ["applied", "applied"]
    assert [one["outcome"] for one in again] == ["replayed", "replayed"]
    due = did(cloud, "grid_worker", "GET", f"{BASE}/due")["items"]
    assert line in {one["id"] for one in due}
