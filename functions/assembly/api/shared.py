"""The context's `Api` and what its routes share: who may come in, how a thing is found, how a use case is asked and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from assembly.model.common import BODY_ID, ID, AssemblyHistory, AssemblyList
from assembly.rules.limits import TooMuchToKeep
from assembly.rules.standing import Reader
from assembly.service.asked import ANSWERS, Answer, Asked, Outcome, read_before
from assembly.service.find_thing import Found, find_thing
from assembly.service.list_things import list_history, list_things
from kernel.access import ALL_ROLES, Access, Role
from kernel.http import Api, Called, Request, to_json
from kernel.http.parts import Parts
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.idempotency import Answered
from kernel.texts import Text
from kernel.units import Level, is_code, level_of

API = Api(
    "assembly",
    answers=ANSWERS,
    parts=Parts(
        "/v1/assembly",
        {
            "assembly.api.ballots": (
                *("secret-ballots", "votes/{}/ballots", "votes/{}/papers", "votes/{}/tokens"),
            ),
            "assembly.api.boards": ("publication-duties", "settings", "village-board"),
            "assembly.api.bodies": ("bodies", "body-rules"),
            "assembly.api.ceremonies": ("ceremonies", "ceremony-limits"),
            "assembly.api.ideas": ("ideas",),
            "assembly.api.matters": ("kin-register", "matter-types", "matters"),
            "assembly.api.meetings": ("meetings",),
            "assembly.api.minutes": ("meetings/{}/minutes-document",),
            "assembly.api.objections": ("publications/{}/objections",),
            "assembly.api.publications": ("publications",),
            "assembly.api.reviews": ("queue", "reviews"),
            "assembly.api.village_rules": ("village-rules",),
            "assembly.api.votes": ("meetings/{}/votes", "votes"),
        },
    ),
)

EVERYBODY = Access(ALL_ROLES)

CHANGE = (IdempotencyKeyReused, NotFound, TooMuchToKeep)
"""What any change may meet."""
OFFICE = (*CHANGE, OutsideYourArea)
"""What a change by office may meet."""
STEP = (*CHANGE, NotAllowed, IllegalMove, WordsMissing, StaleVersion)
"""What a step of a state table may meet."""

Village = Annotated[
    str,
    Query(pattern=r"^[1-9]\d{11}$", description="Village code / 村代码", examples=["140426106201"]),
]
VillageInPath = Annotated[str, Path(pattern=r"^[1-9]\d{11}$", examples=["140426106201"])]
IdInPath = Annotated[str, Path(pattern=ID, examples=["01M8323B80ZASBGN3Q5V2DNX65"])]
BodyInPath = Annotated[
    str, Path(pattern=BODY_ID, examples=["140426106201~representatives_assembly"])
]


def reader_of(request: Request) -> Reader:
    """Return the caller as the rules know one."""
    return Reader(request.person, request.language)


def enter(request: Request, village: str) -> Reader:
    """Let whoever belongs to a village see what it deliberates; others learn nothing, not even that it is there.

    Raises
    ------
    NotFound
        The caller does not belong to it.
    """
    reader = reader_of(request)
    request.allow(reader.belongs_to(village))
    return reader


def enter_named(request: Request, village: str) -> Reader:
    """Let somebody in who names a village.

    Raises
    ------
    InvalidFields
        It is no village.
    NotFound
        The caller does not belong to it.
    """
    if not is_code(village) or level_of(village) is not Level.VILLAGE:
        raise InvalidFields.one("village", Text("须为村代码。", "Must be a village's code."))
    return enter(request, village)


def require_office(request: Request, village: str, roles: Iterable[Role]) -> Reader:
    """Let the holder of one of `roles` over a village pass.

    Raises
    ------
    NotFound
        The caller does not belong to the village.
    NotAllowed
        The caller does, without such a post.
    """
    reader = enter(request, village)
    request.within(village, roles)
    return reader


def find(request: Request, record: type, thing_id: str) -> Found:
    """Return a thing, to whoever belongs to its village.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    found = find_thing(record, thing_id, reader_of(request))
    request.allow(found.reader.belongs_to(found.village))
    return found


def asked(request: Request, *found: Found, status: int = 200) -> Asked:
    """Return what a use case is told of a request beside its command; a POST is done once for each idempotency key.

    Parameters
    ----------
    found
        What the request has read already.
    status
        What success is answered with.
    """
    repeatable = request.route.strip() != "POST"
    return Asked(
        reader_of(request),
        None if repeatable else request.idempotency_key(ANSWERS),
        request.expected_version,
        partial(_written, status),
        read_before(found),
    )


def _written(status: int, answer: Answer) -> Answered:
    return Answered(status, to_json(answer.view))


def reply(outcome: Outcome[Answer]) -> Response[Any]:
    """Answer what a use case came to."""
    answered, answer = outcome.answered, outcome.result
    assert answered is not None, "every use case answers"
    if outcome.replayed:
        return API.replayed(answered)
    assert answer is not None
    return API.answer(answered.status, answered.body, version=answer.version)


def show(view: Mapping[str, Any], version: int | None = None) -> Response[Any]:
    """Answer a view."""
    return API.answer(200, view, version=version)


def listing(
    request: Called,
    record: type,
    parent: str,
    limit: int,
    cursor: str | None,
    only: Mapping[str, str] | None = None,
) -> Response[Any]:
    """Answer one page of a list."""
    return show(list_things(record, parent, limit, cursor, request.language, only))


def history(
    found: Found, limit: int, cursor: str | None, complaints: frozenset[str] = frozenset()
) -> Response[Any]:
    """Answer one page of a thing's history.

    Parameters
    ----------
    complaints
        The events that tell who complained.
    """
    return show(list_history(found, limit, cursor, complaints))


def tells_history(path: str, summary: Text) -> Callable[..., Any]:
    """Make a route answer the history of a thing that everybody of its village may read."""
    answers = {200: (Text("全过程", "Every step, oldest first"), AssemblyHistory)}
    return API.route(
        "GET",
        f"{path}/history",
        access=EVERYBODY,
        answers=answers,
        problems=[NotFound],
        summary=summary,
    )


def lists(path: str, page: Text, summary: Text) -> Callable[..., Any]:
    """Make a route answer pages of what everybody of a village may read."""
    answers = {200: (page, AssemblyList)}
    return API.route(
        "GET", path, access=EVERYBODY, answers=answers, problems=[NotFound], summary=summary
    )
