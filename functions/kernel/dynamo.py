"""The way to DynamoDB: one client per process, reads in one round trip, writes in one transaction, faults with a name.

Rows are PynamoDB models. What PynamoDB does not offer (one client for all models, one read over several tables, a page with an opaque
cursor) stands here, so that no store talks to the client itself.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeVar

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import PynamoDBException, VerboseClientError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite
from ulid import ULID

from kernel.problems import TryAgain

RowT = TypeVar("RowT", bound="Row")
Answer = TypeVar("Answer")

_BUSY = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TransactionInProgressException",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionConflictException",
}
_BUSY_REASONS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.02


@cache
def client() -> Any:
    """Return the process's DynamoDB client (made at first use, shared by all models)."""
    config = Config(
        parameter_validation=False,
        connect_timeout=2,
        read_timeout=5,
        max_pool_connections=10,
        retries={"total_max_attempts": 3, "mode": "standard"},
    )
    return botocore.session.get_session().create_client("dynamodb", config=config)


class TableMeta:
    """What every model's `Meta` inherits; the table's name comes from the environment of the function."""

    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


class Row(Model):
    """A row with the keys every table of Sizhi has."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = super()._get_connection()
        # Without this each model would build a client of its own, at the price of a cold start.
        connection.connection._client = client()  # pyright: ignore[reportPrivateUsage]
        return connection


class ConditionFailed(Exception):
    """A write met another state than it was decided on; nothing of the transaction was written.

    Parameters
    ----------
    failed
        The positions of the writes, in the order they were handed to `write`, whose condition did not hold.
    """

    def __init__(self, failed: Sequence[int]) -> None:
        self.failed = tuple(failed)
        super().__init__(f"condition failed on writes {self.failed}")


class Key(NamedTuple):
    """Where one row is."""

    model: type[Row]
    pk: str
    sk: str


class Write(NamedTuple):
    """One write of a transaction: the row to put under a condition, or None for no condition."""

    row: Row
    condition: Any = None


def call(operation: Callable[[], Answer]) -> Answer:
    """Run a storage call; a busy or unreachable store becomes `TryAgain`, after a few tries of our own."""
    for attempt in range(_ATTEMPTS):
        try:
            return operation()
        except (PynamoDBException, ClientError) as fault:
            if not _is_busy(fault):
                raise
            if attempt == _ATTEMPTS - 1:
                raise TryAgain from fault
        except BotoCoreError as fault:
            # The connection broke: whether the write arrived is unknown, and only the caller's own conditions can tell.
            if attempt == _ATTEMPTS - 1:
                raise TryAgain from fault
        time.sleep(_FIRST_PAUSE_SECONDS * 2**attempt * (0.5 + random.random()))
    raise AssertionError("unreachable")


def _is_busy(fault: Exception) -> bool:
    if isinstance(fault, ClientError):
        return fault.response.get("Error", {}).get("Code") in _BUSY
    cause = getattr(fault, "cause", None) or fault
    code = getattr(fault, "cause_response_code", None) or getattr(cause, "cause_response_code", None)
    if code in _BUSY:
        return True
    reasons = _reasons(fault)
    return bool(reasons) and not _failed(reasons) and any(reason in _BUSY_REASONS for reason in reasons)


def _reasons(fault: BaseException) -> list[str | None]:
    reasons = getattr(fault, "cancellation_reasons", None) or ()
    return [reason.code if reason else None for reason in reasons]


def _failed(reasons: Sequence[str | None]) -> list[int]:
    return [position for position, reason in enumerate(reasons) if reason == "ConditionalCheckFailed"]


def write(writes: Sequence[Write]) -> None:
    """Put all rows in one transaction, or none.

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

    token = str(ULID())

    def commit() -> None:
        with TransactWrite(connection=_shared_connection(), client_request_token=token) as transaction:
            for row, condition in writes:
                transaction.save(row, condition=condition)

    try:
        call(commit)
    except PynamoDBException as fault:
        failed = _failed(_reasons(fault))
        if not failed:
            raise
        raise ConditionFailed(failed) from fault


