"""What the county watches in figures: counted once a change is written."""

from __future__ import annotations

from incidents.rules.climbing import LIMIT_PASSED
from incidents.rules.clocked import Entry
from incidents.rules.states import Event
from kernel.observability import count


def tell_figures(entries: tuple[Entry, ...]) -> None:
    """Count what the county watches of incidents: reported, escalated by tier, overdue, confirmed."""
    for entry in entries:
        if entry.event is Event.REPORTED:
            count("Reported")
        elif entry.event in (Event.ESCALATED, Event.TIER_SKIPPED):
            count("Escalated", tier=str(entry.to_tier))
        elif entry.event is Event.CONFIRMED:
            count("Confirmed")
        if _lets_a_limit_pass(entry) and entry.from_tier:
            count("Overdue", tier=str(entry.from_tier))
        elif entry.event is Event.CONFIRMATION_PASSED:
            count("ConfirmationOverdue")


def tell_figures_of_follow_up(entries: tuple[Entry, ...]) -> None:
    """Count what the county watches of follow-ups: overdue by tier."""
    for entry in entries:
        if _lets_a_limit_pass(entry) and entry.from_tier:
            count("FollowUpsOverdue", tier=str(entry.from_tier))


def _lets_a_limit_pass(entry: Entry) -> bool:
    """Tell whether a tier let its limit pass in this step: it lost the incident to the clock, or the county was supervised first."""
    if entry.reason_code != LIMIT_PASSED:
        return False
    return entry.event is Event.ESCALATED or (
        entry.event is Event.SUPERVISED and entry.details.get("count") == 1
    )
