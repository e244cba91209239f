"""The store in memory is the service's: held against MiniStack over a long random script, and against AWS's documentation where that is too kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.cloud import LocalCloud
from tests.simulation.cloud.store import Change, Refused, Store

TABLE: dict[str, Any] = {
    "TableName": "rows",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "turn", "due_at")
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_turn",
            "KeySchema": [
                {"AttributeName": "turn", "KeyType": "HASH"},
                {"AttributeName": "due_at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["n"]},
        }
    ],
}
Call = tuple[str, dict[str, Any]]


class Time:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0


@pytest.fixture
def time() -> Time:
    """The store's time."""
    return Time()


@pytest.fixture
def store(time: Time) -> Store:
    """A store with one table and nothing in it."""
    return Store([TABLE], lambda: time.seconds)


def key(sk: str, pk: str = "a") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def put(sk: str, pk: str = "a", *, condition: str | None = None, **more: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"TableName": "rows", "Item": {**key(sk, pk), "n": {"N": "1"}, **more}}
    return said | ({"ConditionExpression": condition} if condition else {})


def transaction(*entries: dict[str, Any], token: str | None = None) -> Call:
    said: dict[str, Any] = {"TransactItems": list(entries)}
    return "TransactWriteItems", said | ({"ClientRequestToken": token} if token else {})


def puts(number: int) -> list[dict[str, Any]]:
    return [{"Put": put(f"{n:03d}")} for n in range(number)]


def query(pk: str = "a", **more: Any) -> Call:
    said = {
        "TableName": "rows",
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": pk}},
    }
    return "Query", said | more


