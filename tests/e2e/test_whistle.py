"""A town whistles for two departments; one is late and climbs on its own clock; the last task done sends the incident to confirmation."""

from __future__ import annotations

from tests.deployed import DeployedCounty
from tests.e2e.people import A_TIER, COUNTY, TOWN, events, move, read, report, wait_until

WATER, ROADS = COUNTY + "-SLJ", COUNTY + "-JTJ"


def test_a_late_department_climbs_alone_and_the_last_task_done_asks_for_confirmation(
    cloud: DeployedCounty,
) -> None:
    incident = report(cloud)
    assert move(cloud, "town_officer", incident, "escalate", reason="需部门会办").status_code == 200
    tasks = [{"unit": WATER, "what": "查漏"}, {"unit": ROADS, "what": "修路"}]
    whistled = move(cloud, "town_officer", incident, "whistle", reason="两部门会办", tasks=tasks)
    assert whistled.status_code == 200, whistled.text
    water, roads = ({"id": task} for task in whistled.json()["tasks"])
    done = move(cloud, "water_officer", water, "resolve", done="已堵漏")
    assert done.status_code == 200, done.text

    late = wait_until(cloud, roads, A_TIER, responsible_unit=COUNTY)

    assert [tenure["late"] for tenure in late["tenures"] if tenure["until"]] == [True]
    joint = read(cloud, incident)
    assert (joint["status"], joint["responsible_unit"], joint["open_tasks"]) == ("joint", TOWN, 1)
    assert read(cloud, water)["status"] == "confirmed"
    assert move(cloud, "county_officer", roads, "resolve", done="已修复").status_code == 200
    assert read(cloud, incident)["status"] == "resolved"
    assert move(cloud, "grid_worker", incident, "confirm").status_code == 200
    assert [event for event, _ in events(cloud, incident)][-4:] == [
        "task_done",
        "task_done",
        "resolved",
        "confirmed",
    ]
