"""Let the other contexts follow a household that lives in another village: what it has there comes along, once.

The registry knows none of them. It notes the village that is left in the transaction that moves the household, whoever moves it and how;
whoever has something of households goes through the list (the points' clock every minute, the administrator's job), and strikes out what
has followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, ancestor
from registry.service.find_homes import find_homes
from registry.store.lists import moves_open
from registry.store.register import Register
from registry.store.rows import MoveRow

_A_PAGE = 100


class HouseholdMove(NamedTuple):
    """A household that left a village, and the grid or village it lives in now."""

    household_id: str
    came_from: str
    unit: str


class OpenMove(NamedTuple):
    """A move that not all have followed, as it was when it was listed."""

    move: HouseholdMove
    version: int


def note_move(register: Register, household_id: str, left: str, unit: str) -> None:
    """Note that a household leaves its village, if it does."""
    village, to_village = (ancestor(code, Level.VILLAGE) for code in (left, unit))
    if village is None or village == to_village:
        return
    # With the instant: one who leaves a village for a second time has to be followed again.
    facts = {"household_id": household_id, "came_from": village, "moved_at": clock.iso(clock.now())}
    listed = {"parent": MoveRow.ALL, "code": f"{household_id}#{village}"}
    register.alter(MoveRow.key(household_id, village), facts | listed)


def open_moves(unit: str | None = None) -> Iterator[OpenMove]:
    """Give the moves that not all have followed, page by page; only those into a village or grid, if one is named."""
    cursor: str | None = None
    while True:
        page = moves_open(_A_PAGE, cursor)
        homes = find_homes(row.household_id for row in page.rows) if page.rows else {}
        for row in page.rows:
            lives = homes[row.household_id].unit
            if unit is None or lives.startswith(unit):
                yield OpenMove(
                    HouseholdMove(row.household_id, row.came_from, lives), int(row.version)
                )
        cursor = page.next_cursor
        if cursor is None:
            return


def follow_move(found: OpenMove, follow: Callable[[HouseholdMove], None]) -> None:
    """Let somebody follow a household, then strike the move out; whoever leaves that village again meanwhile is followed again."""
    move = found.move
    if ancestor(move.unit, Level.VILLAGE) != move.came_from:
        follow(move)

    def decide(work: UnitOfWork) -> None:
        key, register = MoveRow.key(move.household_id, move.came_from), Register(work)
        row: MoveRow | None = register.find(key)
        if row is not None and int(row.version) == found.version:
            register.alter(key, {"parent": None, "code": None})

    carry_out(decide)
