"""DynamoDB in memory: conditions, transactions with tokens, projections, pages of a megabyte, streams in order, TTL.

Exact in what the product uses, and strict about what the service refuses; `test_store.py` holds it against MiniStack, and against what
AWS documents where that is too kind. One thread, so that what is written is read: conflicts and staleness are injected from outside.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from heapq import heappop, heappush
from marshal import dumps, loads
from typing import Any, NamedTuple

from tests.simulation.cloud.expressions import (
    Given,
    Item,
    Unfit,
    Unreadable,
    condition,
    found,
    key_condition,
    plain,
    projection,
    update,
)

MOST_IN_A_TRANSACTION = 100
MOST_KEYS_A_READ = 100
PAGE_BYTES = 1_000_000
LARGEST_ROW = 400 * 1024
LARGEST_TRANSACTION = 4 * 1024 * 1024
LARGEST_READ = 16 * 1024 * 1024
TOKEN_SECONDS = 600
Place = tuple[str, str]


class Refused(Exception):
    """A refusal of the service, as the wire says it."""

    def __init__(self, code: str, message: str = "", **more: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.said = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message}
        self.said |= more


class Change(NamedTuple):
    """A change of a row, as a stream tells it."""

    table: str
    place: Place
    old: Item | None
    new: Item | None
    number: int

    @property
    def kind(self) -> str:
        """What a stream calls it."""
        if self.old is None:
            return "INSERT"
        return "REMOVE" if self.new is None else "MODIFY"


class Index:
    """Rows of one table in an order: its own, or a global secondary index'."""

    def __init__(self, keys: tuple[str, str], projected: frozenset[str] | None) -> None:
        self.keys = keys
        self.projected = projected
        self.partitions: dict[str, list[tuple[bytes, str, str]]] = {}

    def entry(self, row: Item) -> tuple[str, tuple[bytes, str, str]] | None:
        """Return the partition of a row and where it stands in it; None: it is not in this index."""
        partition, sort = (row.get(name) for name in self.keys)
        if partition is None or sort is None:
            return None
        return partition["S"], (plain("S", sort["S"]), row["pk"]["S"], row["sk"]["S"])

    def replace(self, old: Item | None, new: Item | None) -> None:
        """Follow a row."""
        before = self.entry(old) if old else None
        after = self.entry(new) if new else None
        if before == after:
            return
        if before:
            rows = self.partitions[before[0]]
            del rows[bisect_left(rows, before[1])]
        if after:
            insort(self.partitions.setdefault(after[0], []), after[1])


