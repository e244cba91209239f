"""How an incident stood at a moment, read from what its history told by then: how it had ended, and what had befallen it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from incidents.rules.states import Event, Status
from kernel.record import record

_ENDS: Final[Mapping[str, Status]] = {
    Event.CONFIRMED: Status.CONFIRMED,
    Event.CANCELLED: Status.CANCELLED,
    Event.MERGED: Status.MERGED,
    Event.CONVERTED: Status.CONVERTED,
}
_TAKES_BACK: Final[Mapping[str, Status]] = {
    Event.REOPENED: Status.CONFIRMED,
    Event.SEPARATED: Status.MERGED,
    Event.TAKEN_BACK: Status.CONVERTED,
}
"""What undoes which end. What another was separated from tells of it as well, and stays as it is."""


@record
class Stood:
    """How an incident stood at a moment.

    Attributes
    ----------
    ended
        How it had ended; None: it was open.
    returned, reopened
        Whether a unit had returned it, or its result had been refused so that it was opened again.
    """

    ended: Status | None = None
    returned: bool = False
    reopened: bool = False


def stood_after(events: Iterable[str]) -> Stood:
    """Return how an incident stood after these events, oldest first."""
    told = list(events)
    return Stood(ended_after(told), Event.RETURNED in told, Event.REOPENED in told)


def ended_after(events: Iterable[str]) -> Status | None:
    """Return how an incident stood ended after these events, oldest first; None: it was open."""
    ended: Status | None = None
    for event in events:
        if event in _ENDS:
            ended = _ENDS[event]
        elif _TAKES_BACK.get(event) is ended:
            ended = None
    return ended
