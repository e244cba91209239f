"""The queue of hints: which robots have something to do. A hint only makes it sooner."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from kernel import queues
from kernel.observability import log_fault
from kernel.problems import TryAgain

# The index shows by then what was lined up.
_DELAY_SECONDS = 2


def hint(robot_ids: Sequence[str]) -> None:
    """Say that robots have something to do; if it gets lost, the next run finds out."""
    try:
        queues.send(os.environ["ROBOT_QUEUE_URL"], list(robot_ids), delay=_DELAY_SECONDS)
    except TryAgain as fault:
        log_fault("robots not hinted at", fault.__cause__ or fault)


def hinted(event: Mapping[str, Any]) -> list[str]:
    """Return the robots that messages of the queue hint at."""
    return sorted({robot_id for one in event["Records"] for robot_id in json.loads(one["body"])})