def refusal(do: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.said["__type"].rpartition("#")[2]


# What AWS documents


def test_a_transaction_has_at_most_a_hundred_items(store):
    store.call(*transaction(*puts(100)))

    assert refusal(lambda: store.call(*transaction(*puts(101)))) == "ValidationException"


def test_a_transaction_names_no_row_twice(store):
    entries = [{"Put": put("1")}, {"ConditionCheck": {"TableName": "rows", "Key": key("1")}}]

    assert refusal(lambda: store.call(*transaction(*entries))) == "ValidationException"


def test_a_transaction_of_which_one_condition_fails_writes_nothing_and_says_which(store):
    store.call("PutItem", put("2"))
    taken = {"Put": put("2", condition="attribute_not_exists(pk)")}

    with pytest.raises(Refused) as refused:
        store.call(*transaction({"Put": put("1")}, taken))

    reasons: Any = refused.value.said["CancellationReasons"]
    codes = [reason["Code"] for reason in reasons]
    assert codes == ["None", "ConditionalCheckFailed"]
    assert [item["sk"]["S"] for item in store.call(*query())["Items"]] == ["2"]


def test_the_same_transaction_under_its_token_is_done_once_for_ten_minutes(store, time):
    add = {
        "Update": {
            "TableName": "rows",
            "Key": key("1"),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }
    for _ in range(2):
        store.call(*transaction(add, token="t"))
    time.seconds += 601
    store.call(*transaction(add, token="t"))

    assert store.call("GetItem", {"TableName": "rows", "Key": key("1")})["Item"]["n"] == {"N": "2"}


def test_another_transaction_under_a_token_is_refused(store):
    store.call(*transaction({"Put": put("1")}, token="t"))

    code = refusal(lambda: store.call(*transaction({"Put": put("2")}, token="t")))

    assert code == "IdempotentParameterMismatchException"


def test_a_page_ends_at_a_megabyte_and_the_next_goes_on_behind_it(store):
    for n in range(30):
        store.call("PutItem", put(f"{n:03d}", text={"S": "x" * 100_000}))

    first = store.call(*query())
    rest = store.call(*query(ExclusiveStartKey=first["LastEvaluatedKey"]))

    assert len(first["Items"]) == 10
    assert rest["Items"][0]["sk"]["S"] == "010"


def test_what_is_filtered_out_is_read_all_the_same(store):
    for n in range(4):
        store.call("PutItem", put(str(n)))

    page = store.call(*query(Limit=2, FilterExpression="attribute_not_exists(pk)"))

    assert (page["Items"], page["ScannedCount"]) == ([], 2)
    assert page["LastEvaluatedKey"] == key("1")


def test_a_row_of_more_than_400_kilobytes_is_refused(store):
    assert (
        refusal(lambda: store.call("PutItem", put("1", x={"S": "y" * 410_000})))
        == "ValidationException"
    )


def test_an_index_is_not_read_consistently(store):
    said = query()[1] | {"IndexName": "by_turn", "KeyConditionExpression": "turn = :p"}

    assert (
        refusal(lambda: store.call("Query", {**said, "ConsistentRead": True}))
        == "ValidationException"
    )


def test_a_row_read_twice_in_one_batch_is_refused(store):
    said = {"RequestItems": {"rows": {"Keys": [key("1"), key("1")]}}}

    assert refusal(lambda: store.call("BatchGetItem", said)) == "ValidationException"


def test_a_stream_tells_every_change_of_a_row_in_order_and_nothing_that_changed_nothing(store):
    told: list[Change] = []
    store.follow = told.append

    store.call("PutItem", put("1"))
    store.call("PutItem", put("1"))
    store.call("PutItem", put("1", more={"S": "x"}))
    store.call("DeleteItem", {"TableName": "rows", "Key": key("1")})

    assert [one.kind for one in told] == ["INSERT", "MODIFY", "REMOVE"]
    assert [one.number for one in told] == sorted(one.number for one in told)


def test_what_has_expired_goes_in_the_stores_own_time(store, time):
    store.call("PutItem", put("1", expires_at={"N": str(int(time.seconds) + 5)}))
    assert store.expire() == 0

    time.seconds += 6

    assert store.expire() == 1
    assert store.call(*query())["Items"] == []


# What MiniStack does


@pytest.fixture(scope="module")
def ministack(bare_cloud: LocalCloud) -> Iterator[Any]:
    """A server's client, with the same table."""
    client: Any = bare_cloud.client("dynamodb")
    client.create_table(**TABLE)
    yield client
    client.delete_table(TableName="rows")


CONDITIONS = (
    "attribute_not_exists(pk)",
    "attribute_exists(pk)",
    "n = :one",
    "n <> :one",
    "n > :one AND attribute_exists(pk)",
    "attribute_not_exists(turn) OR turn = :turn",
    "NOT (n BETWEEN :one AND :two)",
    "begins_with(sk, :s)",
    "n IN (:one, :two)",
)
VALUES = {
    ":one": {"N": "1"},
    ":two": {"N": "2"},
    ":turn": {"S": "v1"},
    ":s": {"S": "0"},
}
UPDATES = (
    "SET n = if_not_exists(n, :one)",
    "ADD n :one",
    "SET turn = :turn, due_at = :s",
    "SET n = n + :two",
    "REMOVE turn ADD n :two",
)


def used(*texts: str | None) -> dict[str, Any]:
    """Return the values that some expressions use: the service refuses others."""
    text = " ".join(one for one in texts if one)
    return {
        name: value
        for name, value in VALUES.items()
        if f"{name} " in f"{text} ".replace(",", " ").replace(")", " ")
    }


def given(*texts: str | None) -> dict[str, Any]:
    values = used(*texts)
    return {"ExpressionAttributeValues": values} if values else {}


def script(seed: int, length: int) -> Iterator[Call]:
    """Yield what is asked of a store, one after the other."""
    draw = random.Random(seed)
    for _ in range(length):
        kind = draw.choice(("put", "update", "delete", "transact", "query", "index", "batch"))
        yield _SCRIPTED[kind](draw)


def _a_key(draw: random.Random) -> dict[str, Any]:
    return key(f"{draw.randrange(12):02d}{draw.choice(('', 'é', '村'))}", draw.choice("ab"))


def _a_row(draw: random.Random) -> dict[str, Any]:
    row = {**_a_key(draw), "n": {"N": str(draw.randrange(4))}}
    if draw.random() < 0.6:
        row |= {
            "turn": {"S": draw.choice(("v1", "v2"))},
            "due_at": {"S": f"2026-0{draw.randrange(9)}"},
        }
    return row | ({"m": {"M": {"x": {"S": "y"}}}} if draw.random() < 0.2 else {})


def _condition(draw: random.Random) -> dict[str, Any]:
    if draw.random() < 0.4:
        return {}
    return {"ConditionExpression": draw.choice(CONDITIONS)}


def _a_put(draw: random.Random) -> dict[str, Any]:
    said = {"TableName": "rows", "Item": _a_row(draw), **_condition(draw)}
    return said | given(said.get("ConditionExpression"))


def _an_update(draw: random.Random) -> dict[str, Any]:
    said = {"TableName": "rows", "Key": _a_key(draw), **_condition(draw)}
    said["UpdateExpression"] = draw.choice(UPDATES)
    return said | given(said.get("ConditionExpression"), said["UpdateExpression"])


def _a_transaction(draw: random.Random) -> Call:
    entries = [
        {"Put": _a_put(draw)} if draw.random() < 0.6 else {"Update": _an_update(draw)}
        for _ in range(draw.randrange(1, 4))
    ]
    return transaction(*entries)


def _a_query(draw: random.Random) -> Call:
    sort = draw.choice(
        (
            "",
            " AND sk >= :s",
            " AND begins_with(sk, :s)",
            " AND sk < :t",
            " AND sk BETWEEN :s AND :t",
        )
    )
    values = {":p": {"S": draw.choice("ab")}, ":s": {"S": "0"}, ":t": {"S": "09"}}
    values = {name: value for name, value in values.items() if name == ":p" or name in sort}
    said = {
        "TableName": "rows",
        "KeyConditionExpression": f"pk = :p{sort}",
        "ExpressionAttributeValues": values,
        "ScanIndexForward": draw.random() < 0.5,
    }
    return "Query", said | ({"Limit": draw.randrange(1, 5)} if draw.random() < 0.5 else {})


def _an_index_query(draw: random.Random) -> Call:
    said = {
        "TableName": "rows",
        "IndexName": "by_turn",
        "KeyConditionExpression": "turn = :turn AND due_at <= :d",
        "ExpressionAttributeValues": {":turn": VALUES[":turn"], ":d": {"S": "2026-05"}},
    }
    return "Query", said


def _a_batch(draw: random.Random) -> Call:
    keys = {str(one): one for one in (_a_key(draw) for _ in range(5))}
    how: dict[str, Any] = {"Keys": list(keys.values())}
    if draw.random() < 0.5:
        how |= {"ProjectionExpression": "#a, sk", "ExpressionAttributeNames": {"#a": "turn"}}
    return "BatchGetItem", {"RequestItems": {"rows": how}}


_SCRIPTED: dict[str, Callable[[random.Random], Call]] = {
    "put": lambda draw: ("PutItem", _a_put(draw)),
    "update": lambda draw: ("UpdateItem", {**_an_update(draw), "ReturnValues": "UPDATED_NEW"}),
    "delete": lambda draw: ("DeleteItem", {"TableName": "rows", "Key": _a_key(draw)}),
    "transact": _a_transaction,
    "query": _a_query,
    "index": _an_index_query,
    "batch": _a_batch,
}


def answer(ask: Callable[..., Any], *how: Any, **asked: Any) -> Any:
    """Return what was answered, as far as both say it; a refusal by its code and reasons."""
    try:
        told = dict(ask(*how, **asked))
    except ClientError as refused:
        said: Any = refused.response
        return said["Error"]["Code"], [one["Code"] for one in said.get("CancellationReasons", [])]
    except Refused as refused:
        said = refused.said
        reasons = said.get("CancellationReasons", [])
        return said["__type"].rpartition("#")[2], [one["Code"] for one in reasons]
    for name in ("ResponseMetadata", "ConsumedCapacity"):
        told.pop(name, None)
    if "Responses" in told:
        told["Responses"]["rows"].sort(key=str)
        told["Responses"]["rows"] = [dict(sorted(row.items())) for row in told["Responses"]["rows"]]
    return told


def _method(operation: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in operation).lstrip("_")


@pytest.mark.parametrize("seed", range(4))
def test_a_long_script_is_answered_as_ministack_answers_it(ministack, store, seed):
    for item in ministack.scan(TableName="rows")["Items"]:
        ministack.delete_item(TableName="rows", Key={name: item[name] for name in ("pk", "sk")})

    for number, (operation, said) in enumerate(script(seed, 250)):
        theirs = answer(getattr(ministack, _method(operation)), **said)
        ours = answer(store.call, operation, said)
        assert ours == theirs, f"step {number}: {operation} {said}"
