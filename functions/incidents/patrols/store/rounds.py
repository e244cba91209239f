"""Rounds: a village's, newest first; the one a worker is on; what came of each; those past their limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from incidents.patrols.rules.round_states import Event, Status
from incidents.patrols.rules.rounds import PatrolId, Round, event_of_ending
from incidents.patrols.store.rows import (
    UNDER_WAY,
    FindingRow,
    PatrollerRow,
    RoundRow,
    RoundStepRow,
    from_row,
    gone,
    to_row,
)
from kernel import clock, paging
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.unit_of_work import UnitOfWork

_MOST_SHOWN = paging.MAX_LIMIT


def find(work: UnitOfWork, patrol_id: PatrolId) -> Round | None:
    """Return a round as it is now."""
    row: RoundRow | None = work.find(RoundRow.key(patrol_id))
    return from_row(row) if row else None


def load(patrol_id: PatrolId) -> Round | None:
    """Return a round as it is kept, where nothing is decided."""
    row = read([RoundRow.key(patrol_id)], consistent=True)[0]
    return from_row(row) if row else None


def begun_last(work: UnitOfWork, person_id: str) -> Round | None:
    """Return the round a worker began last, under way or not."""
    row: PatrollerRow | None = work.find(PatrollerRow.key(person_id))
    return find(work, PatrolId(row.village, row.number)) if row else None


def load_last(person_id: str) -> Round | None:
    """Return the round a worker began last, where nothing is decided."""
    row = read([PatrollerRow.key(person_id)], consistent=True)[0]
    return load(PatrolId(row.village, row.number)) if row else None


def findings_of(round_: Round) -> list[str]:
    """Return the incidents that came of a round, oldest first, as far as one page goes."""
    page = list_page(
        FindingRow,
        ("pk", f"ROUNDS#{round_.id.village}"),
        within=Range("sk", "begins_with", (f"FINDING#{round_.id.number}#",)),
        limit=_MOST_SHOWN,
    )
    return [row.incident_id for row in page.rows]


def rounds_page(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's rounds, newest first."""
    page = list_page(
        RoundRow,
        ("pk", f"ROUNDS#{village}"),
        within=Range("sk", "begins_with", ("ROUND#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=[from_row(row) for row in page.rows])


def begin(work: UnitOfWork, begun: Round) -> None:
    """Keep a new round as the one its worker is on."""
    key = PatrollerRow.key(begun.worker)
    work.save(
        PatrollerRow(
            key.pk,
            key.sk,
            village=begun.id.village,
            number=begun.id.number,
            version=work.version(key) + 1,
            expires_at=gone(begun),
        )
    )
    work.add(to_row(begun), _step(work, begun, Event.BEGUN, begun.worker, begun.began_at))


def end(work: UnitOfWork, after: Round, actor: str) -> None:
    """Keep a round that is over, with how it ended."""
    assert after.ended_at is not None, "it is over"
    work.save(to_row(after))
    work.add(_step(work, after, event_of_ending(after), actor, after.ended_at))


def add_finding(
    work: UnitOfWork, after: Round, incident_id: str, at: datetime, *, handled: bool
) -> None:
    """Keep a round with one finding more, and name the incident that came of it."""
    work.save(to_row(after))
    work.add(
        FindingRow(
            f"ROUNDS#{after.id.village}",
            f"FINDING#{after.id.number}#{incident_id}",
            incident_id=incident_id,
            at=clock.iso(at),
            handled=handled,
            expires_at=gone(after),
        )
    )


def past_limit(now: datetime) -> Iterator[PatrolId]:
    """Give every round under way that is past its limit."""
    due = Range("look_at", "<=", (clock.iso(now),))
    for row in every_row(RoundRow, ("clock", UNDER_WAY), index="by_look", within=due):
        yield PatrolId(row.pk.removeprefix("ROUNDS#"), row.sk.removeprefix("ROUND#"))


def under_way() -> Iterator[tuple[PatrolId, list[str]]]:
    """Give every round under way with its grids: one a worker at most."""
    for row in every_row(RoundRow, ("clock", UNDER_WAY), index="by_look"):
        patrol_id = PatrolId(row.pk.removeprefix("ROUNDS#"), row.sk.removeprefix("ROUND#"))
        kept = load(patrol_id)
        if kept is not None and kept.status is Status.OPEN:
            yield patrol_id, list(kept.grids)


def _step(work: UnitOfWork, round_: Round, event: Event, actor: str, at: datetime) -> RoundStepRow:
    return RoundStepRow(
        f"ROUNDS#{round_.id.village}",
        f"STEP#{round_.id.number}#{round_.steps:04d}",
        at=clock.iso(at),
        event=str(event),
        actor=actor,
        change_id=work.change_id,
        expires_at=gone(round_),
    )
