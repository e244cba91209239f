"""What of a red board everybody may read without login.

What a person's good deeds came to is personal information: publishing it takes a separate consent (个人信息保护法 Art. 25), beyond the one to be
named in the village. So a line is shown only to the name of a household that said so and has not taken it back; a masked name is one
that sixty neighbours can tell, and stays in the village, as the improvement list does (DOMAIN: shown in the village only, no internet).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from points.rules.board import Board
from points.rules.board_states import Status


class PublicLine(NamedTuple):
    """A household that wants its name read by everybody."""

    rank: int
    net: int
    name: str


class PublicBoard(NamedTuple):
    """A red board as everybody reads it; `others` are on it and are not shown."""

    board: Board
    lines: Sequence[PublicLine]
    others: int


def is_public(board: Board, now: datetime) -> bool:
    """Tell whether a board may be read without login: posted, of a period not over, and named by the villagers' resolution."""
    return board.status is Status.POSTED and board.named and now < board.ends_at


def candidates(board: Board) -> list[str]:
    """Return the households a board names."""
    return [line["household"] for line in board.red if line["named"]]


def shown_to_all(board: Board, consenting: Collection[str]) -> PublicBoard:
    """Return what everybody reads of a board.

    Parameters
    ----------
    consenting
        Households that consent, today, to be named to readers without login.
    """
    lines = [_line(one) for one in board.red if one["named"] and one["household"] in consenting]
    return PublicBoard(board, lines, len(board.red) - len(lines))


def _line(line: Mapping[str, Any]) -> PublicLine:
    return PublicLine(line["rank"], line["net"], line["name"])
