"""A store in memory that reads as DynamoDB does: pages of a megabyte, projections, filters after reading; it counts calls and read units.

Only what `kernel.storage.dynamo` asks when it reads; `tests/unit/test_growth.py` holds its answers against moto's.
"""

from __future__ import annotations

import math
import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.in_process import table_of

Item = Mapping[str, Mapping[str, Any]]

Entry = tuple[str, str, str, int]
"""A row in an order: by what, its keys, what it weighs there."""

_A_PAGE = 1 << 20
_OF_INDEX = 100
"""What an entry of an index weighs beside its attributes."""


@dataclass
class Cost:
    """What some requests cost."""

    calls: int = 0
    units: float = 0
    seconds: float = 0
    """Of CPU that the store itself took, which is not the code's."""


@dataclass(frozen=True)
class _List:
    """An index, or the table itself: what it is in the order of, and what it shows (None: everything)."""

    hash: str
    range: str
    shows: frozenset[str] | None


def size_of(item: Item) -> int:
    """Return what an item of texts, numbers and booleans weighs, in bytes."""
    size = 0
    for name, typed in item.items():
        ((kind, value),) = typed.items()
        size += len(name)
        size += len(value.encode()) if kind == "S" else len(value) // 2 + 2 if kind == "N" else 1
    return size


