"""Instants as the API answers them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime

from kernel import clock


def local(at: datetime) -> str:
    """Return an instant as the API answers it (+08:00)."""
    return clock.local_iso(at)


def local_or_none(at: datetime | None) -> str | None:
    """Return an instant as the API answers it, where there is one."""
    return clock.local_iso(at) if at else None
