"""What the county watches in figures of what is owed: counted once a change is written."""

from __future__ import annotations

from escalation.rules.climbing import LIMIT_PASSED
from escalation.rules.clocked import Entry
from escalation.rules.events import OwedEvent
from kernel.observability import note


def record_metrics(entries: tuple[Entry, ...]) -> None:
    """Count what the county watches of obligations: overdue by tier."""
    for entry in entries:
        if lets_a_limit_pass(entry) and entry.from_tier:
            note("ObligationsOverdue", tier=str(entry.from_tier))


def lets_a_limit_pass(entry: Entry) -> bool:
    """Tell whether a tier let its limit pass in this step: it lost the thing to the clock, or the county was supervised first."""
    if entry.reason_code != LIMIT_PASSED:
        return False
    return entry.event == OwedEvent.ESCALATED or (
        entry.event == OwedEvent.SUPERVISED and entry.details.get("count") == 1
    )
