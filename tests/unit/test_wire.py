"""The wire to DynamoDB says what botocore would say, and hears what botocore would hear."""

import json
from datetime import UTC, datetime
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, HTTPClientError
from botocore.serialize import create_serializer

from kernel.wire import DYNAMODB, SQS, STEP_FUNCTIONS, Wire, endpoint_of


@pytest.fixture
def account(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "cn-northwest-1")
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        monkeypatch.delenv(name, raising=False)


def answered(status, body, service=DYNAMODB):
    """A client of whom every request is answered with this, and the requests it sent."""
    wire, sent = Wire(service), []

    def answer(request, **_):
        sent.append(request)
        headers: Any = {"x-amzn-requestid": "r-1"}
        response: Any = AWSResponse(request.url, status, headers, None)
        response._content = body
        return response

    wire.meta.events.register(f"before-send.{service.name}", answer, unique_id="answer")
    return wire, sent


@pytest.fixture(autouse=True)
def _leave_nothing_registered():
    yield
    botocore.session.get_session().get_component("event_emitter").unregister(
        "before-send.dynamodb", unique_id="answer"
    )


@pytest.mark.parametrize("token", [None, "session-token"])
def test_a_request_carries_the_signature_botocore_would_put_on_it(account, monkeypatch, token):
    if token:
        monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    wire, sent = answered(200, b"{}")

    wire.query(TableName="t", ExpressionAttributeValues={":p": {"S": "𠮷"}})

    (request,) = sent
    names = ["Content-Type", "X-Amz-Target"]
    expected = AWSRequest("POST", request.url, {n: request.headers[n] for n in names}, request.body)
    expected.context["timestamp"] = request.headers["X-Amz-Date"]
    signer: Any = SigV4Auth(Credentials("testing", "testing", token), "dynamodb", "cn-northwest-1")
    signer._modify_request_before_signing(expected)
    signed = signer.signature(
        signer.string_to_sign(expected, signer.canonical_request(expected)), expected
    )
    assert request.headers["Authorization"].endswith(f"Signature={signed}")
    assert request.headers.get("X-Amz-Security-Token") == token


def test_the_signing_key_follows_the_day_and_the_secret(account):
    wire = Wire()

    keys = {
        wire._signing_key(*of) for of in [("a", "20261123"), ("a", "20261124"), ("b", "20261124")]
    }

    assert len(keys) == 3


SERVICES = {"dynamodb": DYNAMODB, "sqs": SQS, "stepfunctions": STEP_FUNCTIONS}


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("name", SERVICES)
def test_the_endpoint_of_every_region_is_the_one_botocore_knows(account, partition, name):
    session = boto3.Session()

    regions = session.get_available_regions(name, partition)

    assert regions
    for region in regions:
        client = session.client(name, region_name=region)
        assert endpoint_of(region, SERVICES[name]) == client.meta.endpoint_url


@pytest.mark.parametrize(
    ("name", "operation", "request_"),
    [
        ("sqs", "SendMessage", {"QueueUrl": "https://q", "MessageBody": "村", "DelaySeconds": 3}),
        (
            "sqs",
            "ChangeMessageVisibility",
            {"QueueUrl": "https://q", "ReceiptHandle": "r", "VisibilityTimeout": 5},
        ),
        ("stepfunctions", "StartExecution", {"stateMachineArn": "m", "name": "n", "input": "{}"}),
        ("stepfunctions", "StopExecution", {"executionArn": "e", "cause": "closed"}),
    ],
)
def test_an_operation_is_asked_for_as_botocore_would_ask(account, name, operation, request_):
    service = SERVICES[name]
    model = botocore.session.get_session().get_service_model(name)
    built = create_serializer(model.protocol).serialize_to_request(
        request_, model.operation_model(operation)
    )
    wire, sent = answered(200, b"{}", service)

    wire._make_api_call(operation, request_)

    assert model.signing_name == service.name
    assert sent[0].headers["X-Amz-Target"] == built["headers"]["X-Amz-Target"]
    assert sent[0].headers["Content-Type"] == built["headers"]["Content-Type"]
    assert json.loads(sent[0].body) == json.loads(built["body"])


def test_a_configured_endpoint_wins(account, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/")

    assert endpoint_of("us-east-1") == "http://127.0.0.1:4566"


def test_the_requests_own_time_is_the_machines_whatever_the_clock_is_told(account):
    from kernel import clock

    wire, sent = answered(200, b"{}")

    with clock.told_by(lambda: datetime(2031, 1, 1, tzinfo=UTC)):
        wire.query(TableName="t")

    assert not sent[0].headers["X-Amz-Date"].startswith("2031")


def test_a_refusal_has_the_code_and_the_reasons_dynamodb_gave(account):
    said = {
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "message": "Transaction cancelled",
        "CancellationReasons": [{"Code": "None"}, {"Code": "ConditionalCheckFailed"}],
    }
    wire, _ = answered(400, json.dumps(said).encode())

    with pytest.raises(ClientError) as refused:
        wire.transact_write_items(TransactItems=[])

    response: Any = refused.value.response
    assert response["Error"]["Code"] == "TransactionCanceledException"
    assert response["CancellationReasons"][1]["Code"] == "ConditionalCheckFailed"
    assert refused.value.operation_name == "TransactWriteItems"


@pytest.mark.parametrize(("status", "code"), [(503, "ServiceUnavailable"), (413, "413")])
def test_an_answer_that_is_not_dynamodbs_is_told_by_its_status(account, status, code):
    wire, _ = answered(status, b"<html>")

    with pytest.raises(ClientError) as refused:
        wire.query(TableName="t")

    response: Any = refused.value.response
    assert response["Error"]["Code"] == code


def test_an_answer_that_is_not_json_is_no_answer(account):
    wire, _ = answered(200, b"<html>log in to this network first</html>")

    with pytest.raises(HTTPClientError):
        wire.query(TableName="t")


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://dynamodb.example:443", "dynamodb.example"),
        ("http://127.0.0.1:80", "127.0.0.1"),
        ("http://127.0.0.1:4566", "127.0.0.1:4566"),
    ],
)
def test_the_signed_host_leaves_out_a_port_that_goes_without_saying(
    account, monkeypatch, endpoint, host
):
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)

    assert Wire()._host == host
