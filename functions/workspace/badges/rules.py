"""Counting what waits: as far as a badge shows, and no further."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

MOST_COUNTED = 99
"""A badge shows 99+; whoever wants to know more opens the list."""

MOST_PLACES = 8
"""At how many units of one person it is counted, so that no request reads without end."""


class Waiting(NamedTuple):
    """How much waits, and whether there may be more."""

    number: int
    more: bool = False


def count_at(places: Iterable[str], look: Callable[[str, int], Waiting]) -> Waiting:
    """Count what waits at several units, one look each, until a badge is full.

    Parameters
    ----------
    look
        Counts at one unit as far as it is told.
    """
    wanted = sorted(set(places))
    found, more = 0, len(wanted) > MOST_PLACES
    for place in wanted[:MOST_PLACES]:
        if found >= MOST_COUNTED:
            return Waiting(MOST_COUNTED, more=True)
        seen = look(place, MOST_COUNTED - found)
        found, more = found + seen.number, more or seen.more
    return Waiting(found, more)
