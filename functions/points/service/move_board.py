"""Take a board one step further; what is posted is taken down by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernel import clock
from kernel.actors import CLOCK, Actor
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.board import Facts, Listed, ended, move
from points.rules.board_states import HOLDER_ROLES, Status
from points.service.asking import VILLAGE_OFFICERS, holding
from points.service.see_board import BoardSeen, see
from points.store import boards, households
from registry import may_be_named, people_of

if TYPE_CHECKING:
    from points.model.board_requests import MoveBoard


def move_board(
    work: UnitOfWork,
    asking: Scope,
    village: str,
    board: str,
    command: MoveBoard,
    expected: Versions,
) -> BoardSeen:
    """Take a board one step further."""
    actor = Actor.of(asking.person, asking.within(village, VILLAGE_OFFICERS))
    there = boards.find(work, village, board)
    if there is None:
        raise NotFound
    refuse_stale(expected, there.version)
    now = clock.now()
    facts = Facts(
        actor,
        holding(asking, village, HOLDER_ROLES),
        lambda household: _known_of(work, household),
        now,
    )
    change = move(there, command, facts)
    saved = boards.save(
        work,
        there,
        change.after,
        change.event,
        actor,
        now,
        reason=command.reason,
        details=change.details,
    )
    return see(asking, saved)


def _known_of(work: UnitOfWork, household: str) -> Listed:
    noted, people = households.find_standing(work, household), people_of(household)
    return Listed(
        consents=noted.consent is not None and may_be_named(people),
        care=noted.care or not people,
        objected=households.is_objected(household),
    )


def take_down(work: UnitOfWork, village: str, board: str) -> int:
    """Take a board down whose period is over; return 1 if it was due."""
    now = clock.now()
    there = boards.find(work, village, board)
    if there is None or there.status is not Status.POSTED or there.ends_at > now:
        return 0
    boards.save(work, there, ended(there), "ended", CLOCK, now)
    return 1
