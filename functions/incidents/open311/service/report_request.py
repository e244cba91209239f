"""Report an incident by a form of GeoReport."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from escalation.store.rows import COUNTY
from incidents.model.requests import ReportIncident
from incidents.open311.model.answers import receipt_view
from incidents.open311.rules.forms import form_fields, report_of
from incidents.open311.rules.questions import refuse_other_jurisdiction
from incidents.open311.rules.services import category_of
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Source
from incidents.service.report_incident import receive, rows_needed
from incidents.store.changes import Outcome
from incidents.store.policies import policy_in_force
from incidents.store.rows import PolicyRow
from kernel.access import Role
from kernel.http import Request, field_error, to_json
from kernel.problems import InvalidFields, Problem
from kernel.storage.idempotency import Answered
from kernel.storage.rows import Key


def report_request(request: Request) -> Outcome:
    """Open the incident a form stands for, as any report; its case code is the request's id."""
    fields = form_fields(request.body)
    refuse_other_jurisdiction(fields.get("jurisdiction_id"), COUNTY)
    on_patrol = request.person.holds({Role.GRID_WORKER, Role.GRID_CHIEF})
    said = report_of(fields, source=str(Source.PATROL if on_patrol else Source.RESIDENT))
    (row,) = request.recall([PolicyRow.current()])
    category_of(policy_in_force(row).policy, said["category"])
    try:
        body = ReportIncident.model_validate(said)
    except ValidationError as fault:
        wrong = [field_error(error) for error in fault.errors()]  # pyright: ignore[reportArgumentType]
        raise InvalidFields(errors=wrong) from fault

    def answer(incident: Incident, policy: Policy) -> Answered:  # noqa: ARG001
        return Answered(201, to_json([receipt_view(incident, request.language)]))

    return receive(request, body, answer=answer)


def rows_a_form_needs(request: Request) -> Iterable[Key]:
    """Give the rows that reporting by a form will ask for, so that they are read with the caller."""
    try:
        said = report_of(form_fields(request.body), source=Source.RESIDENT)
    except Problem:
        # What is wrong with it is told when the route comes to it.
        said = {}
    return rows_needed(request, said)
