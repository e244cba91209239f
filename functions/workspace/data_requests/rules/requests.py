"""Requests about own data: what may be asked, until when it is answered, what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kernel.access import Caller
from kernel.law import Reference, reference
from kernel.problems import Conflict, InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Named, Text, names
from kernel.working_time import Limit, add
from workspace.data_requests.rules.request_states import (
    ADMINISTRATORS,
    DATA_REQUESTS,
    HOLDER_ROLES,
    DataRequestAction,
    DataRequestStatus,
    Event,
    Holder,
)


class DataRequestKind(Named):
    """What is asked."""

    COPY = "copy", "查阅、复制", "see and copy"
    CORRECT = "correct", "更正、补充", "correct"
    DELETE = "delete", "删除", "delete"


KIND_NAMES = names(DataRequestKind)


@record
class Terms:
    """The numbers of `terms.json`, and the right each kind rests on."""

    answer_within: Limit
    open_at_once: int
    kept_months: int
    rights: Mapping[DataRequestKind, Reference]


@cache
def terms() -> Terms:
    """Return the terms as packaged."""
    said = json.loads((Path(__file__).parent / "terms.json").read_text(encoding="utf-8"))
    return Terms(
        Limit(said["answer_within"]["amount"], said["answer_within"]["unit"]),
        said["open_at_once"],
        said["kept_months"],
        {DataRequestKind(kind): reference(right) for kind, right in said["rights"].items()},
    )


class TooManyDataRequests(Conflict):
    """A person has as many requests open as the terms allow; `most` says how many."""

    slug = "too-many-data-requests"

    def __init__(self, most: int) -> None:
        detail = Text(
            f"您有 {most} 项请求尚待答复，请等待答复或撤回后再提出。",
            f"You have {most} requests that wait for an answer: wait, or take one back.",
        )
        super().__init__(detail, most=most)


class OwnDataRequest(NotAllowed):
    """Nobody decides what the person asked for oneself."""

    slug = "own-data-request"
    said = Text("本人的请求须由其他管理员答复。", "Another administrator has to answer your own.")


@record
class DataRequest:
    """What a person asks of the own data.

    Attributes
    ----------
    about
        Which data, and what is wrong with it or why it is to go, in the person's words; seen by the person and administrators alone.
    due_at
        By when it is to be answered.
    field, value
        The field of a form that is to be corrected to a value, or deleted, once it is granted; None: what is granted is done by hand.
    reason
        What was done, or why not.
    """

    id: str
    person: str
    kind: DataRequestKind
    about: str | None
    asked_at: datetime
    due_at: datetime
    field: str | None = None
    value: str | None = None
    status: DataRequestStatus = DataRequestStatus.OPEN
    reason: str | None = None
    decided_at: datetime | None = None
    steps: int = 1
    version: int = 1

    def is_late(self, now: datetime) -> bool:
        """Whether its answer is overdue."""
        return self.status is DataRequestStatus.OPEN and now > self.due_at


class Command(NamedTuple):
    """A move, with what was said of it."""

    action: DataRequestAction
    reason: str | None = None


class NamedField(NamedTuple):
    """A field of a form, and the value it is to have; None: it is to go."""

    field: str
    value: str | None = None


class Change(NamedTuple):
    """A request as it is afterwards, and what the history says of it."""

    after: DataRequest
    event: Event


def ask(
    kind: DataRequestKind,
    about: str | None,
    *,
    request_id: str,
    person: str,
    open_now: int,
    now: datetime,
    allowed: Terms,
    named: NamedField | None = None,
) -> DataRequest:
    """Let a person ask something of the own data (个人信息保护法 Arts. 45 to 47).

    Parameters
    ----------
    named
        The field of a form it is about; None: something else, in words alone.

    Raises
    ------
    InvalidFields
        What is to be corrected or deleted is not said; a value is missing, or given where nothing is corrected.
    TooManyDataRequests
        As many wait for their answer as the terms allow.
    """
    if kind is not DataRequestKind.COPY and about is None:
        raise InvalidFields.one(
            "about",
            Text("请说明要更正或删除哪些信息。", "Say which data are to be corrected or deleted."),
        )
    if named is not None:
        _refuse_unfit(kind, named)
    if open_now >= allowed.open_at_once:
        raise TooManyDataRequests(allowed.open_at_once)
    due_at = add(now, allowed.answer_within).at
    field, value = named or (None, None)
    return DataRequest(
        request_id, person, kind, about, asked_at=now, due_at=due_at, field=field, value=value
    )


def _refuse_unfit(kind: DataRequestKind, named: NamedField) -> None:
    if kind is DataRequestKind.COPY:
        said = Text("查阅复制无需指明字段。", "A copy is of all, not of a field.")
        raise InvalidFields.one("field", said)
    if (kind is DataRequestKind.CORRECT) != (named.value is not None):
        said = Text("更正须写明正确的内容，删除不写。", "A correction says the value, and only it.")
        raise InvalidFields.one("value", said)


class Step(NamedTuple):
    """A step of a request, as its history tells it."""

    seq: int
    at: datetime
    event: Event
    reason: str | None


def move(request: DataRequest, command: Command, caller: Caller, now: datetime) -> Change:
    """Answer a request, or take it back.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or not without a reason (Art. 50: a refusal says why).
    OwnDataRequest
        It is the caller's own, to be answered by somebody else.
    """
    offered = actions_of(request, caller)
    row = DATA_REQUESTS.move(request.status, command.action, offered=offered)
    if command.action in _shut_for(request, caller):
        raise OwnDataRequest
    DATA_REQUESTS.allow(
        row,
        lambda holder: holder in standing_of(request, caller),
        lambda holder: HOLDER_ROLES[holder],
    )
    DATA_REQUESTS.require_words(row, command)
    after = replace(
        request,
        status=row.target,
        reason=command.reason,
        decided_at=now,
        steps=request.steps + 1,
        version=request.version + 1,
    )
    return Change(after, Event(str(row.event)))


def standing_of(request: DataRequest, caller: Caller) -> frozenset[Holder]:
    """Return how somebody stands to a request; nobody else may know of it."""
    found: set[Holder] = set()
    if request.person == caller.person_id:
        found.add(Holder.PERSON)
    if caller.holds(ADMINISTRATORS):
        found.add(Holder.ADMINISTRATOR)
    return frozenset(found)


def actions_of(request: DataRequest, caller: Caller) -> list[DataRequestAction]:
    """Return what somebody may do with a request now."""
    standing = standing_of(request, caller)
    legal = DATA_REQUESTS.legal(request.status, _shut_for(request, caller))
    return [
        action
        for action in legal
        if standing.intersection(DATA_REQUESTS.move(request.status, action).by)
    ]


def _shut_for(request: DataRequest, caller: Caller) -> Collection[DataRequestAction]:
    own = request.person == caller.person_id and caller.holds(ADMINISTRATORS)
    return (DataRequestAction.GRANT, DataRequestAction.REFUSE) if own else ()
