"""The state machine in a real interpreter of the Amazon States Language, with our own timer behind it.

Time runs in the past, so that every wait is over when it begins; the timer function is called where
its invocation would leave the process, and an error of it is told as Lambda tells it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.utils import TMP_THREADS

from composition import handler
from escalation.service import timers
from incidents.store import incidents as store
from tests.support.county import a_county, lambda_context

LONG_AGO = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
TIMER = "arn:aws:lambda:us-east-1:123456789012:function:sizhi-escalation-timer"
DEFINITION = (
    (Path(__file__).parents[2] / "infra" / "escalation.asl.json")
    .read_text(encoding="utf-8")
    .replace("${Partition}", "aws")
    .replace("${EscalationTimerArn}", TIMER)
)
CONFIG = {"stepfunctions": {"execute_state_machine": True}}


class Body(SimpleNamespace):
    """What comes over the wire."""

    def stream(self, **_):
        yield self.content

    def read(self, *_):
        content, self.content = self.content, b""
        return content


class Machine:
    """The state machine, its timer function, and the pauses between its tries."""

    def __init__(self, county, monkeypatch):
        self.county = county
        self.pauses: list[float] = []
        self.faults: list[Exception] = []
        self.calls = 0
        monkeypatch.setattr(retrier_decl, "time", SimpleNamespace(sleep=self.pauses.append))
        session = boto3.Session()
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
        events: Any = session.events
        events.register_first("before-send.lambda.Invoke", self._invoke)
        self.client = session.client("stepfunctions")
        self.arn = self.client.create_state_machine(
            name="sizhi-escalation",
            definition=DEFINITION,
            roleArn="arn:aws:iam::123456789012:role/escalation",
        )["stateMachineArn"]
        monkeypatch.setenv("ESCALATION_ARN", self.arn)
        monkeypatch.setattr(timers, "_workflows", lambda **_: self.client)

    def _invoke(self, request, **_):
        self.calls += 1
        event = json.loads(request.body)
        incident = store.load(event["id"])
        if incident and incident.armed_for:
            self.county.now = max(self.county.now, incident.armed_for)
        headers: Any = {"content-type": "application/json"}
        try:
            if self.faults:
                raise self.faults.pop(0)
            told = handler.fire_timer(event, lambda_context())
        except Exception as fault:  # noqa: BLE001 - as Lambda does
            headers["x-amz-function-error"] = "Unhandled"
            told = {"errorType": type(fault).__name__, "errorMessage": str(fault)}
        return AWSResponse(request.url, 200, headers, Body(content=json.dumps(told).encode()))

    def run(self):
        """Deliver the stream and let every execution come to its end; return what became of each."""
        self.county.follow(self.county.stream())
        for thread in list(TMP_THREADS):
            thread.join(timeout=60)
        executions = self.client.list_executions(stateMachineArn=self.arn)["executions"]
        return {execution["name"]: execution["status"] for execution in executions}

    def history(self, name):
        """The names of the states an execution entered."""
        arn = self.arn.replace(":stateMachine:", ":execution:") + ":" + name
        events = self.client.get_execution_history(executionArn=arn, maxResults=1000)["events"]
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in events
            if "stateEnteredEventDetails" in event
        ]


@pytest.fixture
def machine(monkeypatch):
    with a_county(LONG_AGO, CONFIG) as county:
        yield Machine(county, monkeypatch)


def test_one_execution_climbs_to_the_county_and_stands_down_after_the_last_supervision(machine):
    incident = machine.county.reported()

    ended = machine.run()

    assert ended == {f"{incident}-1": "SUCCEEDED"}
    assert machine.county.events(incident) == [
        "reported",
        *["sign_overdue", "reminded", "escalated"] * 2,
        "sign_overdue",
        "reminded",
        *["supervised"] * 5,
    ]
    assert machine.history(f"{incident}-1") == ["AwaitWake", "Fire"] * 10 + ["StoodDown"]


def test_a_stale_execution_stands_down_without_touching_the_incident(machine):
    incident = machine.county.reported()
    machine.county.moved(incident, "cancel", "county")
    before = machine.county.rows()
    timers._start(
        {"kind": "incident", "id": incident, "epoch": 1, "wake_at": "2025-03-05T01:00:00.000Z"}
    )

    machine.county.seen = machine.county.images()
    ended = machine.run()

    assert ended == {f"{incident}-1": "SUCCEEDED"}
    assert machine.history(f"{incident}-1") == ["AwaitWake", "Fire", "StoodDown"]
    assert machine.county.rows() == before
    assert machine.pauses == []


def test_a_timer_that_fails_once_is_tried_again_and_goes_on(machine):
    incident = machine.county.reported()
    machine.faults = [RuntimeError("the network was gone")]

    ended = machine.run()

    assert ended == {f"{incident}-1": "SUCCEEDED"}
    assert machine.pauses == [5]
    assert machine.county.events(incident).count("supervised") == 5


def test_a_timer_that_keeps_failing_breaks_the_clock_but_not_the_incident(machine):
    incident = machine.county.reported()
    machine.faults = [RuntimeError("no such table")] * 99

    ended = machine.run()

    assert ended == {f"{incident}-1": "FAILED"}
    assert machine.history(f"{incident}-1")[-1] == "ClockBroke"
    assert machine.pauses == [5, 10, 20, 40]
    assert machine.county.events(incident) == ["reported"]


def test_after_a_broken_clock_the_reconciler_starts_the_next(machine):
    incident = machine.county.reported()
    machine.faults = [RuntimeError("no such table")] * 5
    machine.run()
    machine.county.now = store.load(incident).armed_for
    machine.county.advance(minutes=2)

    handler.reconcile({}, lambda_context())
    ended = machine.run()

    assert ended == {f"{incident}-1": "FAILED", f"{incident}-2": "SUCCEEDED"}
    assert machine.county.events(incident).count("escalated") == 2


def test_starting_the_same_clock_twice_is_harmless(machine):
    incident = machine.county.reported()
    records = machine.county.stream()
    machine.county.follow(records)
    machine.run()

    assert machine.county.follow(records) == {"batchItemFailures": []}
    assert list(machine.run()) == [f"{incident}-1"]


def test_stopping_a_clock_that_never_ran_is_harmless(machine):
    timers._stop("0" * 26, 1, "superseded")

    assert machine.run() == {}
