"""How incidents climb, as the clock of everything owed needs to know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from escalation.rules.climbing import Timer
from escalation.service.kinds import Book, Moved, Resume, Wanted, limit_of
from escalation.store.rows import COUNTY, id_in, past
from incidents.rules import lifecycle
from incidents.rules.incident import Change, Incident
from incidents.rules.states import Status
from incidents.service.metrics import record_metrics
from incidents.store import incidents
from incidents.store.changes import Outcome, change_incident
from incidents.store.policies import policy_of
from incidents.store.rows import IncidentRow
from incidents.store.staffing import staffing_around
from kernel import clock
from kernel.storage.dynamo import query, read

_BY_WAKE = "by_wake"
_A_PAGE = 50


def _is_open(status: str) -> bool:
    return Status(status).is_open


def _load(incident_id: str) -> Incident | None:
    return incidents.load(incident_id)


def _wake(incident_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    def decide(incident: Incident) -> Change | None:
        if not wanted(incident):
            return None
        return lifecycle.wake(
            incident,
            now=clock.now(),
            policy=policy_of(incident),
            staffing=staffing_around(incident),
            timer=timer,
            joint_with=incidents.joint_with(incident),
        )

    return _moved(change_incident(incident_id, decide))


def _recount(incident_id: str, everything: bool) -> Moved | None:
    def decide(incident: Incident) -> Change | None:
        # A notice that corrects another one makes provisional again what was certain under that.
        doubtful = replace(incident, provisional=incident.provisional or everything)
        change = lifecycle.recount(
            doubtful,
            clock.now(),
            policy_of(incident),
            joint_with=incidents.joint_with(incident),
        )
        return change if change and limit_of(change.incident) != limit_of(incident) else None

    return _moved(change_incident(incident_id, decide))


def _overslept(before: datetime) -> list[Iterator[tuple[str, str]]]:
    return [past(IncidentRow, _BY_WAKE, ("clock", COUNTY), "wake_at", before)]


def _doubtful(everything: bool, resume: Resume | None) -> tuple[list[str], Resume | None]:
    page = query(IncidentRow, ("clock", COUNTY), index=_BY_WAKE, limit=_A_PAGE, start=resume)
    keys = [IncidentRow.key(id_in(item)) for item in page.items]
    rows = read(keys) if keys else []
    return [row.id for row in rows if row and (everything or row.provisional)], page.next_key


def _moved(outcome: Outcome | None) -> Moved | None:
    if outcome is None or outcome.incident is None:
        return None
    return Moved(outcome.incident, outcome.entries)


INCIDENTS = Book(
    row="INCIDENT",
    key=IncidentRow.key,
    load=_load,
    is_open=_is_open,
    wake=_wake,
    recount=_recount,
    overslept=_overslept,
    doubtful=_doubtful,
    record_metrics=record_metrics,
)
