"""Moving an incident along the state table: one route for every step, whoever takes it."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from incidents.api.base import API, SIGNED_IN, IncidentId
from incidents.model.answers import IncidentView, incident_view
from incidents.model.requests import MoveIncident
from incidents.rules.correcting import OnlyShorter
from incidents.rules.duplicates import AlreadyFollowing, NotJoined, NotMergeable
from incidents.rules.followers import StillSettling
from incidents.rules.incident_states import INCIDENTS
from incidents.rules.moves import AfterPhotoMissing
from incidents.rules.pauses import AskedTooLate, AskedTooOften
from incidents.rules.policy import UnknownCategory
from incidents.rules.ratings import AlreadyRated, RatedTooLate
from incidents.rules.standing import (
    AskerMayNotDecide,
    ConfirmationNotYetYours,
    HandlerMayNotConfirm,
    OthersJoined,
    OwnResult,
)
from incidents.rules.stricter import MergersDiffer
from incidents.rules.transfers import (
    DutyNotTransferable,
    FinallyAssigned,
    NotAGridItem,
    ReturnTooLate,
)
from incidents.rules.words import EnoughSaid
from incidents.service.move_incident import move_incident as move
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.texts import Text

_MOVES = INCIDENTS.described()
_WHAT_IS_DONE = Text(
    f"{_MOVES.zh}处置须填写 done，不满意须选 answer；何时可办、由谁办理见状态表 docs/states/incidents-incident.md。带 If-Match 时仅在所见版本上办理。",
    f"{_MOVES.en} A solution says what was `done`, whoever is not satisfied why (`answer`). The state table "
    "(docs/states/incidents-incident.md) says which action is possible when and who may take it. With If-Match the move is made only on "
    "the version you saw.",
)


@API.route(
    "POST",
    "/v1/incidents/{incident_id}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的事件", "The incident after the move"), IncidentView)},
    problems=[
        NotFound,
        UnitClosed,
        IllegalMove,
        WordsMissing,
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
        NotJoined,
        StillSettling,
        OnlyShorter,
        EnoughSaid,
        OthersJoined,
        UnknownCategory,
        MergersDiffer,
        AlreadyFollowing,
        AlreadyRated,
        RatedTooLate,
        OwnResult,
        AfterPhotoMissing,
        StaleVersion,
        *WRITES,
    ],
    summary=Text("办理事件", "Move an incident"),
    description=_WHAT_IS_DONE,
)
def move_incident(request: Called, incident_id: IncidentId, body: MoveIncident) -> Response[Any]:
    """Move an incident along the state table."""
    command, expected = body.as_command(), request.expected_version
    return API.carry_out(
        request,
        lambda work: move(work, request, incident_id, command, expected),
        lambda seen: incident_view(seen, request.language),
    )
