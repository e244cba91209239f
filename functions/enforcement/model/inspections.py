"""What clients send about inspections, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import instant_or_none
from enforcement.rules.inspections import InspectionKind
from enforcement.rules.papers import IssuedPaper
from enforcement.rules.timeline import Entry, RecordEvent
from enforcement.rules.visit_states import VisitAction, VisitEvent
from enforcement.rules.visits import Visit
from kernel import clock
from kernel.clock import day_of
from kernel.law import CitationView, reference
from kernel.texts import Language


class CheckedView(TypedDict):
    """A line of the checklist."""

    item: str
    found: str


class InspectionResult(TypedDict):
    """What an inspection came to."""

    recorded_at: str | None
    result: str | None
    result_name: str | None
    problem: bool
    checklist: list[CheckedView]
    record: str | None
    signed: bool
    refusal: str | None
    photos: list[str]
    order: str | None
    limit: str | None
    law: CitationView | None
    explained: str | None
    case: str | None
    settled_by: str | None


class InspectionView(InspectionResult):
    """An inspection."""

    id: str
    town: str
    code: str | None
    kind: InspectionKind
    kind_name: str
    items: list[str]
    combined: Annotated[bool, Field(description="综合查一次")]
    party: str
    firm: str | None
    place: str
    reason: str
    planned_on: str
    planned_officers: list[str]
    urgent: bool
    draw: str | None
    recheck_of: str | None
    ground: Annotated[str | None, Field(description="Clue or case / 所依据的线索或案件")]
    status: str
    status_name: str
    proposed_by: str
    proposed_at: str
    approved_at: str | None
    approved_by: str | None
    approved_late: bool
    approve_until: str | None
    notified_at: str | None
    notified_way: str | None
    begun_at: str | None
    officers: list[str]
    certificates: list[str]
    helpers: list[str]
    extended_at: str | None
    approval_owed: Annotated[str | None, Field(description="Obligation / 督办事项")]
    recheck_owed: Annotated[str | None, Field(description="Obligation / 督办事项")]
    actions: list[str]
    version: int


class InspectionList(TypedDict):
    """One page of inspections."""

    items: list[InspectionView]
    next_cursor: str | None


class InspectionStep(TypedDict):
    """A step of an inspection, as its record has it: each entry carries the hash of all before it."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str
    actor_name: str
    actor_role: str | None
    details: dict[str, Any]
    seal: str


class InspectionHistory(TypedDict):
    """One page of an inspection's history, oldest first."""

    items: list[InspectionStep]
    next_cursor: str | None


class InspectionPaperLine(TypedDict):
    """A paper of an inspection."""

    id: str
    form: str
    title: str
    number: str | None
    digest: str
    issued_at: str


class InspectionPaperList(TypedDict):
    """One page of an inspection's papers, oldest first."""

    items: list[InspectionPaperLine]
    next_cursor: str | None


def _result(visit: Visit, language: Language) -> InspectionResult:
    law = visit.law and reference({"law": visit.law, "articles": visit.articles})
    told_on = day_of(visit.recorded_at) if visit.recorded_at else None
    return {
        "recorded_at": instant_or_none(visit.recorded_at),
        "result": str(visit.result) if visit.result else None,
        "result_name": visit.result.said.say(language) if visit.result else None,
        "problem": visit.is_problem,
        "checklist": [
            {"item": item, "found": found}
            for item, found in zip(visit.checklist, visit.checked, strict=True)
        ],
        "record": visit.record,
        "signed": visit.signed,
        "refusal": visit.refusal,
        "photos": list(visit.photos),
        "order": visit.order,
        "limit": instant_or_none(visit.limit),
        "law": law.on(told_on).view(language) if law and told_on else None,
        "explained": visit.explained,
        "case": visit.case,
        "settled_by": visit.settled_by,
    }


def inspection_view(
    visit: Visit, actions: Sequence[VisitAction], language: Language
) -> InspectionView:
    """Return an inspection as whoever works with it is shown it."""
    made = visit.to_be_made(visit.begun_at) if visit.begun_at else None
    return {
        "id": visit.id,
        "town": visit.town,
        "code": visit.code,
        "kind": visit.kind,
        "kind_name": visit.kind.said.say(language),
        "items": list(visit.items),
        "combined": len(visit.items) > 1,
        "party": visit.party,
        "firm": visit.firm,
        "place": visit.place,
        "reason": visit.reason,
        "planned_on": visit.planned_on.isoformat(),
        "planned_officers": list(visit.planned),
        "urgent": visit.urgent,
        "draw": visit.draw,
        "recheck_of": visit.recheck_of,
        "ground": visit.ground,
        "status": str(visit.status),
        "status_name": visit.status.said.say(language),
        "proposed_by": visit.proposed_by,
        "proposed_at": clock.local_iso(visit.proposed_at),
        "approved_at": instant_or_none(visit.approved_at),
        "approved_by": visit.approved_by,
        "approved_late": visit.approved_late,
        "approve_until": instant_or_none(made.approve_until if made else None),
        "notified_at": instant_or_none(visit.notified_at),
        "notified_way": visit.notified_way,
        "begun_at": instant_or_none(visit.begun_at),
        "officers": list(visit.officers),
        "certificates": list(visit.shown),
        "helpers": list(visit.helpers),
        **_result(visit, language),
        "extended_at": clock.local_iso(visit.extended_at) if visit.extended_at else None,
        "approval_owed": visit.approval_owed,
        "recheck_owed": visit.recheck_owed,
        "actions": [str(action) for action in actions],
        "version": visit.version,
    }


def step_view(entry: Entry, language: Language) -> InspectionStep:
    """Return a step of an inspection as it is answered."""
    known = {str(one): one.said for kind in (VisitEvent, RecordEvent) for one in kind}
    return {
        "seq": entry.seq,
        "at": clock.local_iso(clock.from_iso(entry.at)),
        "event": entry.event,
        "event_name": known[entry.event].say(language),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "actor_role": entry.actor_role,
        "details": clock.as_answered(json.loads(entry.details)),
        "seal": entry.seal,
    }


def paper_line(one: IssuedPaper) -> InspectionPaperLine:
    """Return a paper of an inspection as it is answered."""
    return {
        "id": one.id,
        "form": one.form,
        "title": one.title,
        "number": one.number,
        "digest": one.digest,
        "issued_at": clock.local_iso(one.issued_at),
    }
