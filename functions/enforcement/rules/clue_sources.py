"""Where clues come from."""

from __future__ import annotations

from kernel.texts import Named


class ClueSource(Named):
    """Where a clue comes from."""

    INSPECTION = "inspection", "行政检查", "an inspection"
    REPORT = "report", "举报反映", "somebody's report"
    INCIDENT = "incident", "网格事件", "an incident of a grid"
    HANDED = "handed", "其他机关移送", "another organ"