class Table:
    """The rows of a table and their indexes."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.name: str = said["TableName"]
        self.rows: dict[Place, Item] = {}
        self.sizes: dict[Place, int] = {}
        self.kinds: dict[str, list[Place]] = {}
        self.lapsing: list[tuple[float, Place]] = []
        self.indexes: dict[str | None, Index] = {None: Index(("pk", "sk"), None)}
        for index in said.get("GlobalSecondaryIndexes", ()):
            names = {key["KeyType"]: key["AttributeName"] for key in index["KeySchema"]}
            keys = names["HASH"], names["RANGE"]
            how = index["Projection"]
            projected = frozenset({"pk", "sk", *keys, *how.get("NonKeyAttributes", ())})
            whole = how["ProjectionType"] == "ALL"
            self.indexes[index["IndexName"]] = Index(keys, None if whole else projected)

    def put(self, place: Place, row: Item | None, size: int) -> Item | None:
        """Put a row of so many bytes, or take it away; return what was there."""
        old = self.rows.get(place)
        for index in self.indexes.values():
            index.replace(old, row)
        if (old is None) != (row is None):
            places = self.kinds.setdefault(_kind(place), [])
            if row is None:
                del places[bisect_left(places, place)]
            else:
                insort(places, place)
        if row is None:
            self.rows.pop(place, None)
            self.sizes.pop(place, None)
        else:
            self.rows[place] = row
            self.sizes[place] = size
            if "expires_at" in row:
                heappush(self.lapsing, (float(row["expires_at"]["N"]), place))
        return old

    def places(self, sort: str) -> list[Place]:
        """Return in order where the rows are of which the sort key begins so."""
        kind = _KIND.match(sort)
        whole = kind is not None and kind.end() < len(sort)
        found = [
            place
            for name, places in self.kinds.items()
            if (name == kind[0] if whole and kind else name.startswith(sort))
            for place in places
            if place[1].startswith(sort)
        ]
        return sorted(found)


_KIND = re.compile(r"[A-Z]*")


def _kind(place: Place) -> str:
    """Return the capitals that a sort key begins with: steps of histories, claims, vouchers."""
    found = _KIND.match(place[1])
    return found[0] if found else ""


def copied(value: Any) -> Any:
    """Return another one of what travels as JSON."""
    try:
        return loads(dumps(value))
    except ValueError:
        # Texts of a kind of their own, which JSON takes for texts.
        return json.loads(json.dumps(value))


class Store:
    """The tables of one account; every operation takes and gives what stands on the wire."""

    def __init__(self, tables: list[Mapping[str, Any]], now: Callable[[], float]) -> None:
        self.tables = {said["TableName"]: Table(said) for said in tables}
        self.follow: Callable[[Change], None] = lambda _: None
        self._now = now
        self._number = 0
        self._tokens: dict[str, tuple[float, Any]] = {}

    def call(self, operation: str, said: Mapping[str, Any]) -> Any:
        """Do what is asked for.

        Raises
        ------
        Refused
            The service would refuse it.
        """
        does = getattr(self, f"_{operation}", None)
        if does is None:
            raise Refused("UnknownOperationException", operation)
        try:
            return does(said)
        except Unreadable as fault:
            raise Refused("ValidationException", str(fault)) from fault

    def table(self, name: str) -> Table:
        """Return a table."""
        if name not in self.tables:
            raise Refused("ResourceNotFoundException", "Requested resource not found")
        return self.tables[name]

    def expire(self) -> int:
        """Take away what has expired, as the service does in its own time; return how much."""
        gone = 0
        for table in self.tables.values():
            while table.lapsing and table.lapsing[0][0] < self._now():
                at, place = heappop(table.lapsing)
                row = table.rows.get(place, {})
                # It may have been given longer, or been written anew, since.
                if "expires_at" in row and float(row["expires_at"]["N"]) == at:
                    self._commit(table, place, None)
                    gone += 1
        return gone

    # One row

    def _PutItem(self, said: Mapping[str, Any]) -> Any:  # noqa: N802 - as the service calls it
        table, place = self._checked(said, said["Item"])
        old = self._commit(table, place, copied(said["Item"]))
        return {"Attributes": old} if said.get("ReturnValues") == "ALL_OLD" and old else {}

    def _DeleteItem(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        table, place = self._checked(said, said["Key"])
        self._commit(table, place, None)
        return {}

    def _UpdateItem(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        table, place = self._checked(said, said["Key"])
        before, after = table.rows.get(place), self._updated(table, place, said)
        self._commit(table, place, after)
        if said.get("ReturnValues", "NONE") == "NONE":
            return {}
        if said["ReturnValues"] == "ALL_NEW":
            return {"Attributes": after}
        if said["ReturnValues"] != "UPDATED_NEW":
            raise Refused("ValidationException", f"unknown here: {said['ReturnValues']}")
        given = _given(said)
        named = {given.name(path[0]) for path in update(said["UpdateExpression"])[0]}
        del before
        return {"Attributes": {name: after[name] for name in sorted(named) if name in after}}

    def _GetItem(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        row = self.table(said["TableName"]).rows.get(_place(said["Key"]))
        return {} if row is None else {"Item": _projected(row, said)}

    def _checked(self, said: Mapping[str, Any], key: Item) -> tuple[Table, Place]:
        table, place = self.table(said["TableName"]), _place(key)
        if not self._holds(table, place, said):
            raise Refused("ConditionalCheckFailedException", "The conditional request failed")
        return table, place

    def _holds(self, table: Table, place: Place, said: Mapping[str, Any]) -> bool:
        text = said.get("ConditionExpression")
        return not text or condition(text)(table.rows.get(place) or {}, _given(said))

    def _updated(self, table: Table, place: Place, said: Mapping[str, Any]) -> Item:
        before = table.rows.get(place) or {"pk": {"S": place[0]}, "sk": {"S": place[1]}}
        after, given = copied(before), _given(said)
        paths, changes = update(said["UpdateExpression"])
        named = [tuple(given.name(step) for step in path) for path in paths]
        if len(set(named)) < len(named):
            raise Refused("ValidationException", "Two document paths overlap with each other")
        if {path[0] for path in named} & {"pk", "sk"}:
            raise Refused("ValidationException", "Cannot update attribute. It is part of the key")
        for change in changes:
            change(after, before, given)
        return after

    def _commit(self, table: Table, place: Place, row: Item | None) -> Item | None:
        size = 0 if row is None else _refuse_malformed(table, row)
        old = table.put(place, row, size)
        if old != row:
            self._number += 1
            self.follow(Change(table.name, place, old, row, self._number))
        return old

    # Transactions

    def _TransactWriteItems(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        entries: list[Mapping[str, Any]] = said["TransactItems"]
        if not 1 <= len(entries) <= MOST_IN_A_TRANSACTION:
            raise Refused(
                "ValidationException", f"a transaction has 1 to {MOST_IN_A_TRANSACTION} items"
            )
        if self._told_before(said):
            return {}
        planned, reasons = self._planned(entries)
        if any(reason is not _FINE for reason in reasons):
            codes = ", ".join(reason["Code"] for reason in reasons)
            raise Refused(
                "TransactionCanceledException",
                f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
                CancellationReasons=reasons,
            )
        for table, place, row, is_written in planned:
            if is_written:
                self._commit(table, place, row)
        self._remember(said)
        return {}

    def _planned(
        self, entries: list[Mapping[str, Any]]
    ) -> tuple[list[tuple[Table, Place, Item | None, bool]], list[dict[str, str]]]:
        """Return what a transaction would write, and why each of its items may or may not."""
        planned: list[tuple[Table, Place, Item | None, bool]] = []
        reasons: list[dict[str, str]] = []
        places: set[tuple[str, Place]] = set()
        total = 0
        for entry in entries:
            ((kind, one),) = entry.items()
            table = self.table(one["TableName"])
            place = _place(one["Item"] if kind == "Put" else one["Key"])
            if (table.name, place) in places:
                raise Refused(
                    "ValidationException",
                    "Transaction request cannot include multiple operations on one item",
                )
            places.add((table.name, place))
            if not self._holds(table, place, one):
                reasons.append(_FAILED)
                continue
            try:
                row = self._after(kind, table, place, one)
            except Unfit as fault:
                reasons.append({"Code": "ValidationError", "Message": str(fault)})
                continue
            reasons.append(_FINE)
            if row is not None:
                total += _refuse_malformed(table, row)
            planned.append((table, place, row, kind != "ConditionCheck"))
        if total > LARGEST_TRANSACTION:
            raise Refused("ValidationException", "the transaction is larger than 4 MB")
        return planned, reasons

    def _after(self, kind: str, table: Table, place: Place, one: Mapping[str, Any]) -> Item | None:
        match kind:
            case "Put":
                return copied(one["Item"])
            case "Update":
                return self._updated(table, place, one)
            case "Delete" | "ConditionCheck":
                return None
            case _:
                raise Refused("ValidationException", f"unknown in a transaction: {kind}")

    def _told_before(self, said: Mapping[str, Any]) -> bool:
        """Whether the same transaction came under its token in the last ten minutes.

        Raises
        ------
        Refused
            Another one came under this token.
        """
        token = said.get("ClientRequestToken")
        known = self._tokens.get(token) if token else None
        if known is None or self._now() - known[0] > TOKEN_SECONDS:
            return False
        if known[1] != said["TransactItems"]:
            raise Refused(
                "IdempotentParameterMismatchException", "another request came under this token"
            )
        return True

    def _remember(self, said: Mapping[str, Any]) -> None:
        if token := said.get("ClientRequestToken"):
            since = self._now() - TOKEN_SECONDS
            while self._tokens and next(iter(self._tokens.values()))[0] <= since:
                del self._tokens[next(iter(self._tokens))]
            # At the end again, where the latest stand.
            self._tokens.pop(token, None)
            self._tokens[token] = self._now(), copied(said["TransactItems"])

    # Many rows

    def _BatchGetItem(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        wanted = [
            (name, key, how) for name, how in said["RequestItems"].items() for key in how["Keys"]
        ]
        places = [(name, _place(key)) for name, key, _ in wanted]
        if not 1 <= len(wanted) <= MOST_KEYS_A_READ:
            raise Refused(
                "ValidationException", "Too many items requested for the BatchGetItem call"
            )
        if len(set(places)) < len(places):
            raise Refused("ValidationException", "Provided list of item keys contains duplicates")
        answer: dict[str, Any] = {name: [] for name in said["RequestItems"]}
        left: dict[str, Any] = {}
        total = 0
        for (name, key, how), (_, place) in zip(wanted, places, strict=True):
            table = self.table(name)
            row = table.rows.get(place)
            total += table.sizes.get(place, 0)
            if total > LARGEST_READ:
                left.setdefault(name, {**how, "Keys": []})["Keys"].append(key)
            elif row is not None:
                answer[name].append(_projected(row, how))
        return {"Responses": answer, "UnprocessedKeys": left}

    def _Query(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        table, given = self.table(said["TableName"]), _given(said)
        index = table.indexes.get(said.get("IndexName"))
        if index is None:
            raise Refused("ValidationException", "The table does not have the specified index")
        if said.get("ConsistentRead") and said.get("IndexName"):
            raise Refused(
                "ValidationException",
                "Consistent reads are not supported on global secondary indexes",
            )
        (name, value), sort = key_condition(said["KeyConditionExpression"])
        if given.name(name) != index.keys[0] or (sort and given.name(sort[0]) != index.keys[1]):
            raise Refused("ValidationException", "Query condition missed key schema element")
        rows = index.partitions.get(given.value(value)["S"], [])
        within = (
            _range(rows, sort[1].operator, [given.value(v)["S"] for v in sort[1].values])
            if sort
            else (0, len(rows))
        )
        backwards = not said.get("ScanIndexForward", True)
        if start := said.get("ExclusiveStartKey"):
            within = self._after_start(index, rows, within, start, backwards, given.value(value))
        order = range(*within)
        return self._page(
            table, index, (rows[n] for n in (reversed(order) if backwards else order)), said
        )

    def _after_start(
        self,
        index: Index,
        rows: list[tuple[bytes, str, str]],
        within: tuple[int, int],
        start: Item,
        backwards: bool,
        partition: Any,
    ) -> tuple[int, int]:
        if set(start) != {"pk", "sk", *index.keys} or start[index.keys[0]] != partition:
            raise Refused("ValidationException", "The provided starting key is invalid")
        entry = index.entry(start)
        assert entry is not None
        if backwards:
            return within[0], max(within[0], min(within[1], bisect_left(rows, entry[1])))
        return min(within[1], max(within[0], bisect_right(rows, entry[1]))), within[1]

    def _Scan(self, said: Mapping[str, Any]) -> Any:  # noqa: N802
        table = self.table(said["TableName"])
        index = table.indexes[None]
        ordered = (entry for rows in index.partitions.values() for entry in rows)
        if said.get("ExclusiveStartKey"):
            raise Refused("ValidationException", "a scan is read in one go here")
        return {"Items": [table.rows[entry[1:]] for entry in ordered]}

    def _page(
        self,
        table: Table,
        index: Index,
        entries: Iterator[tuple[bytes, str, str]],
        said: Mapping[str, Any],
    ) -> Any:
        given, text, limit = _given(said), said.get("FilterExpression"), said.get("Limit")
        passes = condition(text) if text else None
        items: list[Item] = []
        looked, total = 0, 0
        last: Item | None = None
        for entry in entries:
            if (limit and looked == limit) or total >= PAGE_BYTES:
                break
            row = table.rows[entry[1:]]
            if index.projected is not None:
                row = {name: held for name, held in row.items() if name in index.projected}
                total += weight(row)
            else:
                total += table.sizes[entry[1:]]
            looked, last = looked + 1, row
            if passes is None or passes(row, given):
                items.append(_projected(row, said))
        else:
            # The service tells of a next page also where a limit ends exactly at the end.
            if not (limit and looked == limit):
                last = None
        answer: dict[str, Any] = {"Items": items, "Count": len(items), "ScannedCount": looked}
        if last is not None:
            answer["LastEvaluatedKey"] = {name: last[name] for name in ("pk", "sk", *index.keys)}
        return answer


_FINE = {"Code": "None"}
_FAILED = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}


def weight(row: Item) -> int:
    """Return about how many bytes a row has: names and values, as the service counts them."""
    return sum(len(name.encode()) + _weight(value) for name, value in row.items())


def _weight(value: Any) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return len(held) // 2 + 2
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _weight(one) for name, one in held.items())
    if kind == "L":
        return 3 + sum(1 + _weight(one) for one in held)
    return 1 if kind in ("BOOL", "NULL") else len(held)


def _refuse_malformed(table: Table, row: Item) -> int:
    """Return how many bytes a row has that may be kept."""
    size = weight(row)
    if size > LARGEST_ROW:
        raise Refused("ValidationException", "Item size has exceeded the maximum allowed size")
    for index in table.indexes.values():
        for name in index.keys:
            value = row.get(name)
            if value is None and index.projected is None and name in ("pk", "sk"):
                raise Refused("ValidationException", f"Missing the key {name} in the item")
            if value is not None and not value.get("S"):
                raise Refused("ValidationException", f"a key is a text that is not empty: {name}")
    return size


def _place(key: Item) -> Place:
    try:
        return key["pk"]["S"], key["sk"]["S"]
    except KeyError as fault:
        raise Refused(
            "ValidationException", "The provided key element does not match the schema"
        ) from fault


def _given(said: Mapping[str, Any]) -> Given:
    return Given(
        said.get("ExpressionAttributeNames") or {}, said.get("ExpressionAttributeValues") or {}
    )


def _projected(row: Item, said: Mapping[str, Any]) -> Item:
    text = said.get("ProjectionExpression")
    if not text:
        return row
    given = _given(said)
    names = [[given.name(step) for step in path] for path in projection(text)]
    assert all(len(path) == 1 for path in names), "only whole attributes are asked for here"
    return {path[0]: row[path[0]] for path in names if found(row, path) is not None}


def _range(rows: list[tuple[bytes, str, str]], operator: str, values: list[str]) -> tuple[int, int]:
    """Return from where to where, the end not included, the sort key is as asked."""
    first = plain("S", values[0])
    low, beyond = bisect_left(rows, (first, "", "")), bisect_left(rows, (first + b"\0", "", ""))
    match operator:
        case "=":
            return low, beyond
        case "<":
            return 0, low
        case "<=":
            return 0, beyond
        case ">":
            return beyond, len(rows)
        case ">=":
            return low, len(rows)
        case "between":
            last = plain("S", values[1])
            return low, max(low, bisect_left(rows, (last + b"\0", "", "")))
        case _:
            # What begins with it: everything up to the first text that is greater than any continuation.
            return low, bisect_left(rows, (first + b"\xff" * 4, "", ""))
