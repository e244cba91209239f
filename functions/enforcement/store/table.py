"""The table of enforcement: its indexes, the answers to idempotency keys, its documents and their numbers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kernel import documents, numbering
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Row, TableMeta

BY_LIST: Final = "by_list"
"""`list`, `place`: whose work a thing is, in the order it is done."""
BY_SUBJECT: Final = "by_subject"
"""`subject`, `place`: whom or what a thing is about."""
BY_WAKE: Final = "by_wake"
"""`clock`, `wake_at`: what takes effect by itself, and when."""

TEMPLATES: Final = Path(__file__).parents[1] / "data" / "documents"


class EnforcementMeta(TableMeta):
    """`Meta` of every row in the table of enforcement."""

    table_name = os.environ.get("ENFORCEMENT_TABLE", "enforcement")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""


class DocumentRow(documents.DocumentRow):
    """A paper of a town."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""


class CounterRow(numbering.CounterRow):
    """The last number of a series of a town."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""


class NumberRow(numbering.NumberRow):
    """A number of a town's paper."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""


NUMBERS: Final = numbering.Numbers(CounterRow, NumberRow)


class WakingRow(Row):
    """Any row that wakes, by its keys alone."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""
