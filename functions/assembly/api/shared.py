"""The context's `Api` and what its routes share: who may come in, how a thing is found, how a use case is asked and answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Annotated, Any, NamedTuple

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from assembly.model.common import BODY_ID, ID, page, step
from assembly.rules.standing import Reader
from assembly.service.asked import Answer, Asked, Outcome
from assembly.store import lists
from assembly.store.rows import AnswerRow, Kind, ThingRow
from kernel import clock
from kernel.access import ALL_ROLES, Access, Role
from kernel.http import Api, Request, to_json
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.dynamo import Filter
from kernel.storage.idempotency import Answered
from kernel.texts import Text
from kernel.units import Level, is_code, level_of

API = Api("assembly")

EVERYBODY = Access(ALL_ROLES)

CHANGE = (IdempotencyKeyReused, NotFound)
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


class Found(NamedTuple):
    """A thing as it is now, and whoever reads it."""

    row: ThingRow
    reader: Reader

    @property
    def document(self) -> Any:
        """The thing's record."""
        return self.row.document

    @property
    def version(self) -> int:
        """The version of the record."""
        return int(self.row.version)

    @property
    def village(self) -> str:
        """Whose thing it is."""
        return self.row.village


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


def find(request: Request, kind: Kind, thing_id: str) -> Found:
    """Return a thing, to whoever belongs to its village.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    row = lists.present(kind, thing_id)
    if row is None:
        raise NotFound
    return Found(row, enter(request, row.village))


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
        None if repeatable else request.idempotency_key(AnswerRow),
        request.expected_version,
        partial(_written, status),
        {ThingRow.key(Kind(each.row.kind), each.row.id): each.row for each in found},
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
    kind: Kind,
    parent: str,
    limit: int,
    cursor: str | None,
    only: dict[str, Filter] | None = None,
) -> Response[Any]:
    """Answer one page of a list."""
    listed = lists.listed(kind, parent, limit=limit, cursor=cursor, only=only)
    return show(page(listed.items, listed.next_cursor, clock.iso(clock.now())))


def history(
    found: Found,
    limit: int,
    cursor: str | None,
    complaints: frozenset[str] = frozenset(),
) -> Response[Any]:
    """Answer one page of a thing's history.

    Parameters
    ----------
    complaints
        The events that tell who complained.
    """
    kind, reader = Kind(found.row.kind), found.reader
    rows, next_cursor = lists.history(kind, found.row.id, limit=limit, cursor=cursor)
    names = reader.sees_names(found.village)
    hidden = frozenset[str]() if reader.knows_raisers(found.village) else complaints
    steps = [step(row, reader.language, names=names, nobody=row.event in hidden) for row in rows]
    return show({"items": steps, "next_cursor": next_cursor})


def refuse_hurry(request: Request) -> None:
    """Let a visitor without login look so many times a minute.

    Raises
    ------
    TooManyRequests
        More often.
    """
    lists.refuse_hurry(request.source_ip)


def public_row(kind: Kind, thing_id: str) -> ThingRow:
    """Return the row of a thing that is named in a public path.

    Raises
    ------
    NotFound
        There is none; what is no id names none.
    """
    row = lists.present(kind, thing_id) if re.fullmatch(ID, thing_id) else None
    if row is None:
        raise NotFound
    return row
