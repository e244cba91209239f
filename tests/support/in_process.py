"""What every county, village and office of the tests stands on: AWS in process, a clock that a test moves, faults at will.

The tables are those of `infra/data.yaml`, kept by moto; requests are handed over as API Gateway hands them over.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote, urlencode

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from cfnlint.decode.cfn_yaml import load

from kernel import aws, clock, holidays, working_days
from kernel.directory import PersonRow, Remembered, UnitRow
from kernel.storage import dynamo
from kernel.units import level_of, parent_of
from tests.support.quick_moto import aws_in_process

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A working Monday, ten in the morning in Beijing."""
ALL_YEAR = "2020-01-01"
"""Since when posts are held."""

_AT_ONCE = 90

StageT = TypeVar("StageT", bound="Stage")


class Answer(NamedTuple):
    """What a client got."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """The body as it was sent, for what must not stand in it."""
        return json.dumps(self.body, ensure_ascii=False)

    @property
    def problem(self) -> str:
        """The stable end of the problem's type."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        return self.body["type"].removeprefix("urn:sizhi:problem:")

    @property
    def wrong_fields(self) -> list[str]:
        """The fields named as wrong."""
        return [error["field"] for error in self.body["errors"]]


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


class Stage:
    """Where a test plays: its time, what it asked of the store, and what goes wrong there next."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now
        self.calls: list[str] = []
        self.faults: deque[Fault] = deque()

    def advance(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def settle(
        self,
        units: Mapping[str, str | None],
        posts: Mapping[str, tuple[str, str] | None],
        about: Mapping[str, Mapping[str, Any]] | None = None,
        beside: Sequence[Any] = (),
        anew: Collection[str] | None = None,
    ) -> None:
        """Write units, people and who holds which post, as the registry keeps them: each post at the person and at the unit.

        Parameters
        ----------
        units
            By code, what each is called; None: by its code.
        posts
            By person, role and unit; None: no post any more.
        about
            What else is known of a person.
        beside
            Further rows: households and who lives there.
        anew
            The persons to write; the others are as they were. None: everybody.
        """
        about, held = about or {}, {name: post for name, post in posts.items() if post}
        rows: list[Any] = [
            person_row(name, *([post] if post else []), **about.get(name, {}))
            for name, post in posts.items()
            if anew is None or name in anew
        ]
        for code, called in units.items():
            staff: dict[str, dict[str, Any]] = {}
            for name, (role, unit) in held.items():
                if unit == code and role != "resident":
                    staff.setdefault(role, {})[name] = [ALL_YEAR, None]
            rows.append(unit_row(code, staff=staff, **({"name": called} if called else {})))
        rows += beside
        for first in range(0, len(rows), _AT_ONCE):
            dynamo.write([dynamo.Write(row) for row in rows[first : first + _AT_ONCE]])
        Remembered.forget()

    def alter_unit(self, code: str, **values: Any) -> None:
        """Change what the registry keeps of a unit, behind its routes."""
        with self.quietly():
            (row,) = dynamo.read([UnitRow.key(code)], consistent=True)
            for name, value in values.items():
                setattr(row, name, value)
            dynamo.write([dynamo.Write(row)])
        Remembered.forget()

    def kept(self, table: str) -> list[dict[str, Any]]:
        """Return everything a table holds."""
        with self.quietly():
            return dynamo.client().scan(TableName=table, ConsistentRead=True)["Items"]

    def by_place(self, table: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return everything a table holds, by its place."""
        return {(row["pk"]["S"], row["sk"]["S"]): row for row in self.kept(table)}

    def keepsake(self, *tables: str) -> Callable[[], None]:
        """Return what brings tables back to what they hold now."""
        before = {table: self.by_place(table) for table in tables}

        def restore() -> None:
            client = dynamo.client()
            for table, rows in before.items():
                now = self.by_place(table)
                for pk, sk in now.keys() - rows.keys():
                    client.delete_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
                for place, row in rows.items():
                    if now.get(place) != row:
                        client.put_item(TableName=table, Item=row)

        return restore

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


def ask(
    api: Any,
    method: str,
    path: str,
    body: Any = None,
    *,
    by: str | None,
    query: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    ip: str = "203.0.113.7",
    raw: str | None = None,
    context: Any = None,
) -> Answer:
    """Send a request of JSON, or of `raw` text, as somebody or as nobody."""
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
    in_utc = list(_in_utc(body))
    assert not in_utc, f"instants are answered in the county's time: {in_utc}"
    return Answer(told["statusCode"], body, told["headers"])


_UTC = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+]00:00)")


def _in_utc(value: Any, place: str = "") -> Iterator[str]:
    """Yield the instants of an answer that are not in the county's time, with their places."""
    if isinstance(value, str) and _UTC.fullmatch(value):
        yield f"{place} {value}"
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _in_utc(each, f"{place}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _in_utc(each, f"{place}[]")


class _Context:
    """What Lambda tells a function about itself."""

    function_name = "sizhi-test"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:sizhi-test"
    aws_request_id = "r-1"


def lambda_context() -> Any:
    """Return the second argument of a handler."""
    return _Context()


def unit_row(code: str, **more: Any) -> UnitRow:
    """Return the row of a unit."""
    said: dict[str, Any] = {
        "level": str(level_of(code)),
        "name": code,
        "parent": parent_of(code),
    } | more
    return UnitRow(f"UNIT#{code}", "UNIT", code=code, **said)


def person_row(name: str, *posts: tuple[str, str], **more: Any) -> PersonRow:
    """Return the row of a person who holds these posts (role, unit)."""
    held = [{"role": role, "unit": unit, "valid_from": ALL_YEAR} for role, unit in posts]
    said: dict[str, Any] = {"name": f"演示{name}", "posts": held} | more
    return PersonRow(f"PERSON#{name}", "PERSON", person_id=name, **said)


@functools.cache
def _declared() -> dict[str, Any]:
    return load(str(Path(__file__).parents[2] / "infra" / "data.yaml"))["Resources"]


def table_of(name: str) -> dict[str, Any]:
    """Return how `infra/data.yaml` makes the table of a context."""
    said = _declared()[f"{name.capitalize()}Table"]["Properties"]
    kept = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
    return {"TableName": name, **{part: said[part] for part in kept if part in said}}


def forget() -> None:
    """Drop what a process remembers between requests."""
    Remembered.forget()
    holidays.forget()
    working_days.install({})


@contextmanager
def in_process(
    make: Callable[[], StageT],
    tables: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    forgetting: Callable[[], None] = forget,
    config: Any = None,
) -> Iterator[StageT]:
    """Run a stage over tables of the template, with faults and counts at the storage client.

    `forgetting` drops what the process remembers; `config` is moto's, for a test that wants more of the cloud than its tables.
    """
    environment = environment or {}
    before = {name: os.environ.get(name) for name in environment}
    os.environ |= environment
    pause = dynamo._FIRST_PAUSE_SECONDS
    with aws_in_process(config=config):
        aws.client.cache_clear()
        if ".amazonaws.com" not in dynamo.client().meta.endpoint_url:
            dynamo.client.cache_clear()
        client: Any = dynamo.client()
        forgetting()
        for name in tables:
            client.create_table(**table_of(name))
        stage = make()
        send = client._make_api_call
        client._make_api_call = lambda operation, said: stage.serve(
            operation, lambda: send(operation, said)
        )
        dynamo._FIRST_PAUSE_SECONDS = 0
        try:
            with clock.told_by(lambda: stage.now):
                yield stage
        finally:
            del client._make_api_call
            dynamo._FIRST_PAUSE_SECONDS = pause
            forgetting()
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
