"""Rounds in DynamoDB: a village's rounds in one partition, and for each worker at most the one under way.

No row leads from a person to the rounds the person went on: what a worker's row holds is gone with the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from escalation.store.rows import COUNTY, ClocksMeta
from incidents.patrols import rules
from incidents.patrols.rules import Event, PatrolId, Round, RoundAlreadyOpen, Status
from kernel import clock, paging
from kernel.actors import CLOCK
from kernel.observability import log_fault
from kernel.storage.dynamo import Range, query, read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from kernel.storage.unit_of_work import SomebodyWasFaster

_ATTEMPTS = 3
_MOST_SHOWN = paging.MAX_LIMIT
_A_SWEEP = 100
_UNDER_WAY = f"PATROL#{COUNTY}"


class RoundRow(Row):
    """A round: `ROUNDS#{village}` / `ROUND#{number}`. Those under way stand in the wake-up index, in a partition of their own."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    number = UnicodeAttribute()
    worker = UnicodeAttribute()
    grids = JSONAttribute()
    began_at = UnicodeAttribute()
    limit_at = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    ended_at = UnicodeAttribute(null=True)
    findings = NumberAttribute()
    steps = NumberAttribute()
    version = NumberAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, patrol_id: PatrolId) -> Key:
        """Return where a round is."""
        return Key(cls, f"ROUNDS#{patrol_id.village}", f"ROUND#{patrol_id.number}")


class RoundStepRow(Row):
    """One step of a round: `ROUNDS#{village}` / `STEP#{number}#{seq}`; written once, gone with the round."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    expires_at = NumberAttribute()


class FindingRow(Row):
    """An incident that came of a round: `ROUNDS#{village}` / `FINDING#{number}#{incident}`; gone with the round."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    at = UnicodeAttribute()
    handled = BooleanAttribute()
    expires_at = NumberAttribute()


class PatrollerRow(Row):
    """Which round a worker is on: `PATROLLER#{person}` / `PATROL`; overwritten by the next, so that there is one at a time."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    village = UnicodeAttribute()
    number = UnicodeAttribute()
    version = NumberAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, person_id: str) -> Key:
        """Return where a worker's present round is named."""
        return Key(cls, f"PATROLLER#{person_id}", "PATROL")


def load(patrol_id: PatrolId) -> Round | None:
    """Return a round as it is kept, or None."""
    row = read([RoundRow.key(patrol_id)], consistent=True)[0]
    return _from_row(patrol_id.village, row) if row else None


def under_way(person_id: str) -> Round | None:
    """Return the round a worker began last, if it is still under way."""
    row = read([PatrollerRow.key(person_id)], consistent=True)[0]
    round_ = load(PatrolId(row.village, row.number)) if row else None
    return round_ if round_ and rules.as_of(round_, clock.now()).status is Status.OPEN else None


def findings_of(round_: Round) -> list[FindingRow]:
    """Return what came of a round, oldest first, as far as one page goes."""
    page = query(
        FindingRow,
        ("pk", f"ROUNDS#{round_.id.village}"),
        within=Range("sk", "begins_with", (f"FINDING#{round_.id.number}#",)),
        limit=_MOST_SHOWN,
        consistent=True,
    )
    return [FindingRow.from_raw_data(item) for item in page.items]


def rounds_page(village: str, limit: int, cursor: str | None) -> tuple[list[Round], str | None]:
    """Return one page of a village's rounds, newest first."""
    listing = f"rounds {village}"
    page = query(
        RoundRow,
        ("pk", f"ROUNDS#{village}"),
        within=Range("sk", "begins_with", ("ROUND#",)),
        limit=limit,
        start=paging.decode(listing, cursor),
        newest_first=True,
        consistent=True,
    )
    found = [_from_row(village, RoundRow.from_raw_data(item)) for item in page.items]
    return found, paging.encode(listing, page.next_key)


def begin(
    begun: Round, once: Once | None, answer: Callable[[Round], Answered]
) -> tuple[Round | None, Answered]:
    """Keep a new round, unless its worker is on one already; one that was forgotten is ended in the same transaction.

    Returns
    -------
    Round or None, Answered
        None when the request's key was answered before.

    Raises
    ------
    RoundAlreadyOpen
        The worker is on a round.
    SomebodyWasFaster
        The worker's rounds kept changing.
    """
    key = PatrollerRow.key(begun.worker)
    for _ in range(_ATTEMPTS):
        patroller, *kept = read([key, *([once.key] if once else [])], consistent=True)
        replayed = once.replay(kept[0]) if once else None
        if replayed:
            return None, replayed
        writes = _ending_of_last(patroller, begun)
        patrolling = PatrollerRow(
            key.pk,
            key.sk,
            village=begun.id.village,
            number=begun.id.number,
            version=int(patroller.version) + 1 if patroller else 1,
            expires_at=_gone(begun),
        )
        unchanged = PatrollerRow.version == patroller.version if patroller else Ensure.is_new
        answered = answer(begun)
        writes += [
            Write(to_row(begun), Ensure.is_new),
            _step(begun, Event.BEGUN, begun.worker, begun.began_at),
            Write(patrolling, unchanged),
        ]
        if once:
            writes.append(once.record(answered, begun.began_at))
        try:
            write(writes)
        except ConditionFailed:
            # Either somebody was faster, or this very write arrived and its answer was lost.
            if load(begun.id) is None:
                continue
        return begun, answered
    raise SomebodyWasFaster


