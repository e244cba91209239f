"""Incidents as one kind of what climbs: what the clock of everything owed needs to know of them."""

from __future__ import annotations

from escalation.rules.climbing import Timer
from escalation.service.kinds import Book, Moved, Wanted
from incidents.rules.states import Status
from incidents.service.metrics import record_metrics
from incidents.service.recount_incident import recount_incident
from incidents.service.wake_incident import wake_incident
from incidents.store import incidents
from incidents.store.rows import IncidentRow
from kernel.storage.unit_of_work import carry_out


def _is_open(status: str) -> bool:
    return Status(status).is_open


def _wake(incident_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    return carry_out(lambda work: wake_incident(work, incident_id, wanted, timer)).result


def _recount(incident_id: str, everything: bool) -> Moved | None:
    return carry_out(lambda work: recount_incident(work, incident_id, everything)).result


INCIDENTS = Book(
    row="INCIDENT",
    key=IncidentRow.key,
    load=incidents.load,
    is_open=_is_open,
    wake=_wake,
    recount=_recount,
    record_metrics=record_metrics,
)
