"""What a worker does with the messages of its queue: each is done, comes again soon, or is given up and told as failed.

A worker that is cut off (time-out, memory, a kill) comes to none of these. For that the thing it works on carries the instant it last moved:
what has not moved for longer than a worker runs has stopped, whoever looks first says so, and the message that comes back finds it ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from kernel import aws
from kernel.observability import log, log_fault

TRIES = 3
"""How often a message is worked on before it goes to the dead letters, as the queues of the template have it."""

COMES_AGAIN_AFTER = 20
"""Seconds. Left to itself a message would come again only after six times the longest run."""

Message = Mapping[str, Any]


def work_through(
    event: Mapping[str, Any],
    queue: str,
    do: Callable[[Message], None],
    give_up: Callable[[Message, Exception], None],
    *,
    tries: int = TRIES,
) -> dict[str, Any]:
    """Do what each message of an SQS event asks for; answer which of them have to come again.

    Parameters
    ----------
    queue
        The address of the queue they came from.
    do
        Works on what a message's body names; may be called twice for the same.
    give_up
        Tells that it failed; called with what stopped the last of its tries. The message then goes to the dead letters.
    tries
        How often the queue hands a message out.
    """
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        try:
            do(json.loads(record["body"]))
        except Exception as fault:  # noqa: BLE001 - whatever stopped it, the queue tries again
            log_fault("message not done", fault, message_id=record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
            if int(record["attributes"]["ApproximateReceiveCount"]) >= tries:
                _tell_that_it_failed(record, fault, give_up)
            _let_it_come_again_soon(record, queue)
    return {"batchItemFailures": failed}


def _tell_that_it_failed(
    record: Mapping[str, Any], why: Exception, give_up: Callable[[Message, Exception], None]
) -> None:
    try:
        give_up(json.loads(record["body"]), why)
    except Exception as fault:  # noqa: BLE001 - the dead letters keep the message
        log_fault("failure not told", fault, message_id=record["messageId"])


def _let_it_come_again_soon(record: Mapping[str, Any], queue: str) -> None:
    try:
        aws.client("sqs").change_message_visibility(
            QueueUrl=queue,
            ReceiptHandle=record["receiptHandle"],
            VisibilityTimeout=COMES_AGAIN_AFTER,
        )
    except aws.FAULTS:
        log.warning("message comes again later", message_id=record["messageId"])
