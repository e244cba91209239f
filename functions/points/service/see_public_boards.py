"""The red boards of a village that everybody may read without login."""

from __future__ import annotations

from kernel import clock
from kernel.storage.lists import Listed
from points.rules.public_board import candidates, is_public, shown_to_all
from points.store import boards, households


def list_public_boards(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's red boards, newest first: one Query, and one read of who consents today."""
    page, now = boards.list_boards(village, limit, cursor), clock.now()
    public = [board for board in page.rows if is_public(board, now)]
    named = {one for board in public for one in candidates(board)}
    consenting = households.consenting_in_public(named)
    return page._replace(rows=[shown_to_all(board, consenting) for board in public])
