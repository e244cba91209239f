"""The steps of a case."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from enforcement.api.base import API
from enforcement.api.cases import SIGNED_IN
from enforcement.model import case_answers as answers
from enforcement.model import case_views as views
from enforcement.model.case_requests import MoveCase
from enforcement.rules import (
    authority,
    case_performing,
    choice_of_law,
    coercion,
    collection,
    deadline,
    decision,
    delivery,
    ending,
    evidence,
    exhibits,
    forms,
    hearing,
    legal_review,
    liability,
    money,
    notice,
    officers,
    publicity,
    reasoning,
    remedies,
    separation,
    simple,
    transfer,
)
from enforcement.rules.case_investigating import FileFull
from enforcement.rules.case_states import CASES
from enforcement.rules.claims import ClaimRefuted
from enforcement.rules.refusals import gates_in
from enforcement.rules.timeline import RecordFull
from enforcement.service.move_case import move_case as move
from enforcement.service.photos import PhotoNotReady
from kernel.http import Called
from kernel.http.asked import RowId
from kernel.problems import IdempotencyKeyReused, NotFound, StaleVersion
from kernel.states import IllegalMove, WordsMissing
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text

GATES = gates_in(
    *(authority, case_performing, choice_of_law, coercion, collection, deadline, decision),
    *(delivery, ending, evidence, forms, hearing, legal_review, liability, money, notice),
    *(officers, publicity, reasoning, remedies, separation, simple, transfer),
)
"""The gates of the law a step of a case may be refused by."""
_MOVES = CASES.described()
_WHAT_IS_DONE = Text(
    f"{_MOVES.zh}法定条件未满足的，拒绝并注明依据。",
    f"{_MOVES.en} The state table (docs/states/enforcement-case.md) says which action is possible when and who may take it; what the law "
    "shuts is refused with the article.",
)


@API.route(
    "POST",
    "/v1/enforcement/cases/{case_id}/moves",
    access=SIGNED_IN,
    answers={200: (Text("办理后的案件", "The case after the step"), views.CaseView)},
    problems=[
        NotFound,
        IllegalMove,
        WordsMissing,
        *GATES,
        FileFull,
        RecordFull,
        *exhibits.REFUSALS,
        PhotoNotReady,
        ClaimRefuted,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("办理案件", "Move a case"),
    description=_WHAT_IS_DONE,
)
def move_case(request: Called, case_id: RowId, body: MoveCase) -> Response[Any]:
    """Take a case one step further."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move(work, request, case_id, body, expected),
        lambda seen: answers.case_view(seen, request.language),
    )
