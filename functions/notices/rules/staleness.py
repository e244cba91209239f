"""Whether a notice is still worth sending."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from kernel import clock
from kernel.units import Tier
from notices.rules.entries import Entry, Since
from notices.rules.wordings import Staleness

_CLOSED = frozenset({"confirmed", "cancelled", "merged", "converted", "fulfilled", "dropped"})


class Present(Protocol):
    """Where an incident stands at this moment (`incidents.present_state`)."""

    @property
    def status(self) -> str:
        """Status in the state table of incidents."""
        ...

    @property
    def tier(self) -> str:
        """The responsible tier."""
        ...

    @property
    def epoch(self) -> int:
        """The clock epoch."""
        ...

    @property
    def due_at(self) -> str | None:
        """Until when it is due, as an instant in UTC."""
        ...


def may_go_stale(entry: Entry) -> bool:
    """Tell whether the incident must be looked at again before this entry is sent."""
    return entry.wording.stale is not Staleness.NEVER


def as_it_stands(entry: Entry, present: Present | None) -> Entry:
    """Return an entry that waited, with tier and limit as they are now, and whether it is over or went on meanwhile."""
    if present is None:
        return entry
    due_at = clock.from_iso(present.due_at) if present.due_at else None
    tier = Tier(present.tier)
    is_same = (
        (entry.status is None or entry.status == present.status)
        and (entry.to_tier is None or entry.to_tier is tier)
        and entry.due_at == due_at
    )
    if is_same:
        return entry
    since = Since.OVER if present.status in _CLOSED else Since.MOVED_ON
    return replace(entry, to_tier=tier, due_at=due_at, since=since)


def is_stale(entry: Entry, present: Present | None) -> bool:
    """Tell whether a notice has lost its point since its entry was written.

    A reminder, a supervision or a change of turn is stale as soon as the incident has moved:
    another status, another tier or another clock epoch. An escalation is stale only when the
    incident is closed; a fact never is.
    """
    rule = entry.wording.stale
    if rule is Staleness.NEVER:
        return False
    if present is None or present.status in _CLOSED:
        return True
    if rule is Staleness.ONCE_CLOSED:
        return False
    return (
        (entry.status is not None and present.status != entry.status)
        or (entry.to_tier is not None and present.tier != entry.to_tier.value)
        or (entry.epoch is not None and present.epoch != entry.epoch)
    )
