"""Months as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from reports.tracking.rules.periods import Span


class TrackedMonths(TypedDict):
    """Months, both included."""

    first: str
    last: str


def months_view(span: Span) -> TrackedMonths:
    """Return months."""
    return {"first": span.first, "last": span.last}
