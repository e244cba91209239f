"""Matters as incidents."""

from __future__ import annotations

from incidents.model.requests import ReportIncident
from incidents.rules.converting import made_from
from incidents.rules.incident import Change
from incidents.rules.solution import Solution
from incidents.rules.states import STATUS_NAMES, Status
from incidents.service.convert_incident import (
    convert_incident,
    find_incident,
    take_back_incident,
)
from incidents.service.report_incident import Received, report_incident
from kernel.problems import Versions
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from workspace.conversions.kinds.base import Form
from workspace.conversions.rules.conversions import Matter, Outcome


def _prove(work: UnitOfWork, asking: Scope, incident_id: str) -> None:
    find_incident(work, asking, incident_id)


def _enter(work: UnitOfWork, asking: Scope, said: ReportIncident, source: Matter) -> str:
    def made(received: Received) -> Change:
        return made_from(received.change, str(source))

    return report_incident(work, asking, said.as_command(), further=made).incident.id


def _stop(
    work: UnitOfWork, asking: Scope, incident_id: str, into: Matter, reason: str, expected: Versions
) -> None:
    convert_incident(work, asking, incident_id, str(into), reason, expected)


def _outcome(work: UnitOfWork, incident_id: str) -> Outcome:
    from incidents.store import incidents

    incident = incidents.find(work, incident_id)
    assert incident is not None, "what was converted into is there"
    solved = incident.status is Status.CONFIRMED
    solution = Solution(incident.done or "", incident.handler or "") if solved else None
    status, ended_at = STATUS_NAMES[incident.status], incident.closed_at
    return Outcome(incident.has_ended, status, solution, ended_at)


def _take_back(
    work: UnitOfWork, asking: Scope, incident_id: str, solution: Solution | None, reason: str | None
) -> None:
    take_back_incident(work, asking, incident_id, solution, reason)


FORM: Form[ReportIncident] = Form(_prove, _enter, _stop, _outcome, _take_back)
