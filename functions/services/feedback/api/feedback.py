"""Routes of complaints and suggestions about the app itself."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.ids import ID_PATTERN
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text
from services.api.base import API
from services.feedback.model.feedback import (
    FeedbackList,
    FeedbackView,
    HandInFeedback,
    MoveFeedback,
    feedback_view,
)
from services.feedback.rules.feedback import (
    ADMINISTRATORS,
    FEEDBACK,
    FeedbackEvent,
    FeedbackStatus,
)
from services.feedback.service import keep_feedback as service

_SIGNED_IN = Access(ALL_ROLES)
FeedbackId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])
]


@API.route(
    "POST",
    "/v1/services/feedback",
    access=_SIGNED_IN,
    answers={201: (Text("已提交", "Handed in"), FeedbackView)},
    problems=[TooOften, *WRITES],
    summary=Text(
        "对本应用投诉、建议或报障", "Complain of the app, suggest something, tell a fault"
    ),
    description=Text(
        "在线受理、限期答复、回访（{zh:state-council-apps-2026}，条款未核）；县管理员办理，到期未办即督办。本地事项请用事件上报。",
        "Accepted, answered within the term and asked about afterwards ({en:state-council-apps-2026}, articles unread); the county's "
        "administrator owes it. What is about the place is reported as an incident.",
    ),
)
def hand_in_feedback(request: Called, body: HandInFeedback) -> Response[Any]:
    """Hand in a word about the app."""
    return API.carry_out(
        request,
        lambda work: service.hand_in(work, request, body),
        lambda seen: feedback_view(seen, request.language),
        status=201,
        location=lambda seen: f"/v1/services/feedback/{seen.feedback.id}",
    )


@API.route(
    "GET",
    "/v1/services/own-feedback",
    access=_SIGNED_IN,
    answers={200: (Text("本人提交的意见，新的在前", "What I handed in"), FeedbackList)},
    summary=Text("本人对本应用的意见", "List what I said about the app"),
)
def list_own_feedback(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List what the caller said about the app."""
    found = service.list_own(request, limit, cursor)
    return API.page(found, lambda seen: feedback_view(seen, request.language))


@API.route(
    "GET",
    "/v1/services/feedback",
    access=Access(ADMINISTRATORS),
    answers={200: (Text("意见，先到期者在前", "What is due first on top"), FeedbackList)},
    problems=[OutsideYourArea],
    summary=Text("对本应用的意见清单", "List what people said about the app"),
)
def list_feedback(
    request: Called,
    status: Annotated[FeedbackStatus, Query()] = FeedbackStatus.OPEN,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the county's words about the app of one status."""
    found = service.list_of_status(request, status, limit, cursor)
    return API.page(found, lambda seen: feedback_view(seen, request.language))


@API.route(
    "GET",
    "/v1/services/feedback/{feedback}",
    access=_SIGNED_IN,
    answers={200: (Text("意见", "What was said"), FeedbackView)},
    problems=[NotFound],
    summary=Text("查看对本应用的意见", "Read a word about the app"),
)
def get_feedback(request: Called, feedback: FeedbackId) -> Response[Any]:
    """Read an own word about the app, or any as the county's administrator."""
    seen = service.see_feedback(request, feedback)
    return API.answer(200, feedback_view(seen, request.language), version=seen.version)


@API.route(
    "GET",
    "/v1/services/feedback/{feedback}/history",
    access=_SIGNED_IN,
    answers={200: (Text("全过程", "Every step, oldest first"), HistoryOfThing)},
    problems=[NotFound],
    summary=Text("意见办理全过程", "Read the history of a word about the app"),
)
def get_feedback_history(
    request: Called,
    feedback: FeedbackId,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """Read what became of a word about the app."""
    found = service.list_steps(request, feedback, limit, cursor)
    return API.page(found, lambda one: step_view(one, FeedbackEvent, request.language))


@API.route(
    "POST",
    "/v1/services/feedback/{feedback}/transitions",
    access=_SIGNED_IN,
    answers={200: (Text("办理后的意见", "After the step"), FeedbackView)},
    problems=[*MOVES],
    summary=Text("办理对本应用的意见", "Take a word about the app one step further"),
    description=FEEDBACK.described(),
)
def move_feedback(request: Called, feedback: FeedbackId, body: MoveFeedback) -> Response[Any]:
    """Accept, answer, ask about, rate or take back a word about the app."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: service.move_feedback(work, request, feedback, body, expected),
        lambda seen: feedback_view(seen, request.language),
    )
