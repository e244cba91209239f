"""The table of reports: its rows, the answers to idempotency keys, its documents and their numbers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kernel import documents, numbering
from kernel.storage import repository
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Row, TableMeta

TEMPLATES: Final = Path(__file__).parents[1] / "data" / "documents"


class ReportsMeta(TableMeta):
    """`Meta` of every row in the table of reports."""

    table_name = os.environ.get("REPORTS_TABLE", "reports")


class ThingRow(repository.ThingRow):
    """A thing kept whole."""

    class Meta(ReportsMeta):
        """The table of reports."""


class StepRow(repository.StepRow):
    """A step of a thing."""

    class Meta(ReportsMeta):
        """The table of reports."""


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(ReportsMeta):
        """The table of reports."""


class DocumentRow(documents.DocumentRow):
    """A paper made from a template."""

    class Meta(ReportsMeta):
        """The table of reports."""


class CounterRow(numbering.CounterRow):
    """The last number of a series."""

    class Meta(ReportsMeta):
        """The table of reports."""


class NumberRow(numbering.NumberRow):
    """A number that was given."""

    class Meta(ReportsMeta):
        """The table of reports."""


NUMBERS: Final = numbering.Numbers(CounterRow, NumberRow)


class WakingRow(Row):
    """Any row that wakes, by its keys alone."""

    class Meta(ReportsMeta):
        """The table of reports."""