@cache
def _shared_connection() -> Connection:
    connection = Connection(region=TableMeta.region)
    connection._client = client()  # pyright: ignore[reportPrivateUsage]
    return connection


def read(keys: Sequence[Key], *, consistent: bool = False) -> list[Any]:
    """Read rows of any tables in one round trip.

    Returns
    -------
    list
        One row per key, in the order of the keys; None where there is none.
    """
    wanted: dict[str, dict[str, Any]] = {}
    for model, pk, sk in dict.fromkeys(keys):
        table = wanted.setdefault(model.Meta.table_name, {"Keys": [], "ConsistentRead": consistent})  # type: ignore[attr-defined]
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
    rows: list[Any] = []
    for model, pk, sk in keys:
        item = found.get((model.Meta.table_name, pk, sk))  # type: ignore[attr-defined]
        rows.append(None if item is None else model.from_raw_data(dict(item)))
    return rows


class Page(NamedTuple):
    """One Query page: the raw items and where the next page starts (None: this was the last)."""

    items: list[dict[str, Any]]
    next_key: dict[str, Any] | None


class Range(NamedTuple):
    """Which part of a partition a Query reads: `operator` is one of `begins_with`, `<`, `<=`, `>`, `>=`, `between`."""

    attribute: str
    operator: str
    values: tuple[str, ...]


def query(
    model: type[Row],
    partition: tuple[str, str],
    *,
    index: str | None = None,
    within: Range | None = None,
    only: Mapping[str, str | tuple[str, str]] | None = None,
    limit: int,
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
        A filter on other attributes: a value for equality, or an (operator, value) pair; `begins_with` is an operator. Filtered rows
        are read and dropped, so a page may hold fewer than `limit` rows, even none, before the end.
    limit
        Rows to read, before the filter.
    """
    names: dict[str, str] = {"#p": partition[0]}
    values: dict[str, Any] = {":p": {"S": partition[1]}}
    condition = "#p = :p"
    if within:
        names["#s"] = within.attribute
        marks: list[str] = []
        for position, value in enumerate(within.values):
            values[f":s{position}"] = {"S": value}
            marks.append(f":s{position}")
        if within.operator == "begins_with":
            condition += f" AND begins_with(#s, {marks[0]})"
        elif within.operator == "between":
            condition += f" AND #s BETWEEN {marks[0]} AND {marks[1]}"
        else:
            condition += f" AND #s {within.operator} {marks[0]}"
    filters: list[str] = []
    for position, (attribute, wanted) in enumerate((only or {}).items()):
        operator, value = wanted if isinstance(wanted, tuple) else ("=", wanted)
        names[f"#f{position}"] = attribute
        values[f":f{position}"] = {"S": value}
        filters.append(
            f"begins_with(#f{position}, :f{position})" if operator == "begins_with" else f"#f{position} {operator} :f{position}"
        )
    request: dict[str, Any] = {
        "TableName": model.Meta.table_name,  # type: ignore[attr-defined]
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "Limit": limit,
        "ScanIndexForward": not newest_first,
    }
    if index:
        request["IndexName"] = index
    else:
        request["ConsistentRead"] = consistent
    if filters:
        request["FilterExpression"] = " AND ".join(filters)
    if start:
        request["ExclusiveStartKey"] = start
    answer = call(lambda: client().query(**request))
    return Page(answer["Items"], answer.get("LastEvaluatedKey"))


class Ensure:
    """Conditions that come back again and again."""

    is_new: ClassVar[Any] = Row.pk.does_not_exist()


__all__ = [
    "ConditionFailed",
    "Ensure",
    "Key",
    "Page",
    "Range",
    "Row",
    "TableMeta",
    "VerboseClientError",
    "Write",
    "call",
    "client",
    "query",
    "read",
    "write",
]
