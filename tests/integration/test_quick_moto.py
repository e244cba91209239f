"""Test support of our own is only quicker than moto: the same answers, the same refusals, the same rows afterwards."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.dynamodb.models.dynamo_type import Item

from tests.support.quick_moto import aws_in_process

TABLE: dict[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "unit")
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_unit",
            "KeySchema": [
                {"AttributeName": "unit", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
}
SHORT: dict[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
}
Call = tuple[str, dict[str, Any]]


def key(sk: str) -> dict[str, Any]:
    return {"pk": {"S": "a"}, "sk": {"S": sk}}


def row(sk: str, **more: Any) -> dict[str, Any]:
    return key(sk) | {"unit": {"S": "140426"}, "n": {"N": "1"}} | more


def put(sk: str, **condition: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "rows", "Item": row(sk, new={"BOOL": True}), **condition}}


def add(sk: str) -> dict[str, Any]:
    return {
        "Update": {
            "TableName": "rows",
            "Key": key(sk),
            "UpdateExpression": "ADD #n :one SET tags = :tags",
            "ExpressionAttributeNames": {"#n": "n"},
            "ExpressionAttributeValues": {":one": {"N": "2"}, ":tags": {"L": [{"S": "x"}]}},
        }
    }


def transaction(*entries: dict[str, Any]) -> Call:
    return "transact_write_items", {"TransactItems": list(entries)}


NEW = {"ConditionExpression": "attribute_not_exists(pk)"}
AND_SAY = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
DELETE = {"Delete": {"TableName": "rows", "Key": key("2")}}
DELETE_SHORT = {"Delete": {"TableName": "short", "Key": {"pk": {"S": "a"}}}}
PUT_SHORT = {"Put": {"TableName": "short", "Item": {"pk": {"S": "b"}}}}
CHECK = {"ConditionCheck": {"TableName": "rows", "Key": key("9"), "ConditionExpression": "n = :n"}}
CHECK["ConditionCheck"]["ExpressionAttributeValues"] = {":n": {"N": "1"}}

CALLS: dict[str, Call] = {
    "everything is written": transaction(put("4", **NEW), add("1"), DELETE, PUT_SHORT),
    "a lost condition": transaction(add("1"), add("7"), put("8"), DELETE, put("3", **NEW)),
    "a lost condition, and the row": transaction(put("8"), put("3", **NEW, **AND_SAY)),
    "two lost conditions": transaction(put("1", **NEW), put("4", **NEW), put("2", **NEW)),
    "rows over two tables": transaction(DELETE_SHORT, PUT_SHORT, put("3", **NEW)),
    "a check of a row that is not there": transaction(put("5"), CHECK),
    "one row twice": transaction(put("4"), add("1"), add("4")),
    "no such table": transaction(put("4"), {"Put": {"TableName": "none", "Item": row("1")}}),
    "no key": transaction(put("4"), {"Put": {"TableName": "rows", "Item": {"pk": {"S": "a"}}}}),
    "an unknown expression": transaction(
        put("4"), {"Update": {**add("1")["Update"], "UpdateExpression": "SETS n"}}
    ),
    "too much for a row": (
        "put_item",
        {"TableName": "rows", "Item": row("6", x={"S": "y" * 405_000})},
    ),
    "nearly too much for a row": (
        "put_item",
        {"TableName": "rows", "Item": row("6", x={"S": "y" * 404_000})},
    ),
    "a change": ("update_item", {**add("1")["Update"], "ReturnValues": "ALL_NEW"}),
    "a lost change": (
        "update_item",
        {**add("1")["Update"], "ConditionExpression": "attribute_not_exists(pk)", **AND_SAY},
    ),
    "a row": ("get_item", {"TableName": "rows", "Key": key("1")}),
    "no row": ("get_item", {"TableName": "rows", "Key": key("7")}),
    "a deletion": (
        "delete_item",
        {"TableName": "rows", "Key": key("1"), "ReturnValues": "ALL_OLD"},
    ),
    "several rows": (
        "batch_get_item",
        {
            "RequestItems": {
                "rows": {"Keys": [key("1"), key("7"), key("3")]},
                "short": {"Keys": [{"pk": {"S": "a"}}]},
            }
        },
    ),
    "a page": (
        "query",
        {
            "TableName": "rows",
            "KeyConditionExpression": "pk = :p AND sk > :s",
            "FilterExpression": "contains(kinds, :k)",
            "ExpressionAttributeValues": {":p": {"S": "a"}, ":s": {"S": "0"}, ":k": {"S": "one"}},
            "Limit": 2,
            "ScanIndexForward": False,
        },
    ),
    "a page of an index": (
        "query",
        {
            "TableName": "rows",
            "IndexName": "by_unit",
            "KeyConditionExpression": "#u = :u",
            "ExpressionAttributeNames": {"#u": "unit"},
            "ExpressionAttributeValues": {":u": {"S": "140426"}},
            "Limit": 1,
        },
    ),
    "everything": ("scan", {"TableName": "rows", "ReturnConsumedCapacity": "TOTAL"}),
    "a description": ("describe_time_to_live", {"TableName": "rows"}),
}
"""What is asked of a store that holds rows 1, 2 and 3."""


def answer(client: Any, name: str, said: dict[str, Any]) -> Any:
    """Return the answer or the refusal, without what HTTP adds."""
    try:
        told = getattr(client, name)(**said)
    except ClientError as refusal:
        told: Any = refusal.response
        told["status"] = told["ResponseMetadata"]["HTTPStatusCode"]
    told.pop("ResponseMetadata")
    return told


def told(cloud: AbstractContextManager[Any], call: Call) -> tuple[Any, Any, Any]:
    """Make the call in this cloud; return the answer and what both tables hold afterwards."""
    with cloud:
        client: Any = boto3.client("dynamodb")
        client.create_table(TableName="rows", **TABLE)
        client.create_table(TableName="short", **SHORT)
        client.put_item(TableName="short", Item={"pk": {"S": "a"}, "n": {"N": "5"}})
        for sk in ("1", "2", "3"):
            rich = {"kinds": {"SS": ["one"]}, "deep": {"M": {"a": {"L": [{"NULL": True}]}}}}
            client.put_item(TableName="rows", Item=row(sk, photo={"B": b"\x00\xff"}, **rich))
        said = answer(client, *call)
        rows, short = (client.scan(TableName=name)["Items"] for name in ("rows", "short"))
        return said, sorted(rows, key=str), sorted(short, key=str)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_answers_refusals_and_what_is_left_are_those_of_moto(call: Call) -> None:
    assert told(aws_in_process(), call) == told(mock_aws(), call)


def test_a_cancelled_transaction_says_which_condition_failed_and_writes_nothing() -> None:
    refusal, rows, short = told(
        aws_in_process(), transaction(add("1"), PUT_SHORT, DELETE, put("3", **NEW, **AND_SAY))
    )

    reasons = refusal["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == [*["None"] * 3, "ConditionalCheckFailed"]
    assert reasons[3]["Item"]["sk"] == {"S": "3"}
    assert [(kept["sk"]["S"], kept["n"]["N"], "new" in kept) for kept in rows] == [
        *(("1", "1", False), ("2", "1", False), ("3", "1", False)),
    ]
    assert [kept["pk"]["S"] for kept in short] == ["a"]


def test_a_transaction_copies_no_row_that_it_does_not_name() -> None:
    copied: list[str] = []
    copy_of = Item.__deepcopy__

    def counted(item: Item, memo: Any) -> Item:
        copied.append(item.range_key.value)
        return copy_of(item, memo)

    with aws_in_process():
        client: Any = boto3.client("dynamodb")
        client.create_table(TableName="rows", **TABLE)
        for sk in ("1", "2", "3"):
            client.put_item(TableName="rows", Item=row(sk))
        with patch.object(Item, "__deepcopy__", counted):
            client.transact_write_items(TransactItems=[add("1"), put("9")])

    assert set(copied) == {"1"}
