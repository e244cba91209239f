"""Routes of the rule books."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock
from kernel.access import ALL_ROLES, Access
from kernel.fields import DayText
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.law.model import cited
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, Village
from points.model import book_answers as answers
from points.model.book_requests import BookBody, MoveBook
from points.rules.book import NoBookInForce, NotCleared
from points.rules.book_checks import ForbiddenRule
from points.service.asking import VILLAGE_OFFICERS
from points.service.draft_book import draft_book as draft
from points.service.move_book import MOVERS, BookSeen
from points.service.move_book import move_book as move
from points.service.read_books import (
    list_versions,
    read_book_in_force,
    read_version,
    sample_book,
)

Version = Annotated[int, Path(ge=1, le=999_999)]


@API.route(
    "GET",
    "/v1/points/rule-books/sample",
    access=Access(ALL_ROLES, scoped=False),
    answers={200: (Text("样本", "The sample"), answers.SampleBook)},
    summary=Text("积分规则样本", "The sample rule book"),
    description=Text(
        "随软件提供，各项注明来源；须经村民会议表决、乡镇备案、公布后方在本村生效。",
        "Comes with the software, each number with its source; in force nowhere until a village passes, files and publishes it.",
    ),
)
def get_sample_book(request: Called) -> Response[Any]:
    """Read the packaged sample."""
    book = sample_book()
    return API.answer(200, {"book": dict(book), "citations": cited(book, request.language)})


@API.route(
    "POST",
    "/v1/points/villages/{village}/rule-books",
    access=Access(VILLAGE_OFFICERS),
    answers={201: (Text("已存为草案", "Kept as a draft"), answers.BookView)},
    problems=[ForbiddenRule, OutsideYourArea, *WRITES],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("拟定积分规则", "Draft a rule book"),
    description=Text(
        "明文罚款不予接受；变相处罚、与法定权利挂钩、歧视、封存的治安记录、对网格员活动计分的，予以标记（flags）并说明依据，乡镇备案时须写明为何可以保留。",
        "A fine is refused; punishment by other names, ties to statutory rights, discrimination, sealed police records and scores of grid "
        "workers' activity are flagged (`flags`) with the law: the town says why they may stand when it files the version.",
    ),
)
def draft_book(request: Called, village: Village, body: BookBody) -> Response[Any]:
    """Draft the next version of a village's rules."""
    document = body.model_dump(mode="json")
    return API.carry_out(
        request,
        lambda work: draft(work, request, village, document),
        lambda seen: answers.book_view(seen, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/rule-books",
    access=SIGNED_IN,
    answers={200: (Text("各版本", "The versions"), answers.BookList)},
    problems=[NotFound],
    summary=Text("积分规则各版本", "List the versions of a village's rules"),
)
def list_books(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the versions of a village's rules, newest first."""
    found = list_versions(request, village, limit, cursor)
    return API.page(found, lambda one: answers.book_line(one, request.language))


@API.route(
    "GET",
    "/v1/points/villages/{village}/rule-book",
    access=SIGNED_IN,
    answers={200: (Text("生效的规则", "The rules in force"), answers.BookView)},
    problems=[NotFound, NoBookInForce],
    summary=Text("某日生效的积分规则", "Read the rules in force on a day"),
)
def get_book_in_force(
    request: Called,
    village: Village,
    on: Annotated[DayText | None, Query()] = None,
) -> Response[Any]:
    """Read the rules in force today, or on a day."""
    day = date.fromisoformat(on) if on else clock.today()
    return _answer(request, read_book_in_force(request, village, day))


@API.route(
    "GET",
    "/v1/points/villages/{village}/rule-books/{version}",
    access=SIGNED_IN,
    answers={200: (Text("该版规则", "The version"), answers.BookView)},
    problems=[NotFound],
    summary=Text("查看某版积分规则", "Read a version of the rules"),
)
def get_book(request: Called, village: Village, version: Version) -> Response[Any]:
    """Read a version of a village's rules."""
    return _answer(request, read_version(request, village, version))


@API.route(
    "POST",
    "/v1/points/villages/{village}/rule-books/{version}/transitions",
    access=Access(MOVERS),
    answers={200: (Text("办理后的版本", "The version after the step"), answers.BookView)},
    problems=[OutsideYourArea, NotCleared, *MOVES],
    summary=Text("表决、备案、公布", "Pass, file, publish or withdraw a version"),
    description=Text(
        "pass 村民会议通过（vote_id、voted_on），file 乡镇备案（filing_no；有 flags 的须写 reason），publish 公布（valid_from），withdraw 撤回。",
        "pass (`vote_id`, `voted_on`), file by the town (`filing_no`; `reason` where there are `flags`), publish (`valid_from`), withdraw.",
    ),
)
def move_book(request: Called, village: Village, version: Version, body: MoveBook) -> Response[Any]:
    """Take a version one step further."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move(work, request, village, version, body, expected),
        lambda seen: answers.book_view(seen, request.language),
    )


def _answer(request: Called, seen: BookSeen) -> Response[Any]:
    view = answers.book_view(seen, request.language)
    return API.answer(200, view, version=seen.version)
