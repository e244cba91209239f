"""Give what ended in a dead-letter queue another chance, once its cause is mended.

Usage: `python -m infra.redrive --stack sizhi QUEUE [--dry-run]`, QUEUE one of imports, exports, media, incident-stream,
notice-stream, points-stream.

SQS's own redrive is not there in AWS China, and for streams the queue holds only the place of the failed batch, not the batch: this
fetches the records from the stream (kept for 24 hours) and hands them to the function again. A notice that was set aside alone is there
by the key of its entry, which is read from its table however old it is. A message is deleted only once its work
is done; all functions take the same message or record twice without harm.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

import boto3

from infra.stack import Missing, Stack, saying_what_is_missing

_ITEMS_A_READ = 10
HIDDEN_FOR = 300
"""Seconds in which nobody else gets a message that is being redriven."""
RECORDS_A_CALL = 25
"""As many as the stream hands to a function at once: it has the time for them, and they fit into a call."""
MOST_EMPTY_PAGES = 1000
"""So many empty pages in a row are the end of what an open shard holds; some are usual in the middle of one."""
QUEUES = {"imports": "Import", "exports": "Export", "media": "Media"}
"""How the outputs of a worker's queues begin."""
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


class RecordsGone(Exception):
    """The stream holds a batch no more, or not all of it: it may not count as done."""


class NotABatch(Exception):
    """A message tells of no batch of a stream, and of no record."""


class FailedAgain(Exception):
    """The function did not manage the records this time either."""


class Batch(NamedTuple):
    """Where a failed batch lies in its stream, both ends included."""

    stream: str
    shard: str
    first: str
    last: int


class SetAside(NamedTuple):
    """A record that its function set aside alone: the key of what was written, and of which stream."""

    stream: str
    keys: dict[str, Any]
    number: str


def redrive_queue(stack: Stack, kind: str, *, dry_run: bool) -> Redriven:
    """Send every dead message of a worker to its queue again.

    Parameters
    ----------
    kind
        `Import`, `Export` or `Media`, as the stack's outputs begin.
    """
    sqs, target = stack.client("sqs"), stack.output(f"{kind}QueueUrl")

    def again(body: str) -> bool:
        sqs.send_message(QueueUrl=target, MessageBody=body)
        return True

    return _drain(sqs, stack.output(f"{kind}DeadLettersUrl"), again, dry_run=dry_run)


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
    function, queue = stack.function(logical_id), stack.output(queue_output)

    def again(body: str) -> bool:
        try:
            letter = read_letter(body)
            if isinstance(letter, SetAside):
                record = _entry(stack.client("dynamodb"), letter)
                _hand_over(functions, function, [record], redriven=True)
            else:
                for records in _records(streams, letter):
                    _hand_over(functions, function, records)
        except (RecordsGone, NotABatch, FailedAgain) as fault:
            print(f"left in the queue: {fault}\n  {body}", file=sys.stderr)
            return False
        return True

    return _drain(stack.client("sqs"), queue, again, dry_run=dry_run)


def read_letter(body: str) -> Batch | SetAside:
    """Read what Lambda leaves of a batch it gave up, or a function of a record it set aside.

    Raises
    ------
    NotABatch
        If the message is nothing of that kind.
    """
    try:
        said = json.loads(body)
        if "RecordSetAside" in said:
            told = said["RecordSetAside"]
            return SetAside(told["streamArn"], told["keys"], told["sequenceNumber"])
        told = said["DDBStreamBatchInfo"]
        first, last = told["startSequenceNumber"], int(told["endSequenceNumber"])
        return Batch(told["streamArn"], told["shardId"], first, last)
    except (KeyError, TypeError, ValueError) as fault:
        raise NotABatch("the message tells of no batch of a stream") from fault


def _entry(database: Any, letter: SetAside) -> dict[str, Any]:
    """Read a record that was set aside as the stream had it."""
    table = letter.stream.partition(":table/")[2].partition("/")[0]
    found = database.get_item(TableName=table, Key=letter.keys, ConsistentRead=True).get("Item")
    if found is None:
        raise RecordsGone("its entry is not in its table any more")
    image = {"Keys": letter.keys, "NewImage": found, "SequenceNumber": letter.number}
    return _as_lambda_sends({"eventName": "INSERT", "dynamodb": image}, letter.stream)


