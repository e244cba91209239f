"""Supervision: objections and reviews of anything a village did, and the queue of what a unit must act on."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from assembly.api.shared import (
    API,
    CHANGE,
    EVERYBODY,
    STEP,
    IdInPath,
    Village,
    asked,
    enter_named,
    find,
    history,
    listing,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.common import AssemblyList
from assembly.model.reviews import (
    MoveSupervisionReview,
    NewSupervisionReview,
    SupervisionReviewView,
)
from assembly.rules import reviews
from assembly.rules.reviews import Review
from assembly.rules.standing import GUIDES, INSIDERS, SUPERVISORS
from assembly.service.examiners import read_review
from assembly.service.find_thing import Found
from assembly.service.list_things import list_queue
from assembly.service.move_review import move
from assembly.service.raise_review import raise_it
from kernel import paging
from kernel.access import Access
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.storage.rates import TooOften
from kernel.texts import Text
from kernel.units import is_code


@API.route(
    "POST",
    "/v1/assembly/reviews",
    access=EVERYBODY,
    answers={201: (Text("已提出", "Raised"), SupervisionReviewView)},
    problems=[*CHANGE, TooOften],
    summary=Text("提请监督", "Object to, or ask for a review of, something the village did"),
    description=Text(
        "事项、公开、会议、红白事、积分超市结算均可；村务监督委员会核查，报乡镇答复，逾期自动转乡镇、再转县。提出人不告知被反映一方。",
        "A matter, publication, meeting, ceremony, or supermarket settlement. The supervision committee examines, the town answers; what "
        "the committee lets lie goes to the town by itself, then to the county. Those complained about do not learn who raised it.",
    ),
)
def raise_review(request: Called, body: NewSupervisionReview) -> Response[Any]:
    """Raise a review."""
    enter_named(request, body.village)
    return reply(raise_it(body, asked(request, status=201)))


@API.route(
    "GET",
    "/v1/assembly/reviews",
    access=Access(INSIDERS),
    answers={200: (Text("一页监督", "A page of reviews"), AssemblyList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("村内监督", "List the reviews of a village"),
)
def list_reviews(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List reviews, newest first."""
    require_office(request, village, INSIDERS)
    return listing(request, Review, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/reviews/{review}",
    access=EVERYBODY,
    answers={200: (Text("监督", "The review"), SupervisionReviewView)},
    problems=[NotFound],
    summary=Text("查看监督及答复", "Read a review and its answer"),
)
def get_review(request: Called, review: IdInPath) -> Response[Any]:
    """Read a review: whoever raised it, supervisors and officers."""
    found = _readable(request, review)
    return show(read_review(found), found.version)


@tells_history("/v1/assembly/reviews/{review}", Text("监督过程", "Read the history of a review"))
def get_review_history(
    request: Called, review: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a review."""
    return history(_readable(request, review), limit, cursor, complaints=frozenset({"raised"}))


@API.route(
    "POST",
    "/v1/assembly/reviews/{review}/transitions",
    access=Access(SUPERVISORS | GUIDES),
    answers={200: (Text("监督", "The review"), SupervisionReviewView)},
    problems=[
        *STEP,
        OutsideYourArea,
        reviews.RaiserMayNotExamine,
        reviews.PartyMayNotExamine,
        reviews.NotInTheCommittee,
    ],
    summary=Text("核查或答复", "Examine, or answer"),
    description=Text(
        "examine 由村务监督委员办理（upheld），结论报乡镇；answer 由乡镇以上答复。",
        "examine by a village supervisor (`upheld`), whose finding goes to the town; answer by the town or county.",
    ),
)
def move_review(request: Called, review: IdInPath, body: MoveSupervisionReview) -> Response[Any]:
    """Examine a review, or answer it."""
    found = _readable(request, review)
    return reply(move(review, body, asked(request, found)))


@API.route(
    "GET",
    "/v1/assembly/queue",
    access=Access(INSIDERS),
    answers={
        200: (
            Text("待办，先到期者在前", "What a unit must act on, what is due first on top"),
            AssemblyList,
        )
    },
    problems=[NotFound, OutsideYourArea],
    summary=Text("自治待办", "Work queue of a unit: ideas, objections, reviews, milestones"),
)
def list_assembly_queue(
    request: Called,
    unit: Annotated[str, Query(max_length=12, pattern=r"^\d+$")],
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List what a unit must act on."""
    if not is_code(unit):
        raise InvalidFields.one("unit", Text("须为单位代码。", "Must be a unit code."))
    request.within(unit, INSIDERS)
    return show(list_queue(unit, limit, cursor, request.language))


def _readable(request: Request, review: str) -> Found:
    """Return a review to whoever raised it, supervisors and officers."""
    found = find(request, Review, review)
    own = found.thing.raised_by == found.reader.person_id
    if not (own or found.reader.sees_names(found.village)):
        raise NotFound
    return found
