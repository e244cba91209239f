"""How much waits for a unit in its self-government; apart, as who only counts needs none of the rules."""

from __future__ import annotations

from assembly.store.rows import BY_TURN, ThingRow
from kernel.storage.lists import count_up_to


def waiting_at(unit: str, most: int) -> tuple[int, bool]:
    """Return how much a unit must act on, counted up to `most`, and whether there is more: one Query."""
    return count_up_to(ThingRow, ("turn", unit), index=BY_TURN, most=most)
