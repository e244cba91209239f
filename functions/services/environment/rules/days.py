"""Days in Beijing as instants."""

from __future__ import annotations

from datetime import date, datetime, time

from kernel import clock


def day_begins(day: date) -> datetime:
    """Return the first instant of a day."""
    return datetime.combine(day, time(0), clock.SHANGHAI)
