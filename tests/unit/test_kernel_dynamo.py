"""The way to the store: what is tried again, what is told, what one round trip asks for."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

from assembly.store.rows import ShardRow
from incidents.store.mapping import to_row
from incidents.store.rows import NoteRow, StandingRow
from kernel.problems import TryAgain
from kernel.storage import dynamo, rows
from tests.support.incidents import report


def answered(code: str, status: int = 400) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": ""},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(response, "Query")


def cancelled(*codes: str) -> ClientError:
    """A cancelled transaction as DynamoDB tells it: a reason for every write."""
    reasons = [{"Code": code} for code in codes]
    error = {"Code": "TransactionCanceledException", "Message": ", ".join(codes)}
    said: Any = {"Error": error, "CancellationReasons": reasons}
    return ClientError(said, "TransactWriteItems")


class Failing:
    """Fails some times, then answers."""

    def __init__(self, fault: Exception, times: int) -> None:
        self.fault, self.times, self.tries = fault, times, 0

    def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self.times:
            raise self.fault
        return "answer"


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch):
    monkeypatch.setattr(dynamo, "_FIRST_PAUSE_SECONDS", 0)


BUSY = [
    answered("ThrottlingException"),
    answered("RequestTimeoutException"),
    answered("UnknownError", status=500),
    answered("Whatever", status=429),
    answered("ProvisionedThroughputExceededException"),
    answered("InternalServerError"),
    ConnectTimeoutError(endpoint_url="x"),
    ReadTimeoutError(endpoint_url="x"),
    cancelled("TransactionConflict", "None"),
    cancelled("None", "ThrottlingError"),
]
FINAL = [
    answered("ValidationException"),
    answered("AccessDeniedException"),
    cancelled("ConditionalCheckFailed", "None"),
    cancelled("ConditionalCheckFailed", "TransactionConflict"),
    cancelled("ItemCollectionSizeLimitExceeded"),
]


@pytest.mark.parametrize("fault", BUSY, ids=str)
def test_a_busy_store_is_asked_again(fault):
    operation = Failing(fault, times=2)

    assert dynamo.call(operation) == "answer"
    assert operation.tries == 3


@pytest.mark.parametrize("fault", BUSY, ids=str)
def test_a_store_that_stays_busy_asks_the_client_to_try_again(fault):
    with pytest.raises(TryAgain):
        dynamo.call(Failing(fault, times=99))


@pytest.mark.parametrize("fault", FINAL, ids=str)
def test_a_refusal_is_not_asked_again(fault):
    operation = Failing(fault, times=99)

    with pytest.raises(type(fault)):
        dynamo.call(operation)
    assert operation.tries == 1


class Recorder:
    """Stands where the client is and keeps what was asked."""

    def __init__(self, *answers: dict) -> None:
        self.answers, self.asked = list(answers), []

    def batch_get_item(self, **said):
        self.asked.append(said["RequestItems"])
        return self.answers.pop(0)


@pytest.fixture
def client(monkeypatch):
    def use(*answers: dict) -> Recorder:
        recorder = Recorder(*answers)
        monkeypatch.setattr(dynamo, "client", lambda: recorder)
        return recorder

    return use


def key(pk: str) -> dynamo.Key:
    from kernel.directory import UnitRow

    return dynamo.Key(UnitRow, pk, "UNIT")


def item(pk: str) -> dict:
    return {
        "pk": {"S": pk},
        "sk": {"S": "UNIT"},
        "code": {"S": pk},
        "level": {"S": "grid"},
        "name": {"S": pk},
    }


def test_rows_come_back_in_the_order_asked_for_with_gaps_where_there_are_none(client):
    asked = client({"Responses": {"registry": [item("b"), item("a")]}})

    rows = dynamo.read([key("a"), key("missing"), key("b"), key("a")])

    assert [row and row.pk for row in rows] == ["a", None, "b", "a"]
    assert len(asked.asked[0]["registry"]["Keys"]) == 3


def test_keys_the_store_did_not_get_to_are_asked_for_again(client):
    left = {"registry": {"Keys": [{"pk": {"S": "b"}, "sk": {"S": "UNIT"}}]}}
    client(
        {"Responses": {"registry": [item("a")]}, "UnprocessedKeys": left},
        {"Responses": {"registry": [item("b")]}, "UnprocessedKeys": {}},
    )

    assert [row.pk for row in dynamo.read([key("a"), key("b")])] == ["a", "b"]


def test_a_store_that_never_gets_to_the_rest_asks_to_try_again(client):
    left = {"registry": {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "UNIT"}}]}}
    client(*[{"Responses": {}, "UnprocessedKeys": left}] * 5)

    with pytest.raises(TryAgain):
        dynamo.read([key("a")])


def test_nothing_asked_for_costs_no_round_trip(client):
    recorder = client()

    assert dynamo.read([]) == []
    assert recorder.asked == []


def test_a_number_is_altered_in_place_under_a_condition():
    class Shelf(rows.Row):
        class Meta(rows.TableMeta):
            table_name = "shelf"

        stock = NumberAttribute()

    key = dynamo.Key(Shelf, "SHELF", "SOAP")
    entry = rows.Alter(key, {"stock": -2}, {"seen": "x", "times": 1}, Shelf.stock >= 2)

    told = dynamo._alter(entry)

    assert told["Key"] == {"pk": {"S": "SHELF"}, "sk": {"S": "SOAP"}}
    assert told["UpdateExpression"] == "ADD #a0 :a0 SET #p0 = :p0, #p1 = :p1"
    assert told["ExpressionAttributeNames"] == {
        "#0": "stock",
        "#a0": "stock",
        "#p0": "seen",
        "#p1": "times",
    }
    assert told["ExpressionAttributeValues"] == {
        ":0": {"N": "2"},
        ":a0": {"N": "-2"},
        ":p0": {"S": "x"},
        ":p1": {"N": "1"},
    }


ROWS = [
    to_row(report().incident),
    StandingRow("INC#1", "STANDS#140426", unit="140426", open_in="FEED#140426", place_in_list="9"),
    NoteRow("INC#1", "RATING#1", incident_id="1", kind="rating", key_of="1"),
    ShardRow("SHARDS#1", "PRESENT#00", is_open=True, entries={"a": "1", "b": "2"}),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_is_stored_and_read_as_its_library_would(row: Any) -> None:
    stored = row.serialize()

    assert stored == Model.serialize(row)
    read, as_usual = type(row).from_raw_data(stored), type(row)._instantiate(stored)
    assert read.serialize() == stored
    assert _said(read) == _said(as_usual)


def _said(row: Any) -> dict[str, str]:
    return {name: repr(value) for name, value in row.attribute_values.items()}


def test_a_row_that_lacks_what_each_must_have_is_not_stored() -> None:
    with pytest.raises(AttributeNullError, match="kind"):
        NoteRow("INC#1", "RATING#1", incident_id="1", key_of="1").serialize()
