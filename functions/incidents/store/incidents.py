"""Reading incidents, whoever follows them, and what happened to them.

`find…` reads for a decision, through its unit of work; `load…` where nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incidents.rules.incident import Follows, Incident, Note, NoteKind
from incidents.rules.ratings import rating_of
from incidents.store.base import HistoryRow
from incidents.store.mapping import from_row
from incidents.store.rows import CaseRow, ClientRefRow, IncidentRow, NoteRow, ReporterRow
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, every_row, history_page, list_page
from kernel.storage.rows import Check
from kernel.storage.unit_of_work import UnitOfWork

_STEPS = Range("sk", "begins_with", ("HIST#",))
_REPORTERS = Range("sk", "begins_with", ("REPORTER#",))


def find(work: UnitOfWork, incident_id: str) -> Incident | None:
    """Return an incident as it is now, or None."""
    row = work.find(IncidentRow.key(incident_id))
    return from_row(row) if row else None


def find_with_reporter(
    work: UnitOfWork, incident_id: str, person_id: str
) -> tuple[Incident | None, Follows]:
    """Return an incident as it is now, and whether a person is one of its further reporters, in one read."""
    row, reporter = work.find_all(_with_reporter(incident_id, person_id))
    return (from_row(row) if row else None), _following(reporter)


def _following(row: ReporterRow | None) -> Follows:
    if row is None or not row.counts:
        return Follows.NO
    return Follows.JOINED if "description" in (row.details or {}) else Follows.BROUGHT


def hold(work: UnitOfWork, incident: Incident) -> None:
    """Let the transaction hold only while an incident stands as it was read."""
    work.write(Check(IncidentRow.key(incident.id), IncidentRow.version == incident.version))


def find_reported_as(work: UnitOfWork, person_id: str, client_ref: str) -> Incident | None:
    """Return what a person has reported by a number of the own, or None."""
    known = work.find(ClientRefRow.key(person_id, client_ref))
    return find(work, known.incident_id) if known else None


def find_all(work: UnitOfWork, incident_ids: Sequence[str]) -> tuple[Incident, ...]:
    """Return incidents as they are now, in one read; what is not there is left out."""
    rows = work.find_all([IncidentRow.key(one) for one in incident_ids])
    return tuple(from_row(row) for row in rows if row)


def find_joint_with(work: UnitOfWork, task: Incident) -> tuple[Incident, ...]:
    """Return what a task belongs to and its other tasks, the incident itself first; nothing of what is no task."""
    joint = find(work, task.parent) if task.parent else None
    if joint is None:
        return ()
    return (joint, *find_all(work, [one for one in joint.tasks if one != task.id]))


def find_followed_by(
    work: UnitOfWork, incident_id: str, people: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Return which of some people are further reporters of an incident, with how they came to be, in one read."""
    rows = work.find_all([ReporterRow.key(incident_id, person) for person in people])
    return {row.reporter: row.details or {} for row in rows if row and row.counts}


def load(incident_id: str) -> Incident | None:
    """Return an incident as it is now, or None."""
    row = read([IncidentRow.key(incident_id)], consistent=True)[0]
    return from_row(row) if row else None


def load_by_case_code(case_code: str) -> Incident | None:
    """Return the incident a case code stands for, or None."""
    case = read([CaseRow.key(case_code)])[0]
    return load(case.incident_id) if case else None


def load_with_reporter(incident_id: str, person_id: str) -> tuple[Incident | None, Follows]:
    """Return an incident as it is now, and whether a person is one of its further reporters, in one read."""
    (found,) = load_followed([incident_id], person_id, consistent=True)
    return found


def load_followed(
    incident_ids: Sequence[str], person_id: str, *, consistent: bool = False
) -> list[tuple[Incident | None, Follows]]:
    """Return incidents as they are now, each with whether a person is one of its further reporters, in one read of at most fifty."""
    keys = [key for one in incident_ids for key in _with_reporter(one, person_id)]
    rows = iter(read(keys, consistent=consistent))
    return [
        (from_row(row) if row else None, _following(reporter))
        for row, reporter in zip(rows, rows, strict=True)
    ]


def reporters_of(incident_id: str, most: int | None = None) -> list[str]:
    """Return the further reporters of an incident, page by page; at most `most` of them if a number is given."""
    partition = ("pk", f"INC#{incident_id}")
    found: list[str] = []
    for row in every_row(ReporterRow, partition, within=_REPORTERS):
        if row.counts:
            found.append(row.reporter)
        if len(found) == most:
            break
    return found


def reporters_after(incident_id: str, person_id: str | None, most: int) -> list[str]:
    """Return the next further reporters of an incident after one of them (None: from the first), `most` at most and in order."""
    partition = ("pk", f"INC#{incident_id}")
    after = ReporterRow.key(incident_id, person_id).sk if person_id else "REPORTER#"
    found: list[str] = []
    for row in every_row(
        ReporterRow, partition, within=Range("sk", "between", (after, "REPORTER$"))
    ):
        if row.counts and row.reporter != person_id:
            found.append(row.reporter)
        if len(found) == most:
            break
    return found


def words_of(incident_id: str, person_id: str, most: int) -> int:
    """Return how many words a person has added to an incident, `most` at most."""
    said = Note(NoteKind.WORD, incident_id, person_id)
    key = NoteRow.key(said)
    within = Range("sk", "begins_with", (f"{key.sk}#",))
    page = list_page(NoteRow, ("pk", key.pk), within=within, limit=most)
    return len(page.rows)


def has_rated(incident: Incident, person_id: str) -> bool:
    """Tell whether a person has rated the present result of an incident."""
    key = NoteRow.key(Note(NoteKind.RATING, incident.id, rating_of(incident, person_id)))
    return read([key], consistent=True)[0] is not None


def last_steps(incident_id: str, most: int) -> list[HistoryRow]:
    """Return the last steps of an incident, oldest first."""
    partition = ("pk", f"INC#{incident_id}")
    page = list_page(HistoryRow, partition, within=_STEPS, limit=most, newest_first=True)
    return page.rows[::-1]


def list_steps(incident_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an incident's history, oldest first."""
    return history_page(HistoryRow, f"INC#{incident_id}", limit=limit, cursor=cursor)


def _with_reporter(incident_id: str, person_id: str) -> tuple[Any, Any]:
    return IncidentRow.key(incident_id), ReporterRow.key(incident_id, person_id)
