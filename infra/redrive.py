"""Give what ended in a dead-letter queue another chance, once its cause is mended.

Usage: `python -m infra.redrive --stack sizhi QUEUE [--dry-run]`, QUEUE one of imports, exports, media, incident-stream,
notice-stream, points-stream.

SQS's own redrive is not there in AWS China, and for streams the queue holds only the place of the failed batch, not the batch: this
fetches the records from the stream (kept for 24 hours) and hands them to the function again. A message is deleted only once its work
is done; all functions take the same message or record twice without harm.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, cast

import boto3

_ITEMS_A_READ = 10
STREAMS = {
    "incident-stream": "IncidentStream",
    "notice-stream": "NoticeStream",
    "points-stream": "PointsStream",
}
"""The function that follows a stream, by the name of its queue here."""


class Redriven(NamedTuple):
    """What became of the messages."""

    done: int
    left: int


class Stack:
    """The deployed stack, by the names of its template."""

    def __init__(self, name: str, client: Callable[[str], Any]) -> None:
        self.client = client
        described = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
        self.outputs = {one["OutputKey"]: one["OutputValue"] for one in described["Outputs"]}
        self._name = name

    def function(self, logical_id: str) -> str:
        """Return the name of a function."""
        detail = self.client("cloudformation").describe_stack_resource(
            StackName=self._name, LogicalResourceId=logical_id
        )
        return detail["StackResourceDetail"]["PhysicalResourceId"]


def redrive_queue(stack: Stack, kind: str, *, dry_run: bool) -> Redriven:
    """Send every dead message of a worker to its queue again.

    Parameters
    ----------
    kind
        `Import`, `Export` or `Media`, as the stack's outputs begin.
    """
    sqs, target = stack.client("sqs"), stack.outputs[f"{kind}QueueUrl"]

    def again(body: str) -> bool:
        sqs.send_message(QueueUrl=target, MessageBody=body)
        return True

    return _drain(sqs, stack.outputs[f"{kind}DeadLettersUrl"], again, dry_run=dry_run)


def redrive_stream(stack: Stack, queue_output: str, logical_id: str, *, dry_run: bool) -> Redriven:
    """Hand every failed batch of a stream to its function again.

    Parameters
    ----------
    queue_output
        The stack output that holds the dead-letter queue's address.
    logical_id
        The function that follows the stream.
    """
    streams, functions = stack.client("dynamodbstreams"), stack.client("lambda")
    function = stack.function(logical_id)

    def again(body: str) -> bool:
        batch = json.loads(body)["DDBStreamBatchInfo"]
        try:
            records = _records(streams, batch)
        except streams.exceptions.TrimmedDataAccessException:
            print(
                f"older than the stream keeps (24 h), left in the queue: {batch}", file=sys.stderr
            )
            return False
        answer = functions.invoke(
            FunctionName=function, Payload=json.dumps({"Records": records}, default=str)
        )
        told = json.loads(answer["Payload"].read() or b"{}")
        if answer.get("FunctionError") or told.get("batchItemFailures"):
            print(f"failed again, left in the queue: {told}", file=sys.stderr)
            return False
        return True

    return _drain(stack.client("sqs"), stack.outputs[queue_output], again, dry_run=dry_run)


def _records(streams: Any, batch: dict[str, Any]) -> list[dict[str, Any]]:
    """Fetch the records of a failed batch from the stream, in order."""
    iterator = streams.get_shard_iterator(
        StreamArn=batch["streamArn"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=batch["startSequenceNumber"],
    )["ShardIterator"]
    last, records = int(batch["endSequenceNumber"]), list[dict[str, Any]]()
    while iterator and len(records) < batch["batchSize"]:
        answer = streams.get_records(ShardIterator=iterator)
        if not answer["Records"]:
            break
        for record in answer["Records"]:
            if int(record["dynamodb"]["SequenceNumber"]) > last:
                return records
            records.append(record)
        iterator = answer.get("NextShardIterator")
    return records


def _drain(sqs: Any, queue_url: str, again: Callable[[str], bool], *, dry_run: bool) -> Redriven:
    done = left = 0
    while messages := sqs.receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=_ITEMS_A_READ, VisibilityTimeout=300
    ).get("Messages"):
        for message in messages:
            if dry_run:
                print(message["Body"])
                left += 1
            elif again(message["Body"]):
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
                done += 1
            else:
                left += 1
    return Redriven(done, left)


def main() -> int:
    """Redrive one queue and say what became of it; 1 when something is left."""
    parser = argparse.ArgumentParser(description="Give dead letters another chance.")
    parser.add_argument("queue", choices=["imports", "exports", "media", *STREAMS])
    parser.add_argument("--stack", default="sizhi")
    parser.add_argument("--dry-run", action="store_true", help="only show what is in the queue")
    asked = parser.parse_args()
    stack = Stack(asked.stack, cast("Callable[[str], Any]", boto3.client))
    if asked.queue in ("imports", "exports", "media"):
        kind = asked.queue.removesuffix("s").capitalize()
        redriven = redrive_queue(stack, kind, dry_run=asked.dry_run)
    else:
        function = STREAMS[asked.queue]
        redriven = redrive_stream(
            stack, f"{function}DeadLettersUrl", function, dry_run=asked.dry_run
        )
    print(f"{redriven.done} done, {redriven.left} left")
    return 1 if redriven.left and not asked.dry_run else 0


if __name__ == "__main__":
    raise SystemExit(main())