class Memory:
    """The tables of the template, by the names their models have."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.cost = Cost()
        self._lists: dict[tuple[str, str | None], _List] = {}
        self._rows: dict[tuple[str, str, str], Item] = {}
        self._parts: dict[tuple[str, str | None, str], list[Entry]] = {}
        for table in tables:
            said = table_of(table)
            self._lists[table, None] = _list(said, None)
            for index in said.get("GlobalSecondaryIndexes", ()):
                self._lists[table, index["IndexName"]] = _list(index, index["Projection"])

    def fill(self, rows: Iterable[tuple[str, Item]]) -> None:
        """Put rows into tables, each once."""
        for table, item in rows:
            pk, sk = item["pk"]["S"], item["sk"]["S"]
            self._rows[table, pk, sk] = item
            for (of, index), one in self._lists.items():
                if of == table and one.hash in item and one.range in item:
                    place = (table, index, item[one.hash]["S"])
                    shown = size_of(_shown(item, one)) + (_OF_INDEX if index else 0)
                    entry = (item[one.range]["S"], pk, sk, shown)
                    self._parts.setdefault(place, []).append(entry)
        for part in self._parts.values():
            part.sort()

    # --- what is there

    def row_at(self, table: str, pk: str, sk: str) -> Item | None:
        """Return a row."""
        return self._rows.get((table, pk, sk))

    def entries_of(self, table: str, index: str | None, partition: str) -> Sequence[Entry]:
        """Return what a partition holds, in its order."""
        return self._parts.get((table, index, partition), ())

    # --- what the kernel asks

    def query(self, **said: Any) -> dict[str, Any]:
        """Answer a Query."""
        return self._timed(lambda: self._query(**said))

    def batch_get_item(self, RequestItems: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N803 - as it is called
        """Answer a BatchGetItem."""
        return self._timed(lambda: self._batch_get_item(RequestItems))

    def update_item(self, **_: Any) -> dict[str, Any]:
        """Answer an UpdateItem of a rate, the one thing that is written on the way to a list."""
        self.cost.calls += 1
        return {"Attributes": {"looked": {"N": "1"}}}

    def _timed(self, answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        begun = time.process_time()
        try:
            return answer()
        finally:
            self.cost.seconds += time.process_time() - begun

    def _query(self, **said: Any) -> dict[str, Any]:
        table, index = said["TableName"], said.get("IndexName")
        one = self._lists[table, index]
        names, values = said["ExpressionAttributeNames"], said["ExpressionAttributeValues"]
        given = {mark: value["S"] for mark, value in values.items()}
        entries: Sequence[Entry] = self.entries_of(table, index, given[":p"])
        least, most = _bounds(entries, said["KeyConditionExpression"], given)
        entries = entries[least:most]
        if not said["ScanIndexForward"]:
            entries = entries[::-1]
        start = said.get("ExclusiveStartKey")
        if start:
            after = (start[one.range]["S"], start["pk"]["S"], start["sk"]["S"])
            forward = said["ScanIndexForward"]
            entries = [e for e in entries if (e[:3] > after if forward else e[:3] < after)]
        limit, weight, read, found = said.get("Limit"), 0, 0, []
        for *_, pk, sk, size in entries:
            item = self.row_at(table, pk, sk)
            assert item is not None
            read, weight = read + 1, weight + size
            if _passes(item, said.get("FilterExpression"), names, given):
                found.append(dict(_shown(item, one)))
            if read == limit or weight >= _A_PAGE:
                break
        self._count(weight, whole=said.get("ConsistentRead", False))
        answer: dict[str, Any] = {"Items": found}
        if read and (read == limit or read < len(entries)):
            last = self.row_at(table, *entries[read - 1][1:3])
            assert last is not None
            keys = dict.fromkeys(("pk", "sk", one.hash, one.range))
            answer["LastEvaluatedKey"] = {name: last[name] for name in keys}
        return answer

    def _batch_get_item(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, list[Item]] = {}
        self.cost.calls += 1
        for table, wanted in asked.items():
            names = set(wanted.get("ExpressionAttributeNames", {}).values())
            for key in wanted["Keys"]:
                item = self.row_at(table, key["pk"]["S"], key["sk"]["S"])
                blocks = max(1, math.ceil(size_of(item) / 4096)) if item else 1
                self.cost.units += blocks * (1 if wanted.get("ConsistentRead") else 0.5)
                if item:
                    shown = {name: item[name] for name in names & item.keys()} if names else item
                    found.setdefault(table, []).append(dict(shown))
        return {"Responses": found}

    def _count(self, weight: int, *, whole: bool) -> None:
        self.cost.calls += 1
        self.cost.units += max(1, math.ceil(weight / 4096)) * (1 if whole else 0.5)


def _list(said: Mapping[str, Any], projection: Mapping[str, Any] | None) -> _List:
    keys = [key["AttributeName"] for key in said["KeySchema"]]
    if projection is None or projection["ProjectionType"] == "ALL":
        return _List(keys[0], keys[1], None)
    return _List(
        keys[0],
        keys[1],
        frozenset({"pk", "sk", *keys, *projection.get("NonKeyAttributes", ())}),
    )


def _shown(item: Item, one: _List) -> Item:
    if one.shows is None:
        return item
    return {name: value for name, value in item.items() if name in one.shows}


def _bounds(entries: Sequence[Entry], condition: str, given: Mapping[str, str]) -> tuple[int, int]:
    _, _, narrowed = condition.partition(" AND ")
    by = [entry[0] for entry in entries] if narrowed else []
    first = given.get(":s0", "")
    if not narrowed:
        return 0, len(entries)
    if narrowed.startswith("begins_with"):
        return bisect_left(by, first), bisect_left(by, first + "\U0010ffff")
    if "BETWEEN" in narrowed:
        return bisect_left(by, first), bisect_right(by, given[":s1"])
    match narrowed.split()[1]:
        case "<":
            return 0, bisect_left(by, first)
        case "<=":
            return 0, bisect_right(by, first)
        case ">":
            return bisect_right(by, first), len(by)
        case _:
            return bisect_left(by, first), len(by)


def _passes(
    item: Item, expression: str | None, names: Mapping[str, str], given: Mapping[str, str]
) -> bool:
    for part in expression.split(" AND ") if expression else ():
        name, *marks = re.findall(r"[#:]\w+", part)
        held = item.get(names[name], {}).get("S")
        among = [given[mark] for mark in marks]
        if held is None:
            return False
        fits = {
            "begins_with": held.startswith(among[0]),
            "IN": held in among,
            "=": held == among[0],
            "<": held < among[0],
            ">": held > among[0],
        }
        kind = next(kind for kind in fits if kind in part)
        if not fits[kind]:
            return False
    return True
