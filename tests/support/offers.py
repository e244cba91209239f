"""Whether what is offered with a thing is what can be done with it: for everybody, step by step of its state table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pytest

from kernel.access import Role
from kernel.problems import NotAllowed, Problem
from kernel.states import IllegalMove, StateTable
from tests.support.county import COUNTY, FAR_GRID, GRID, NEXT_GRID, VILLAGE
from tests.support.hazards import (
    CHIEF,
    COUNTY_OFFICER,
    OTHER_COUNTY_OFFICER,
    OWNER,
    TOWN_OFFICER,
    VILLAGE_OFFICER,
    WORKER,
    somebody,
)
from tests.support.states import without_row

EVERYBODY = (
    *(WORKER, CHIEF, VILLAGE_OFFICER, TOWN_OFFICER, COUNTY_OFFICER, OTHER_COUNTY_OFFICER, OWNER),
    somebody("next", Role.GRID_WORKER, NEXT_GRID),
    somebody("far", Role.GRID_WORKER, FAR_GRID),
    somebody("admin", Role.COUNTY_ADMIN, COUNTY),
    somebody("agent", Role.ERRAND_AGENT, VILLAGE),
    somebody("neighbour", Role.RESIDENT, GRID),
)
SHUT_BY_THE_TABLE = (IllegalMove, NotAllowed)
Refusals = tuple[type[Problem], ...]


class Tried(NamedTuple):
    """A thing as somebody stands to it: what is offered, and what comes of a step."""

    table: StateTable[Any, Any, Any]
    offered: Callable[[], Iterable[Any]]
    step: Callable[[Any], object]
    shut_by: Refusals = SHUT_BY_THE_TABLE


def by_hand(table: StateTable[Any, Any, Any]) -> set[Any]:
    """Return the actions that somebody takes; the clock's are none of them."""
    return {row.action for row in table.moves if row.by}


def disagreements(
    offered: Iterable[Any],
    table: StateTable[Any, Any, Any],
    step: Callable[[Any], object],
    shut_by: Refusals = SHUT_BY_THE_TABLE,
) -> list[Any]:
    """Return the actions that are offered and refused, or not offered and taken.

    Parameters
    ----------
    shut_by
        The refusals that no word said with the step would have spared: of the thing as it stands, and of who asks. What a thing lacks
        besides refuses by its own name, and is offered.
    """

    def taken(action: Any) -> bool:
        try:
            step(action)
        except Problem as refusal:
            return not isinstance(refusal, shut_by)
        return True

    shown = set(offered)
    return [action for action in by_hand(table) if taken(action) != (action in shown)]


def lies(one: Tried) -> list[Any]:
    """Return what is offered of a thing and refused, or not offered and taken."""
    return disagreements(one.offered(), one.table, one.step, one.shut_by)


def outlasting(
    monkeypatch: pytest.MonkeyPatch, table: StateTable[Any, Any, Any], tried: Iterable[Tried]
) -> list[Any]:
    """Return the actions that are offered or taken although their row has gone from the table, or that were offered nowhere before."""
    things, found = list(tried), list[Any]()
    for action in by_hand(table):
        one = next((each for each in things if action in each.offered()), None)
        if one is None:
            found.append(action)
            continue
        with monkeypatch.context() as patched:
            without_row(patched, table, action)
            if action in one.offered() or not _is_illegal(one, action):
                found.append(action)
    return found


def _is_illegal(one: Tried, action: Any) -> bool:
    try:
        one.step(action)
    except IllegalMove:
        return True
    except Problem:
        return False
    return False
