"""Count what waits for a person everywhere."""

from __future__ import annotations

from kernel.access import Caller
from workspace.badges.counters import COUNTERS
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting


def count_badges(caller: Caller) -> list[tuple[Counter, Waiting]]:
    """Return every counter with what it counted for the caller."""
    return [(counter, counter.count(caller)) for counter in COUNTERS]
