"""Writing incidents: a change, its history entries and the answer to its idempotency key are one transaction.

It is conditional on the version the decision was made on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from escalation.rules.clocked import Entry
from escalation.store.rows import history_writes
from incidents.rules.duplicates import AlreadyFollowing
from incidents.rules.incident import Change, Incident, Note, NoteKind
from incidents.rules.ratings import AlreadyRated
from incidents.store import incidents
from incidents.store.mapping import to_row
from incidents.store.rows import CaseRow, IncidentRow, NoteRow, ReporterRow
from incidents.store.writes import feed_writes, news_of, note_row, reporter_row, settled_tenures
from kernel import clock, ids
from kernel.problems import Problem
from kernel.storage.dynamo import read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Write
from kernel.storage.unit_of_work import SomebodyWasFaster

_REDECIDE = 3


class Outcome(NamedTuple):
    """What a request came to: the incident now and the answer; `entries` is empty when an earlier answer was replayed."""

    incident: Incident | None
    entries: tuple[Entry, ...]
    answered: Answered


def open_incident(
    change: Change,
    once: Once | None,
    answer: Callable[[Incident], Answered],
    more: Sequence[Write] = (),
) -> Outcome:
    """Write a new incident with its first entries, its case code and the answer, in one transaction.

    Parameters
    ----------
    more
        What must become true together with the incident.

    Raises
    ------
    IdempotencyKeyReused
        The key was used meanwhile, with another body.
    ConditionFailed
        A condition of `more` did not hold.
    """
    change = _stamped(change)
    incident = change.incident
    case = CaseRow(f"CASE#{incident.case_code}", "CASE", incident_id=incident.id)
    answered = answer(incident)
    writes = [*_writes(change, Ensure.is_new), Write(case, Ensure.is_new), *more]
    if incident.on_behalf_of and incident.on_behalf_of != incident.reporter:
        # Whom it was reported for finds it in the own list.
        writes.append(
            Write(reporter_row(Note(NoteKind.REPORTER, incident.id, incident.on_behalf_of)))
        )
    if once:
        writes.append(once.record(answered, incident.created_at))
    try:
        write(writes)
    except ConditionFailed:
        if not _arrived(change):
            replayed = _replay(once)
            if replayed is None:
                raise
            return Outcome(None, (), replayed)
    return Outcome(incident, change.entries, answered)


def change_incident(
    incident_id: str,
    decide: Callable[[Incident], Change | None],
    *,
    once: Once | None = None,
    answer: Callable[[Incident], Answered] | None = None,
    seen: Incident | None = None,
) -> Outcome | None:
    """Load, decide, save; decide again on the newer state when somebody was faster.

    What a change brings about in other incidents is part of the same transaction, each on its own version.

    Parameters
    ----------
    decide
        The rule: gives the change, or None for nothing to do, or raises the refusal.
    answer
        What the request is answered once the incident is as decided; kept under `once`.
    seen
        The incident as it was just loaded, to save reading it again.

    Returns
    -------
    Outcome or None
        None when there is no such incident or nothing to do.

    Raises
    ------
    SomebodyWasFaster
        The incident changed under every try.
    AlreadyFollowing, AlreadyRated
        The person did the same before.
    """
    for _ in range(_REDECIDE):
        before = seen or incidents.load(incident_id)
        seen = None
        try:
            change = decide(before) if before else None
        except Problem:
            # The same request may have made the move just now, and the look at its key before may have been too early to see it.
            replayed = _replay(once)
            if replayed is None:
                raise
            return Outcome(None, (), replayed)
        if before is None or change is None:
            return None
        change = _stamped(change)
        answered = answer(change.incident) if answer else Answered(200, "")
        writes = _writes(change)
        if once:
            writes.append(once.record(answered, change.incident.updated_at))
        try:
            write(writes)
        except ConditionFailed as fault:
            if not _arrived(change):
                replayed = _replay(once)
                if replayed:
                    return Outcome(None, (), replayed)
                _refuse_repeated_notes(writes, fault.failed)
                continue
        return Outcome(change.incident, _all_entries(change), answered)
    raise SomebodyWasFaster


def _stamped(change: Change) -> Change:
    """Give the change an id of its own, by which its own first arrival is recognised, and by which the feeds are in order.

    It says when it is about to be written, which may be a while after it was decided.
    """
    stamp = ids.new_id(clock.now())
    return change._replace(
        incident=replace(change.incident, change_id=stamp),
        others=tuple(_stamped(other) for other in change.others),
    )


def _arrived(change: Change) -> bool:
    present = incidents.load(change.incident.id)
    return present is not None and present.change_id == change.incident.change_id


def _writes(change: Change, condition: Any = None) -> list[Write]:
    incident = change.incident
    if condition is None:
        seen = incident.version - 1
        condition = (IncidentRow.version == seen) if seen else Ensure.is_new
    writes = [
        Write(to_row(incident), condition),
        *history_writes(IncidentRow.key(incident.id), incident, change.entries),
        *settled_tenures(incident, change.entries),
        *feed_writes(change),
    ]
    for note in change.notes:
        row = reporter_row(note) if note.kind is NoteKind.REPORTER else note_row(note)
        writes.append(Write(row, news_of(row) if note.is_news else None))
    for other in change.others:
        writes += _writes(other)
    return writes


def _all_entries(change: Change) -> tuple[Entry, ...]:
    return (*change.entries, *(entry for other in change.others for entry in _all_entries(other)))


def _refuse_repeated_notes(writes: Sequence[Write], failed: Sequence[int]) -> None:
    """Say what was done before, when that alone stood in the way."""
    rows = [writes[position].row for position in failed]
    if rows and all(isinstance(row, ReporterRow) for row in rows):
        raise AlreadyFollowing
    if rows and all(isinstance(row, NoteRow) for row in rows):
        raise AlreadyRated


def _replay(once: Once | None) -> Answered | None:
    return once.replay(read([once.key], consistent=True)[0]) if once else None
