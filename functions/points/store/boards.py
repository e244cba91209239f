"""Boards as they are kept, the ranks of their snapshots, and the scores they are taken from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.addressees import household, unit
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.rules.assessment import Assessment
from points.rules.board import Board, TooManyBoards
from points.rules.board_states import Status
from points.rules.snapshot import Ranked, Score, months_of
from points.store.board_rows import AssessmentRow, BoardRow, LiveRow, RankRow
from points.store.documents import Kept, as_json, to_document
from points.store.history import note_step
from points.store.ledger_rows import ScoreRow

_A_WRITE = 100
MOST_LIVE = 40
"""A household leaves as many boards, each with its history, in one transaction."""
_KEPT = Kept(Board, BoardRow)
_ASSESSED = Kept(Assessment, AssessmentRow)
read_board, find_assessment = _KEPT.read, _ASSESSED.find


def find(work: UnitOfWork, village: str, board: str) -> Board | None:
    """Return a board as it is now, and have it read with those that are live."""
    work.load([BoardRow.key(village, board), LiveRow.key(village)])
    return _KEPT.find(work, village, board)


def add(work: UnitOfWork, board: Board, actor: Actor) -> Board:
    """Keep a proposed board.

    Raises
    ------
    TooManyBoards
        So many are live that a household could not leave all of them at once.
    """
    live = _live(work, board.village)
    if len(live) >= MOST_LIVE:
        raise TooManyBoards
    keep_live(work, board.village, [*live, board.id])
    saved = replace(board, change_id=work.change_id)
    _keep(work, saved)
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
    _keep(work, saved)
    if not saved.is_live:
        live = [one for one in _live(work, saved.village) if one != saved.id]
        keep_live(work, saved.village, live)
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


def _keep(work: UnitOfWork, board: Board) -> None:
    wake = board.ends_at if board.status is Status.POSTED else None
    _KEPT.save(work, board, BoardRow.key(board.village, board.id), wake)


def live_boards(work: UnitOfWork, village: str) -> list[Board]:
    """Return every board of a village that is proposed or posted, and let none be composed meanwhile that does not know of this."""
    live = _live(work, village)
    keep_live(work, village, live)
    rows = work.find_all([BoardRow.key(village, board) for board in live])
    return [_KEPT.of(row) for row in rows if row is not None]


def _live(work: UnitOfWork, village: str) -> list[str]:
    row: LiveRow | None = work.find(LiveRow.key(village))
    return json.loads(row.document) if row else []


def keep_live(work: UnitOfWork, village: str, live: list[str]) -> None:
    """Note which boards of a village are live."""
    key, told = LiveRow.key(village), as_json(live)
    version = work.version(key) + 1
    work.save(LiveRow(key.pk, key.sk, document=told, version=version, change_id=work.change_id))


def add_assessment(work: UnitOfWork, one: Assessment) -> None:
    """Keep an impact assessment."""
    key = AssessmentRow.key(one.village, one.id)
    work.add(AssessmentRow(key.pk, key.sk, document=to_document(one)))


def list_assessments(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's impact assessments, newest first."""
    return _ASSESSED.page(("pk", f"ASSESSED#{village}"), limit, cursor)


def list_boards(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's boards, newest first."""
    return _KEPT.page(("pk", f"BOARD#{village}"), limit, cursor)


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
