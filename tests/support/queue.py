"""Messages as a queue hands them to a worker."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def handed_out(received: Sequence[Mapping[str, Any]], time: int = 1) -> dict[str, Any]:
    """Return the event of messages as `receive_message` gives them, handed out for the `time`-th time."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": {"ApproximateReceiveCount": str(time)},
            }
            for message in received
        ]
    }


def saying(body: Any, time: int = 1) -> dict[str, Any]:
    """Return the event of one message with this body, handed out for the `time`-th time; text goes as it is."""
    text = body if isinstance(body, str) else json.dumps(body)
    return handed_out([{"MessageId": "m-1", "ReceiptHandle": "r-1", "Body": text}], time)
