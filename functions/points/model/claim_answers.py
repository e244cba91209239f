"""What clients are answered about claims."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from typing_extensions import TypedDict

from kernel.actors import CLOCK, CLOCK_NAME
from kernel.texts import Language
from points.model.shown import shown
from points.rules.board import masked
from points.rules.claim_states import ClaimStatus, Event
from points.rules.evaluation import next_step
from points.rules.history import HistoryStep
from points.rules.publication import Publication
from points.service.see_claim import ClaimSeen

Found = TypeVar("Found")


class FindingView(TypedDict):
    """Who found something, for staff alone: the household learns what was found, so that nobody is leaned on."""

    person: str | None
    name: str | None
    household: str | None
    role: str | None
    at: str


class CheckView(FindingView):
    """What a verifier found."""

    quantity: int
    note: str | None


class EndorsementView(FindingView):
    """What a neighbouring household said."""

    in_favour: bool
    note: str | None
    recorded_by: str | None


class VisitView(FindingView):
    """What a visit found."""

    grade: int
    note: str | None


class ObjectionView(FindingView):
    """An objection and, once there is one, its answer."""

    id: int
    reason: str
    until: str
    upheld: bool | None
    answer: str | None
    answered_by: str | None
    answered_at: str | None
    points_before: int | None
    points_after: int | None


class PendingView(TypedDict):
    """A claim for which something still has to happen."""

    id: str
    item: str
    item_name: str
    sign: str
    status: ClaimStatus
    status_name: str
    points: int | None
    due_at: str | None
    next_step: str


class ClaimView(PendingView):
    """A claim or deduction; neighbours see it without names, words and evidence."""

    village: str
    household: str | None
    household_name: str
    book_version: int
    quantity: int
    happened_on: str
    description: str | None
    evidence: list[str]
    evaluation: dict[str, Any] | None
    checks: list[CheckView]
    endorsements: list[EndorsementView]
    visits: list[VisitView]
    objections: list[ObjectionView]
    publication: str | None
    public_until: str | None
    late: bool
    entry: str | None
    actions: list[str]
    version: int
    created_at: str
    updated_at: str


class ClaimLine(TypedDict):
    """A claim in a list."""

    id: str
    household: str
    item: str
    sign: str
    status: str
    points: int | None
    version: int
    created_at: str
    updated_at: str


class ClaimList(TypedDict):
    """One page of claims."""

    items: list[ClaimLine]
    next_cursor: str | None


class PointsStepView(TypedDict):
    """A step of an aggregate's history."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str | None
    actor_role: str | None
    reason: str | None
    details: dict[str, Any] | None


class PointsTimeline(TypedDict):
    """Steps, oldest first."""

    items: list[PointsStepView]
    next_cursor: str | None


class PublicLine(TypedDict):
    """A score as it is made public: masked."""

    claim: str
    household: str
    item: str
    item_name: str
    book_version: int
    happened_on: str
    sign: str
    points: int


class PublicationView(TypedDict):
    """A public list; `left`: how many still wait to be published."""

    id: str
    village: str
    published_at: str
    objections_until: str
    public_until: str
    is_public: bool
    left: int | None
    lines: list[PublicLine]


class PublicationList(TypedDict):
    """Public lists, newest first."""

    items: list[PublicationView]
    next_cursor: str | None


_WHO = ("person", "name", "household", "recorded_by", "answered_by")
"""Who found something, which staff alone learns."""


def claim_view(seen: ClaimSeen, language: Language) -> ClaimView:
    """Return a claim as it is answered; neighbours see neither names nor words."""
    claim, insider, name = seen.claim, seen.insider, seen.head_name
    item = seen.book.item(claim.item)
    hidden = {} if seen.staff else dict.fromkeys(_WHO)

    def found(kind: type[Found], things: Iterable[Mapping[str, Any]]) -> list[Found]:
        return [shown(kind, {**one, **hidden}) for one in things] if insider else []

    return shown(
        ClaimView,
        claim,
        language,
        household=claim.household if insider else None,
        household_name=f"{name}户" if insider and name else masked(name),
        item_name=item.name,
        description=claim.description if insider else None,
        evidence=claim.evidence if insider else [],
        status_name=claim.status.said,
        checks=found(CheckView, claim.checks),
        endorsements=found(EndorsementView, claim.endorsements),
        visits=found(VisitView, claim.visits),
        objections=found(ObjectionView, claim.objections),
        next_step=next_step(claim, item, seen.book.parameters),
        actions=seen.actions,
    )


def step_view(step: HistoryStep, seen: ClaimSeen, language: Language) -> PointsStepView:
    """Return a step as it is answered; names for staff alone, words for those concerned."""
    name = CLOCK_NAME if step.actor == CLOCK.person_id else step.actor_name
    return shown(
        PointsStepView,
        step,
        language,
        event_name=Event(step.event).said,
        actor=name if seen.staff else None,
        reason=step.reason if seen.insider else None,
        details=step.details if step.details and seen.insider else None,
    )


def publication_view(
    publication: Publication, language: Language, *, is_public: bool, left: int | None = None
) -> PublicationView:
    """Return a public list as it is answered; `left` tells how many claims still wait."""
    lines = [
        shown(PublicLine, line, item_name=line["item_name"][language]) for line in publication.lines
    ]
    return shown(PublicationView, publication, is_public=is_public, left=left, lines=lines)
