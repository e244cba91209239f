"""Read what a dataset counts of a unit and of those below it: from rows that are counted up by month, never from the things themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import incidents
import services
from incidents.rules.tallies import Said
from kernel.texts import Text
from reports.public_data.rules.releases import Dataset, months_between

Numbers = Mapping[str, Counter[str]]
"""By unit, how many of each kind; of the unit above, those that lie in none below it."""


class Source(NamedTuple):
    """How a dataset is read.

    Attributes
    ----------
    kinds
        Gives what kinds it tells apart.
    listed
        Gives those that the public can count elsewhere.
    numbers
        Gives the numbers of a unit and of those directly below it, in the months from a first to a last.
    """

    kinds: Callable[[], Mapping[str, Text]]
    listed: Callable[[], frozenset[str]]
    numbers: Callable[[str, Sequence[str], tuple[str, str]], Numbers]


def _of_incidents(unit: str, below: Sequence[str], months: tuple[str, str]) -> Numbers:
    found = {code: Counter[str]() for code in (unit, *below)}
    for tally in incidents.tallies(unit, months_between(*months)):
        place = next((code for code in below if tally.place.unit.startswith(code)), unit)
        found[place] += tally.by_category(Said.MATTERS)
    return found


def _of_disputes(unit: str, below: Sequence[str], months: tuple[str, str]) -> Numbers:
    # What is counted of a unit holds all below it.
    found = {code: Counter(services.disputes_by_kind(code, *months)) for code in below}
    own = Counter(services.disputes_by_kind(unit, *months))
    for counts in found.values():
        own.subtract(counts)
    return {unit: +own, **found}


SOURCES: Final[Mapping[Dataset, Source]] = {
    Dataset.INCIDENTS: Source(incidents.category_names, incidents.publicly_listed, _of_incidents),
    Dataset.DISPUTES: Source(services.dispute_kinds, frozenset[str], _of_disputes),
}
