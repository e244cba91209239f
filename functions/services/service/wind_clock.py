"""What takes effect by itself in the services of the grid, when its day has come."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.waking import Effect, Later, wake_due
from services.store.things import WakingRow

EFFECTS: Mapping[str, Effect] = {
    "INFORECORD": Later("services.information.service.dispose", "dispose_of"),
    "ERRAND": Later("services.errands.service.move_errand", "see_to"),
    "YARD": Later("services.environment.service.move_courtyard", "wake_courtyard"),
    "LINE": Later("services.environment.service.keep_lines", "wake_line"),
    "WORKDAY": Later("services.environment.service.keep_work_days", "wake_work_day"),
}
"""By kind of thing, what waking means."""


def run() -> int:
    """Let everything due take effect; return how much was seen to."""
    return wake_due(WakingRow, EFFECTS)
