"""Boards as they are kept, the ranks of their snapshots, and the scores they are taken from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.addressees import household, unit
from kernel.storage.dynamo import query, read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.rules.board import Board
from points.rules.board_states import Status
from points.rules.snapshot import Ranked, Score, months_of
from points.store.board_rows import BoardRow, RankRow
from points.store.documents import from_document, to_document
from points.store.history import note_step
from points.store.ledger_rows import ScoreRow
from points.store.rows import CLOCK

_A_WRITE = 100
_LIVE = 20
_KINDS: dict[str, Any] = {
    "status": Status,
    "removed": tuple,
    **dict.fromkeys(
        ("taken_at", "not_before", "ends_at", "created_at", "updated_at"), clock.from_iso
    ),
}


def find(work: UnitOfWork, village: str, board: str) -> Board | None:
    """Return a board as it is now."""
    row: BoardRow | None = work.find(BoardRow.key(village, board))
    return _from_row(row) if row else None


def read_board(village: str, board: str) -> Board | None:
    """Return a board as it is now, where nothing is decided."""
    row: BoardRow | None = read([BoardRow.key(village, board)], consistent=True)[0]
    return _from_row(row) if row else None


def add(work: UnitOfWork, board: Board, actor: Actor) -> Board:
    """Keep a proposed board."""
    saved = replace(board, change_id=work.change_id)
    work.save(_to_row(saved))
    note_step(
        work,
        f"BOARD#{board.id}",
        1,
        "proposed",
        actor,
        board.created_at,
        details={"until": clock.iso(board.not_before)},
        # Who is proposed for the improvement list has time to correct.
        addressees=[household(line["household"]) for line in board.improvement],
    )
    return saved


def save(
    work: UnitOfWork,
    before: Board,
    after: Board,
    event: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Board:
    """Keep a board after a step."""
    saved = replace(
        after,
        version=before.version + 1,
        steps=before.steps + 1,
        updated_at=now,
        change_id=work.change_id,
    )
    work.save(_to_row(saved))
    note_step(
        work,
        f"BOARD#{saved.id}",
        saved.steps,
        event,
        actor,
        now,
        reason=reason,
        details=details,
        addressees=[unit(saved.village)],
    )
    return saved


def live_boards(work: UnitOfWork, village: str) -> Iterator[Board]:
    """Give the newest boards of a village that are proposed or posted."""
    page = query(
        BoardRow, ("pk", f"BOARD#{village}"), limit=_LIVE, newest_first=True, consistent=True
    )
    live = [item for item in page.items if item["status"]["S"] in (Status.PROPOSED, Status.POSTED)]
    keys = [BoardRow.key(village, item["id"]["S"]) for item in live]
    for row in work.find_all(keys) if keys else ():
        if row is not None:
            yield _from_row(row)


def list_boards(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's boards, newest first."""
    page = list_page(
        BoardRow, ("pk", f"BOARD#{village}"), limit=limit, cursor=cursor, newest_first=True
    )
    return page._replace(rows=[_from_row(row) for row in page.rows])


def scores_of(village: str, period: str) -> dict[str, Score]:
    """Return what was posted in a period, by household."""
    found: dict[str, Score] = {}
    for month in months_of(period):
        for row in every_row(ScoreRow, ("pk", f"SCORES#{village}#{month}")):
            before = found.get(row.sk, Score(row.sk, 0, 0))
            found[row.sk] = Score(
                row.sk, before.earned + int(row.earned), before.lost + int(row.lost)
            )
    return found


def write_ranks(board: str, ranked: Iterable[Ranked]) -> None:
    """Write the ranks of a snapshot, before the board that shows them: a village may have more than one transaction holds.

    Outside the unit of work of the board, as a batch is; ranks without a board are read by nobody.
    """
    rows = [
        RankRow(
            f"RANKS#{board}",
            f"{one.rank:06d}#{one.score.household}",
            household=one.score.household,
            rank=one.rank,
            earned=one.score.earned,
            lost=one.score.lost,
        )
        for one in ranked
    ]
    for first in range(0, len(rows), _A_WRITE):
        some = rows[first : first + _A_WRITE]
        carry_out(lambda work, some=some: work.write(*map(Write, some)))


def list_ranks(board: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a board's snapshot, best first."""
    page = list_page(RankRow, ("pk", f"RANKS#{board}"), limit=limit, cursor=cursor)
    return page._replace(rows=[_ranked_in(row) for row in page.rows])


def _ranked_in(row: RankRow) -> Ranked:
    return Ranked(int(row.rank), Score(row.household, int(row.earned), int(row.lost)))


def _from_row(row: BoardRow) -> Board:
    return from_document(Board, row.document, _KINDS)


def _to_row(board: Board) -> BoardRow:
    posted = board.status is Status.POSTED
    return BoardRow(
        f"BOARD#{board.village}",
        board.id,
        id=board.id,
        village=board.village,
        status=str(board.status),
        document=to_document(board),
        version=board.version,
        change_id=board.change_id,
        clock=CLOCK if posted else None,
        wake_at=clock.iso(board.ends_at) if posted else None,
    )
