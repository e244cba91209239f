"""Reading incidents, whoever follows them, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from escalation.store.rows import HistoryRow
from incidents.rules.incident import Incident
from incidents.store.mapping import from_row
from incidents.store.rows import CaseRow, IncidentRow, ReporterRow
from kernel import paging
from kernel.storage.dynamo import Range, query, read

_A_SWEEP = 100


def load(incident_id: str) -> Incident | None:
    """Return an incident as it is now, or None."""
    row = read([IncidentRow.key(incident_id)], consistent=True)[0]
    return from_row(row) if row else None


def find_by_case_code(case_code: str) -> Incident | None:
    """Return the incident a case code stands for, or None."""
    case = read([CaseRow.key(case_code)])[0]
    return load(case.incident_id) if case else None


def load_with_reporter(incident_id: str, person_id: str) -> tuple[Incident | None, bool]:
    """Return an incident as it is now, and whether a person is one of its further reporters, in one read."""
    row, reporter = read(
        [IncidentRow.key(incident_id), ReporterRow.key(incident_id, person_id)], consistent=True
    )
    return (from_row(row) if row else None), reporter is not None and reporter.counts


def load_followed(
    incident_ids: Sequence[str], person_id: str, *, consistent: bool = False
) -> list[tuple[Incident | None, bool]]:
    """Return incidents as they are now, each with whether a person is one of its further reporters, in one read of at most fifty."""
    keys = [
        key
        for one in incident_ids
        for key in (IncidentRow.key(one), ReporterRow.key(one, person_id))
    ]
    rows = iter(read(keys, consistent=consistent) if keys else [])
    return [
        (from_row(row) if row else None, reporter is not None and reporter.counts)
        for row, reporter in zip(rows, rows, strict=True)
    ]


def load_all(incident_ids: Sequence[str]) -> list[Incident]:
    """Return incidents as they are now, in one read; what is not there is left out."""
    if not incident_ids:
        return []
    rows = read([IncidentRow.key(one) for one in incident_ids], consistent=True)
    return [from_row(row) for row in rows if row]


def joint_with(task: Incident) -> tuple[Incident, ...]:
    """Return what a task belongs to and its other tasks, the incident itself first; nothing of what is no task."""
    joint = load(task.parent) if task.parent else None
    if joint is None:
        return ()
    return (joint, *load_all([one for one in joint.tasks if one != task.id]))


def reporters_of(incident_id: str, most: int | None = None) -> list[str]:
    """Return the further reporters of an incident, page by page; at most `most` of them if a number is given."""
    found: list[str] = []
    start: dict[str, Any] | None = None
    while most is None or len(found) < most:
        page = query(
            ReporterRow,
            ("pk", f"INC#{incident_id}"),
            within=Range("sk", "begins_with", ("REPORTER#",)),
            limit=most or _A_SWEEP,
            start=start,
            consistent=True,
        )
        found += [item["reporter"]["S"] for item in page.items if "reporter" in item]
        start = page.next_key
        if start is None:
            break
    return found[:most]


def followed_by(incident_id: str, people: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Return which of some people are further reporters of an incident, with how they came to be, in one read."""
    keys = [ReporterRow.key(incident_id, person) for person in people]
    rows = read(keys, consistent=True) if keys else []
    return {row.reporter: row.details or {} for row in rows if row and row.counts}


def last_steps(incident_id: str, most: int) -> list[HistoryRow]:
    """Return the last steps of an incident, oldest first."""
    page = query(
        HistoryRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=most,
        newest_first=True,
        consistent=True,
    )
    return [HistoryRow.from_raw_data(item) for item in reversed(page.items)]


def timeline_page(
    incident_id: str, limit: int, cursor: str | None
) -> tuple[list[HistoryRow], str | None]:
    """Return one page of an incident's history, oldest first."""
    listing = f"timeline {incident_id}"
    page = query(
        HistoryRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=limit,
        start=paging.decode(listing, cursor),
        consistent=True,
    )
    return [HistoryRow.from_raw_data(item) for item in page.items], paging.encode(
        listing, page.next_key
    )
