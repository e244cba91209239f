"""Routes of the boards."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, RowId, Village
from points.model import board_answers as answers
from points.model.board_requests import MoveBoard, NewAssessment, NewBoard
from points.rules.board import (
    NoSuchAssessment,
    NoSuchResolution,
    PeriodNotBegun,
    SamePerson,
    TooEarlyToPost,
    TooManyBoards,
)
from points.rules.book import NoBookInForce
from points.service.asking import OVERSEERS, VILLAGE_OFFICERS
from points.service.assess_impact import assess_impact as assess
from points.service.assess_impact import list_assessments as list_assessed
from points.service.move_board import move_board as move
from points.service.propose_board import PROPOSERS, new_board_id
from points.service.propose_board import propose_board as propose
from points.service.see_board import list_boards as list_seen
from points.service.see_board import list_ranks as list_seen_ranks
from points.service.see_board import read_board


@API.route(
    "POST",
    "/v1/points/villages/{village}/assessments",
    access=Access(VILLAGE_OFFICERS),
    answers={201: (Text("已登记", "Recorded"), answers.AssessmentView)},
    problems=[OutsideYourArea, *WRITES],
    summary=Text("登记个人信息保护影响评估", "Record an impact assessment"),
    description=Text(
        "署名公布前须进行（{zh:personal-information-law-2021#55,56}），至少保存三年，不删除。",
        "Before anybody is named in public ({en:personal-information-law-2021#55,56}); kept three years at least, never taken away.",
    ),
)
def assess_impact(request: Called, village: Village, body: NewAssessment) -> Response[Any]:
    """Record an impact assessment of a village."""
    return API.carry_out(
        request,
        lambda work: assess(work, request, village, body),
        answers.assessment_view,
        status=201,
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/assessments",
    access=Access(OVERSEERS),
    answers={200: (Text("影响评估", "Impact assessments"), answers.AssessmentList)},
    problems=[OutsideYourArea],
    summary=Text("个人信息保护影响评估", "List the impact assessments of a village"),
)
def list_assessments(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a village's impact assessments, newest first."""
    found = list_assessed(request, village, limit, cursor)
    return API.page(found, answers.assessment_view)


@API.route(
    "POST",
    "/v1/points/villages/{village}/boards",
    access=Access(PROPOSERS),
    answers={201: (Text("已拟定", "Proposed"), answers.BoardView)},
    problems=[
        OutsideYourArea,
        PeriodNotBegun,
        NoSuchResolution,
        NoSuchAssessment,
        NoBookInForce,
        TooManyBoards,
        *WRITES,
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
    board = new_board_id()
    return API.carry_out(
        request,
        lambda work: propose(work, request, village, body, board),
        lambda seen: answers.board_view(seen, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/boards",
    access=SIGNED_IN,
    answers={200: (Text("榜单", "Boards, newest first"), answers.BoardList)},
    problems=[NotFound],
    summary=Text("村内榜单", "List the boards of a village"),
)
def list_boards(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the boards of a village; whoever is no staff sees those that are posted."""
    found = list_seen(request, village, limit, cursor)
    return API.page(found, lambda seen: answers.board_view(seen, request.language))


@API.route(
    "GET",
    "/v1/points/villages/{village}/boards/{board}",
    access=SIGNED_IN,
    answers={200: (Text("榜单", "The board"), answers.BoardView)},
    problems=[NotFound],
    summary=Text("查看榜单", "Read a board"),
)
def get_board(request: Called, village: Village, board: RowId) -> Response[Any]:
    """Read a board; before and after it is posted only staff do."""
    seen = read_board(request, village, board)
    return API.answer(200, answers.board_view(seen, request.language), version=seen.version)


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
    found = list_seen_ranks(request, village, board, limit, cursor)
    return API.page(found, answers.rank_view)


@API.route(
    "POST",
    "/v1/points/villages/{village}/boards/{board}/transitions",
    access=Access(VILLAGE_OFFICERS),
    answers={200: (Text("办理后的榜单", "The board after the step"), answers.BoardView)},
    problems=[OutsideYourArea, SamePerson, TooEarlyToPost, *MOVES],
    summary=Text("审定、移除、撤下榜单", "Approve, remove from, end or drop a board"),
    description=Text(
        "approve 审定公布（非拟定人、提醒期满），remove 移除一户（household、removal、reason），end 撤下，drop 不采用。",
        "approve (another person, after the notice), remove a household (`household`, `removal`, `reason`), end, drop.",
    ),
)
def move_board(request: Called, village: Village, board: RowId, body: MoveBoard) -> Response[Any]:
    """Take a board one step further."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move(work, request, village, board, body, expected),
        lambda seen: answers.board_view(seen, request.language),
    )
