"""Following a case by its code, without login."""

from __future__ import annotations

import hashlib
from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API
from incidents.model.tracking import TrackView, track_view
from incidents.store import incidents
from incidents.store.policies import policy_of
from incidents.store.tracking import may_track
from kernel import clock, ids, paging
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
    # Sixteen bits of a digest tell visitors of one minute apart well enough, and nobody can find the address again.
    visitor = hashlib.sha256(request.source_ip.encode()).hexdigest()[:4]
    if not may_track(visitor, clock.now()):
        raise TooManyRequests(retry_after=60)
    tidy = ids.tidy_case_code(case_code)
    incident = incidents.find_by_case_code(tidy) if tidy else None
    if incident is None:
        raise NotFound(
            Text("没有此事件编号，请核对。", "There is no case of this code; please check it.")
        )
    # What was merged goes on as what it follows.
    lead = incidents.load(incident.merged_into) if incident.merged_into else None
    followed = lead or incident
    rows = incidents.last_steps(followed.id, paging.MAX_LIMIT)
    return API.answer(
        200,
        track_view(incident, followed, rows, language=request.language, policy=policy_of(followed)),
    )
