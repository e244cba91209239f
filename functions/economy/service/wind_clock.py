"""What takes effect by itself in the collective economy, when its day has come."""

from __future__ import annotations

from collections.abc import Mapping

from economy.store.table import WakingRow
from kernel.waking import Effect, Later, wake_due

EFFECTS: Mapping[str, Effect] = {
    "CONTRACT": Later("economy.service.wake_contract", "wake_contract"),
    "SUIT": Later("economy.service.keep_suits", "wake_suit"),
    "WATCH": Later("economy.service.watch_collectives", "watch_village"),
}
"""By kind of thing, what waking means."""


def run() -> int:
    """Let everything due take effect; return how much was seen to."""
    return wake_due(WakingRow, EFFECTS)
