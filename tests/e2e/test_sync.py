"""A phone on a mountain road: the line breaks in the middle of the answer, and the batch is sent again."""

from __future__ import annotations

import json
import socket
import uuid
from typing import Any
from urllib.parse import urlsplit

from tests.deployed import DeployedCounty
from tests.e2e.people import GRID, events, read


def _batch(name: str) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = [
        {
            "op_no": number,
            "op_id": f"{name}-{number}",
            "kind": "report",
            "body": {
                "category": "public_facilities",
                "severity": "general",
                "description": f"第{number}处井盖破损",
                "unit": GRID,
                "source": "patrol",
                "done_at": "2026-11-20T09:40:00+08:00",
            },
        }
        for number in (1, 2, 3)
    ]
    solved = {
        "op_no": 4,
        "op_id": f"{name}-4",
        "kind": "move",
        "after": f"{name}-1",
        "body": {"action": "resolve", "done": "已更换"},
    }
    return [*reports, solved]


def _cut_off(county: DeployedCounty, said: str, after_bytes: int) -> bytes:
    """Send a batch over a connection of its own, and break it once so many bytes of the answer are there."""
    api = urlsplit(county.api_url)
    body = said.encode()
    head = (
        f"POST {api.path}/v1/sync HTTP/1.1\r\nHost: {api.netloc}\r\nAuthorization: Bearer {county.token('grid_worker')}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((api.hostname or "", api.port or 80), timeout=60) as line:
        line.sendall(head.encode() + body)
        heard = b""
        while len(heard) < after_bytes:
            more = line.recv(after_bytes - len(heard))
            assert more, "the answer is longer than that"
            heard += more
        return heard


def test_a_line_that_breaks_in_the_middle_of_an_answer_loses_and_doubles_nothing(
    cloud: DeployedCounty,
) -> None:
    batch = _batch(uuid.uuid4().hex)
    said = json.dumps({"operations": batch}, ensure_ascii=False)
    start = cloud.get("grid_worker", "/v1/sync").json()

    _cut_off(cloud, said, after_bytes=0)
    heard = _cut_off(cloud, said, after_bytes=400)
    answer = cloud.post("grid_worker", "/v1/sync", json={"operations": batch})

    assert heard.startswith(b"HTTP/1.1 200")
    results = answer.json()["results"]
    assert [one["outcome"] for one in results] == ["replayed"] * 4
    reported = [one["incident"] for one in results[:3]]
    assert len(set(reported)) == 3
    assert results[3]["incident"] == reported[0]
    assert [event for event, _ in events(cloud, results[0]["answer"])] == ["reported", "resolved"]

    pulled: dict[str, Any] = {}
    cursor, more = start["next_cursor"], True
    while more:
        page = cloud.get("grid_worker", "/v1/sync", params={"cursor": cursor}).json()
        pulled |= {item["id"]: item["incident"] for item in page["items"]}
        cursor, more = page["next_cursor"], page["more"]
    mine = {op["body"]["description"] for op in batch[:3]}
    again = [one for one in pulled.values() if one and one["description"] in mine]
    assert {one["id"] for one in again} >= set(reported)
    assert pulled[reported[0]]["version"] == read(cloud, {"id": reported[0]})["version"]
