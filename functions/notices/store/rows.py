"""What all rows of the notices' table share."""

from __future__ import annotations

import os

from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import TableMeta

BY_QUEUE = "by_queue"
"""The index of what waits for something: `queue` and `position`, on rows that have them."""


class NoticesMeta(TableMeta):
    """`Meta` of every row in the notices' table."""

    table_name = os.environ.get("NOTICES_TABLE", "notices")


class AnswerRow(IdempotencyRow):
    """The answer an idempotency key was given."""

    class Meta(NoticesMeta):
        """The notices' table."""
