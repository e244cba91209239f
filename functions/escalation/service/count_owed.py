"""Count what the units of an area owe, and what of it is past its day: units, never persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from escalation.rules.ladders import way_up
from escalation.store import obligations as store
from escalation.store.obligations import Waiting
from escalation.store.terms import packaged
from kernel import clock
from kernel.units import Level, is_within, level_of


class OwedCounts(NamedTuple):
    """What is owed by units, and not done yet.

    Attributes
    ----------
    open, overdue
        By who owes it, whoever answers for it by now. Overdue is what is past the limit of who answers for it, or has gone up from who
        owes it.
    at_least
        There are more than were read.
    """

    open: Counter[str]
    overdue: Counter[str]
    at_least: bool


def count_owed(area: str, units: Iterable[str]) -> OwedCounts:
    """Return what an area's units owe: a Query of keys for each unit that may answer for it, and the rows of what may have gone up.

    Parameters
    ----------
    units
        Every unit in the area that may owe something: places and departments.
    """
    now = clock.iso(clock.now())
    open_, overdue = Counter[str](), Counter[str]()
    at_least = False
    for unit in dict.fromkeys([*units, *_above(area)]):
        waiting, more = store.waiting_keys(unit)
        at_least = at_least or more
        for owner, one in _with_owner(unit, waiting):
            if is_within(owner, area):
                open_[owner] += 1
                overdue[owner] += owner != unit or (one.due_at is not None and one.due_at < now)
    return OwedCounts(open_, +overdue, at_least)


def _with_owner(unit: str, waiting: Sequence[Waiting]) -> Iterator[tuple[str, Waiting]]:
    """Give each with who owes it: below the town nobody answers for another's."""
    if level_of(unit) is Level.VILLAGE:
        return ((unit, one) for one in waiting)
    owners = store.owners_of([one.pk for one in waiting])
    return ((owners[one.pk], one) for one in waiting if one.pk in owners)


def _above(area: str) -> list[str]:
    """Return the units that answer for what an area's units owe once that has gone up, on whichever ladder."""
    ladders = dict.fromkeys(terms.rungs for terms in packaged().value.values())
    return [unit for rungs in ladders for unit in way_up(area, rungs)]
