"""What the supervision desk shows: open incidents by their limit, open orders, what units were counted up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from incidents.supervision import store
from incidents.supervision.rules import Figures, by_tier, by_unit, months_between
from kernel import clock
from kernel.ids import moment_of
from kernel.storage.lists import Listed
from kernel.units import Tier


class PunctualityFound(NamedTuple):
    """How punctual the units of an area were in some months: by tier, and by unit in the order of the codes."""

    area: str
    months: Sequence[str]
    tiers: Mapping[str, Figures]
    units: Mapping[str, Figures]


class Overdue(NamedTuple):
    """How many incidents are past their limit now.

    Attributes
    ----------
    by_tier
        By the tier that answers for them.
    by_category, by_month
        By category, and by the month of the report.
    at_least
        There are more than were read.
    """

    by_tier: Mapping[Tier, int]
    by_category: Mapping[str, int]
    by_month: Mapping[str, int]
    at_least: bool


def count_overdue(area: str) -> Overdue:
    """Count what is past its limit in an area: a Query for each place of what is open, of `store.MOST_COUNTED` or a megabyte each."""
    late, at_least = store.late_in(area, clock.now())
    ids = [one.id for one in late]
    return Overdue(
        Counter(one.tier for one in late),
        store.categories_of(ids),
        Counter(clock.local_iso(moment_of(one))[:7] for one in ids),
        at_least,
    )


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


def list_overdue(area: str, tier: Tier | None, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is past its limit in an area, the longest overdue first."""
    return store.open_by_limit(area, (None, clock.now()), tier, limit, cursor)


def list_near_due(
    area: str, within: timedelta, tier: Tier | None, limit: int, cursor: str | None
) -> Listed:
    """Return one page of what will be past its limit in an area within some time, the nearest first."""
    now = clock.now()
    return store.open_by_limit(area, (now, now + within), tier, limit, cursor)


def list_ordered(area: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an area's incidents whose supervision order waits for its answer."""
    return store.ordered(area, limit, cursor)
