"""What takes effect by itself in enforcement, a line for each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping

from enforcement.outreach.service.move_site import flag_ended
from enforcement.outreach.service.remind_of_days import remind_of_days
from enforcement.service.disclose import see_to_years
from enforcement.service.end_by_law import end_by_law
from enforcement.service.keep_certificates import see_to_certificate
from enforcement.store.table import WakingRow
from kernel.waking import Effect, wake_due

EFFECTS: Mapping[str, Effect] = {
    "CASE": end_by_law,
    "CERT": see_to_certificate,
    "YEARS": see_to_years,
    "SITE": flag_ended,
    "LAWDAYS": remind_of_days,
}
"""By the kind in a row's key (`CASE#…`: `CASE`)."""


def run() -> int:
    """Let everything due take effect; return how much was seen to."""
    return wake_due(WakingRow, EFFECTS)
