"""The table of the services of the grid: its things, their steps, and the answers to idempotency keys.

Apart from its documents and numbers (`table`): who goes by a single route of a slice that has none packs neither.
"""

from __future__ import annotations

import os

from kernel.storage import repository
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Row, TableMeta


class ServicesMeta(TableMeta):
    """`Meta` of every row in the table of the services of the grid."""

    table_name = os.environ.get("SERVICES_TABLE", "services")


class ThingRow(repository.ThingRow):
    """A thing kept whole."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


class StepRow(repository.StepRow):
    """A step of a thing."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


class WakingRow(Row):
    """Any row that wakes, by its keys alone."""

    class Meta(ServicesMeta):
        """The table of the services of the grid."""
