"""Routes of the rule books."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock
from kernel.access import ALL_ROLES, Access, Role
from kernel.directory import Remembered
from kernel.http import Called
from kernel.problems import IdempotencyKeyReused, NotFound, OutsideYourArea, StaleVersion
from kernel.storage.dynamo import Range
from kernel.texts import Text
from points.api.base import (
    API,
    FIRST_PAGE,
    SIGNED_IN,
    VILLAGE_OFFICERS,
    Cursor,
    Limit,
    Village,
    actor_of,
    in_village,
    needed,
    settled,
)
from points.model import answers
from points.model.requests import BookBody, MoveBook
from points.rules import book as books
from points.rules.book import Action
from points.store import books as store
from points.store.base import Decided, SomebodyWasFaster, page_of
from points.store.rows import BookRow

_MOVERS = VILLAGE_OFFICERS | {Role.TOWN_OFFICER}
_WHO = {
    Action.PASS: VILLAGE_OFFICERS,
    Action.FILE: frozenset({Role.TOWN_OFFICER}),
    Action.PUBLISH: VILLAGE_OFFICERS,
    Action.WITHDRAW: VILLAGE_OFFICERS,
}
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
def get_sample_book() -> Response[Any]:
    """Read the packaged sample."""
    return API.answer(200, {"book": dict(store.packaged())})


@API.route(
    "POST",
    "/v1/points/villages/{village}/rule-books",
    access=Access(VILLAGE_OFFICERS),
    answers={201: (Text("已存为草案", "Kept as a draft"), answers.BookView)},
    problems=[books.ForbiddenRule, OutsideYourArea, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("拟定积分规则", "Draft a rule book"),
    description=Text(
        "罚款、与法定权利挂钩、封存的治安记录、对网格员活动计分，一律不予接受，并说明依据。",
        "Fines, ties to statutory rights, sealed police records and scores of grid workers' activity are refused, with the law.",
    ),
)
def draft_book(request: Called, village: Village, body: BookBody) -> Response[Any]:
    """Draft the next version of a village's rules."""
    post = request.within(village, VILLAGE_OFFICERS)
    now, actor = clock.now(), actor_of(request.person, post)
    document = body.model_dump(mode="json")

    def decide() -> Decided:
        decided = store.draft(village, document, actor, now)
        return decided._replace(body=_view(decided.body))

    return settled(decide)


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
    in_village(village)
    page = page_of(
        BookRow,
        ("pk", f"BOOK#{village}"),
        within=Range("sk", "begins_with", ("V#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    kept = [store.from_row(village, row) for row in page.rows]
    items = [
        {
            "version": one.version,
            "status": str(one.status),
            "status_name": books.STATUS_NAMES[one.status].say(request.language),
            "facts": dict(one.facts),
        }
        for one in kept
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/points/villages/{village}/rule-book",
    access=SIGNED_IN,
    answers={200: (Text("生效的规则", "The rules in force"), answers.BookView)},
    problems=[NotFound, books.NoBookInForce],
    summary=Text("某日生效的积分规则", "Read the rules in force on a day"),
)
def get_book_in_force(
    village: Village,
    on: Annotated[
        str | None, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
    ] = None,
) -> Response[Any]:
    """Read the rules in force today, or on a day."""
    from datetime import date

    in_village(village)
    try:
        day = date.fromisoformat(on) if on else clock.today()
    except ValueError:
        raise NotFound from None
    version = store.book_on(village, day).version
    return _answer(village, version)


@API.route(
    "GET",
    "/v1/points/villages/{village}/rule-books/{version}",
    access=SIGNED_IN,
    answers={200: (Text("该版规则", "The version"), answers.BookView)},
    problems=[NotFound],
    summary=Text("查看某版积分规则", "Read a version of the rules"),
)
def get_book(village: Village, version: Version) -> Response[Any]:
    """Read a version of a village's rules."""
    in_village(village)
    return _answer(village, version)


@API.route(
    "POST",
    "/v1/points/villages/{village}/rule-books/{version}/transitions",
    access=Access(_MOVERS),
    answers={200: (Text("办理后的版本", "The version after the step"), answers.BookView)},
    problems=[
        NotFound,
        OutsideYourArea,
        books.IllegalBookMove,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("表决、备案、公布", "Pass, file, publish or withdraw a version"),
    description=Text(
        "pass 村民会议通过（vote_id、voted_on），file 乡镇备案（filing_no），publish 公布（valid_from），withdraw 撤回。",
        "pass (`vote_id`, `voted_on`), file by the town (`filing_no`), publish (`valid_from`), withdraw.",
    ),
)
def move_book(request: Called, village: Village, version: Version, body: MoveBook) -> Response[Any]:
    """Take a version one step further."""
    post = request.within(village, _WHO[body.action])
    now, actor, expected = clock.now(), actor_of(request.person, post), request.expected_version
    said: dict[str, Any] = {
        Action.PASS: lambda: {
            "vote_id": needed(body.vote_id, "vote_id"),
            "voted_on": needed(body.voted_on, "voted_on"),
        },
        Action.FILE: lambda: {"filing_no": needed(body.filing_no, "filing_no")},
        Action.PUBLISH: lambda: {"valid_from": needed(body.valid_from, "valid_from")},
        Action.WITHDRAW: lambda: {"reason": needed(body.reason, "reason")},
    }[body.action]()

    def decide() -> Decided:
        decided = store.move(village, version, body.action, said, actor, now, expected)
        return decided._replace(body=_view(decided.body))

    answer = settled(decide)
    Remembered.forget()
    return answer


def _answer(village: str, version: int) -> Response[Any]:
    kept = store.find(village, version)
    if kept is None:
        raise NotFound
    return API.answer(200, _view(kept), version=kept.revision)


def _view(kept: store.Kept) -> dict[str, Any]:
    return {
        "village": kept.village,
        "version": kept.version,
        "status": str(kept.status),
        "status_name": books.STATUS_NAMES[kept.status].say(API.request.language),
        "revision": kept.revision,
        "facts": dict(kept.facts),
        "book": dict(kept.document),
        "actions": [str(action) for action in books.MOVES[kept.status]],
    }