def _ending_of_last(patroller: Any, begun: Round) -> list[Write]:
    last = load(PatrolId(patroller.village, patroller.number)) if patroller else None
    if last is None or last.status is not Status.OPEN:
        return []
    present = rules.as_of(last, begun.began_at)
    if present.status is Status.OPEN:
        raise RoundAlreadyOpen(patrol_id=str(last.id))
    return _ending(last, present, Event.NOT_ENDED, CLOCK.person_id)


def answered(once: Once) -> Answered | None:
    """Return what a request's key was answered before, if it was."""
    return once.replay(read([once.key], consistent=True)[0])


def end(
    before: Round, after: Round, event: Event, actor: str, answer: Sequence[Write] = ()
) -> bool:
    """Keep the end of a round; False when it has changed since `before` was read.

    Parameters
    ----------
    answer
        What keeps the answer to the request, in the same transaction.
    """
    writes = [*(_ending(before, after, event, actor) if after is not before else ()), *answer]
    try:
        if writes:
            write(writes)
    except ConditionFailed:
        return False
    return True


def _ending(before: Round, after: Round, event: Event, actor: str) -> list[Write]:
    assert after.ended_at is not None
    return [counted(before, after), _step(after, event, actor, after.ended_at)]


def counted(before: Round, after: Round) -> Write:
    """Return the write of a changed round, which holds only if `before` is still what is kept."""
    return Write(to_row(after), RoundRow.version == before.version)


def finding(round_: Round, incident_id: str, at: datetime, *, handled: bool) -> Write:
    """Return the write that names an incident as found on a round."""
    row = FindingRow(
        f"ROUNDS#{round_.id.village}",
        f"FINDING#{round_.id.number}#{incident_id}",
        incident_id=incident_id,
        at=clock.iso(at),
        handled=handled,
        expires_at=_gone(round_),
    )
    return Write(row, Ensure.is_new)


def end_forgotten(now: datetime) -> int:
    """End every round that is past its limit, as not ended by the worker; return how many.

    One that cannot be ended keeps no other open; its fault is raised once all have had their turn.
    """
    ended = 0
    failed: Exception | None = None
    for patrol_id in _past_limit(now):
        try:
            round_ = load(patrol_id)
            over = rules.as_of(round_, now) if round_ else None
            if round_ is None or over is None or over is round_:
                continue
            ended += end(round_, over, Event.NOT_ENDED, CLOCK.person_id)
        except Exception as fault:  # noqa: BLE001
            log_fault("could not end a round", fault)
            failed = fault
    if failed:
        raise failed
    return ended


def _past_limit(now: datetime) -> Iterator[PatrolId]:
    start: dict[str, Any] | None = None
    while True:
        page = query(
            RoundRow,
            ("clock", _UNDER_WAY),
            index="by_wake",
            within=Range("wake_at", "<=", (clock.iso(now),)),
            limit=_A_SWEEP,
            start=start,
        )
        for item in page.items:
            village = item["pk"]["S"].removeprefix("ROUNDS#")
            yield PatrolId(village, item["sk"]["S"].removeprefix("ROUND#"))
        start = page.next_key
        if start is None:
            return


def to_row(round_: Round) -> RoundRow:
    """Return the row of a round."""
    is_open = round_.status is Status.OPEN
    key = RoundRow.key(round_.id)
    return RoundRow(
        key.pk,
        key.sk,
        number=round_.id.number,
        worker=round_.worker,
        grids=list(round_.grids),
        began_at=clock.iso(round_.began_at),
        limit_at=clock.iso(round_.limit_at),
        clock=_UNDER_WAY if is_open else None,
        wake_at=clock.iso(round_.limit_at) if is_open else None,
        status=str(round_.status),
        ended_at=clock.iso(round_.ended_at) if round_.ended_at else None,
        findings=round_.findings,
        steps=round_.steps,
        version=round_.version,
        expires_at=_gone(round_),
    )


def _from_row(village: str, row: RoundRow) -> Round:
    grids: Sequence[str] = row.grids
    return Round(
        id=PatrolId(village, row.number),
        worker=row.worker,
        grids=tuple(grids),
        began_at=clock.from_iso(row.began_at),
        limit_at=clock.from_iso(row.limit_at),
        status=Status(row.status),
        ended_at=clock.from_iso(row.ended_at) if row.ended_at else None,
        findings=int(row.findings),
        steps=int(row.steps),
        version=int(row.version),
    )


def _step(round_: Round, event: Event, actor: str, at: datetime) -> Write:
    row = RoundStepRow(
        f"ROUNDS#{round_.id.village}",
        f"STEP#{round_.id.number}#{round_.steps:04d}",
        at=clock.iso(at),
        event=str(event),
        actor=actor,
        expires_at=_gone(round_),
    )
    return Write(row, Ensure.is_new)


def _gone(round_: Round) -> int:
    return int((round_.limit_at + rules.limits().kept).timestamp())
