"""What all rows of the notices' table share, and the answers given once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.storage import dynamo, idempotency
from kernel.storage.rows import ConditionFailed, TableMeta

BY_QUEUE = "by_queue"
"""The index of what waits for something: `queue` and `position`, on rows that have them."""


class NoticesMeta(TableMeta):
    """`Meta` of every row in the notices' table."""

    table_name = os.environ.get("NOTICES_TABLE", "notices")


class AnswerRow(idempotency.IdempotencyRow):
    """The answer an idempotency key was given."""

    class Meta(NoticesMeta):
        """The notices' table."""


def remember(
    once: idempotency.Once, answered: idempotency.Answered, at: datetime
) -> idempotency.Answered:
    """Keep the answer to an idempotency key; return the one that was kept first.

    It is not part of the subscription's transaction: SNS comes in between, and asking twice is
    asking once without it.
    """
    try:
        dynamo.write([once.record(answered, at)])
    except ConditionFailed:
        first = once.replay(dynamo.read([once.key], consistent=True)[0])
        return first or answered
    return answered


def answered(once: idempotency.Once) -> idempotency.Answered | None:
    """Return the answer an idempotency key was given, if any."""
    rows: Sequence[Any] = dynamo.read([once.key], consistent=True)
    return once.replay(rows[0])
