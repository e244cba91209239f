"""What every row of enforcement's table has in common."""

from __future__ import annotations

import os

from kernel.numbering.rows import CounterRow, NumberRow, Numbers
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import TableMeta

BY_LIST, BY_SUBJECT, BY_WAKE = "by_list", "by_subject", "by_wake"


class EnforcementMeta(TableMeta):
    """`Meta` of every row in enforcement's table."""

    table_name = os.environ.get("ENFORCEMENT_TABLE", "enforcement")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(EnforcementMeta):
        """Enforcement's table."""


class _Counter(CounterRow):
    class Meta(EnforcementMeta):
        """Enforcement's table."""


class _Number(NumberRow):
    class Meta(EnforcementMeta):
        """Enforcement's table."""


NUMBERS = Numbers(_Counter, _Number)
"""Where the numbers of papers and inspections are."""
