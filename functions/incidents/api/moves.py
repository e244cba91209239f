"""Moving an incident along the state table: one route for every step, whoever takes it."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API, SIGNED_IN, WRITES, IncidentId, carried_out
from incidents.model.answers import IncidentView, incident_view
from incidents.model.requests import MoveIncident
from incidents.rules.duplicates import AlreadyFollowing, NotMergeable
from incidents.rules.moves import AfterPhotoMissing
from incidents.rules.pauses import AskedTooLate, AskedTooOften
from incidents.rules.ratings import AlreadyRated, RatedTooLate
from incidents.rules.standing import AskerMayNotDecide
from incidents.rules.states import (
    ConfirmationNotYetYours,
    HandlerMayNotConfirm,
    IllegalMove,
    ReasonMissing,
)
from incidents.rules.transfers import (
    DutyNotTransferable,
    FinallyAssigned,
    NotAGridItem,
    ReturnTooLate,
)
from incidents.service.move_incident import move_incident as move
from kernel.http import Called
from kernel.problems import NotFound, StaleVersion
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/incidents/{incident_id}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的事件", "The incident after the move"), IncidentView)},
    problems=[
        NotFound,
        IllegalMove,
        ReasonMissing,
        HandlerMayNotConfirm,
        ConfirmationNotYetYours,
        AskerMayNotDecide,
        FinallyAssigned,
        ReturnTooLate,
        DutyNotTransferable,
        NotAGridItem,
        AskedTooLate,
        AskedTooOften,
        NotMergeable,
        AlreadyFollowing,
        AlreadyRated,
        RatedTooLate,
        AfterPhotoMissing,
        StaleVersion,
        *WRITES,
    ],
    summary=Text("办理事件", "Move an incident"),
    description=Text(
        "accept 受理；resolve 处置完成（done）；escalate 上报（reason）；confirm 核查确认；reject 退回重办（reason）；cancel 撤销（reason）；"
        "return 退回（grounds、reason、建议单位 unit）；assign 派遣（unit、reason、final）；ask_extension 申请延期（reason、limit）；"
        "ask_suspension 申请中止（reason、cause）；approve、deny 审批；resume 恢复；whistle 吹哨（reason、tasks）；recall 撤哨（reason）；"
        "merge 并案（into、reason）；separate 拆案（reason）；join 附议；rate 评价（satisfied、answer）；order 督办（reason）；answer 督办答复（reason）。",
        "The state table (docs/incident-states.md) says which action is possible when, who may take it and what it must say. With If-Match "
        "the move is made only on the version you saw.",
    ),
)
def move_incident(request: Called, incident_id: IncidentId, body: MoveIncident) -> Response[Any]:
    """Move an incident along the state table."""
    command, expected = body.as_command(), request.expected_version
    return carried_out(
        request,
        lambda work: move(work, request, incident_id, command, expected),
        lambda seen: incident_view(seen, request.language),
    )
