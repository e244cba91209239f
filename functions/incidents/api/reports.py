"""Reporting an incident."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API, SIGNED_IN
from incidents.model.answers import IncidentView
from incidents.model.requests import ReportIncident
from incidents.rules.policy import UnknownCategory
from incidents.service import report_incident as reporting
from kernel.http import Called, Request
from kernel.problems import IdempotencyKeyReused, OutsideYourArea
from kernel.storage.rows import Key
from kernel.texts import Text


def _rows_needed(request: Request) -> Iterable[Key]:
    try:
        said: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        said = None
    return reporting.rows_needed(request, said)


@API.route(
    "POST",
    "/v1/incidents",
    access=SIGNED_IN,
    answers={201: (Text("已上报", "Reported"), IncidentView)},
    problems=[UnknownCategory, OutsideYourArea, IdempotencyKeyReused],
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
    outcome = reporting.receive(request, body)
    if outcome.incident is None:
        return API.replayed(outcome.answered)
    headers = {"Location": f"/v1/incidents/{outcome.incident.id}"}
    return API.answer(201, outcome.answered.body, version=outcome.incident.version, headers=headers)
