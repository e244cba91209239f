"""One account under one clock: the store, the wires, and the functions with what calls them."""

from __future__ import annotations

import contextlib
import heapq
import io
import json
import os
import random
import sys
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from itertools import count
from typing import Any, NamedTuple
from unittest.mock import patch

from assembly.rules import blind
from kernel import clock, holidays, observability, working_days
from kernel.directory import Remembered
from tests.simulation.cloud import wire
from tests.simulation.cloud.functions import (
    Source,
    deployed,
    entry_point,
    lets_through,
    route_of,
)
from tests.simulation.cloud.store import Change, Refused, Store, copied
from tests.simulation.cloud.workflows import MACHINE, Workflows
from tests.simulation.faults import Faults, Killed
from tests.support.in_process import http_event, lambda_context, table_of
from tests.support.template import expanded

TABLES = tuple(
    name.removesuffix("Table").lower()
    for name, said in expanded("infra/data.yaml")["Resources"].items()
    if said["Type"] == "AWS::DynamoDB::Table"
)
_LANES = 4
_KEY_BITS = 1024
_QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/"
ENVIRONMENT = {
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "COUNTY_CODE": "140426",
    "ESCALATION_ARN": MACHINE,
    "NOTICES_KEY": "arn:aws:kms:us-east-1:123456789012:key/1",
    "ID_HASH_SECRET_ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:1",
    # Nobody listens there: a robot that is tried says so, and nothing leaves the machine.
    "WECOM_URL": "https://127.0.0.1:9/robot",
    "NOTICE_DEAD_LETTERS_URL": _QUEUE + "DEAD",
    **{f"{name}_BUCKET": name.lower() for name in ("IMPORTS", "EXPORTS", "MEDIA")},
    **{f"{name}_QUEUE_URL": _QUEUE + name for name in ("IMPORT", "EXPORT", "MEDIA", "ROBOT")},
    **{
        f"{tier}_TOPIC_ARN": f"arn:aws:sns:us-east-1:123456789012:{tier.lower()}"
        for tier in ("VILLAGE", "TOWN", "COUNTY")
    },
}


class Answer(NamedTuple):
    """What a client got."""

    status: int
    body: Any
    text: str


class Letter(NamedTuple):
    """A notice as SNS took it."""

    at: datetime
    topic: str
    said: Mapping[str, Any]


Lane = tuple[str, str, int]
"""A function, the table whose stream it follows, and which part of that."""


def lane_of(source: Source, pk: str) -> Lane:
    """Return the part of a stream in which the records of a key come one after the other."""
    return source.function, source.of, zlib.crc32(pk.encode()) % _LANES


