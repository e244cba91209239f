"""Supervision: objections and reviews of anything a village did, and the queue of what a unit must act on."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from assembly.api.base import (
    API,
    EVERYBODY,
    GUIDES,
    INSIDERS,
    SUPERVISORS,
    Cursor,
    IdInPath,
    Limit,
    Village,
    find,
    history,
    knows_raisers,
    listing,
    members_of,
    new_id,
    office,
    refuse_other_units,
    seen,
    sees_names,
    settled,
    take_part,
    today,
)
from assembly.model import answers
from assembly.model.requests import MoveSupervisionReview, NewSupervisionReview
from assembly.rules import limits, reviews
from assembly.rules.bodies import BodyKind
from assembly.rules.reviews import (
    NotInTheCommittee,
    PartyMayNotExamine,
    RaiserMayNotExamine,
    Review,
    ReviewNotThere,
    ReviewStatus,
    SubjectKind,
)
from assembly.store import lists
from assembly.store.draft import Actor, Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import Access, Role
from kernel.http import Called
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.texts import Text
from kernel.units import is_code

_OURS = {
    SubjectKind.MATTER: Kind.MATTER,
    SubjectKind.PUBLICATION: Kind.PUBLICATION,
    SubjectKind.CEREMONY: Kind.CEREMONY,
    SubjectKind.MEETING: Kind.MEETING,
}
"""Subjects that are rows of this context; a supermarket settlement is named by the points context's own id."""


