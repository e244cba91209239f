"""Photos and rounds, everything at once, on a store whose transactions are exact."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from incidents.media.rules.limits import limits
from tests.deployed import DeployedCounty
from tests.e2e.people import GRID, report

CROWD = 8


def test_of_many_files_at_once_as_many_are_taken_as_there_are_places(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic")
    path = f"/v1/media/incidents/{incident['id']}"
    said = {"kind": "before", "content_type": "image/jpeg", "size": 1000}
    places = limits().by_a_person_on_it
    for _ in range(places - 2):
        assert cloud.post("grid_worker", path, json=said).status_code == 201

    with ThreadPoolExecutor(CROWD) as crowd:
        answers = list(
            crowd.map(lambda _: cloud.post("grid_worker", path, json=said), range(CROWD))
        )

    codes = Counter(answer.status_code for answer in answers)
    assert codes == {201: 2, 409: CROWD - 2}
    assert len(cloud.get("grid_worker", path).json()["items"]) == places


def test_of_many_rounds_begun_at_once_one_begins(cloud: DeployedCounty) -> None:
    cloud.token("grid_worker")

    with ThreadPoolExecutor(CROWD) as crowd:
        answers = list(
            crowd.map(
                lambda _: cloud.post("grid_worker", "/v1/patrols", json={"grids": [GRID]}),
                range(CROWD),
            )
        )

    [begun] = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    refused = [json.loads(answer.text) for answer in answers if answer.status_code == 409]
    assert {each["patrol_id"] for each in refused} == {begun}
    assert len(refused) == CROWD - 1
    ended = cloud.post("grid_worker", f"/v1/patrols/{begun}/transitions", json={"action": "end"})
    assert ended.status_code == 200
