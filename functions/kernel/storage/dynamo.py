"""The way to DynamoDB: one client per process, reads in one round trip, writes in one transaction, faults with a name.

What PynamoDB does not offer (one client for all models, one read over several tables, a page with an opaque cursor) stands here, so
that no store talks to the client itself. Who decides and writes goes through `unit_of_work`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from ulid import ULID

from kernel.paging import wrong_cursor
from kernel.problems import TryAgain
from kernel.storage.rows import Alter, Check, ConditionFailed, Key, Row, Write
from kernel.wire import Wire

Answer = TypeVar("Answer")

_BUSY = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TransactionInProgressException",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionConflictException",
    "RequestTimeoutException",
}
_BUSY_REASONS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.02
# A client is told to try again before the function's own time is over and it hears nothing but the gateway.
_PATIENCE_SECONDS = 8.0


@cache
def client() -> Wire:
    """Return the process's DynamoDB client (made at first use, shared by all models)."""
    return Wire()


def call(operation: Callable[[], Answer]) -> Answer:
    """Run a storage call; a busy or unreachable store becomes `TryAgain`, after a few tries of our own."""
    begun = time.monotonic()
    for attempt in range(_ATTEMPTS):
        try:
            return operation()
        except (ClientError, BotoCoreError) as fault:
            if not _is_busy(fault):
                raise
            if attempt == _ATTEMPTS - 1 or time.monotonic() - begun > _PATIENCE_SECONDS:
                raise TryAgain from fault
        time.sleep(_FIRST_PAUSE_SECONDS * 2**attempt * (0.5 + random.random()))  # noqa: S311 - spreads retries
    raise AssertionError("unreachable")


def _is_busy(fault: Exception) -> bool:
    if not isinstance(fault, ClientError):
        # The connection broke: whether the write arrived is unknown, and only the caller's own conditions can tell.
        return True
    status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if (
        status >= 500
        or status in (408, 429)
        or fault.response.get("Error", {}).get("Code") in _BUSY
    ):
        return True
    reasons = _reasons(fault)
    return (
        bool(reasons)
        and not _failed(reasons)
        and any(reason in _BUSY_REASONS for reason in reasons)
    )


def _reasons(fault: ClientError) -> list[str]:
    reasons: Any = fault.response.get("CancellationReasons") or ()
    return [reason.get("Code", "None") for reason in reasons]


def _failed(reasons: Sequence[str]) -> list[int]:
    return [
        position for position, reason in enumerate(reasons) if reason == "ConditionalCheckFailed"
    ]


def write(writes: Sequence[Write | Alter | Check]) -> None:
    """Put, alter and check all rows in one transaction, or none.

    A transaction that comes back without an answer is sent again under the same client request token, which DynamoDB honours for ten
    minutes. A caller that must be sure beyond that (or on a store that forgets tokens) recognises its own first arrival by a change id
    in the row.

    Raises
    ------
    ConditionFailed
        A condition did not hold.
    TryAgain
        The store is busy.
    """
    request = {
        "TransactItems": [_item(entry) for entry in writes],
        "ClientRequestToken": str(ULID()),
    }
    try:
        call(lambda: client().transact_write_items(**request))
    except ClientError as fault:
        failed = _failed(_reasons(fault))
        if not failed:
            raise
        raise ConditionFailed(failed) from fault


def _item(entry: Write | Alter | Check) -> dict[str, Any]:
    match entry:
        case Write():
            return {"Put": _put(entry.row, entry.condition)}
        case Alter():
            return {"Update": _alter(entry)}
        case Check():
            return {"ConditionCheck": _check(entry)}


def _check(entry: Check) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    condition = entry.condition.serialize(names, values)
    check: dict[str, Any] = {
        "TableName": entry.key.model.Meta.table_name,  # type: ignore[attr-defined]
        "Key": {"pk": {"S": entry.key.pk}, "sk": {"S": entry.key.sk}},
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {placeholder: name for name, placeholder in names.items()},
    }
    return check | ({"ExpressionAttributeValues": values} if values else {})


def _put(row: Row, condition: Any) -> dict[str, Any]:
    put: dict[str, Any] = {"TableName": row.Meta.table_name, "Item": row.serialize()}  # type: ignore[attr-defined]
    if condition is not None:
        names: dict[str, str] = {}
        values: dict[str, Any] = {}
        put["ConditionExpression"] = condition.serialize(names, values)
        put["ExpressionAttributeNames"] = {placeholder: name for name, placeholder in names.items()}
        if values:
            put["ExpressionAttributeValues"] = values
    return put


def _alter(entry: Alter) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    update: dict[str, Any] = {
        "TableName": entry.key.model.Meta.table_name,  # type: ignore[attr-defined]
        "Key": {"pk": {"S": entry.key.pk}, "sk": {"S": entry.key.sk}},
    }
    if entry.condition is not None:
        update["ConditionExpression"] = entry.condition.serialize(names, values)
    told = {placeholder: name for name, placeholder in names.items()}
    parts: list[str] = []
    for word, mark, between, given in (
        ("ADD", "a", " ", entry.add),
        ("SET", "p", " = ", entry.put),
    ):
        pieces: list[str] = []
        for position, (name, value) in enumerate(given.items()):
            told[f"#{mark}{position}"] = name
            kind = "S" if isinstance(value, str) else "N"
            values[f":{mark}{position}"] = {kind: str(value)}
            pieces.append(f"#{mark}{position}{between}:{mark}{position}")
        if pieces:
            parts.append(f"{word} {', '.join(pieces)}")
    return update | {
        "UpdateExpression": " ".join(parts),
        "ExpressionAttributeNames": told,
        "ExpressionAttributeValues": values,
    }


