"""The statistics of mediation (DOMAIN 14), as a query: nothing is filled in by anybody, and nobody is named."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.record import record
from services.mediation.rules.figures import COUNTED
from services.mediation.store import figures


@record
class Statistics:
    """What came about in a unit in some months.

    Attributes
    ----------
    counts
        By what `COUNTED` names.
    by_source, by_kind
        Registered, and taken up.
    prevented, prevented_persons
        Cases, and persons in them.
    """

    unit: str
    first: str
    last: str
    counts: Mapping[str, int]
    by_source: Mapping[str, int]
    by_kind: Mapping[str, int]
    prevented: Mapping[str, int]
    prevented_persons: Mapping[str, int]


def count_cases(unit: str, first: str, last: str) -> Statistics:
    """Return the statistics of a unit from a month to another, both included."""
    found = figures.between(unit, first, last)

    def of(group: str) -> dict[str, int]:
        return {
            what.partition(":")[2]: number
            for what, number in sorted(found.items())
            if what.startswith(f"{group}:")
        }

    return Statistics(
        unit,
        first,
        last,
        {what: found[what] for what in COUNTED},
        of("source"),
        of("kind"),
        of("prevented"),
        of("prevented_persons"),
    )
