"""What of a board is whose to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kernel import clock
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.rules.board import Board, open_actions
from points.rules.board_states import HOLDER_ROLES, Action, Status
from points.service.asking import OVERSEERS, holding, require_village, serves
from points.store import boards


class BoardSeen(NamedTuple):
    """A board before somebody; households, exclusions and the log of who left are for staff."""

    board: Board
    staff: bool
    actions: Sequence[Action]

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.board.version


def see(asking: Scope, board: Board) -> BoardSeen:
    """Return a board as the caller sees it."""
    caller, holds = asking.person, holding(asking, board.village, HOLDER_ROLES)
    actions = open_actions(board, caller.person_id, holds, clock.now())
    return BoardSeen(board, serves(caller, board.village), actions)


def read_board(asking: Scope, village: str, board: str) -> BoardSeen:
    """Read a board; before and after it is posted only staff do."""
    require_village(asking, village)
    there = boards.read_board(village, board)
    if there is None or not _is_shown(asking, there):
        raise NotFound
    return see(asking, there)


def list_ranks(asking: Scope, village: str, board: str, limit: int, cursor: str | None) -> Listed:
    """List the ranks of a board's snapshot, best first, for who oversees the village: one Query of as many rows as asked for.

    Raises
    ------
    NotFound
        The village has no such board.
    """
    asking.within(village, OVERSEERS)
    if boards.read_board(village, board) is None:
        raise NotFound
    return boards.list_ranks(board, limit, cursor)


def list_boards(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """List the boards of a village; whoever is no staff sees those that are posted."""
    require_village(asking, village)
    page = boards.list_boards(village, limit, cursor)
    return page._replace(
        rows=[see(asking, board) for board in page.rows if _is_shown(asking, board)]
    )


def _is_shown(asking: Scope, board: Board) -> bool:
    return board.status is Status.POSTED or serves(asking.person, board.village)
