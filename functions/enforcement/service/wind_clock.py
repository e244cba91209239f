"""What takes effect by itself in enforcement, a line for each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping

from enforcement.store.table import WakingRow
from kernel.waking import Effect, Later, wake_due

EFFECTS: Mapping[str, Effect] = {
    "CASE": Later("enforcement.service.end_by_law", "end_by_law"),
    "CERT": Later("enforcement.service.keep_certificates", "see_to_certificate"),
    "YEARS": Later("enforcement.service.owe_years", "see_to_years"),
    "SITE": Later("enforcement.outreach.service.move_site", "flag_ended"),
    "LAWDAYS": Later("enforcement.outreach.service.remind_of_days", "remind_of_days"),
}
"""By the kind in a row's key (`CASE#…`: `CASE`)."""


def run() -> int:
    """Let everything due take effect; return how much was seen to."""
    return wake_due(WakingRow, EFFECTS)
