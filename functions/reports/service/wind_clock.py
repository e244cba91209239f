"""What waits in reports for its moment: figures to be counted, and what takes effect by itself."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.waking import Effect, Later, wake_due
from reports.store.table import WakingRow

EFFECTS: Mapping[str, Effect] = {
    "COUNT": Later("reports.service.carry_on_counts", "carry_on"),
    "STARYEAR": Later("reports.stars.service.open_year", "carry_on"),
    "STARRATING": Later("reports.stars.service.move_rating", "wake_rating"),
    "DATASET": Later("reports.public_data.service.draw_release", "draw_release"),
}
"""By kind of thing, what waking means; whoever takes longer than half a minute keeps how far it came and wakes again."""


def run() -> int:
    """Let everything due take effect; return how much was seen to."""
    return wake_due(WakingRow, EFFECTS)
