"""The events of the figures of points, as they stood at a cut-off: the households of the last boards that were posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from kernel import clock
from kernel.figures import Asked, Counted
from kernel.storage.lists import every_page
from points.rules.board import Board
from points.rules.board_states import Status
from points.store import boards
from points.store.history import steps_of

_A_PAGE: Final = 20
_WAS_POSTED = frozenset({Status.POSTED, Status.ENDED})
_POSTED: Final = "posted"


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the households of the last red or improvement board of a village."""
    found = _last_board(asked)
    if found is None:
        return
    board, posted_at = found
    lines = board.red if figure == "red_households" else board.improvement
    for line in lines:
        home = line["household"]
        yield Counted(f"board:{board.id}:{home}", board.village, clock.day_of(posted_at))


def _last_board(asked: Asked) -> tuple[Board, datetime] | None:
    for board in every_page(lambda cursor: boards.list_boards(asked.unit, _A_PAGE, cursor)):
        if board.status in _WAS_POSTED and board.created_at <= asked.cut_off:
            posted_at = _posted_at(board)
            if posted_at <= asked.cut_off:
                return board, posted_at
    return None


def _posted_at(board: Board) -> datetime:
    steps = every_page(lambda cursor: steps_of(f"BOARD#{board.id}", _A_PAGE, cursor))
    return next(clock.from_iso(str(one.at)) for one in steps if one.event == _POSTED)
