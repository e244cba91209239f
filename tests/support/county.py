"""A small county in process: one town with two villages, everybody who has a part in an incident.

The tables are those of `template.yaml`, kept by moto; the routes are called as API Gateway calls
them; time stands still until a test moves it.
"""

from __future__ import annotations

import functools
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode
from uuid import uuid4

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from cfnlint.decode.cfn_yaml import load

from composition import handler
from composition.clock import follows, timers
from escalation.store import terms
from incidents import store
from incidents.api import API
from incidents.rules.states import MOVES, Action
from kernel import clock, holidays, working_time
from kernel.directory import PersonRow, Remembered, UnitRow
from kernel.storage import dynamo
from kernel.units import level_of
from tests.support.quick_moto import aws_in_process

COUNTY = "140426"
TOWN = COUNTY + "106"
VILLAGE = TOWN + "221"
GRID = VILLAGE + "001"
NEXT_GRID = VILLAGE + "002"
NEXT_VILLAGE = TOWN + "222"
FAR_GRID = NEXT_VILLAGE + "001"
NEXT_TOWN = COUNTY + "107"
WATER = COUNTY + "-SLJ"
ROADS = COUNTY + "-JTJ"
STATION = TOWN + "-D01"
EMPTY_BUREAU = COUNTY + "-YJJ"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A working Monday, ten in the morning in Beijing."""

PEOPLE: dict[str, tuple[str, str]] = {
    "resident": ("resident", GRID),
    "neighbour": ("resident", FAR_GRID),
    "worker": ("grid_worker", GRID),
    "chief": ("grid_chief", GRID),
    "next_worker": ("grid_worker", NEXT_GRID),
    "village": ("village_officer", VILLAGE),
    "village2": ("village_officer", VILLAGE),
    "town": ("town_officer", TOWN),
    "county": ("county_officer", COUNTY),
    "admin": ("county_admin", COUNTY),
    "far_worker": ("grid_worker", FAR_GRID),
    "far_village": ("village_officer", NEXT_VILLAGE),
    "next_town": ("town_officer", NEXT_TOWN),
    "water": ("county_officer", WATER),
    "roads": ("county_officer", ROADS),
    "station": ("town_officer", STATION),
}
PLACES = (COUNTY, TOWN, VILLAGE, GRID, NEXT_GRID, NEXT_VILLAGE, FAR_GRID, NEXT_TOWN)
UNITS = (*PLACES, WATER, ROADS, STATION, EMPTY_BUREAU)
ALL_YEAR = "2020-01-01"
STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:sizhi-escalation"


SAYING: dict[str, dict[str, Any]] = {
    "resolve": {"done": "已更换井盖"},
    "return": {"grounds": "not_our_duty", "unit": WATER},
    "assign": {"unit": VILLAGE},
    "ask_extension": {"limit": {"amount": 2, "unit": "working_days"}},
    "ask_suspension": {"cause": "force_majeure"},
    "whistle": {"tasks": [{"unit": WATER, "what": "查水"}, {"unit": ROADS, "what": "修路"}]},
    "merge": {"into": "0" * 26},
    "rate": {"satisfied": True},
}
"""What a step says, besides its reason, when a test does not care."""


class Answer(NamedTuple):
    """What a client got."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def problem(self) -> str:
        """The stable end of the problem's type."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        return self.body["type"].removeprefix("urn:sizhi:problem:")

    @property
    def wrong_fields(self) -> list[str]:
        """The fields named as wrong."""
        return [error["field"] for error in self.body["errors"]]


class Workflows:
    """Step Functions as far as timers use it: names are unique for ever, stopping twice is fine."""

    def __init__(self) -> None:
        self.running: dict[str, dict[str, Any]] = {}
        self.ended: set[str] = set()

    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> None:  # noqa: A002, N803
        assert stateMachineArn == STATE_MACHINE
        if name in self.running:
            return
        if name in self.ended:
            raise ClientError({"Error": {"Code": "ExecutionAlreadyExists"}}, "StartExecution")
        self.running[name] = json.loads(input)

    def stop_execution(self, *, executionArn: str, cause: str) -> None:  # noqa: N803, ARG002
        name = executionArn.rsplit(":", 1)[1]
        assert executionArn == STATE_MACHINE.replace("stateMachine", "execution") + ":" + name
        if name not in self.running and name not in self.ended:
            raise ClientError({"Error": {"Code": "ExecutionDoesNotExist"}}, "StopExecution")
        self.end(name)

    def end(self, name: str) -> None:
        """Let an execution be over, however it came about."""
        self.running.pop(name, None)
        self.ended.add(name)

    def due(self, now: datetime) -> list[str]:
        """The executions whose wait is over."""
        return [n for n, timer in self.running.items() if clock.from_iso(timer["wake_at"]) <= now]


Fault = Callable[[Callable[[], Any], str], Any]


def throttled(call: Callable[[], Any], operation: str) -> Any:
    """The store is busy: nothing was done."""
    raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, operation)


def unreachable(call: Callable[[], Any], operation: str) -> Any:
    """The connection never came about: nothing was done."""
    raise ConnectTimeoutError(endpoint_url="https://dynamodb")


def answer_lost(call: Callable[[], Any], operation: str) -> Any:
    """The store did it, and the answer never arrived."""
    call()
    raise ReadTimeoutError(endpoint_url="https://dynamodb")


def nothing(call: Callable[[], Any], operation: str) -> Any:
    """No fault, this time."""
    return call()


class County:
    """The county, its clients and its clock."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now
        self.calls: list[str] = []
        self.faults: deque[Fault] = deque()
        self.workflows = Workflows()
        self.staff: dict[str, tuple[str, str]] = {}
        self.seen: dict[str, dict[str, Any]] = {}
        for name in ("registry", "incidents", "points", "assembly"):
            dynamo.client().create_table(**table_of(name))
        self.appoint(**PEOPLE)

    # People and posts

    def appoint(self, **people: tuple[str, str]) -> None:
        """Give posts; whoever is named has this one post from now on."""
        self.staff |= people
        self._write_registry(people)

    def dismiss(self, *names: str) -> None:
        """End all posts of these persons."""
        for name in names:
            self.staff.pop(name, None)
        self._write_registry(names)

    def _write_registry(self, names: Any) -> None:
        rows: list[Any] = []
        for name in names:
            post = self.staff.get(name)
            posts = [{"role": post[0], "unit": post[1], "valid_from": ALL_YEAR}] if post else []
            rows.append(
                PersonRow(
                    f"PERSON#{name}", "PERSON", person_id=name, name=f"演示{name}", posts=posts
                )
            )
        for code in UNITS:
            staff: dict[str, dict[str, Any]] = {}
            for name, (role, unit) in self.staff.items():
                if unit == code and role != "resident":
                    staff.setdefault(role, {})[name] = [ALL_YEAR, None]
            rows.append(
                UnitRow(
                    f"UNIT#{code}",
                    "UNIT",
                    code=code,
                    level=str(level_of(code)),
                    name=code,
                    staff=staff,
                )
            )
        dynamo.write([dynamo.Write(row) for row in rows])
        Remembered.forget()

    # Clients

    def go(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: str | None = "worker",
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        ip: str = "203.0.113.7",
        raw: str | None = None,
        api: Any = API,
        context: Any = None,
    ) -> Answer:
        """Send a request as API Gateway hands it over (payload format 2.0)."""
        text = raw if raw is not None else None if body is None else json.dumps(body)
        query = {name: str(value) for name, value in (query or {}).items()}
        event = http_event(
            method,
            path,
            by=by,
            query=query,
            raw_query=urlencode(query),
            headers={"content-type": "application/json", **(headers or {})},
            body=text,
            ip=ip,
        )
        told = api.handle(event, context)
        body = json.loads(told["body"]) if told["body"] else None
        return Answer(told["statusCode"], body, told["headers"])

    def report(self, *, by: str = "worker", key: str | None = None, **other: Any) -> Answer:
        """Report an ordinary incident, different in what `other` says."""
        said = {
            "category": "public_facilities",
            "severity": "general",
            "description": "村口井盖破损",
            "unit": GRID,
            "source": "patrol",
        } | other
        said = {name: value for name, value in said.items() if value is not None}
        return self.go("POST", "/v1/incidents", said, by=by, headers=_key(key))

    def reported(self, **how: Any) -> str:
        """Report and return the id."""
        answer = self.report(**how)
        assert answer.status == 201, answer
        return answer.body["id"]

    def move(
        self,
        incident_id: str,
        action: str,
        by: str,
        *,
        key: str | None = None,
        version: int | None = None,
        **more: Any,
    ) -> Answer:
        """Take a step, with whatever the step needs to say."""
        said: dict[str, Any] = {"action": action, **SAYING.get(action, {})}
        if MOVES[Action(action)].needs:
            said["reason"] = "理由"
        headers = _key(key) | ({"if-match": f'"{version}"'} if version is not None else {})
        said = {name: value for name, value in (said | more).items() if value is not None}
        path = f"/v1/incidents/{incident_id}/transitions"
        return self.go("POST", path, said, by=by, headers=headers)

    def moved(self, incident_id: str, action: str, by: str, **more: Any) -> dict[str, Any]:
        """Take a step that must succeed and return the incident."""
        answer = self.move(incident_id, action, by, **more)
        assert answer.status == 200, answer
        return answer.body

    def read(self, incident_id: str, by: str = "admin") -> dict[str, Any]:
        """Return the incident as `by` sees it."""
        return self.go("GET", f"/v1/incidents/{incident_id}", by=by).body

    def events(self, incident_id: str) -> list[str]:
        """Return the events of the timeline, oldest first."""
        return [step["event"] for step in self.timeline(incident_id)]

    def timeline(self, incident_id: str, by: str = "admin") -> list[dict[str, Any]]:
        """Return the timeline as `by` sees it."""
        answer = self.go("GET", f"/v1/incidents/{incident_id}/timeline", by=by)
        assert answer.status == 200, answer
        return answer.body["items"]

    # Time

    def advance(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def wake(self, incident_id: str) -> dict[str, Any] | None:
        """Move time to when the incident's timer wakes and fire it; None: it stood down."""
        incident = store.load(incident_id)
        assert incident is not None
        assert incident.armed_for is not None
        self.now = max(self.now, incident.armed_for)
        try:
            return timers.fire("incident", incident_id, incident.epoch)
        except timers.TimerNoLongerWanted:
            return None

    def climb(self, incident_id: str, tier: str) -> None:
        """Let the clock take the incident up to a tier."""
        for _ in range(20):
            if self.read(incident_id)["tier"] == tier:
                return
            self.wake(incident_id)
        raise AssertionError(f"never came to the {tier}")

    # What the cloud around the functions does

    def images(self) -> dict[str, dict[str, Any]]:
        """Return the rows of everything that has a clock, by id."""
        return {row["id"]["S"]: row for row in self.rows() if follows(row["sk"]["S"])}

    def stream(self) -> list[dict[str, Any]]:
        """Return a stream record for everything with a clock that changed since the last call."""
        now = self.images()
        changed = [incident for incident, row in now.items() if row != self.seen.get(incident)]
        records = [_record(self.seen.get(incident), now[incident]) for incident in changed]
        self.seen = now
        return records

    def follow(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        """Deliver stream records."""
        return handler.follow_stream({"Records": records}, _Context())

    def rows(self) -> list[dict[str, Any]]:
        """Return everything the incidents' table holds."""
        with self.quietly():
            return dynamo.client().scan(TableName="incidents", ConsistentRead=True)["Items"]

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Look at the store without faults and without counting."""
        faults, self.faults = self.faults, deque()
        calls, self.calls = self.calls, []
        try:
            yield
        finally:
            self.faults, self.calls = faults, calls

    def serve(self, operation: str, call: Callable[[], Any]) -> Any:
        """Count a call to the store, and break it if that is the plan."""
        self.calls.append(operation)
        fault = self.faults.popleft() if self.faults else nothing
        return fault(call, operation)


def http_event(
    method: str,
    path: str,
    *,
    by: str | None,
    query: Mapping[str, str],
    raw_query: str,
    headers: Mapping[str, str],
    body: str | None,
    is_base64: bool = False,
    ip: str = "203.0.113.7",
) -> dict[str, Any]:
    """Return a request as API Gateway hands it over (payload format 2.0), by a person or by nobody."""
    about: dict[str, Any] = {
        "http": {"method": method, "path": path, "sourceIp": ip},
        "stage": "$default",
        "requestId": "r-1",
    }
    if by is not None:
        about["authorizer"] = {"jwt": {"claims": {"username": by}}}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": unquote(path),
        "rawQueryString": raw_query,
        "queryStringParameters": dict(query) or None,
        "headers": dict(headers),
        "requestContext": about,
        "body": body,
        "isBase64Encoded": is_base64,
    }


class _Context:
    """What Lambda tells a function about itself."""

    function_name = "sizhi-test"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:sizhi-test"
    aws_request_id = "r-1"


def lambda_context() -> Any:
    """Return the second argument of a handler."""
    return _Context()


def _record(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    keys = {"pk": new["pk"], "sk": new["sk"]}
    change = {"Keys": keys, "NewImage": new, "SequenceNumber": uuid4().hex}
    if old:
        change["OldImage"] = old
    return {"dynamodb": change}


def _key(key: str | None) -> dict[str, str]:
    return {"idempotency-key": key} if key else {}


@functools.cache
def _declared() -> dict[str, Any]:
    return load(str(Path(__file__).parents[2] / "template.yaml"))["Resources"]


def table_of(name: str) -> dict[str, Any]:
    """Return how `template.yaml` makes the table of a context."""
    said = _declared()[f"{name.capitalize()}Table"]["Properties"]
    kept = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
    return {"TableName": name, **{part: said[part] for part in kept if part in said}}


def forget_everything() -> None:
    """Drop what a process remembers between requests."""
    Remembered.forget()
    holidays.forget()
    working_time.install({})
    for module in (store, terms):
        for function in vars(module).values():
            if hasattr(function, "cache_clear") and function.__module__ == module.__name__:
                function.cache_clear()


@contextmanager
def a_county(now: datetime = MONDAY, config: Any = None) -> Iterator[County]:
    """Run a county in process, with faults and counts at the storage client.

    `config` is moto's, for a test that wants more of the cloud than its tables.
    """
    said = {"ESCALATION_ARN": STATE_MACHINE, "COUNTY_CODE": COUNTY}
    before = {name: os.environ.get(name) for name in said}
    os.environ |= said
    with aws_in_process(config):
        if ".amazonaws.com" not in dynamo.client().meta.endpoint_url:
            dynamo.client.cache_clear()
        client: Any = dynamo.client()
        forget_everything()
        county = County(now)
        send, pause, workflows = (
            client._make_api_call,
            dynamo._FIRST_PAUSE_SECONDS,
            timers._workflows,
        )
        client._make_api_call = lambda operation, said: county.serve(
            operation, lambda: send(operation, said)
        )
        dynamo._FIRST_PAUSE_SECONDS = 0
        timers._workflows = lambda: county.workflows
        try:
            with clock.told_by(lambda: county.now):
                yield county
        finally:
            del client._make_api_call
            dynamo._FIRST_PAUSE_SECONDS, timers._workflows = pause, workflows
            forget_everything()
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
