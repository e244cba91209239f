"""Routes of the boards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aws_lambda_powertools.event_handler import Response

import assembly
from kernel import clock
from kernel.access import Access, Role
from kernel.http import Called, Versions
from kernel.problems import IdempotencyKeyReused, NotFound, OutsideYourArea, StaleVersion
from kernel.texts import Text
from points.api.base import (
    API,
    CHECKERS,
    FIRST_PAGE,
    OVERSEERS,
    SIGNED_IN,
    VILLAGE_OFFICERS,
    Cursor,
    Limit,
    RowId,
    Village,
    actor_of,
    in_village,
    needed,
    plain,
    settled,
)
from points.model import answers
from points.model.requests import MoveBoard, NewBoard
from points.rules import board as boards
from points.rules.board import Action, Removal, Status
from points.rules.book import NoBookInForce
from points.store import boards as store
from points.store import books
from points.store.base import Decided, SomebodyWasFaster, page_of
from points.store.boards import Board
from points.store.rows import BoardRow

_PROPOSERS = VILLAGE_OFFICERS | {Role.POINTS_VERIFIER}


@API.route(
    "POST",
    "/v1/points/villages/{village}/boards",
    access=Access(_PROPOSERS),
    answers={201: (Text("已拟定", "Proposed"), answers.BoardView)},
    problems=[
        OutsideYourArea,
        boards.PeriodNotBegun,
        boards.NoSuchResolution,
        NoBookInForce,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("拟定红榜与待改进名单", "Propose the boards of a period"),
    description=Text(
        "按该期快照拟定；红榜只对单独同意的户显示姓名，且须有影响评估编号与村民会议决议编号；待改进名单一律隐名、仅限本村，先提醒后审定。",
        "From a dated snapshot. The red board names only who separately consented, and only with the ids of the impact assessment and the "
        "resolution; the improvement list is masked, for the village alone, and posted by a human after a notice.",
    ),
)
def propose_board(request: Called, village: Village, body: NewBoard) -> Response[Any]:
    """Take the snapshot of a period and propose its boards."""
    post = request.within(village, _PROPOSERS)
    now, actor = clock.now(), actor_of(request.person, post)
    _refuse_undecided(village, body.resolution_id)
    book = books.book_on(village, clock.today())

    def decide() -> Decided:
        board = store.propose(village, body.period, book, body.model_dump(), actor, now)
        opened, decided = store.open_board(board, actor, now)
        return decided._replace(body=_view(opened, staff=True))

    return settled(decide)


@API.route(
    "GET",
    "/v1/points/villages/{village}/boards",
    access=SIGNED_IN,
    answers={200: (Text("榜单", "Boards, newest first"), answers.BoardList)},
    problems=[NotFound],
    summary=Text("村内榜单", "List the boards of a village"),
)
def list_boards(
    village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the boards of a village; whoever is no staff sees those that are posted."""
    in_village(village)
    staff = _is_staff(village)
    page = page_of(
        BoardRow,
        ("pk", f"BOARD#{village}"),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    found = [store.from_row(row) for row in page.rows]
    items = [_view(board, staff=staff) for board in found if staff or board.status is Status.POSTED]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/points/villages/{village}/boards/{board}",
    access=SIGNED_IN,
    answers={200: (Text("榜单", "The board"), answers.BoardView)},
    problems=[NotFound],
    summary=Text("查看榜单", "Read a board"),
)
def get_board(village: Village, board: RowId) -> Response[Any]:
    """Read a board; before and after it is posted only staff do."""
    in_village(village)
    there = store.load(village, board)
    staff = _is_staff(village)
    if there is None or not (staff or there.status is Status.POSTED):
        raise NotFound
    return API.answer(200, _view(there, staff=staff), version=there.version)


