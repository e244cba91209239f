"""Findings, as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language
from services.hazards.rules.checklists import Grade, HazardKind
from services.hazards.rules.finding import Finding, Link, LinkKind
from services.hazards.rules.finding_states import FINDINGS
from services.hazards.service.seeing import HazardSeen


class HazardLinkView(TypedDict):
    """Something a finding came from, or was handed to."""

    kind: LinkKind
    kind_name: str
    id: str


class HazardClimbView(TypedDict):
    """How far what is owed for a finding has climbed."""

    tier: str
    responsible_unit: str
    due_at: str | None
    supervisions: int


class HazardOwedView(TypedDict):
    """The one clock that runs for a finding."""

    obligation: str
    kind: str
    due_at: str
    climb: Annotated[
        HazardClimbView | None, Field(description="When one is read alone / 单独查看时给出")
    ]


class HazardFindingView(TypedDict):
    """A finding as those see it whom it concerns; who found, fixed or checked it is not told."""

    id: str
    grid: str
    unit: Annotated[str, Field(description="Who owes that it goes / 承办单位")]
    place: str | None
    where: str
    kind: HazardKind
    kind_name: str
    item: str
    item_name: str
    item_citation: CitationView
    photo_wanted: bool
    duty: Annotated[str | None, Field(description="To whom it is reported at once / 须向谁报告")]
    checklist: int
    grade: Grade
    grade_name: str
    what: str
    advice: str | None
    owner_told: bool
    own: Annotated[bool, Field(description="Whether the caller owns the place / 是否本人处所")]
    found_at: str
    entered_at: str
    works: bool
    rectify_on: str | None
    done: str | None
    fixed_at: str | None
    was_late: bool
    finding: Annotated[str | None, Field(description="What the last check saw / 复查审查情况")]
    sent_back: int
    control: str | None
    plan: str | None
    reported_to: str | None
    reported_at: str | None
    repeat_of: str | None
    origin: HazardLinkView | None
    handed_to: HazardLinkView | None
    owed: HazardOwedView | None
    ended_at: str | None
    status: str
    status_name: str
    actions: list[str]
    version: int


class HazardFindingList(TypedDict):
    """One page of findings."""

    items: list[HazardFindingView]
    next_cursor: str | None


def finding_view(seen: HazardSeen[Finding], language: Language) -> HazardFindingView:
    """Return a finding as it is answered."""
    one = seen.thing
    item = one.looked_at
    return {
        "id": one.id,
        "grid": one.grid,
        "unit": one.unit,
        "place": one.place,
        "where": one.where,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "item": one.item,
        "item_name": item.name.say(language),
        "item_citation": item.cites.tell(language),
        "photo_wanted": item.photo,
        "duty": item.duty.said.say(language) if item.duty else None,
        "checklist": one.checklist,
        "grade": one.grade,
        "grade_name": one.grade.said.say(language),
        "what": one.what,
        "advice": one.advice,
        "owner_told": one.owner_told,
        "own": seen.own,
        "found_at": clock.local_iso(one.found_at),
        "entered_at": clock.local_iso(one.entered_at),
        "works": one.works,
        "rectify_on": _day(one.rectify_on),
        "done": one.done,
        "fixed_at": _at(one.fixed_at),
        "was_late": one.was_late,
        "finding": one.finding,
        "sent_back": one.sent_back,
        "control": one.control,
        "plan": one.plan,
        "reported_to": one.reported_to,
        "reported_at": _at(one.reported_at),
        "repeat_of": one.repeat_of,
        "origin": link_view(one.origin, language),
        "handed_to": link_view(one.handed.link if one.handed else None, language),
        "owed": _owed(seen),
        "ended_at": _at(one.ended_at),
        "status": str(one.status),
        "status_name": FINDINGS.statuses[one.status].say(language),
        "actions": list(seen.actions),
        "version": one.version,
    }


def link_view(link: Link | None, language: Language) -> HazardLinkView | None:
    """Return a link as answered."""
    if link is None:
        return None
    return {"kind": link.kind, "kind_name": link.kind.said.say(language), "id": link.id}


def _owed(seen: HazardSeen[Finding]) -> HazardOwedView | None:
    owed, climb = seen.thing.owed, seen.climb
    if owed is None:
        return None
    until = climb.due_at if climb else None
    return {
        "obligation": owed.id,
        "kind": owed.kind,
        "due_at": clock.local_iso(owed.due_at),
        "climb": {
            "tier": climb.tier,
            "responsible_unit": climb.responsible_unit,
            "due_at": clock.local_iso(clock.from_iso(until)) if until else None,
            "supervisions": climb.supervisions,
        }
        if climb
        else None,
    }


def _at(instant: datetime | None) -> str | None:
    return clock.local_iso(instant) if instant else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
