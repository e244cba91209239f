"""Count what was delivered; reports ask here."""

from __future__ import annotations

from typing import NamedTuple

from kernel.figures import more_than
from kernel.texts import Text
from services.errands.store.errands import counted


class Delivered(NamedTuple):
    """The errands a unit's villages had delivered in a year, and how a report says it."""

    unit: str
    year: int
    exact: int
    said: Text


def count_delivered(unit: str, year: int) -> Delivered:
    """Return how many errands were delivered: each matter of each person once, advice never (one Query over the villages that had any)."""
    exact = sum(number for _, number in counted(unit, year))
    return Delivered(unit, year, exact, more_than(exact))
