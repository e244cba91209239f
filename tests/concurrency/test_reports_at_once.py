"""Everything twice at once, on a store whose transactions are exact."""

from __future__ import annotations

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.deployed import DeployedCounty
from tests.e2e.people import A_TIER, GRID, events, move, report, wait_until


def test_one_key_sent_twenty_times_at_once_makes_one_incident(cloud: DeployedCounty) -> None:
    key = {"Idempotency-Key": uuid.uuid4().hex}
    body = {
        "category": "road_traffic",
        "severity": "general",
        "description": "双击",
        "unit": GRID,
        "source": "patrol",
    }
    cloud.token("grid_worker")

    with ThreadPoolExecutor(20) as crowd:
        answers = list(
            crowd.map(
                lambda _: cloud.post("grid_worker", "/v1/incidents", json=body, headers=key),
                range(20),
            )
        )

    assert Counter(answer.status_code for answer in answers) == {201: 20}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len({answer.text for answer in answers}) == 1
    replays = [answer for answer in answers if answer.headers.get("Idempotent-Replayed") == "true"]
    assert len(replays) == 19


def test_one_key_with_another_body_is_refused(cloud: DeployedCounty) -> None:
    key = {"Idempotency-Key": uuid.uuid4().hex}
    body = {
        "category": "road_traffic",
        "severity": "general",
        "description": "第一次",
        "unit": GRID,
        "source": "patrol",
    }
    first = cloud.post("grid_worker", "/v1/incidents", json=body, headers=key)

    second = cloud.post(
        "grid_worker", "/v1/incidents", json={**body, "description": "第二次"}, headers=key
    )

    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["type"] == "urn:sizhi:problem:idempotency-key-reused"


def test_of_twenty_who_accept_at_once_exactly_one_does(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic")
    for officer in ("village_officer", "second_village_officer"):
        cloud.token(officer)

    with ThreadPoolExecutor(20) as crowd:
        officers = ["village_officer", "second_village_officer"] * 10
        answers = list(crowd.map(lambda who: move(cloud, who, incident, "accept"), officers))

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 19}
    assert [step for step in events(cloud, incident) if step[0] == "accepted"] == [
        ("accepted", "village")
    ]


def test_fifty_incidents_at_once_reach_their_tiers_exactly_once_each(cloud: DeployedCounty) -> None:
    cloud.token("grid_worker")
    with ThreadPoolExecutor(10) as crowd:
        incidents = list(crowd.map(lambda _: report(cloud), range(50)))

    for incident in incidents:
        wait_until(cloud, incident, 6 * A_TIER, tier="county")

    climbs = Counter(
        tuple(step for step in events(cloud, incident) if step[0] in ("reported", "escalated"))
        for incident in incidents
    )
    assert climbs == {(("reported", "village"), ("escalated", "town"), ("escalated", "county")): 50}


def test_what_thirty_report_at_once_in_a_village_is_counted_up_to_thirty(
    cloud: DeployedCounty,
) -> None:
    month = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()[:7]
    path = f"/v1/reports/tracking?unit={GRID[:12]}&first={month}"

    def counted() -> int:
        board = cloud.get("village_officer", path).json()
        counts = {one["category"]: one["now"]["matters"] for one in board["categories"]}
        return counts.get("public_health", 0)

    before = counted()
    cloud.token("grid_worker")

    with ThreadPoolExecutor(30) as crowd:
        made = set(crowd.map(lambda _: report(cloud, category="public_health")["id"], range(30)))

    assert len(made) == 30
    assert counted() == before + 30
