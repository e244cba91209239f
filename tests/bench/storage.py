"""Round trips and capacity units of each request, counted on the local cloud's DynamoDB.

The store reports the write units itself, indexes included (`ReturnConsumedCapacity=INDEXES`). Read units follow from the sizes of what
came back, as AWS bills them: per item for a get, per page for a Query, half for eventually consistent reads.
"""

from __future__ import annotations

import base64
import gzip
import json
import math
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra.local.cloud import LocalCloud
from tests.bench import county

READS = {"BatchGetItem", "GetItem", "Query"}


@dataclass
class Cost:
    """What one request costs in storage."""

    calls: Counter[str] = field(default_factory=Counter)
    read_units: float = 0
    write_units: float = 0
    table_units: float = 0
    """Of the write units of transactions those of the table itself, without its indexes, from what is put; what is altered is small."""

    @property
    def reads(self) -> int:
        """Round trips that read."""
        return sum(number for operation, number in self.calls.items() if operation in READS)

    @property
    def writes(self) -> int:
        """Round trips that write."""
        return self.calls.total() - self.reads


def measure() -> dict[str, Cost]:
    """Run an incident's life against a real store and return what each request cost."""
    with tempfile.TemporaryDirectory() as home:
        settings = {"PERSIST_STATE": "0", "S3_PERSIST": "0", "SERVICES": "dynamodb"}
        cloud = LocalCloud(Path(home) / "cloud", settings=settings)
        cloud.start()
        try:
            os.environ.update(
                county.ENVIRONMENT | {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
            )
            os.environ.update({"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"})
            os.environ["AWS_ENDPOINT_URL"] = cloud.endpoint_url
            return _a_life()
        finally:
            cloud.stop()


def _a_life() -> dict[str, Cost]:
    import boto3

    from composition.clock import timers
    from incidents.api import API
    from incidents.store import incidents as store
    from kernel import clock
    from kernel.directory import Remembered
    from workspace.sync.api import API as SYNC

    client = boto3.client("dynamodb")
    for name in ("Registry", "Incidents", "Obligations"):
        client.create_table(**_table(name))
    for item in county.items().values():
        if item["sk"]["S"] == "INCIDENT":
            continue
        table = "REGISTRY_TABLE" if item["sk"]["S"] in ("UNIT", "PERSON") else "INCIDENTS_TABLE"
        client.put_item(TableName=os.environ[table], Item=item)
    costs: dict[str, Cost] = {}
    now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def go(name: str, event: dict[str, Any], api: Any = API) -> Any:
        with _counting() as cost:
            told = api.handle(event, None)
        if told["statusCode"] not in (200, 201):
            raise SystemExit(f"{name}: {told}")
        costs[name] = cost
        return json.loads(body_of(told))

    def wait(minutes: int = 5) -> None:
        nonlocal now
        now += timedelta(minutes=minutes)

    def move(name: str, number: str, action: str, person: str, **said: Any) -> None:
        path = f"/v1/incidents/{number}/transitions"
        go(
            name,
            county.request(
                "POST",
                path,
                person,
                body={"action": action, **said},
                headers={"idempotency-key": f"{number}-{action}"},
            ),
        )

    with clock.told_by(lambda: now):
        go("report, nothing remembered", county.report("first"))
        number = go("report", county.report("second"))["id"]
        go("report, sent again", county.report("second"))
        for more in range(40):
            API.handle(county.report(f"more-{more}"), None)
        go("list of 25", county.listing())
        go(
            "queue of 25",
            county.request("GET", "/v1/incidents/queue", "vo-1", query={"limit": "25"}),
        )
        move("accept", number, "accept", "vo-1")
        move("resolve", number, "resolve", "vo-1", done="已更换井盖并复查。")
        move("confirm", number, "confirm", "gw-1")
        case = go("read one", county.request("GET", f"/v1/incidents/{number}", "gw-1"))["case_code"]
        go("timeline", county.request("GET", f"/v1/incidents/{number}/timeline", "gw-1"))
        go("track by case code", county.request("GET", f"/v1/track/{case}", "gw-1"))
        _a_phone(lambda name, event: go(name, event, SYNC), wait)
        climbing = go("report", county.report("third"))["id"]
        move("escalate by hand", climbing, "escalate", "vo-1", reason="需要乡镇协调")
        for name in ("timer: remind", "timer: escalate"):
            incident = store.load(climbing)
            assert incident is not None
            assert incident.wake_at is not None
            now = incident.wake_at
            # A timer finds a process that served something else lately, but hours ago.
            Remembered.forget()
            with _counting() as costs[name]:
                timers.fire("incident", climbing, incident.epoch)
        now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
        with _counting() as costs["reconciler, nothing to do"]:
            timers.reconcile()
    return costs


def body_of(told: dict[str, Any]) -> str:
    """Return the text of an answer, compressed or not."""
    if not told["isBase64Encoded"]:
        return told["body"]
    return gzip.decompress(base64.b64decode(told["body"])).decode()


def _a_phone(go: Callable[[str, dict[str, Any]], Any], wait: Callable[..., None]) -> None:
    """Send a batch twice; pull everything, what changed since, and nothing."""
    body = json.loads(county.report("offline")["body"])
    operations = [
        {
            "op_no": number,
            "op_id": f"offline-{number}",
            "kind": "report",
            "body": {**body, "client_ref": f"offline-{number}"},
        }
        for number in range(20)
    ]
    batch = county.request("POST", "/v1/sync", "gw-1", body={"operations": operations})

    def pull(cursor: str | None) -> dict[str, Any]:
        query = {"limit": "25"} | ({"cursor": cursor} if cursor else {})
        return county.request("GET", "/v1/sync", "vo-1", query=query)

    def through(name: str, cursor: str | None) -> str:
        page = go(name, pull(cursor))
        while page["more"]:
            page = go("sync: a page of what changed", pull(page["next_cursor"]))
        return page["next_cursor"]

    cursor = through("sync: first page of 25", None)
    wait()
    go("sync: batch of 20 reports", batch)
    go("sync: the batch sent again", batch)
    cursor = through("sync: 20 that changed", cursor)
    wait(15)
    cursor = through("sync: the last minutes again", cursor)
    wait()
    through("sync: nothing new", cursor)


@contextmanager
def _counting() -> Iterator[Cost]:
    from kernel.storage import dynamo

    client, cost = dynamo.client(), Cost()
    send: Callable[..., Any] = client._make_api_call

    def counted(operation: str, request: Any) -> Any:
        answer = send(operation, {**request, "ReturnConsumedCapacity": "INDEXES"})
        cost.calls[operation] += 1
        if operation in READS:
            cost.read_units += _read_units(operation, request, answer)
        else:
            cost.write_units += sum(
                told["CapacityUnits"] for told in _as_list(answer["ConsumedCapacity"])
            )
            cost.table_units += sum(map(_table_units, request.get("TransactItems", ())))
        return answer

    client._make_api_call = counted
    try:
        yield cost
    finally:
        del client._make_api_call


def _table_units(write: Any) -> int:
    return 2 * max(1, math.ceil(_size(write["Put"]["Item"]) / 1024)) if "Put" in write else 2


def _read_units(operation: str, request: Any, answer: Any) -> float:
    if operation == "Query":
        size = sum(map(_size, answer["Items"]))
        return max(1, math.ceil(size / 4096)) * (1 if request.get("ConsistentRead") else 0.5)
    units = 0.0
    for table, wanted in request["RequestItems"].items():
        found = answer["Responses"].get(table, [])
        blocks = sum(max(1, math.ceil(_size(item) / 4096)) for item in found)
        units += (blocks + len(wanted["Keys"]) - len(found)) * (
            1 if wanted.get("ConsistentRead") else 0.5
        )
    return units


def _size(item: dict[str, dict[str, Any]]) -> int:
    """Return what an item of texts, numbers and booleans weighs for billing, in bytes."""
    size = 0
    for name, typed in item.items():
        ((kind, value),) = typed.items()
        size += len(name.encode())
        size += {
            "S": lambda v: len(v.encode()),
            "N": lambda v: len(v) // 2 + 2,
            "BOOL": lambda _: 1,
        }[kind](value)
    return size


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _table(name: str) -> dict[str, Any]:
    from cfnlint.decode.cfn_yaml import load

    template = load(str(Path(__file__).parents[2] / "infra" / "data.yaml"))
    said = template["Resources"][f"{name}Table"]["Properties"]
    kept = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
    return {
        "TableName": os.environ[f"{name.upper()}_TABLE"],
        **{part: said[part] for part in kept if part in said},
    }


def as_json() -> str:
    """Return the figures as the bench passes them between processes."""
    return json.dumps(as_lists(measure()))


def as_lists(costs: dict[str, Cost]) -> dict[str, list[float]]:
    """Return costs as lists: reads, writes, read units, write units, queries, write units of the table alone."""
    return {
        name: [
            *(cost.reads, cost.writes, cost.read_units, cost.write_units),
            *(cost.calls["Query"], cost.table_units),
        ]
        for name, cost in costs.items()
    }
