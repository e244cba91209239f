"""What clients are answered about claims."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from kernel.actors import CLOCK, CLOCK_NAME
from kernel.texts import Language
from points.model.instants import local, local_or_none
from points.rules.board import masked
from points.rules.claim import ClaimLine as Line
from points.rules.claim_states import EVENT_NAMES, STATUS_NAMES, Event
from points.rules.evaluation import next_step
from points.rules.history import HistoryStep
from points.rules.publication import Publication
from points.service.see_claim import ClaimSeen


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


class ClaimView(TypedDict):
    """A claim or deduction; neighbours see it without names, words and evidence."""

    id: str
    village: str
    household: str | None
    household_name: str
    sign: str
    item: str
    item_name: str
    book_version: int
    quantity: int
    happened_on: str
    description: str | None
    evidence: list[str]
    status: str
    status_name: str
    points: int | None
    evaluation: dict[str, Any] | None
    checks: list[CheckView]
    endorsements: list[EndorsementView]
    visits: list[VisitView]
    objections: list[ObjectionView]
    publication: str | None
    public_until: str | None
    due_at: str | None
    late: bool
    entry: str | None
    next_step: str
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


def claim_view(seen: ClaimSeen, language: Language) -> ClaimView:
    """Return a claim as it is answered; neighbours see neither names nor words."""
    claim, insider, staff = seen.claim, seen.insider, seen.staff
    item = seen.book.item(claim.item)
    name = seen.head_name
    return {
        "id": claim.id,
        "village": claim.village,
        "household": claim.household if insider else None,
        "household_name": f"{name}户" if insider and name else masked(name),
        "sign": str(claim.sign),
        "item": claim.item,
        "item_name": item.name.say(language),
        "book_version": claim.book_version,
        "quantity": claim.quantity,
        "happened_on": claim.happened_on.isoformat(),
        "description": claim.description if insider else None,
        "evidence": list(claim.evidence) if insider else [],
        "status": str(claim.status),
        "status_name": STATUS_NAMES[claim.status].say(language),
        "points": claim.points,
        "evaluation": dict(claim.evaluation) if claim.evaluation else None,
        "checks": [_check(one, staff=staff) for one in claim.checks] if insider else [],
        "endorsements": (
            [_endorsement(one, staff=staff) for one in claim.endorsements] if insider else []
        ),
        "visits": [_visit(one, staff=staff) for one in claim.visits] if insider else [],
        "objections": [_objection(one, staff=staff) for one in claim.objections] if insider else [],
        "publication": claim.publication,
        "public_until": local_or_none(claim.public_until),
        "due_at": local_or_none(claim.due_at),
        "late": claim.late,
        "entry": claim.entry,
        "next_step": next_step(claim, item, seen.book.parameters).say(language),
        "actions": [str(action) for action in seen.actions],
        "version": claim.version,
        "created_at": local(claim.created_at),
        "updated_at": local(claim.updated_at),
    }


def _finding(one: Mapping[str, Any], *, staff: bool) -> FindingView:
    return {
        "person": one["person"] if staff else None,
        "name": one["name"] if staff else None,
        "household": one["household"] if staff else None,
        "role": one["role"],
        "at": one["at"],
    }


def _check(one: Mapping[str, Any], *, staff: bool) -> CheckView:
    return {**_finding(one, staff=staff), "quantity": one["quantity"], "note": one["note"]}


def _endorsement(one: Mapping[str, Any], *, staff: bool) -> EndorsementView:
    return {
        **_finding(one, staff=staff),
        "in_favour": one["in_favour"],
        "note": one["note"],
        "recorded_by": one["recorded_by"] if staff else None,
    }


def _visit(one: Mapping[str, Any], *, staff: bool) -> VisitView:
    return {**_finding(one, staff=staff), "grade": one["grade"], "note": one["note"]}


def _objection(one: Mapping[str, Any], *, staff: bool) -> ObjectionView:
    return {
        **_finding(one, staff=staff),
        "id": one["id"],
        "reason": one["reason"],
        "until": one["until"],
        "upheld": one["upheld"],
        "answer": one.get("answer"),
        "answered_by": one.get("answered_by") if staff else None,
        "answered_at": one.get("answered_at"),
        "points_before": one.get("points_before"),
        "points_after": one.get("points_after"),
    }


def claim_line(line: Line) -> ClaimLine:
    """Return a claim as a line of a list."""
    return {
        "id": line.id,
        "household": line.household,
        "item": line.item,
        "sign": str(line.sign),
        "status": str(line.status),
        "points": line.points,
        "version": line.version,
        "created_at": local(line.created_at),
        "updated_at": local(line.updated_at),
    }


def step_view(step: HistoryStep, seen: ClaimSeen, language: Language) -> PointsStepView:
    """Return a step as it is answered; names for staff alone, words for those concerned."""
    name = CLOCK_NAME.say(language) if step.actor == CLOCK.person_id else step.actor_name
    return {
        "seq": step.seq,
        "at": local(step.at),
        "event": step.event,
        "event_name": EVENT_NAMES[Event(step.event)].say(language),
        "actor": name if seen.staff else None,
        "actor_role": step.actor_role,
        "reason": step.reason if seen.insider else None,
        "details": dict(step.details) if step.details and seen.insider else None,
    }


def publication_view(
    publication: Publication, language: Language, *, is_public: bool, left: int | None = None
) -> PublicationView:
    """Return a public list as it is answered; `left` tells how many claims still wait."""
    return {
        "id": publication.id,
        "village": publication.village,
        "published_at": local(publication.published_at),
        "objections_until": local(publication.objections_until),
        "public_until": local(publication.public_until),
        "is_public": is_public,
        "left": left,
        "lines": [_public_line(line, language) for line in publication.lines],
    }


def _public_line(line: Mapping[str, Any], language: Language) -> PublicLine:
    return {
        "claim": line["claim"],
        "household": line["household"],
        "item": line["item"],
        "item_name": line["item_name"][language],
        "book_version": line["book_version"],
        "happened_on": line["happened_on"],
        "sign": line["sign"],
        "points": line["points"],
    }
