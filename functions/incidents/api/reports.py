"""Reporting an incident."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API, SIGNED_IN
from incidents.model.answers import IncidentView, incident_view
from incidents.model.requests import ReportIncident
from incidents.rules.policy import UnknownCategory
from incidents.service.answers import ANSWERS
from incidents.service.report_incident import own_number_in, rows_needed
from incidents.service.report_incident import report_incident as report
from kernel.directory import UnitClosed
from kernel.http import Called, Request
from kernel.http.refusals import WRITES
from kernel.problems import OutsideYourArea
from kernel.storage.rates import TooOften
from kernel.storage.rows import Key
from kernel.texts import Text
from registry import OutsideEveryGrid


def _rows_needed(request: Request) -> Iterable[Key]:
    try:
        said: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        said = None
    own_number = own_number_in(said, request.person_id)
    return [*request.answer_keys(ANSWERS), *own_number, *rows_needed(said)]


@API.route(
    "POST",
    "/v1/incidents",
    access=SIGNED_IN,
    answers={201: (Text("已上报", "Reported"), IncidentView)},
    problems=[UnknownCategory, OutsideYourArea, UnitClosed, OutsideEveryGrid, TooOften, *WRITES],
    summary=Text("上报事件", "Report an incident"),
    description=Text(
        "按单位或坐标上报；回执说明下一步、期限和办理层级。可带 Idempotency-Key，断网重发不会重复。",
        "By unit or by point. The receipt says what happens next, by when and at which tier. Send an Idempotency-Key: a report sent "
        "again after a lost connection is not doubled.",
    ),
    beforehand=_rows_needed,
)
def report_incident(request: Called, body: ReportIncident) -> Response[Any]:
    """Open an incident."""
    command = body.as_command()
    return API.carry_out(
        request,
        lambda work: report(work, request, command),
        lambda seen: incident_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/incidents/{seen.incident.id}",
    )
