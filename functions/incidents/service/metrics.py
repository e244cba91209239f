"""What the county watches in figures: counted once a change is written."""

from __future__ import annotations

from escalation.rules.clocked import Entry
from escalation.rules.events import OwedEvent
from escalation.service.figures import lets_a_limit_pass
from incidents.rules.states import Event
from kernel.observability import count, note


def record_metrics(entries: tuple[Entry, ...]) -> None:
    """Count what the county watches of incidents: reported, escalated by tier, overdue, confirmed."""
    for entry in entries:
        if entry.event == Event.REPORTED:
            count("Reported")
        elif entry.event in (OwedEvent.ESCALATED, OwedEvent.TIER_SKIPPED):
            count("Escalated", tier=str(entry.to_tier))
        elif entry.event == Event.CONFIRMED:
            count("Confirmed")
        if lets_a_limit_pass(entry) and entry.from_tier:
            count("Overdue", tier=str(entry.from_tier))
        elif entry.event == Event.CONFIRMATION_PASSED:
            note("ConfirmationOverdue")
