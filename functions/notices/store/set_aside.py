"""A record that cannot be told is set aside in the dead-letter queue, alone, so that the others of its batch are told."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from kernel import aws
from kernel.problems import TryAgain


def set_aside(record: Mapping[str, Any]) -> None:
    """Leave word of a record by the key of its entry, which never changes; what it says stays out of the queue.

    Raises
    ------
    TryAgain
        The queue did not take it, or nobody knows whether it did.
    """
    about = {
        "streamArn": record.get("eventSourceARN", ""),
        "keys": record["dynamodb"]["Keys"],
        "sequenceNumber": record["dynamodb"]["SequenceNumber"],
    }
    try:
        aws.client("sqs").send_message(
            QueueUrl=os.environ["NOTICE_DEAD_LETTERS_URL"],
            MessageBody=json.dumps({"RecordSetAside": about}),
        )
    except aws.FAULTS as fault:
        raise TryAgain from fault
