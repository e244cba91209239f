"""A small county in process: one town with two villages, everybody who has a part in an incident."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from composition import handler
from composition.clock import follows, timers
from escalation.store import terms
from incidents.api import API
from incidents.rules.incident_states import MOVES
from incidents.rules.states import Action
from incidents.store import incidents as store
from incidents.store import policies
from kernel import clock
from tests.support.in_process import (
    ALL_YEAR,
    MONDAY,
    Answer,
    Fault,
    Stage,
    answer_lost,
    ask,
    forget,
    http_event,
    in_process,
    lambda_context,
    nothing,
    table_of,
    throttled,
    unreachable,
)

__all__ = [
    "ALL_YEAR",
    "MONDAY",
    "Answer",
    "Fault",
    "answer_lost",
    "http_event",
    "lambda_context",
    "nothing",
    "table_of",
    "throttled",
    "unreachable",
]
"""What tests know from the ground, beside the county itself."""

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


class County(Stage):
    """The county, its clients and its clock."""

    def __init__(self, now: datetime = MONDAY) -> None:
        super().__init__(now)
        self.workflows = Workflows()
        self.staff: dict[str, tuple[str, str]] = {}
        self.seen: dict[str, dict[str, Any]] = {}
        self.appoint(**PEOPLE)

    # People and posts

    def appoint(self, **people: tuple[str, str]) -> None:
        """Give posts; whoever is named has this one post from now on."""
        self.staff |= people
        self._register(people)

    def dismiss(self, *names: str) -> None:
        """End all posts of these persons."""
        for name in names:
            self.staff.pop(name, None)
        self._register(names)

    def _register(self, names: Collection[str]) -> None:
        gone = {name: None for name in names if name not in self.staff}
        self.settle(dict.fromkeys(UNITS), {**self.staff, **gone}, anew=names)

    # Clients

    def go(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: str | None = "worker",
        api: Any = API,
        **how: Any,
    ) -> Answer:
        """Send a request; `how` as `ask` takes it."""
        return ask(api, method, path, body, by=by, **how)

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
        rows = [*self.rows(), *self.kept("obligations")]
        return {row["id"]["S"]: row for row in rows if follows(row["sk"]["S"])}

    def stream(self) -> list[dict[str, Any]]:
        """Return a stream record for everything with a clock that changed since the last call."""
        now = self.images()
        changed = [incident for incident, row in now.items() if row != self.seen.get(incident)]
        records = [_record(self.seen.get(incident), now[incident]) for incident in changed]
        self.seen = now
        return records

    def follow(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        """Deliver stream records."""
        return handler.follow_stream({"Records": records}, lambda_context())

    def rows(self) -> list[dict[str, Any]]:
        """Return everything the incidents' table holds."""
        return self.kept("incidents")


def _record(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    keys = {"pk": new["pk"], "sk": new["sk"]}
    change = {"Keys": keys, "NewImage": new, "SequenceNumber": uuid4().hex}
    if old:
        change["OldImage"] = old
    return {"dynamodb": change}


def _key(key: str | None) -> dict[str, str]:
    return {"idempotency-key": key} if key else {}


def forget_everything() -> None:
    """Drop what a process remembers between requests."""
    forget()
    for module in (policies, terms):
        for function in vars(module).values():
            if hasattr(function, "cache_clear") and function.__module__ == module.__name__:
                function.cache_clear()


@contextmanager
def a_county(now: datetime = MONDAY, config: Any = None) -> Iterator[County]:
    """Run a county in process; `config` is moto's, for a test that wants more of the cloud than its tables."""
    tables = (
        "registry",
        "obligations",
        "incidents",
        "points",
        "assembly",
        "ballots",
        "notices",
        "workspace",
        "enforcement",
        "services",
        "economy",
        "reports",
    )
    said = {"ESCALATION_ARN": STATE_MACHINE, "COUNTY_CODE": COUNTY}
    with in_process(
        lambda: County(now), tables, said, forgetting=forget_everything, config=config
    ) as county:
        workflows = timers._workflows
        timers._workflows = lambda **_: county.workflows
        try:
            yield county
        finally:
            timers._workflows = workflows
