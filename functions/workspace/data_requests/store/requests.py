"""Requests about own data: one of them, a person's, the county's of one status, and the history of each."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import clock
from kernel.actors import Actor
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, indexed_page, list_page
from kernel.storage.unit_of_work import UnitOfWork
from workspace.data_requests.rules.request_states import DataRequestStatus, Event
from workspace.data_requests.rules.requests import Change, DataRequest, Step
from workspace.data_requests.store.rows import (
    BY_LIST,
    AskedRow,
    DataRequestRow,
    DataRequestStepRow,
    OpenTallyRow,
    from_row,
    kept_until,
    list_of,
    to_row,
)

_MOST_STEPS = 10


def find(work: UnitOfWork, request_id: str) -> DataRequest | None:
    """Return a request as it is now."""
    row: DataRequestRow | None = work.find(DataRequestRow.key(request_id))
    return from_row(row) if row else None


def load(request_id: str) -> DataRequest | None:
    """Return a request as it is now, where nothing is decided."""
    row = read([DataRequestRow.key(request_id)], consistent=True)[0]
    return from_row(row) if row else None


def open_now(work: UnitOfWork, person_id: str) -> int:
    """Return how many requests of a person wait for an answer."""
    row: OpenTallyRow | None = work.find(OpenTallyRow.key(person_id))
    return int(row.waiting) if row else 0


def add(work: UnitOfWork, request: DataRequest, actor: Actor) -> None:
    """Keep a new request."""
    work.save(to_row(request))
    work.add(AskedRow(f"PERSON#{request.person}", f"DATAREQUEST#{request.id}", id=request.id))
    _note(work, request, Event.ASKED, actor)
    _count(work, request.person, 1)


def save(work: UnitOfWork, change: Change, actor: Actor) -> None:
    """Keep a request that was answered or taken back."""
    work.save(to_row(change.after))
    _note(work, change.after, change.event, actor)
    _count(work, change.after.person, -1)


def _count(work: UnitOfWork, person_id: str, more: int) -> None:
    key, waiting = OpenTallyRow.key(person_id), open_now(work, person_id) + more
    work.save(OpenTallyRow(key.pk, key.sk, waiting=waiting, version=work.version(key) + 1))


def _note(work: UnitOfWork, request: DataRequest, event: Event, actor: Actor) -> None:
    work.add(
        DataRequestStepRow(
            f"DATAREQUEST#{request.id}",
            f"HIST#{request.steps:06d}",
            seq=request.steps,
            at=clock.iso(request.decided_at or request.asked_at),
            event=str(event),
            actor=actor.person_id,
            actor_role=str(actor.role) if actor.role else None,
            reason=request.reason,
            change_id=work.change_id,
            # The first step is written before anybody knows when the answer comes: its day is in the terms.
            expires_at=kept_until(request.decided_at or request.due_at),
        )
    )


def of_person(person_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a person's requests, newest first: one Query, and one read of the page's rows."""
    page = list_page(
        AskedRow,
        ("pk", f"PERSON#{person_id}"),
        within=Range("sk", "begins_with", ("DATAREQUEST#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=_whole([row.id for row in page.rows]))


def of_status(status: DataRequestStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of the county's requests of one status, what is due first on top: one Query, and one read of the page's rows."""
    return indexed_page(
        DataRequestRow,
        ("list", list_of(status)),
        from_row,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        fits=lambda one: one.status is status,
    )


def steps_of(request_id: str) -> list[Step]:
    """Return the history of a request, oldest first; there are two steps at most."""
    page = list_page(
        DataRequestStepRow,
        ("pk", f"DATAREQUEST#{request_id}"),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=_MOST_STEPS,
    )
    return [
        Step(int(row.seq), clock.from_iso(row.at), Event(row.event), row.reason)
        for row in page.rows
    ]


def _whole(request_ids: Sequence[str]) -> list[DataRequest]:
    rows = read([DataRequestRow.key(one) for one in request_ids])
    return [from_row(row) for row in rows if row is not None]
