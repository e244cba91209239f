"""What ended in a dead-letter queue gets another chance, and is gone from the queue only once it is done."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from infra.redrive import Redriven, redrive_stream
from infra.stack import Stack
from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import report


def test_a_notice_that_died_on_the_way_is_delivered_by_redriving_its_batch(
    cloud: DeployedCounty,
) -> None:
    incident = report(cloud, category="road_traffic")
    eventually(lambda: _deliveries(cloud, incident), "the notice was delivered")
    record, shard, stream = _history_record(cloud, incident)
    _forget_deliveries(cloud, incident)
    queue = cloud.outputs["NoticeStreamDeadLettersUrl"]
    letter = json.dumps(_letter(record["dynamodb"]["SequenceNumber"], shard, stream))
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody=letter)

    stack = Stack(cloud.session["stack"], cloud.client)
    redriven = redrive_stream(stack, "NoticeStreamDeadLettersUrl", "NoticeStream", dry_run=False)

    assert redriven == Redriven(done=1, left=0)
    assert [one["state"] for one in _deliveries(cloud, incident)] == ["sent"]
    assert "Messages" not in cloud.client("sqs").receive_message(QueueUrl=queue)


def test_a_poison_record_is_set_aside_and_told_once_it_is_mended(cloud: DeployedCounty) -> None:
    incident = report(cloud, category="road_traffic")
    record, _, _ = _history_record(cloud, incident)
    mended = record["dynamodb"]["NewImage"] | {"sk": {"S": "HIST#000900"}, "seq": {"N": "900"}}
    table, database = cloud.outputs["IncidentsTableName"], cloud.client("dynamodb")
    queue = cloud.outputs["NoticeStreamDeadLettersUrl"]
    database.put_item(TableName=table, Item=mended | {"category": {"S": "不是 代码"}})

    def letters() -> int:
        told = cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
        return int(told["Attributes"]["ApproximateNumberOfMessages"])

    eventually(letters, "the record was set aside")
    stack = Stack(cloud.session["stack"], cloud.client)
    redrive = partial(redrive_stream, stack, "NoticeStreamDeadLettersUrl", "NoticeStream")
    too_early = redrive(dry_run=False)
    database.put_item(TableName=table, Item=mended)

    assert too_early == Redriven(done=0, left=1)
    assert redrive(dry_run=False) == Redriven(done=1, left=0)
    told = [one for one in _deliveries(cloud, incident) if one["seq"] == 900]
    assert {one["state"] for one in told} == {"sent"}


def _letter(number: str, shard: str, stream: str) -> dict[str, Any]:
    """Return what Lambda puts into the queue for a batch it gave up, as its guide for streams of DynamoDB shows it whole.

    The local cloud puts none there, however often a batch fails.
    """
    at = "2026-11-23T02:00:00.000Z"
    return {
        "requestContext": {
            "requestId": "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
            "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:sizhi-NoticeStream",
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 11,
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "version": "1.0",
        "timestamp": at,
        "DDBStreamBatchInfo": {
            "shardId": shard,
            "startSequenceNumber": number,
            "endSequenceNumber": number,
            "approximateArrivalOfFirstRecord": at,
            "approximateArrivalOfLastRecord": at,
            "batchSize": 1,
            "streamArn": stream,
        },
    }


def _deliveries(county: DeployedCounty, incident: dict[str, Any]) -> list[dict[str, Any]]:
    # There is no record to read before the first notice went out; what waits for a group robot is another story.
    answer = county.get("village_officer", f"/v1/notices/deliveries/{incident['id']}").json()
    return [one for one in answer.get("items", []) if one["channel"] == "topic"]


def _forget_deliveries(county: DeployedCounty, incident: dict[str, Any]) -> None:
    table, database = county.outputs["NoticesTableName"], county.client("dynamodb")
    found = database.query(
        TableName=table,
        KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": f"INC#{incident['id']}"}},
    )
    for item in found["Items"]:
        database.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def _history_record(
    county: DeployedCounty, incident: dict[str, Any]
) -> tuple[dict[str, Any], str, str]:
    streams = county.client("dynamodbstreams")
    stream = streams.list_streams(TableName=county.outputs["IncidentsTableName"])["Streams"][0][
        "StreamArn"
    ]
    for shard in streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        iterator: str | None = streams.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            answer = streams.get_records(ShardIterator=iterator)
            for record in answer["Records"]:
                keys = record["dynamodb"]["Keys"]
                if keys["pk"]["S"] == f"INC#{incident['id']}" and keys["sk"]["S"].startswith(
                    "HIST#"
                ):
                    return record, shard["ShardId"], stream
            iterator = answer.get("NextShardIterator") if answer["Records"] else None
    raise AssertionError("the stream does not hold the report")
