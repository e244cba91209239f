"""Nothing reported is ever lost: the cloud restarts, executions are killed, and the incident goes on."""

from __future__ import annotations

import json

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import A_TIER, events, read, report, settle, wait_until


def test_an_incident_goes_on_climbing_after_the_cloud_was_restarted(
    own_cloud: DeployedCounty,
) -> None:
    incident = report(own_cloud)
    wait_until(own_cloud, incident, 2 * A_TIER, tier="town")

    own_cloud.restart()

    # Its execution died with the cloud; the schedule runs the reconciler, which waits out its grace first.
    wait_until(own_cloud, incident, 240, tier="county")
    history = events(own_cloud, incident)
    assert [step for step in history if step[0] == "escalated"] == [
        ("escalated", "town"),
        ("escalated", "county"),
    ]
    assert settle(own_cloud, incident, "county_officer")["status"] == "confirmed"


def test_the_reconciler_carries_on_what_lost_its_execution(own_cloud: DeployedCounty) -> None:
    incident = report(own_cloud)
    workflows = own_cloud.client("stepfunctions")
    machine = own_cloud.outputs["EscalationArn"]
    name = f"{incident['id']}-{incident['epoch']}"
    running = eventually(
        lambda: [
            one
            for one in workflows.list_executions(stateMachineArn=machine, statusFilter="RUNNING")[
                "executions"
            ]
            if one["name"] == name
        ],
        "the execution has started",
    )

    workflows.stop_execution(executionArn=running[0]["executionArn"], cause="killed by the test")

    wait_until(own_cloud, incident, 240, epoch=incident["epoch"] + 1)
    wait_until(own_cloud, incident, 2 * A_TIER, tier="town")
    assert events(own_cloud, incident)[:3] == [
        ("reported", "village"),
        ("reminded", "village"),
        ("escalated", "town"),
    ]


def test_a_stale_timer_that_fires_changes_nothing(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic")
    timer = _function(cloud, "EscalationTimer")
    stale = {
        "kind": "incident",
        "id": incident["id"],
        "epoch": incident["epoch"] + 7,
        "wake_at": incident["due_at"],
    }

    answer = cloud.client("lambda").invoke(FunctionName=timer, Payload=json.dumps(stale))

    assert answer["FunctionError"]
    assert json.loads(answer["Payload"].read())["errorType"] == "TimerNoLongerWanted"
    assert read(cloud, incident)["version"] == incident["version"]


def _function(county: DeployedCounty, logical_id: str) -> str:
    resources = county.client("cloudformation").describe_stack_resources(
        StackName=county.session["stack"]
    )
    return next(
        resource["PhysicalResourceId"]
        for resource in resources["StackResources"]
        if resource["LogicalResourceId"] == logical_id
    )
