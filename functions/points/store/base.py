"""What all transactions of the points share: decide, write, and decide again when somebody was faster."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from kernel import clock, ids, paging
from kernel.http import Request
from kernel.problems import Conflict, Problem
from kernel.record import record
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import Alter, ConditionFailed, Ensure, Key, Row, Write
from kernel.texts import Text
from points.store.rows import HistoryRow

_TRIES = 12
_PAUSE_SECONDS = 0.004

Thing = TypeVar("Thing")


class SomebodyWasFaster(Conflict):
    """The rows kept changing under the request."""

    slug = "somebody-was-faster"
    said = Text(
        "内容刚刚被他人更新，请刷新后重试。",
        "This was changed by somebody else just now; reload and try again.",
    )


@record
class Actor:
    """Who does something, in which post; the clock itself is `clock`."""

    person_id: str
    name: str
    role: str | None = None
    unit: str | None = None


CLOCK_ACTOR = Actor("clock", "系统自动")


class Decided(NamedTuple):
    """What was decided and is to be written.

    Attributes
    ----------
    mark
        A row of the transaction that is written once and carries `change_id`: by it a transaction whose answer was lost is recognised.
    """

    status: int
    body: Any
    writes: Sequence[Write | Alter]
    mark: Key | None = None
    change_id: str = ""
    version: int | None = None


class Outcome(NamedTuple):
    """What a request is answered; `replayed` when an earlier answer was found under its key."""

    answered: Answered
    version: int | None
    replayed: bool


def settle(decide: Callable[[], Decided], once: Once | None, now: datetime) -> Outcome:
    """Decide on the rows as they are, write in one transaction, and decide anew when a condition did not hold.

    The answer of the key is part of the transaction, so that an effect comes about once however often the request arrives, and whatever
    the store forgets of its own tokens.

    Raises
    ------
    SomebodyWasFaster
        The rows changed under every try.
    """
    earlier = once.replay(read([once.key], consistent=True)[0]) if once else None
    if earlier:
        return Outcome(earlier, None, replayed=True)
    for attempt in range(_TRIES):
        try:
            decided = decide()
        except Problem:
            # The same request may have made the change just now, and the look at its key before may have been too early to see it.
            replayed = once.replay(read([once.key], consistent=True)[0]) if once else None
            if replayed is None:
                raise
            return Outcome(replayed, None, replayed=True)
        answered = Answered(decided.status, in_words(decided.body))
        writes = list(decided.writes)
        if once:
            writes.append(once.record(answered, now))
        if not writes or _written(writes, decided):
            return Outcome(answered, decided.version, replayed=False)
        replayed = once.replay(read([once.key], consistent=True)[0]) if once else None
        if replayed:
            return Outcome(replayed, None, replayed=True)
        time.sleep(_PAUSE_SECONDS * (attempt + 1) * random.random())  # noqa: S311 - spreads retries
    raise SomebodyWasFaster


def _written(writes: list[Write | Alter], decided: Decided) -> bool:
    try:
        write(writes)
    except ConditionFailed:
        if decided.mark is None:
            return False
        row = read([decided.mark], consistent=True)[0]
        return row is not None and row.change_id == decided.change_id
    return True


def in_words(body: Any) -> str:
    """Write a body as it goes out."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def new_change(now: datetime) -> str:
    """Return the id of a change, by which its own transaction is recognised."""
    return ids.new_id(now)


def to_document(thing: Any) -> str:
    """Write a dataclass as the JSON a row keeps."""
    return json.dumps(
        {field.name: _plain(getattr(thing, field.name)) for field in fields(thing)},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_document(
    kind: type[Thing], document: str, kinds: Mapping[str, Callable[[Any], Any]]
) -> Thing:
    """Read a dataclass from the JSON a row keeps; `kinds` turn what JSON has no type for."""
    told: dict[str, Any] = json.loads(document)
    return kind(
        **{
            name: kinds[name](value) if value is not None and name in kinds else value
            for name, value in told.items()
        }
    )


def history(
    pk: str, seq: int, event: str, actor: Actor, now: datetime, change_id: str,
    reason: str | None = None, details: Mapping[str, Any] | None = None,
) -> Write:  # fmt: skip
    """Return the write of one step of an aggregate."""
    row = HistoryRow(
        pk,
        f"HIST#{seq:06d}",
        seq=seq,
        at=clock.iso(now),
        event=event,
        actor=actor.person_id,
        actor_name=actor.name,
        actor_role=actor.role,
        reason=reason,
        details=in_words(details) if details else None,
        change_id=change_id,
    )
    return Write(row, Ensure.is_new)


class Listed(NamedTuple):
    """A page of rows and the cursor of the next."""

    rows: list[Any]
    next_cursor: str | None


def page_of(
    model: type[Row],
    partition: tuple[str, str],
    *,
    limit: int,
    cursor: str | None = None,
    index: str | None = None,
    within: Range | None = None,
    newest_first: bool = False,
) -> Listed:
    """Return one page of rows: one Query."""
    listing = "/".join((*partition, *(within.values if within else ())))
    page = query(
        model,
        partition,
        index=index,
        within=within,
        limit=limit,
        start=paging.decode(listing, cursor),
        newest_first=newest_first,
        consistent=index is None,
    )
    rows = [model.from_raw_data(item) for item in page.items]
    return Listed(rows, paging.encode(listing, page.next_key))


def once_of(request: Request) -> Once | None:
    """Return the request's idempotency key, kept in the points' table."""
    from points.store.rows import AnswerRow

    return request.once(AnswerRow)
