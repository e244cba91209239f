"""Report an incident by a form of GeoReport."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from escalation.store.rows import COUNTY
from incidents.clients.rules import Client
from incidents.clients.store import counting
from incidents.model.requests import ReportIncident
from incidents.open311.rules.forms import form_fields, report_of
from incidents.open311.rules.questions import refuse_other_jurisdiction
from incidents.open311.rules.services import category_of
from incidents.rules.states import Source
from incidents.service.report_incident import report_incident, rows_needed
from incidents.service.see_incident import IncidentSeen
from incidents.store.policies import policy_in_force
from incidents.store.rows import PolicyRow
from kernel.access import Role
from kernel.field_errors import field_error
from kernel.problems import InvalidFields, Problem
from kernel.scope import Scope
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork


def report_request(
    work: UnitOfWork, asking: Scope, fields: Mapping[str, str], client: Client | None = None
) -> IncidentSeen:
    """Open the incident a form stands for, as any report; its case code is the request's id.

    Parameters
    ----------
    client
        The registered client that brings it: what it brings is residents', and counts against its quota of today.

    Raises
    ------
    ClientQuotaSpent
        It has brought as many as it may today.
    """
    refuse_other_jurisdiction(fields.get("jurisdiction_id"), COUNTY)
    on_patrol = client is None and asking.person.holds({Role.GRID_WORKER, Role.GRID_CHIEF})
    said = report_of(fields, source=str(Source.PATROL if on_patrol else Source.RESIDENT))
    (row,) = asking.recall([PolicyRow.current()])
    category_of(policy_in_force(row).value, said["category"])
    try:
        body = ReportIncident.model_validate(said)
    except ValidationError as fault:
        wrong = [field_error(error) for error in fault.errors()]  # pyright: ignore[reportArgumentType]
        raise InvalidFields(errors=wrong) from fault
    if client:
        work.write(counting(client))
    return report_incident(work, asking, body.as_command())


def rows_a_form_needs(text: str) -> Iterable[Key]:
    """Give the rows that reporting by a form will ask for, so that they are read with the caller."""
    try:
        said = report_of(form_fields(text), source=Source.RESIDENT)
    except Problem:
        # What is wrong with it is told when the route comes to it.
        said = {}
    return rows_needed(said)