def read(keys: Sequence[Key], *, consistent: bool = False) -> list[Any]:
    """Read rows of any tables in one round trip.

    Returns
    -------
    list
        One row per key, in the order of the keys; None where there is none.
    """
    items = _read(keys, {"ConsistentRead": consistent})
    return [
        None if item is None else key.model.from_raw_data(dict(item))
        for key, item in zip(keys, items, strict=True)
    ]


def read_attributes(keys: Sequence[Key], attributes: Sequence[str]) -> list[Any]:
    """Read some attributes of rows, as stored, in one round trip: what a list shows, beside an index that holds its keys.

    Returns
    -------
    list
        One raw item per key, in the order of the keys; None where there is none.
    """
    wanted = dict.fromkeys(("pk", "sk", *attributes))
    names = {f"#a{position}": name for position, name in enumerate(wanted)}
    projected = {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}
    return _read(keys, projected)


def _read(keys: Sequence[Key], how: Mapping[str, Any]) -> list[Mapping[str, Any] | None]:
    wanted: dict[str, dict[str, Any]] = {}
    for model, pk, sk in dict.fromkeys(keys):
        table = wanted.setdefault(model.Meta.table_name, {"Keys": [], **how})  # type: ignore[attr-defined]
        table["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
    found: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for _ in range(_ATTEMPTS):
        if not wanted:
            break
        batch = wanted
        answer = call(lambda: client().batch_get_item(RequestItems=batch))  # noqa: B023 - called before the next round
        for table, items in answer["Responses"].items():
            for item in items:
                found[table, item["pk"]["S"], item["sk"]["S"]] = item
        wanted = answer.get("UnprocessedKeys") or {}
    if wanted:
        raise TryAgain
    return [found.get((model.Meta.table_name, pk, sk)) for model, pk, sk in keys]  # type: ignore[attr-defined]


class Page(NamedTuple):
    """One Query page: the raw items and where the next page starts (None: this was the last)."""

    items: list[dict[str, Any]]
    next_key: dict[str, Any] | None


class Range(NamedTuple):
    """Which part of a partition a Query reads: `operator` is one of `begins_with`, `<`, `<=`, `>`, `>=`, `between`."""

    attribute: str
    operator: str
    values: tuple[str, ...]


Filter: TypeAlias = str | tuple[str, ...]
"""A value to equal, or an operator followed by its values."""
NOT_BEFORE = "not_before"
"""The operator of a filter that lets pass what comes no earlier, and what has no such attribute."""


def query(
    model: type[Row],
    partition: tuple[str, str],
    *,
    index: str | None = None,
    within: Range | None = None,
    only: Mapping[str, Filter] | None = None,
    limit: int | None,
    start: dict[str, Any] | None = None,
    newest_first: bool = False,
    consistent: bool = False,
) -> Page:
    """Read one page of a partition: one Query, whose cost depends on `limit` alone.

    Parameters
    ----------
    partition
        Attribute name and value of the partition key.
    within
        A condition on the sort key.
    only
        A filter on other attributes: a value for equality, or an operator and its values; `begins_with` and `in` are operators.
        Filtered rows are read and dropped, so a page may hold fewer than `limit` rows, even none, before the end.
    limit
        Rows to read, before the filter; None: as many as a page of the store holds, a megabyte.
    """
    names: dict[str, str] = {"#p": partition[0]}
    values: dict[str, Any] = {":p": {"S": partition[1]}}
    condition = "#p = :p" + (_narrowed(within, names, values) if within else "")
    filters: list[str] = []
    for position, (attribute, wanted) in enumerate((only or {}).items()):
        operator, *among = wanted if isinstance(wanted, tuple) else ("=", wanted)
        name, marks = f"#f{position}", [f":f{position}_{n}" for n in range(len(among))]
        names[name] = attribute
        values.update({mark: {"S": value} for mark, value in zip(marks, among, strict=True)})
        filters.append(_filter(name, operator, marks))
    request: dict[str, Any] = {
        "TableName": model.Meta.table_name,  # type: ignore[attr-defined]
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": not newest_first,
    }
    if limit:
        request["Limit"] = limit
    if index:
        request["IndexName"] = index
    else:
        request["ConsistentRead"] = consistent
    if filters:
        request["FilterExpression"] = " AND ".join(filters)
    if start:
        request["ExclusiveStartKey"] = start
    try:
        answer = call(lambda: client().query(**request))
    except ClientError as fault:
        # The store knows best whether a start lies in this list; a client may have made one up.
        if start and fault.response.get("Error", {}).get("Code") == "ValidationException":
            raise wrong_cursor() from fault
        raise
    return Page(answer["Items"], answer.get("LastEvaluatedKey"))


def _filter(name: str, operator: str, marks: Sequence[str]) -> str:
    if operator == "begins_with":
        return f"begins_with({name}, {marks[0]})"
    if operator == "in":
        return f"{name} IN ({', '.join(marks)})"
    if operator == NOT_BEFORE:
        return f"(attribute_not_exists({name}) OR {name} >= {marks[0]})"
    return f"{name} {operator} {marks[0]}"


def _narrowed(within: Range, names: dict[str, str], values: dict[str, Any]) -> str:
    names["#s"] = within.attribute
    marks = [f":s{position}" for position in range(len(within.values))]
    values.update({mark: {"S": value} for mark, value in zip(marks, within.values, strict=True)})
    if within.operator == "begins_with":
        return f" AND begins_with(#s, {marks[0]})"
    if within.operator == "between":
        return f" AND #s BETWEEN {marks[0]} AND {marks[1]}"
    return f" AND #s {within.operator} {marks[0]}"
