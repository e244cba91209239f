"""What a change of an incident writes beside the incident itself: its feeds, its settled tenures, what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from escalation.rules.clocked import Entry
from incidents.rules.feeds import Told, feeds_of, feeds_of_change
from incidents.rules.incident import Change, Incident, Note, Tenure
from incidents.store.mapping import open_in
from incidents.store.rows import (
    CHANGES_KEPT,
    ChangeRow,
    NoteRow,
    ReporterRow,
    StandingRow,
    TenureRow,
)
from kernel import clock
from kernel.storage.rows import Ensure, Write
from kernel.units import Level, tier_of


def feed_writes(change: Change, first: int) -> list[Write]:
    """Tell the feeds a change shows in.

    Parameters
    ----------
    first
        How many are told already of what is written with it, under the same id.
    """
    incident = change.incident
    gone = int((clock.now() + CHANGES_KEPT).timestamp())
    return [
        Write(
            ChangeRow(
                f"FEED#{told.feed}",
                f"{incident.change_id}#{n}",
                id=incident.id,
                unit=told.unit,
                expires_at=gone,
            )
        )
        for n, told in enumerate(feeds_of_change(change.before, incident), first)
    ]


def standing_writes(change: Change) -> list[Write]:
    """Write down in which feeds an open incident stands that its own row does not show, where that changed."""
    stood, stands = _standing(change.before), _standing(change.incident)
    gone = int((clock.now() + CHANGES_KEPT).timestamp())
    return [
        Write(
            StandingRow(
                f"INC#{change.incident.id}",
                f"STANDS#{told.unit}",
                unit=told.unit,
                open_in=StandingRow.list_of(told.feed) if told in stands else None,
                place_in_list=change.incident.id,
                expires_at=None if told in stands else gone,
            )
        )
        for told in sorted(stood ^ stands)
    ]


def _standing(incident: Incident | None) -> set[Told]:
    if incident is None or not incident.status.is_open:
        return set()
    shown = open_in(incident.responsible_unit) if incident.due_at else None
    return {told for told in feeds_of(incident) if told.unit and told.feed != shown}


def reporter_row(note: Note) -> ReporterRow:
    """Return the row of one more reporter."""
    key = ReporterRow.key(note.incident_id, note.key)
    return ReporterRow(
        key.pk,
        key.sk,
        incident_id=note.incident_id,
        reporter=None if note.ended else note.key,
        id=note.incident_id,
        listed_in=ReporterRow.list_of(note.key),
        place_in_list=note.incident_id,
        details=dict(note.details) or None,
        ended=True if note.ended else None,
    )


def news_of(row: ReporterRow | NoteRow) -> Any:
    """Return the condition under which a note is news: it is not there, or no longer counts."""
    if isinstance(row, ReporterRow):
        return Ensure.is_new | (ReporterRow.ended == True)  # noqa: E712 - a condition of the store
    return Ensure.is_new


def note_row(note: Note) -> NoteRow:
    """Return the row of what follows an incident, or of a rating."""
    return NoteRow(
        *NoteRow.key(note)[1:],
        incident_id=note.incident_id,
        kind=str(note.kind),
        key_of=note.key,
        details=dict(note.details) or None,
        ended=note.ended,
    )


def settled_tenures(incident: Incident, entries: Sequence[Entry]) -> list[Write]:
    """Write down the tenures that were settled in this change: those that end when its entries were made."""
    if not entries:
        return []
    at = entries[0].at
    return [
        Write(_tenure_row(incident, tenure, number))
        for number, tenure in enumerate(incident.tenures)
        if tenure.until == at
    ]


def _tenure_row(incident: Incident, tenure: Tenure, number: int) -> TenureRow:
    until = clock.iso(tenure.until)
    month = clock.local_iso(tenure.until)[:7]
    return TenureRow(
        f"TENURE#{incident.unit[: Level.COUNTY.digits]}#{month}",
        f"{tenure.unit}#{until}#{incident.id}#{number:02d}",
        incident_id=incident.id,
        unit=tenure.unit,
        tier=str(tier_of(tenure.unit)),
        category=incident.category,
        severity=str(incident.severity),
        since=clock.iso(tenure.since),
        until=until,
        working_seconds=tenure.working_seconds,
        natural_seconds=tenure.natural_seconds,
        late=tenure.late,
        ending=str(tenure.ending),
        round=incident.round,
        rejections=incident.rejections,
    )
