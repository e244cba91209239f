"""What a change of an incident writes beside the incident itself: its feeds, its settled tenures, what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from incidents.rules.feeds import Told, feeds_of, feeds_of_change
from incidents.rules.incident import Change, Incident, Note
from incidents.rules.punctuality import tally
from incidents.rules.tallies import added
from incidents.store.mapping import open_in
from incidents.store.rows import (
    CHANGES_KEPT,
    ChangeRow,
    MonthRow,
    NoteRow,
    ReporterRow,
    StandingRow,
    TallyRow,
)
from kernel import clock
from kernel.storage.rows import Alter, Ensure, Key, Write


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


def settled_tenures(changes: Iterable[Change]) -> list[Alter]:
    """Count up the tenures that were settled in some changes: those that end when their entries were made, each unit's month once."""
    months: dict[Key, Counter[str]] = {}
    for change in changes:
        if not change.entries:
            continue
        at = change.entries[0].at
        for tenure in change.incident.tenures:
            counts = tally(change.incident, tenure)
            if tenure.until == at and counts:
                key = MonthRow.key(tenure.unit, clock.local_iso(tenure.until)[:7])
                months.setdefault(key, Counter()).update(counts)
    return [Alter(key, counts) for key, counts in months.items()]


def tallied(changes: Iterable[Change]) -> list[Alter]:
    """Count up what some changes add to the months of their places, and to what is open there."""
    return [Alter(TallyRow.key(*place), counts) for place, counts in added(changes).items()]