def _records(streams: Any, batch: Batch) -> Iterator[list[dict[str, Any]]]:
    """Fetch the records of a batch in order, a few at a time, up to its last one.

    A page may be empty although more follows, and a batch may span pages: only its last sequence number is its end.
    """
    gone = (
        streams.exceptions.TrimmedDataAccessException,
        streams.exceptions.ResourceNotFoundException,
    )
    empty = 0
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=batch.stream,
            ShardId=batch.shard,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch.first,
        )["ShardIterator"]
        while iterator and empty < MOST_EMPTY_PAGES:
            page = streams.get_records(ShardIterator=iterator)
            numbers = [int(one["dynamodb"]["SequenceNumber"]) for one in page["Records"]]
            wanted = [
                _as_lambda_sends(one, batch.stream)
                for one, number in zip(page["Records"], numbers, strict=True)
                if number <= batch.last
            ]
            for at in range(0, len(wanted), RECORDS_A_CALL):
                yield wanted[at : at + RECORDS_A_CALL]
            if batch.last in numbers:
                return
            if numbers and numbers[-1] > batch.last:
                break
            empty = 0 if numbers else empty + 1
            iterator = page.get("NextShardIterator")
    except gone as fault:
        raise RecordsGone(
            "older than the stream keeps (24 h), or its table was replaced"
        ) from fault
    raise RecordsGone(f"the shard holds nothing up to {batch.last}")


def _as_lambda_sends(record: dict[str, Any], stream: str) -> dict[str, Any]:
    """Write a record the way the stream's event does: instants as seconds, bytes as base64, the stream named."""
    return json.loads(json.dumps({**record, "eventSourceARN": stream}, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value)} in a stream's record")


def _hand_over(
    functions: Any, function: str, records: list[dict[str, Any]], *, redriven: bool = False
) -> None:
    event = {"Records": records, **({"redriven": True} if redriven else {})}
    answer = functions.invoke(FunctionName=function, Payload=json.dumps(event))
    told = json.loads(answer["Payload"].read() or b"{}") or {}
    if answer.get("FunctionError") or told.get("batchItemFailures"):
        raise FailedAgain(f"failed again: {told}")


def _drain(sqs: Any, queue_url: str, again: Callable[[str], bool], *, dry_run: bool) -> Redriven:
    """Try every message once; what stays goes back to where the next run, and everybody else, sees it at once."""
    done, left = 0, list[str]()
    try:
        while (
            messages := sqs.receive_message(
                QueueUrl=queue_url,
                MaxNumberOfMessages=_ITEMS_A_READ,
                VisibilityTimeout=HIDDEN_FOR,
                WaitTimeSeconds=1,  # asks all of the queue's servers: a short look may find none of a few messages
            ).get("Messages")
        ):
            for message in messages:
                left.append(message["ReceiptHandle"])
                if dry_run:
                    print(message["Body"])
                elif again(message["Body"]):
                    sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=left.pop())
                    done += 1
    finally:
        for handle in left:
            sqs.change_message_visibility(
                QueueUrl=queue_url, ReceiptHandle=handle, VisibilityTimeout=0
            )
    return Redriven(done, len(left))


def main(arguments: list[str] | None = None) -> int:
    """Redrive one queue and say what became of it; 1 when something is left, or missing."""
    parser = argparse.ArgumentParser(description="Give dead letters another chance.")
    parser.add_argument("queue", choices=[*QUEUES, *STREAMS])
    parser.add_argument("--stack", default="sizhi")
    parser.add_argument("--dry-run", action="store_true", help="only show what is in the queue")
    asked = parser.parse_args(arguments)
    try:
        with saying_what_is_missing():
            stack = Stack(asked.stack, cast("Callable[[str], Any]", boto3.client))
            if asked.queue in QUEUES:
                redriven = redrive_queue(stack, QUEUES[asked.queue], dry_run=asked.dry_run)
            else:
                function = STREAMS[asked.queue]
                redriven = redrive_stream(
                    stack, f"{function}DeadLettersUrl", function, dry_run=asked.dry_run
                )
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"{redriven.done} done, {redriven.left} left")
    return 1 if redriven.left and not asked.dry_run else 0


if __name__ == "__main__":
    raise SystemExit(main())
