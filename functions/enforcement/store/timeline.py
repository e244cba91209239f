"""The record of a case (or an inspection): its end beside it, and its entries, which are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.rules.timeline import (
    MOST_EVIDENCE,
    MOST_PAPERS,
    Entry,
    Head,
    RecordFull,
    next_entry,
)
from enforcement.store.table import EnforcementMeta
from kernel import addressees, clock
from kernel.actors import Actor
from kernel.addressees import Addressee
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, every_row, history_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork

_LOOKS = 2


class RecordRow(Row):
    """The end of a record: `CASE#{id}` / `RECORD`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    seq = NumberAttribute()
    seal = UnicodeAttribute()
    papers = NumberAttribute()
    evidence = NumberAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()


class HistoryRow(Row):
    """An entry of a record: `CASE#{id}` / `HIST#{seq}`; written once, never changed.

    `addressees` is who is to hear of it (`kernel.addressees`); it, `village` and `due_at` are not part of what is sealed.
    """

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    actor_unit = UnicodeAttribute(null=True)
    details = UnicodeAttribute()
    addressees = UnicodeAttribute(null=True)
    village = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    seal = UnicodeAttribute()
    change_id = UnicodeAttribute()


def record_key(subject: str) -> Key:
    """Return where the end of a record is, to be read with one's own rows.

    Parameters
    ----------
    subject
        The partition of the thing: `CASE#{id}`, `INSPECTION#{id}`.
    """
    return Key(RecordRow, subject, "RECORD")


def append(
    work: UnitOfWork,
    subject: str,
    event: str,
    *,
    by: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    hears: Iterable[Addressee] = (),
    village: str | None = None,
    due_at: datetime | None = None,
) -> HistoryRow:
    """Add an entry to a record, within the unit of work of what it tells; several in one follow each other.

    Parameters
    ----------
    details
        What JSON holds; part of what is sealed.
    hears, village, due_at
        Who is told of it; in which place it is, and until when whoever's turn it is has to act.

    Raises
    ------
    RecordFull
        There are as many as a case may have.
    """
    head = head_of(work, subject)
    entry = next_entry(head, str(event), by, now, details or {})
    row = HistoryRow(
        subject,
        f"HIST#{entry.seq:06d}",
        **entry._asdict(),
        addressees=addressees.write(hears),
        village=village,
        due_at=clock.iso(due_at) if due_at else None,
        change_id=work.change_id,
    )
    work.add(row)
    _save(work, subject, replace(head, seq=entry.seq, seal=entry.seal))
    return row


def head_of(work: UnitOfWork, subject: str) -> Head:
    """Return where a record ends, with what this unit of work has added."""
    row: RecordRow | None = work.find(record_key(subject))
    return _head(row)


def count_paper(work: UnitOfWork, subject: str) -> None:
    """Count a paper more.

    Raises
    ------
    RecordFull
        There are as many as a case may have.
    """
    head = head_of(work, subject)
    if head.papers >= MOST_PAPERS:
        raise RecordFull
    _save(work, subject, replace(head, papers=head.papers + 1))


def count_evidence(work: UnitOfWork, subject: str) -> int:
    """Count a piece of evidence more, and return which it is.

    Raises
    ------
    RecordFull
        There are as many as a case may have.
    """
    head = head_of(work, subject)
    if head.evidence >= MOST_EVIDENCE:
        raise RecordFull
    _save(work, subject, replace(head, evidence=head.evidence + 1))
    return head.evidence + 1


def page_of(subject: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a record, oldest first."""
    page = history_page(HistoryRow, subject, limit=limit, cursor=cursor)
    return page._replace(rows=[_entry(row) for row in page.rows])


def whole(subject: str) -> tuple[list[Entry], Head]:
    """Return a whole record and its end; a case's is bounded."""
    entries, head = _whole(subject)
    for _ in range(_LOOKS):
        # What came between the two reads is no fault: look again.
        if head.seq <= len(entries):
            break
        entries, head = _whole(subject)
    return entries, head


def _whole(subject: str) -> tuple[list[Entry], Head]:
    within = Range("sk", "begins_with", ("HIST#",))
    entries = [_entry(row) for row in every_row(HistoryRow, ("pk", subject), within=within)]
    return entries, _head(read([record_key(subject)], consistent=True)[0])


def _entry(row: HistoryRow) -> Entry:
    return Entry(
        int(row.seq),
        row.at,
        row.event,
        row.actor,
        row.actor_name,
        row.actor_role,
        row.actor_unit,
        row.details,
        row.seal,
    )


def _head(row: RecordRow | None) -> Head:
    if row is None:
        return Head()
    return Head(int(row.seq), row.seal, int(row.papers), int(row.evidence))


def _save(work: UnitOfWork, subject: str, head: Head) -> None:
    key = record_key(subject)
    work.save(
        RecordRow(
            key.pk,
            key.sk,
            seq=head.seq,
            seal=head.seal,
            papers=head.papers,
            evidence=head.evidence,
            version=work.version(key) + 1,
            change_id=work.change_id,
        )
    )
