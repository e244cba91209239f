# ruff: noqa: ARG002, N803 - the fakes take what the services take, by their names
"""A dead letter leaves its queue only once all of its batch went through the function again, whatever pages the stream makes of it."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from infra import redrive
from infra.redrive import Redriven, redrive_stream
from infra.stack import Missing, Stack

STREAM = "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/sizhi-IncidentsTable/stream/2026-01-05T00:00:00.000"
QUEUE = "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/NoticeStreamDeadLetters"


class Trimmed(Exception):
    pass


class Gone(Exception):
    pass


class Stream:
    """A shard as pages, each empty or not; the last one closes it."""

    class exceptions:  # noqa: N801 - as a client names it
        TrimmedDataAccessException = Trimmed
        ResourceNotFoundException = Gone

    def __init__(self, *pages: list[int] | Exception, closed: bool = True) -> None:
        self.pages, self.closed = pages, closed
        self.asked: dict[str, str] = {}

    def get_shard_iterator(self, **asked: str) -> dict[str, str]:
        self.asked = asked
        return {"ShardIterator": "0"}

    def get_records(self, ShardIterator: str) -> dict[str, Any]:
        at = int(ShardIterator)
        page = self.pages[at] if at < len(self.pages) else []
        if isinstance(page, Exception):
            raise page
        follows = at + 1 < len(self.pages) or not self.closed
        return {
            "Records": [record(number) for number in page],
            **({"NextShardIterator": str(at + 1)} if follows else {}),
        }


class Queue:
    def __init__(self, *bodies: str) -> None:
        self.waiting = [{"MessageId": b, "ReceiptHandle": b, "Body": b} for b in bodies]
        self.hidden: list[dict[str, str]] = []

    def receive_message(self, **asked: Any) -> dict[str, Any]:
        self.hidden += self.waiting
        given, self.waiting = self.waiting, []
        return {"Messages": given} if given else {}

    def delete_message(self, QueueUrl: str, ReceiptHandle: str) -> None:
        self.hidden = [one for one in self.hidden if one["ReceiptHandle"] != ReceiptHandle]

    def change_message_visibility(self, ReceiptHandle: str, **asked: Any) -> None:
        back = [one for one in self.hidden if one["ReceiptHandle"] == ReceiptHandle]
        assert asked["VisibilityTimeout"] == 0
        self.waiting += back
        self.delete_message("", ReceiptHandle)


class Function:
    def __init__(self, *, fails_at: int | None = None) -> None:
        self.got: list[int] = []
        self.calls: list[list[dict[str, Any]]] = []
        self._fails_at = fails_at

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:
        assert FunctionName == "sizhi-NoticeStream-1"
        records = json.loads(Payload)["Records"]
        self.calls.append(records)
        numbers = [int(one["dynamodb"]["SequenceNumber"]) for one in records]
        self.got += numbers
        failed = [{"itemIdentifier": str(self._fails_at)}] if self._fails_at in numbers else []
        return {"Payload": io.BytesIO(json.dumps({"batchItemFailures": failed}).encode())}


class Formation:
    class meta:  # noqa: N801 - as a client names it
        region_name = "cn-north-1"

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        outputs = [{"OutputKey": "NoticeStreamDeadLettersUrl", "OutputValue": QUEUE}]
        return {"Stacks": [{"Outputs": outputs}]}

    def describe_stack_resource(self, **asked: str) -> dict[str, Any]:
        name = f"{asked['StackName']}-{asked['LogicalResourceId']}-1"
        return {"StackResourceDetail": {"PhysicalResourceId": name}}


def record(number: int) -> dict[str, Any]:
    return {
        "eventID": str(number),
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "ApproximateCreationDateTime": datetime(2026, 1, 5, 2, tzinfo=UTC),
            "Keys": {"pk": {"S": "INC#1"}, "sk": {"S": f"HIST#{number}"}},
            "NewImage": {"seal": {"B": b"\xff\x00"}},
            "SequenceNumber": str(number),
        },
    }


def dead_letter(first: int, last: int, size: int = 2) -> str:
    """What Lambda leaves in the queue of a stream batch it gave up."""
    return json.dumps(
        {
            "requestContext": {
                "requestId": "c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5",
                "functionArn": "arn:aws-cn:lambda:cn-north-1:123456789012:function:sizhi-NoticeStream-1",
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": 11,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": "2026-01-05T02:13:49.717Z",
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000001573689847184-864758bb",
                "startSequenceNumber": str(first),
                "endSequenceNumber": str(last),
                "approximateArrivalOfFirstRecord": "2026-01-05T02:00:00Z",
                "approximateArrivalOfLastRecord": "2026-01-05T02:00:01Z",
                "batchSize": size,
                "streamArn": STREAM,
            },
        }
    )


def run(
    queue: Queue, stream: Stream, function: Function | None = None, *, dry_run: bool = False
) -> tuple[Redriven, Function]:
    function = function or Function()
    clients = {
        "cloudformation": Formation(),
        "dynamodbstreams": stream,
        "lambda": function,
        "sqs": queue,
    }
    stack = Stack("sizhi", clients.__getitem__)
    told = redrive_stream(stack, "NoticeStreamDeadLettersUrl", "NoticeStream", dry_run=dry_run)
    return told, function


def bodies(queue: Queue) -> list[str]:
    return [one["Body"] for one in queue.waiting]


def test_empty_pages_do_not_end_a_batch() -> None:
    queue, stream = Queue(dead_letter(800, 802)), Stream([], [800], [], [], [801, 802, 803])

    told, function = run(queue, stream)

    assert told == Redriven(done=1, left=0)
    assert function.got == [800, 801, 802]
    assert bodies(queue) == []


def test_a_batch_is_fetched_to_its_last_record_however_many_the_filter_left_out() -> None:
    # batchSize counts what passed the mapping's filter; the stream holds more between first and last.
    queue, stream = Queue(dead_letter(1, 60, size=2)), Stream([*range(1, 41)], [*range(41, 90)])

    told, function = run(queue, stream)

    assert told == Redriven(done=1, left=0)
    assert function.got == [*range(1, 61)]
    assert max(map(len, function.calls)) <= redrive.RECORDS_A_CALL


def test_a_batch_that_fails_again_on_its_second_page_stays() -> None:
    queue, stream = Queue(dead_letter(1, 4)), Stream([1, 2], [3, 4])

    told, _ = run(queue, stream, Function(fails_at=3))

    assert told == Redriven(done=0, left=1)
    assert bodies(queue) == [dead_letter(1, 4)]


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(Stream(Trimmed()), id="trimmed before the first page"),
        pytest.param(Stream([1], Trimmed()), id="trimmed while it is read"),
        pytest.param(Stream(Gone()), id="stream of a table that was replaced"),
        pytest.param(Stream([1, 2]), id="shard closed before the end"),
        pytest.param(Stream([1, 2, 9]), id="end left out"),
        pytest.param(Stream([1, 2], closed=False), id="nothing more in an open shard"),
    ],
)
def test_a_batch_that_the_stream_holds_no_more_stays_and_is_told(
    stream: Stream, capsys: pytest.CaptureFixture[str]
) -> None:
    queue = Queue(dead_letter(1, 4))

    told, _ = run(queue, stream)

    assert told == Redriven(done=0, left=1)
    assert bodies(queue) == [dead_letter(1, 4)]
    assert "left in the queue" in capsys.readouterr().err


def test_one_lost_batch_does_not_keep_the_others() -> None:
    queue = Queue("not a batch", dead_letter(1, 2))

    told, function = run(queue, Stream([1, 2]))

    assert told == Redriven(done=1, left=1)
    assert function.got == [1, 2]
    assert bodies(queue) == ["not a batch"]


def test_the_function_gets_records_as_the_stream_sends_them() -> None:
    stream = Stream([7])

    _, function = run(Queue(dead_letter(7, 7)), stream)

    sent = function.calls[0][0]
    assert sent["eventSourceARN"] == STREAM
    assert sent["dynamodb"]["ApproximateCreationDateTime"] == 1767578400
    assert sent["dynamodb"]["NewImage"]["seal"] == {"B": "/wA="}
    assert stream.asked == {
        "StreamArn": STREAM,
        "ShardId": "shardId-00000001573689847184-864758bb",
        "ShardIteratorType": "AT_SEQUENCE_NUMBER",
        "SequenceNumber": "7",
    }


def test_a_look_leaves_everything_where_the_next_run_finds_it() -> None:
    queue = Queue(dead_letter(1, 2))

    told, function = run(queue, Stream([1, 2]), dry_run=True)

    assert told == Redriven(done=0, left=1)
    assert (function.calls, bodies(queue)) == ([], [dead_letter(1, 2)])


def test_a_stack_without_the_queue_is_named_together_with_it() -> None:
    stack = Stack("sizhi", {"cloudformation": Formation()}.__getitem__)

    with pytest.raises(Missing, match=r"stack sizhi says nothing of PointsStreamDeadLettersUrl"):
        stack.output("PointsStreamDeadLettersUrl")
