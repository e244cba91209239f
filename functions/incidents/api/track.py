"""Following a case by its code, without login."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API
from incidents.model.tracking import TrackView, track_view
from incidents.service.track_incident import track_incident
from kernel.access import PUBLIC
from kernel.http import Called
from kernel.problems import NotFound, TooManyRequests
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/track/{case_code}",
    access=PUBLIC,
    answers={200: (Text("办理进度", "Where the case stands"), TrackView)},
    problems=[NotFound, TooManyRequests],
    summary=Text("凭事件编号查进度", "Follow a case by its code"),
    description=Text(
        "无需登录，不含任何个人信息。已并案的显示所并入事件的进度。",
        "Without login; no person in it. What was merged shows where the incident stands that it follows.",
    ),
)
def track_case(request: Called, case_code: str) -> Response[Any]:
    """Follow a case without login."""
    return API.answer(
        200, track_view(track_incident(case_code, request.source_ip), request.language)
    )
