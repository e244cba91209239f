"""From an incident to its row and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from escalation.rules.clocked import Severity
from escalation.store.partitions import partition_of
from escalation.store.rows import (
    CLOCKED_KINDS,
    COUNTY,
    look_at_of,
    read_fields,
    set_fields,
)
from incidents.rules.allowance import Allowance
from incidents.rules.incident import ConfirmStage, Ending, Incident, Tenure
from incidents.rules.states import Source, Status
from incidents.store.rows import PHOTOS, IncidentRow
from kernel import clock
from kernel.units import Level, ancestor, level_of

DEPARTMENTS = f"{COUNTY}-"
"""Where what the departments of the county have is found among what is open."""


def _allowances(stored: Sequence[Sequence[Any]]) -> tuple[Allowance, ...]:
    return tuple(
        Allowance(unit, clock.from_iso(since) if since else None, *counted)
        for unit, since, *counted in stored
    )


def _tenures(stored: Sequence[Sequence[Any]]) -> tuple[Tenure, ...]:
    return tuple(
        Tenure(
            unit,
            clock.from_iso(since),
            clock.from_iso(until),
            float(working),
            float(natural),
            late,
            Ending(ending),
        )
        for unit, since, until, working, natural, late, ending in stored
    )


_KINDS: dict[str, Callable[[Any], Any]] = {
    **CLOCKED_KINDS,
    "severity": Severity,
    "source": Source,
    "status": Status,
    "confirm_stage": ConfirmStage,
    "tenures": _tenures,
    **dict.fromkeys(
        ("evidence", "returned_at_all", "tasks", "helpers", "solvers", "conversions"), tuple
    ),
    "allowances": _allowances,
    **dict.fromkeys(("working_seconds", "natural_seconds"), float),
    **dict.fromkeys(
        (
            "confirm_asked",
            "rejections",
            "task_no",
            "open_tasks",
            "duplicates",
            "joined",
            "round",
            "order_no",
            *PHOTOS,
        ),
        int,
    ),
    **dict.fromkeys(
        ("held_since", "running_since", "closed_at", "order_due", "limit_passed_at"), clock.from_iso
    ),
}
_FIELDS = tuple(field.name for field in fields(Incident))
# What most incidents never have is not stored at all: a row pays for every kilobyte in each of its indexes.
_STORED_IF_ANY = frozenset(
    {
        "later",
        "tenures",
        "working_seconds",
        "natural_seconds",
        "late",
        "returned_at_all",
        "final_assignment",
        "tasks",
        "open_tasks",
        "helpers",
        "solvers",
        "conversions",
        "duplicates",
        "joined",
        "round",
        "order_no",
        "evidence",
        "location",
        *PHOTOS,
    }
)


def to_row(incident: Incident) -> IncidentRow:
    """Return the row of an incident, with the keys of its indexes.

    A task has none of the indexes by area: it is found in the queue of its department, and through the incident it belongs to.
    """
    row = IncidentRow(
        f"INC#{incident.id}",
        "INCIDENT",
        # The sweep's index holds only those the clock still has to wake, the index of open ones only those with a limit.
        clock=partition_of(incident.unit) if incident.wake_at else None,
        look_at=look_at_of(incident),
        open_in=open_in(incident.responsible_unit) if incident.due_at else None,
        ordered_in=COUNTY if incident.order_due else None,
    )
    if not incident.is_task:
        row.county = incident.unit[: Level.COUNTY.digits]
        row.town = ancestor(incident.unit, Level.TOWN)
        row.village = ancestor(incident.unit, Level.VILLAGE)
    set_fields(row, incident, _FIELDS, _STORED_IF_ANY)
    row.evidence = list(incident.evidence) or None
    row.location = dict(incident.location) if incident.location else None
    row.allowances = [_stored_allowance(one) for one in incident.allowances] or None
    row.tenures = [_stored_tenure(tenure) for tenure in incident.tenures] or None
    for name in ("returned_at_all", "tasks", "helpers", "solvers"):
        setattr(row, name, list(getattr(incident, name)) or None)
    return row


def open_in(responsible: str) -> str:
    """Return the partition of what is open that a unit's are in: its town, the county's office, or that of all departments of it."""
    of_the_county = ancestor(responsible, Level.TOWN) is None
    if of_the_county and level_of(responsible) is Level.DEPARTMENT:
        return DEPARTMENTS
    return partition_of(responsible)


def _stored_allowance(one: Allowance) -> list[Any]:
    since = clock.iso(one.since) if one.since else None
    kept = [one.unit, since, one.left, one.extra, one.extensions, one.suspensions, one.solutions]
    # Most have asked for nothing: a row pays for every byte.
    while len(kept) > 3 and not kept[-1]:
        kept.pop()
    return kept


def _stored_tenure(tenure: Tenure) -> list[Any]:
    return [
        tenure.unit,
        clock.iso(tenure.since),
        clock.iso(tenure.until),
        tenure.working_seconds,
        tenure.natural_seconds,
        tenure.late,
        str(tenure.ending),
    ]


def from_row(row: IncidentRow) -> Incident:
    """Return the incident a row holds."""
    incident = Incident(**read_fields(row, _FIELDS, _KINDS))
    if incident.allowances:
        return incident
    # Rows of an earlier release have none: the limit of whoever has it runs since the present turn began.
    since = incident.clock_started_at or incident.created_at
    return replace(incident, allowances=(Allowance(incident.responsible_unit, since),))
