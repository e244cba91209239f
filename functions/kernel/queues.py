"""What is asked of a worker: a message in its queue."""

from __future__ import annotations

import json
from typing import Any

from kernel.aws import client, tried


def send(queue: str, body: Any, *, delay: int = 0) -> None:
    """Put a message into a queue.

    Parameters
    ----------
    queue
        Its address.
    delay
        Seconds before a worker sees it.

    Raises
    ------
    TryAgain
        The queue does not answer, or refuses.
    """
    tried(
        lambda: client("sqs").send_message(
            QueueUrl=queue, MessageBody=json.dumps(body), DelaySeconds=delay
        )
    )
