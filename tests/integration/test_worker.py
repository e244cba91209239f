"""What becomes of a message that cannot be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from kernel import worker
from kernel.worker import TRIES, Message, work_through
from tests.support.queue import handed_out, saying
from tests.support.quick_moto import aws_in_process

SIX_TIMES_THE_LONGEST_RUN = 1800


class Broken(Exception):
    """Whatever may stop a worker."""


class Told:
    """What was asked for, and what was told as failed."""

    def __init__(self, *, broken: bool = True) -> None:
        self.broken = broken
        self.asked: list[Message] = []
        self.failed: list[tuple[Message, str]] = []

    def do(self, message: Message) -> None:
        self.asked.append(message)
        if self.broken:
            raise Broken

    def give_up(self, message: Message, why: Exception) -> None:
        self.failed.append((message, type(why).__name__))

    def through(self, event: dict[str, Any], queue: str) -> list[str]:
        """Work on an event; return which messages have to come again."""
        answer = work_through(event, queue, self.do, self.give_up)
        return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


@pytest.fixture
def queue() -> Iterator[str]:
    with aws_in_process():
        sqs: Any = boto3.client("sqs")
        attributes = {"VisibilityTimeout": str(SIX_TIMES_THE_LONGEST_RUN)}
        yield sqs.create_queue(QueueName="work", Attributes=attributes)["QueueUrl"]


def test_what_is_done_does_not_come_again(queue: str) -> None:
    told = Told(broken=False)

    assert told.through(saying({"id": 1}), queue) == []
    assert (told.asked, told.failed) == ([{"id": 1}], [])


def test_what_was_not_done_comes_again_soon(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "COMES_AGAIN_AFTER", 0)
    sqs: Any = boto3.client("sqs")
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"id": 1}))
    received = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)

    assert Told().through(handed_out(received), queue) == [received[0]["MessageId"]]

    assert sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"] == '{"id": 1}'


@pytest.mark.parametrize(("time", "told"), [(1, []), (TRIES - 1, []), (TRIES, ["Broken"])])
def test_the_last_try_is_told_as_failed_with_what_stopped_it(
    queue: str, time: int, told: list[str]
) -> None:
    work = Told()

    assert work.through(saying({"id": 1}, time), queue) == ["m-1"]
    assert [why for _, why in work.failed] == told


def test_a_message_that_is_none_goes_to_the_dead_letters_and_holds_up_no_other(queue: str) -> None:
    told = Told(broken=False)
    event = saying("not JSON", TRIES)
    event["Records"] += saying({"id": 2})["Records"]

    assert told.through(event, queue) == ["m-1"]
    assert told.asked == [{"id": 2}]
