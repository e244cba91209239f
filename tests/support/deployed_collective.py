"""The collective of the deployed demo village as tests use it: what its people do, and time that nobody waits for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.deployed import DeployedCounty

VILLAGE = "140426106201"
TOWN = "140426106"
SHANGHAI = ZoneInfo("Asia/Shanghai")
DIRECTOR, BOOKKEEPER = "collective_director", "bookkeeper"
CLAUSES = {
    "use": "种植粮食作物",
    "rights": "按约使用",
    "payment": "按年支付",
    "compensation": "征收补偿归承包农户",
    "breach": "赔偿损失",
    "safety": "乙方负责作业安全",
}


class Collective:
    """What its people do, each as the persona."""

    def __init__(self, cloud: DeployedCounty) -> None:
        self.cloud = cloud

    def ask(self, who: str | None, method: str, path: str, body: Any = None) -> httpx.Response:
        """Send a request to the economy; or to the assembly, where the path says so."""
        below = path if path.startswith("assembly/") else f"economy/{path}"
        return self.cloud.call(who, method, f"/v1/{below}", json=body)

    def did(self, who: str | None, method: str, path: str, body: Any = None) -> Any:
        """Send a request that must succeed."""
        answer = self.ask(who, method, path, body)
        assert answer.status_code in (200, 201), (who, path, body, answer.text)
        return answer.json()

    def step(self, who: str, thing: str, action: str, **said: Any) -> Any:
        """Take a step that must succeed."""
        return self.did(who, "POST", f"{thing}/transitions", {"action": action} | said)

    def refused(self, who: str, thing: str, action: str, **said: Any) -> str:
        """Take a step that is refused, and return by what."""
        body = {"action": action} | said
        answer = self.ask(who, "POST", f"{thing}/transitions", body)
        assert answer.status_code >= 400, answer.text
        return answer.json()["type"].removeprefix("urn:sizhi:problem:")

    def draft(self, **said: Any) -> str:
        """Return the path of a contract that was drafted."""
        whole = {"village": VILLAGE, "clauses": CLAUSES} | said
        return f"contracts/{self.did(DIRECTOR, 'POST', 'contracts', whole)['id']}"

    def wind(self) -> None:
        """Let the clock of the contexts run now, instead of at the next quarter of an hour."""
        functions = self.cloud.client("lambda")
        pages = functions.get_paginator("list_functions").paginate()
        (name,) = [
            one["FunctionName"]
            for page in pages
            for one in page["Functions"]
            if one.get("Description", "").startswith("Winds the clocks of enforcement")
        ]
        answer = functions.invoke(FunctionName=name, Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()

    def end_posting_at(self, contract: str, until: datetime) -> None:
        """Move the end of a posting, since nobody waits for fifteen days."""

        def moved(document: dict[str, Any]) -> None:
            document["posting"]["until"] = _kept(until)

        self._alter("Economy", "CONTRACT", contract.removeprefix("contracts/"), moved, until)

    def begin_the_night(self) -> None:
        """Let the night's look at the village be due now, and run it."""
        begun = datetime.now(UTC) - timedelta(seconds=1)

        def moved(document: dict[str, Any]) -> None:
            document["wake_at"] = _kept(begun)

        self._alter("Economy", "WATCH", VILLAGE, moved, begun)
        self.wind()

    def alter(self, kind: str, thing: str, **values: Any) -> None:
        """Change what the assembly keeps of a thing, since nobody waits for days of notice."""
        self._alter("Assembly", kind, thing, lambda document: document.update(values))

    def _alter(
        self,
        table: str,
        kind: str,
        thing: str,
        change: Callable[[dict[str, Any]], None],
        wake_at: datetime | None = None,
    ) -> None:
        database, name = self.cloud.client("dynamodb"), self.cloud.outputs[f"{table}TableName"]
        key = {"pk": {"S": f"{kind}#{thing}"}, "sk": {"S": kind}}
        row = database.get_item(TableName=name, Key=key)["Item"]
        document = json.loads(row["document"]["S"])
        change(document)
        wakes = {"wake_at": {"S": _kept(wake_at)}} if wake_at else {}
        kept = {"document": {"S": json.dumps(document, ensure_ascii=False)}}
        database.put_item(TableName=name, Item=row | kept | wakes)


def _kept(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(days: int = 0) -> str:
    return (datetime.now(SHANGHAI).date() + timedelta(days=days)).isoformat()
