"""What the supervision desk makes of what units were counted up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from incidents.supervision import store
from incidents.supervision.rules import Figures, by_tier, by_unit, months_between


class PunctualityFound(NamedTuple):
    """How punctual the units of an area were in some months: by tier, and by unit in the order of the codes."""

    area: str
    months: Sequence[str]
    tiers: Mapping[str, Figures]
    units: Mapping[str, Figures]


def read_punctuality(area: str, first: str, last: str) -> PunctualityFound:
    """Return how punctual an area's units were from one month to another, both included.

    Raises
    ------
    InvalidFields
        The months are none, or too many.
    """
    months = months_between(first, last)
    counted = store.months_of(area, months)
    return PunctualityFound(area, months, by_tier(counted), by_unit(counted))
