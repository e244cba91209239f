"""The table of incidents and of their slices, and the rows of a history in it."""

from __future__ import annotations

import os

from escalation.store.rows import StepRow
from kernel.storage.rows import TableMeta


class IncidentsMeta(TableMeta):
    """`Meta` of every row in the incidents' table."""

    table_name = os.environ.get("INCIDENTS_TABLE", "incidents")


class HistoryRow(StepRow):
    """One step of an incident."""

    class Meta(IncidentsMeta):
        """The incidents' table."""
