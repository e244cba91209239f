"""Writing incidents: a change with its history, its feeds, its settled tenures and what is noted beside it, in one unit of work.

What it brings about in other incidents is written with it, each on its own version, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from escalation.rules.clocked import Entry
from escalation.store.rows import history_writes
from incidents.rules.duplicates import AlreadyFollowing
from incidents.rules.incident import Change, Note, NoteKind
from incidents.rules.ratings import AlreadyRated
from incidents.store.base import HistoryRow
from incidents.store.mapping import to_row
from incidents.store.rows import CaseRow, ClientRefRow, IncidentRow
from incidents.store.writes import (
    feed_writes,
    news_of,
    note_row,
    reporter_row,
    settled_tenures,
    standing_writes,
    tallied,
)
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import UnitOfWork


def open_incident(work: UnitOfWork, change: Change) -> Change:
    """Write a new incident; its case code is given once, and whom it was reported for finds it in the own list."""
    kept = save_change(work, change)
    incident = kept.incident
    work.add(CaseRow(*CaseRow.key(incident.case_code)[1:], incident_id=incident.id))
    if incident.client_ref:
        own_number = ClientRefRow.key(incident.reporter, incident.client_ref)
        work.add(ClientRefRow(own_number.pk, own_number.sk, incident_id=incident.id))
    if incident.on_behalf_of and incident.on_behalf_of != incident.reporter:
        beside = Note(NoteKind.REPORTER, incident.id, incident.on_behalf_of)
        work.write(Write(reporter_row(beside)))
    return kept


def save_change(work: UnitOfWork, change: Change) -> Change:
    """Write a change that was decided on what `work` has read; return it with the id by which its arrival is recognised."""
    kept = _stamped(change, work.change_id)
    told = 0
    for one in every_change(kept):
        incident = one.incident
        feeds = feed_writes(one, told)
        told += len(feeds)
        work.save(to_row(incident))
        work.write(
            *history_writes(HistoryRow, IncidentRow.key(incident.id), incident, one.entries),
            *feeds,
            *standing_writes(one),
            *map(_noted, one.notes),
        )
    work.write(*settled_tenures(every_change(kept)), *tallied(every_change(kept)))
    return kept


def every_entry(change: Change) -> tuple[Entry, ...]:
    """Return the entries of a change, and of all it brings about elsewhere."""
    return tuple(entry for one in every_change(change) for entry in one.entries)


def every_change(change: Change) -> Iterator[Change]:
    """Give a change, and all that it brings about elsewhere."""
    yield change
    for other in change.others:
        yield from every_change(other)


def _stamped(change: Change, change_id: str) -> Change:
    return change._replace(
        incident=replace(change.incident, change_id=change_id),
        others=tuple(_stamped(other, change_id) for other in change.others),
    )


def _noted(note: Note) -> Write:
    is_reporter = note.kind is NoteKind.REPORTER
    row = reporter_row(note) if is_reporter else note_row(note)
    return Write(row, news_of(row), _TOLD_BEFORE.get(note.kind)) if note.is_news else Write(row)


_TOLD_BEFORE = {NoteKind.REPORTER: AlreadyFollowing, NoteKind.RATING: AlreadyRated}