class Account:
    """What runs in the cloud, moved by one queue of events."""

    def __init__(self, begin: datetime, seed: int, faults: Faults) -> None:
        self.now = begin
        self.faults = faults
        self.chance = random.Random(f"cloud {seed}")
        self.store = Store([table_of(name) for name in TABLES], self._seconds)
        self.store.follow = self._changed
        self.others = wire.Others(
            lambda topic, said: self.letters.append(Letter(self.now, topic, said))
        )
        self.workflows = Workflows(
            lambda: self.now, self._timer_at, self._fire, self.chance.random, self._may_stop
        )
        self.letters: list[Letter] = []
        self.log = io.StringIO()
        self.broken: list[str] = []
        self.dead: list[tuple[Source, dict[str, Any]]] = []
        self.calls = 0
        self.rows_read = 0
        self.tells: list[Callable[[Change], None]] = []
        self._unattended = False
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._lanes: dict[Lane, deque[dict[str, Any]]] = {}
        self._busy: set[Lane] = set()
        self._stops = 0.0, begin
        self._queues = {source.of: source for source in deployed().queues}
        self._streams: dict[str, list[Source]] = {}
        for source in deployed().streams:
            self._streams.setdefault(source.of, []).append(source)

    # Time

    def _seconds(self) -> float:
        return self.now.timestamp()

    def at(self, when: datetime, do: Callable[[], None]) -> None:
        """Do something at an instant."""
        heapq.heappush(self._events, (max(when, self.now), next(self._order), do))

    def run(self, until: datetime) -> None:
        """Let everything happen that happens until an instant."""
        while self._events and self._events[0][0] <= until:
            when, _, do = heapq.heappop(self._events)
            self.now = max(self.now, when)
            do()
        self.now = max(self.now, until)

    def _timer_at(self, when: datetime, do: Callable[[], None]) -> None:
        if self.faults.comes("timer_lost"):
            return
        self.at(when, do)

    # Who calls

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: str | None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request through the gateway."""
        route = route_of(method, path)
        if route is None:
            return Answer(404, {"message": "Not Found"}, "")
        if route.asks_for_token and by is None:
            return Answer(401, {"message": "Unauthorized"}, "")
        if self.faults.comes("restarted"):
            forget()
        event = http_event(
            method,
            path,
            by=by if route.asks_for_token else None,
            query=query or {},
            raw_query="&".join(f"{name}={value}" for name, value in (query or {}).items()),
            headers={"content-type": "application/json", **(headers or {})},
            body=None if body is None else json.dumps(body, ensure_ascii=False),
        )
        try:
            told = self._invoke(route.function, event, attended=True)
        except Exception as fault:  # noqa: BLE001 - the gateway says no more than this
            self.broken.append(f"{method} {path}: {type(fault).__name__}: {fault}")
            return Answer(500, {"message": "Internal Server Error"}, "")
        text = told.get("body") or ""
        if told["statusCode"] == 500:
            self.broken.append(f"{method} {path}: {text[:300]}")
        return Answer(told["statusCode"], json.loads(text) if text else None, text)

    def _invoke(self, function: str, event: Any, *, attended: bool = False) -> Any:
        self.calls += 1
        before, self._unattended = self._unattended, not attended
        try:
            return entry_point(function)(event, lambda_context())
        finally:
            self._unattended = before

    def _fire(self, payload: Mapping[str, Any]) -> Any:
        if self.faults.comes("timer_doubled"):
            with contextlib.suppress(Exception):
                self._call("EscalationTimer", dict(payload))
        return self._call("EscalationTimer", dict(payload))

    def _call(self, function: str, event: Any) -> Any:
        try:
            return self._invoke(function, event)
        except Killed as killed:
            forget()
            raise Unknown from killed

    def wind(self) -> None:
        """Let schedules begin: those of a minute run as often as `every` says, as if the runs between had found nothing to do."""
        for schedule in deployed().schedules:
            if schedule.minutes is not None:
                every = timedelta(minutes=max(schedule.minutes, self.every_minutes))
                first = self.now + every * self.chance.random()
                self._again(schedule.function, schedule.event, every, first)
            else:
                # The one there is: every ten minutes from two to five in the morning; a run of each hour is played.
                two = self.now.astimezone(clock.SHANGHAI).replace(hour=2, minute=0)
                self._again(
                    schedule.function, schedule.event, timedelta(days=1), two + timedelta(days=1)
                )

    every_minutes = 20

    def _again(self, function: str, event: Any, every: timedelta, at: datetime) -> None:
        def run() -> None:
            if not self.faults.comes("run_missed"):
                try:
                    self._call(function, dict(event))
                except Exception as fault:  # noqa: BLE001 - the next run is the retry
                    self._note_broken(function, fault)
            self._again(function, event, every, self.now + every)

        self.at(at, run)

    def _note_broken(self, function: str, fault: Exception) -> None:
        """Remember what no fault of ours explains."""
        if not isinstance(fault, Unknown) and type(fault).__name__ != "TryAgain":
            self.broken.append(f"{function}: {type(fault).__name__}: {fault}")

    # The services

    def serve_store(self, operation: str, said: Mapping[str, Any]) -> Any:
        """Answer DynamoDB's wire."""
        names = json.dumps(said) if self.faults.is_away else ""

        def call() -> Any:
            told = self.store.call(operation, said)
            self.rows_read += told.get("ScannedCount", 0) if operation == "Query" else 0
            return told

        return self.faults.around(
            call,
            operation,
            names,
            self.now,
            unattended=self._unattended,
        )

    def serve_queues(self, operation: str, said: Mapping[str, Any]) -> Any:
        """Answer SQS's wire."""
        if operation == "SendMessage":
            name = said["QueueUrl"].rpartition("/")[2]
            source = self._queues.get(name)
            if source is not None:
                at = self.now + timedelta(seconds=said.get("DelaySeconds", 0))
                self.at(at, lambda: self._message(source, said["MessageBody"], 1))
        return {"MessageId": "m"}

    def _message(self, source: Source, body: str, tries: int) -> None:
        record = {
            "messageId": "m-1",
            "receiptHandle": "h-1",
            "body": body,
            "attributes": {"ApproximateReceiveCount": str(tries)},
        }
        try:
            told = self._call(source.function, {"Records": [record]})
            failed = (
                bool((told or {}).get("batchItemFailures")) if source.reports_failures else False
            )
        except Exception as fault:  # noqa: BLE001 - the message comes again
            self._note_broken(source.function, fault)
            failed = True
        if failed and tries < source.attempts:
            self.at(self.now + timedelta(minutes=2), lambda: self._message(source, body, tries + 1))

    def _may_stop(self) -> bool:
        """Whether StopExecution's quota lets another through: twenty five a second, a thousand at once."""
        held, at = self._stops
        held = max(0.0, held - (self.now - at).total_seconds() * 25)
        if held >= 1000:
            return False
        self._stops = held + 1, self.now
        return True

    # Streams

    def _changed(self, change: Change) -> None:
        for tell in self.tells:
            tell(change)
        for source in self._streams.get(change.table, ()):
            record = {
                "eventName": change.kind,
                "dynamodb": {
                    "Keys": {"pk": {"S": change.place[0]}, "sk": {"S": change.place[1]}},
                    "SequenceNumber": f"{change.number:021d}",
                    **({"NewImage": change.new} if change.new else {}),
                    **({"OldImage": change.old} if change.old else {}),
                },
            }
            if not lets_through(source.filters, record):
                continue
            if source.of not in ("incidents", "obligations"):
                for image in ("NewImage", "OldImage"):
                    record["dynamodb"].pop(image, None)
            lane = lane_of(source, change.place[0])
            self._lanes.setdefault(lane, deque()).append(record)
            self._wake_lane(lane)

    def _source_of(self, lane: Lane) -> Source:
        return next(one for one in self._streams[lane[1]] if one.function == lane[0])

    def _wake_lane(self, lane: Lane) -> None:
        if lane in self._busy:
            return
        self._busy.add(lane)
        delay = 0.2 + self.chance.random()
        if self.faults.comes("delayed"):
            delay += 3600 * (0.5 + 2 * self.chance.random())
        self.at(self.now + timedelta(seconds=delay), lambda: self._deliver(lane, 0))

    def _deliver(self, lane: Lane, tried: int) -> None:
        source, records = self._source_of(lane), self._lanes[lane]
        batch = [records[n] for n in range(min(source.batch, len(records)))]
        if batch:
            failed = self._delivered(source, batch)
            if failed is not None and tried < source.attempts:
                for _ in range(failed):
                    records.popleft()
                pause = timedelta(seconds=min(60, 2**tried))
                self.at(self.now + pause, lambda: self._deliver(lane, tried + 1))
                return
            if failed is not None:
                # Out of attempts: to the dead letters, from which somebody brings it back.
                self.dead += [(source, record) for record in batch]
            for _ in range(len(batch)):
                records.popleft()
        self._busy.discard(lane)
        if records:
            self._wake_lane(lane)

    def _delivered(self, source: Source, batch: list[dict[str, Any]]) -> int | None:
        """Hand a batch over; return how many of it are done where some are not."""
        if self.faults.comes("doubled"):
            with contextlib.suppress(Exception):
                self._call(source.function, {"Records": copied(batch)})
        try:
            told = self._call(source.function, {"Records": copied(batch)})
        except Exception as fault:  # noqa: BLE001 - the batch comes again
            self._note_broken(source.function, fault)
            return 0
        failures = (told or {}).get("batchItemFailures") or []
        if not failures:
            return None
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        return min(numbers.index(each["itemIdentifier"]) for each in failures)

    def redrive(self) -> None:
        """Bring dead letters back, as `infra/redrive.py` does."""
        dead, self.dead = self.dead, []
        for source, record in dead:
            lane = lane_of(source, record["dynamodb"]["Keys"]["pk"]["S"])
            self._lanes.setdefault(lane, deque()).append(record)
            self._wake_lane(lane)

    @property
    def is_quiet(self) -> bool:
        """Whether no record of a stream is on its way."""
        return not any(self._lanes.values()) and not self.dead


