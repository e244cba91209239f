"""Where counts are kept: found by whoever asked, and waking while they are counted."""

from __future__ import annotations

from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from reports.rules.counts import Count
from reports.store.table import StepRow, ThingRow

COUNTS: Repository[Count] = Repository(
    ThingRow,
    StepRow,
    "COUNT",
    Count,
    Text("该统计", "such count"),
    lambda one: Placed(list=f"COUNTS#{one.unit}", place=one.id, wake_at=one.wake_at),
)
