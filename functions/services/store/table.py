"""The table of the services of the grid: its rows, the answers to idempotency keys, its documents and their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kernel import documents, numbering
from services.store.things import AnswerRow, ServicesMeta, StepRow, ThingRow, WakingRow

__all__ = [
    "NUMBERS",
    "TEMPLATES",
    "AnswerRow",
    "CounterRow",
    "DocumentRow",
    "NumberRow",
    "ServicesMeta",
    "StepRow",
    "ThingRow",
    "WakingRow",
]

TEMPLATES: Final = Path(__file__).parents[1] / "data" / "documents"


class DocumentRow(documents.DocumentRow):
    """A paper made from a template."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


class CounterRow(numbering.CounterRow):
    """The last number of a series."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


class NumberRow(numbering.NumberRow):
    """A number that was given."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


NUMBERS: Final = numbering.Numbers(CounterRow, NumberRow)