class Unknown(Exception):
    """What Lambda calls the end of a killed process."""


Unknown.__name__ = "Lambda.Unknown"


def forget() -> None:
    """Drop what a process remembers of the store: a new one knows nothing."""
    Remembered.forget()
    holidays.forget()
    working_days.install({})
    for remembers in _remembering(len(sys.modules)):
        remembers.cache_clear()


@lru_cache(maxsize=1)
def _remembering(_modules: int) -> list[Any]:
    """Return what remembers something of the store, of so many modules."""
    return [
        each
        for name, module in list(sys.modules.items())
        if ".store" in name and not name.startswith(("tests.", "botocore"))
        for each in list(vars(module).values())
        if getattr(each, "__module__", "") == name
        and hasattr(each, "cache_clear")
        and each.__name__ != "client"
    ]


@contextmanager
def running(account: Account) -> Iterator[None]:
    """Put an account in the place of AWS, of time and of chance, for as long as the context lasts."""
    drawn = random.Random(f"drawn {account.chance.getstate()[1][0]}")
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, ENVIRONMENT))
        stack.enter_context(
            wire.spoken_here(
                wire.Wires(
                    {
                        "dynamodb": account.serve_store,
                        "states": account.workflows.call,
                        "sqs": account.serve_queues,
                    }
                ),
                account.others,
            )
        )
        # Keys of secret votes are short: nobody here breaks them, and long ones take a second each.
        stack.enter_context(patch.object(blind, "new_key", partial(blind.new_key, _KEY_BITS)))
        # Whatever is drawn is drawn by seed: ids, case codes, tickets; and nobody sleeps.
        for owner, name, instead in (
            (os, "urandom", drawn.randbytes),
            (random, "_urandom", drawn.randbytes),
            (random, "random", drawn.random),
            (time, "sleep", lambda _: None),
            (time, "monotonic", account._seconds),
            (time, "time", account._seconds),
            (time, "time_ns", lambda: int(account._seconds() * 10**9)),
        ):
            stack.enter_context(patch.object(owner, name, instead))
        stack.enter_context(clock.told_by(lambda: account.now))
        stack.enter_context(contextlib.redirect_stdout(account.log))
        handler: Any = observability.log.registered_handler
        before = handler.setStream(account.log)
        stack.callback(handler.setStream, before or sys.__stderr__)
        told: Any = observability.log
        # Its lines are read from here alone, whoever listens above.
        stack.enter_context(patch.object(told._logger, "propagate", False))
        forget()
        stack.callback(forget)
        yield


BEGIN = datetime(2026, 1, 4, 16, tzinfo=UTC)
"""Midnight in Beijing, before the first Monday of a year whose calendar is known."""
__all__ = ["BEGIN", "ENVIRONMENT", "TABLES", "Account", "Answer", "Refused", "forget", "running"]
