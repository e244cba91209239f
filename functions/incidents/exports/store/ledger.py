"""What a ledger is made of: the incidents of a unit and period with their history, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from escalation.store.rows import id_in
from incidents.exports.rules.exports import Export, ids_of_period
from incidents.exports.rules.ledger import Step
from incidents.rules.incident import Incident
from incidents.store.base import HistoryRow
from incidents.store.lists import area_listing
from incidents.store.mapping import from_row
from incidents.store.rows import IncidentRow
from kernel import clock
from kernel.directory import find_units
from kernel.storage.dynamo import Range, query, read
from kernel.storage.rows import Key

_KEYS_A_READ = 100


class Read(NamedTuple):
    """A page of what a ledger is made of, and where the next one begins (None: that was the last)."""

    incidents: list[tuple[Incident, list[Step]]]
    resume: str | None


def next_incidents(export: Export, most: int) -> Read:
    """Read on where an export stands: at most `most` incidents in the order they were reported, with their whole history.

    A grid's are those of its village with the others left out, so a page of them may be short, even empty, before the end.
    """
    listing = area_listing([export.unit], {}, None)
    least, greatest = ids_of_period(export.first, export.last)
    page = query(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        within=Range("id", "between", (least, greatest)),
        only=listing.only,
        limit=most,
        start=json.loads(export.resume) if export.resume else None,
    )
    keys = [IncidentRow.key(id_in(item)) for item in page.items]
    incidents = [from_row(found) for found in _read_all(keys) if found is not None]
    resume = json.dumps(page.next_key) if page.next_key else None
    return Read(_with_history(incidents), resume)


def names_of(codes: set[str]) -> dict[str, str]:
    """Return what units are called, by code."""
    return {code: unit.name for code, unit in find_units(sorted(codes)).items()}


def _with_history(incidents: Sequence[Incident]) -> list[tuple[Incident, list[Step]]]:
    """Return incidents with their histories: an incident knows how many entries it has, so they are read by key, not one by one."""
    keys = {
        incident.id: [
            Key(HistoryRow, f"INC#{incident.id}", f"HIST#{seq:06d}")
            for seq in range(1, incident.entries + 1)
        ]
        for incident in incidents
    }
    wanted = [key for some in keys.values() for key in some]
    found = dict(zip(wanted, _read_all(wanted), strict=True))
    return [
        (incident, [_step(found[key]) for key in keys[incident.id] if found[key] is not None])
        for incident in incidents
    ]


def _step(row: Any) -> Step:
    details: Mapping[str, Any] = row.details or {}
    return Step(
        row.event,
        clock.from_iso(row.at),
        row.to_status,
        clock.from_iso(row.due_at) if row.due_at else None,
        row.actor_unit,
        row.reason_code,
        details,
    )


def _read_all(keys: Sequence[Key]) -> list[Any]:
    rows: list[Any] = []
    for first in range(0, len(keys), _KEYS_A_READ):
        rows += read(keys[first : first + _KEYS_A_READ], consistent=True)
    return rows