@API.route(
    "GET",
    "/v1/points/villages/{village}/boards/{board}/ranks",
    access=Access(OVERSEERS),
    answers={200: (Text("快照名次", "The snapshot, best first"), answers.RankList)},
    problems=[OutsideYourArea, NotFound],
    summary=Text("查看快照名次", "Read the ranks of a snapshot"),
)
def list_ranks(
    request: Called,
    village: Village,
    board: RowId,
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """Read the ranks of a board's snapshot: one Query of as many rows as asked for."""
    request.within(village, OVERSEERS)
    if store.load(village, board) is None:
        raise NotFound
    page = store.ranks_page(board, limit, cursor)
    items = [
        {
            "household": row.household,
            "rank": int(row.rank),
            "earned": int(row.earned),
            "lost": int(row.lost),
        }
        for row in page.rows
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "POST",
    "/v1/points/villages/{village}/boards/{board}/transitions",
    access=Access(VILLAGE_OFFICERS),
    answers={200: (Text("办理后的榜单", "The board after the step"), answers.BoardView)},
    problems=[
        OutsideYourArea,
        NotFound,
        boards.IllegalBoardMove,
        boards.SamePerson,
        boards.TooEarlyToPost,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("审定、移除、撤下榜单", "Approve, remove from, end or drop a board"),
    description=Text(
        "approve 审定公布（非拟定人、提醒期满），remove 移除一户（household、removal、reason），end 撤下，drop 不采用。",
        "approve (another person, after the notice), remove a household (`household`, `removal`, `reason`), end, drop.",
    ),
)
def move_board(request: Called, village: Village, board: RowId, body: MoveBoard) -> Response[Any]:
    """Take a board one step further."""
    post = request.within(village, VILLAGE_OFFICERS)
    now, actor, expected = clock.now(), actor_of(request.person, post), request.expected_version

    def decide() -> Decided:
        there = store.load(village, board)
        if there is None:
            raise NotFound
        if body.action is Action.APPROVE:
            saved, decided = store.approve(there, actor, now, expected)
        elif body.action is Action.REMOVE:
            after = _without(there, body, actor)
            details = {"household": body.household, "reason": body.removal}
            saved, decided = store.move(
                there,
                after,
                "removed",
                actor,
                now,
                reason=body.reason,
                expected=expected,
                details=details,
            )
        else:
            saved, decided = _end(there, body, actor, expected)
        return decided._replace(body=_view(saved, staff=True))

    return settled(decide)


def _without(there: Board, body: MoveBoard, actor: Any) -> Board:
    if there.status not in (Status.PROPOSED, Status.POSTED):
        raise boards.IllegalBoardMove.from_status(there.status)
    household = needed(body.household, "household")
    why = Removal(needed(body.removal, "removal"))
    if not any(line["household"] == household for line in there.improvement):
        raise NotFound(Text("该户不在名单上。", "This household is not on the list."))
    return store.removed(there, household, why, actor, clock.now(), needed(body.reason, "reason"))


def _end(there: Board, body: MoveBoard, actor: Any, expected: Versions) -> tuple[Board, Decided]:
    to, start = (
        (Status.DROPPED, Status.PROPOSED)
        if body.action is Action.DROP
        else (Status.ENDED, Status.POSTED)
    )
    if there.status is not start:
        raise boards.IllegalBoardMove.from_status(there.status)
    after = replace(there, status=to)
    return store.move(
        there, after, str(to), actor, clock.now(), reason=body.reason, expected=expected
    )


def _refuse_undecided(village: str, resolution: str | None) -> None:
    """Let a board cite a matter that its village passed.

    Raises
    ------
    NoSuchResolution
        There is no such matter in the village, or it was not passed.
    """
    if resolution is None:
        return
    decided = assembly.decided(resolution)
    if decided is None or decided.village != village or decided.result != "passed":
        raise boards.NoSuchResolution.one(
            "resolution_id",
            Text(
                "须为本村表决通过的事项编号（GET /v1/assembly/matters）。",
                "Must be the id of a matter the village has passed (GET /v1/assembly/matters).",
            ),
        )


def _is_staff(village: str) -> bool:
    return API.request.person.post_over(village, CHECKERS) is not None


def _view(board: Board, *, staff: bool) -> dict[str, Any]:
    def lines(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if staff:
            return shown
        return [{name: line[name] for name in ("rank", "net", "name", "named")} for line in shown]

    return {
        "id": board.id,
        "village": board.village,
        "period": board.period,
        "status": str(board.status),
        "status_name": boards.STATUS_NAMES[board.status].say(API.request.language),
        "taken_at": plain(board.taken_at),
        "households": board.households,
        "red": lines(board.red),
        "improvement": lines(board.improvement),
        "none_because": board.none_because,
        "named": board.named,
        "assessment_id": board.assessment_id,
        "resolution_id": board.resolution_id,
        "not_before": plain(board.not_before),
        "ends_at": plain(board.ends_at),
        "excluded": dict(board.excluded) if staff else None,
        "removed": [dict(one) for one in board.removed] if staff else None,
        "version": board.version,
    }
