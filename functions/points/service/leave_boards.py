"""Take a household off every live board at once; part of the transaction that is the reason."""

from __future__ import annotations

from datetime import datetime

from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.board import Removal, is_concerned, removed
from points.store import boards


def leave_boards(
    work: UnitOfWork, village: str, household: str, why: Removal, actor: Actor, now: datetime
) -> None:
    """Take a household off every live board that shows it, with the log the law asks for."""
    for board in boards.live_boards(work, village):
        if not is_concerned(board, household, why):
            continue
        after = removed(board, household, why, actor, now)
        details = {"household": household, "reason": str(why)}
        boards.save(work, board, after, "removed", actor, now, details=details)