@API.route(
    "POST",
    "/v1/assembly/reviews",
    access=EVERYBODY,
    answers={201: (Text("已提出", "Raised"), answers.SupervisionReviewView)},
    problems=[IdempotencyKeyReused, NotFound],
    summary=Text("提请监督", "Object to, or ask for a review of, something the village did"),
    description=Text(
        "事项、公开、会议、红白事、积分超市结算均可；村务监督委员会核查，报乡镇答复，逾期自动转乡镇、再转县。提出人不告知被反映一方。",
        "A matter, publication, meeting, ceremony, or supermarket settlement. The supervision committee examines, the town answers; what "
        "the committee lets lie goes to the town by itself, then to the county. Those complained about do not learn who raised it.",
    ),
)
def raise_review(body: NewSupervisionReview) -> Response[Any]:
    """Raise a review."""
    village = refuse_other_units(body.village)
    by = take_part(village)

    def decide(draft: Draft) -> Settled:
        ours = _OURS.get(body.subject_kind)
        if ours:
            subject = draft.find(ours, body.subject)
            if subject is None or subject["village"] != village:
                raise InvalidFields.one("subject", Text("没有此对象。", "There is no such thing."))
        review = reviews.raise_review(
            review_id=new_id(),
            village=village,
            subject_kind=body.subject_kind,
            subject=body.subject,
            text=body.text,
            by=by.person_id,
            now=clock.now(),
        )
        return _moved(draft, review, "raised", by)._replace(status=201)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/reviews",
    access=Access(INSIDERS),
    answers={200: (Text("一页监督", "A page of reviews"), answers.AssemblyList)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("村内监督", "List the reviews of a village"),
)
def list_reviews(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List reviews, newest first."""
    office(village, INSIDERS)
    return listing(Kind.REVIEW, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/reviews/{review}",
    access=EVERYBODY,
    answers={200: (Text("监督", "The review"), answers.SupervisionReviewView)},
    problems=[NotFound],
    summary=Text("查看监督及答复", "Read a review and its answer"),
)
def get_review(review: IdInPath) -> Response[Any]:
    """Read a review: whoever raised it, supervisors and officers."""
    document, version = _readable(review)
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/reviews/{review}/history",
    access=EVERYBODY,
    answers={200: (Text("监督过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("监督过程", "Read the history of a review"),
)
def get_review_history(
    review: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a review."""
    document, _ = _readable(review)
    raised = frozenset({"raised"})
    return history(Kind.REVIEW, review, document["village"], limit, cursor, complaints=raised)


@API.route(
    "POST",
    "/v1/assembly/reviews/{review}/transitions",
    access=Access(SUPERVISORS | GUIDES),
    answers={200: (Text("监督", "The review"), answers.SupervisionReviewView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        NotAllowed,
        OutsideYourArea,
        ReviewNotThere,
        RaiserMayNotExamine,
        PartyMayNotExamine,
        NotInTheCommittee,
        StaleVersion,
    ],
    summary=Text("核查或答复", "Examine, or answer"),
    description=Text(
        "examine 由村务监督委员办理（upheld），结论报乡镇；answer 由乡镇以上答复。",
        "examine by a village supervisor (`upheld`), whose finding goes to the town; answer by the town or county.",
    ),
)
def move_review(review: IdInPath, body: MoveSupervisionReview) -> Response[Any]:
    """Examine a review, or answer it."""
    document, _ = _readable(review)
    by = office(document["village"], SUPERVISORS if body.action == "examine" else GUIDES)
    if body.action == "examine" and body.upheld is None:
        raise InvalidFields.one("upheld", Text("此项必填。", "This field is required."))

    def decide(draft: Draft) -> Settled:
        present: Review = draft.get(Kind.REVIEW, review)
        seen(draft, Kind.REVIEW, review)
        now = clock.now()
        if body.action == "examine":
            moved = reviews.examine(
                present,
                upheld=bool(body.upheld),
                text=body.text,
                by=by.person_id,
                committee=_committee(draft, present["village"]),
                parties=_parties(draft, present),
                now=now,
            )
        else:
            moved = reviews.answer(present, body.text, by=by.person_id, now=now)
        return _moved(draft, moved, f"{body.action}ed", by, upheld=body.upheld)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/queue",
    access=Access(INSIDERS),
    answers={
        200: (
            Text("待办，先到期者在前", "What a unit must act on, what is due first on top"),
            answers.AssemblyList,
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
    page = lists.queue(unit, limit=limit, cursor=cursor)
    return API.answer(200, answers.page(page.items, page.next_cursor, clock.iso(clock.now())))


def _committee(draft: Draft, village: str) -> frozenset[str]:
    seated = members_of(draft, village, BodyKind.SUPERVISION_COMMITTEE, today())
    return frozenset(member["member_id"] for member in seated)


def _parties(draft: Draft, review: Review) -> frozenset[str]:
    ours, person = _OURS.get(SubjectKind(review["subject_kind"])), API.request.person
    if ours:
        return reviews.parties(review["subject_kind"], draft.get(ours, review["subject"]))
    # A settlement is the shop's; whoever keeps it is party to it.
    keeps = person.post_over(review["village"], {Role.SHOP_KEEPER}) is not None
    return frozenset({person.person_id} if keeps else ())


def _readable(review: str) -> tuple[Review, int]:
    document, version = find(Kind.REVIEW, review)
    own = document["raised_by"] == API.request.person.person_id
    if not (own or sees_names(document["village"])):
        raise NotFound
    return document, version


def _moved(draft: Draft, review: Review, event: str, by: Actor, **details: Any) -> Settled:
    draft.save(Kind.REVIEW, review)
    draft.note(Kind.REVIEW, review, event, by, **details)
    version = draft.version(Kind.REVIEW, review["id"])
    return Settled(200, _view(review, version), version)


def _view(review: Review, version: int) -> dict[str, Any]:
    limit = "review_examination" if review["status"] == ReviewStatus.RAISED else "review_answer"
    told = answers.told(review, names=sees_names(review["village"]))
    if not knows_raisers(review["village"]):
        told["raised_by"] = answers.SOMEBODY
    return {
        **told,
        "version": version,
        "status_name": reviews.REVIEW_STATUS_NAMES[ReviewStatus(review["status"])].say(
            API.request.language
        ),
        "limit_confidence": limits.source_of(limit)["confidence"],
    }
