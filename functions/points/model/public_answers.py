"""What everybody is answered about red boards."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from points.model.shown import each, shown
from points.rules.public_board import PublicBoard


class PublicRedLine(TypedDict):
    """A household that consents to be named to everybody."""

    rank: int
    net: int
    name: str


class PublicRedBoard(TypedDict):
    """A red board as everybody reads it."""

    id: str
    village: str
    period: str
    households: int
    ends_at: str
    lines: list[PublicRedLine]
    others: Annotated[
        int,
        Field(description="On the board, and shown in the village alone / 未同意对外公开的户数"),
    ]


class PublicRedBoardList(TypedDict):
    """One page of red boards, newest first."""

    items: list[PublicRedBoard]
    next_cursor: str | None


def public_board_view(seen: PublicBoard) -> PublicRedBoard:
    """Return a red board as everybody is answered it."""
    lines = each(PublicRedLine, seen.lines)
    return shown(PublicRedBoard, seen.board, lines=lines, others=seen.others)
