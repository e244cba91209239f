"""Matters as they go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable, Mapping
from typing import NotRequired, TypeVar

from typing_extensions import TypedDict

from assembly.model.common import local, shown
from assembly.rules import matters
from assembly.rules.items import OF_PERSONS, MatterItem
from assembly.rules.matters import Matter, RecallDemand, SittingMinutes
from assembly.rules.routing import STEP_NAMES, MatterStep, MatterType
from assembly.rules.standing import GUIDES, Reader
from assembly.rules.states.matters import MATTERS
from escalation import Climb
from kernel.law import CitationView
from kernel.texts import Language

_View = TypeVar("_View")


class MatterTypeView(TypedDict):
    """A kind of matter and its route."""

    code: str
    name: str
    deciders: list[str]
    delegable_to: str | None
    steps: list[str]
    step_names: list[str]
    merge_first_two: bool
    publication_days: int
    outcome: str
    opinion_to: list[str]
    carries: list[str]
    citation: CitationView
    valid_from: str
    valid_to: str | None


class MatterTypeList(TypedDict):
    """The routing table."""

    version: int
    items: list[MatterTypeView]


class ClimbView(TypedDict):
    """Who answers for a milestone, or for the step that is due (`milestone` is then the id of the matter's `deadline`).

    Whoever owes it until its day, then the tiers above in turn until it is done.
    """

    milestone: str
    tier: str
    responsible_unit: str
    due_at: str | None
    supervisions: int
    status: str


class DemandView(TypedDict):
    """Who demands a recall; who signed is told to the town and the county alone, not to those it is about."""

    by: str
    needed: int
    signed: int
    struck: int
    signatories: list[str]


class SittingMinutesView(TypedDict):
    """What a sitting leaves on record; who attended is told to those who see names."""

    held_on: str
    attended: list[str]
    summary: str
    attachments: list[str]


class StepRecordView(TypedDict):
    """A step that is done."""

    step: str
    at: str
    by: str
    minutes: SittingMinutesView | None
    meeting: str | None
    vote: str | None
    publication: str | None
    result: str | None
    merged_with: str | None
    reason: str | None


class MilestoneView(TypedDict):
    """A part of carrying out a decision."""

    id: str
    title: str
    responsible: str
    due_at: str
    done_at: str | None
    done_by: str | None
    note: str | None
    evidence: list[str]
    overdue_since: str | None


class DeadlineView(TypedDict):
    """Until when the next step is to be taken, and by which unit."""

    id: str
    duty: str
    unit: str
    due_at: str
    overdue_since: str | None


class KinView(TypedDict):
    """Somebody in office near to the household that a matter gives something to."""

    person: str
    known_by: str


class AuthorityDecisionView(TypedDict):
    """What town or county decided, by which document."""

    approved: bool
    reasons: str | None
    document_number: str
    decided_on: str
    unit: str | None
    by: str
    at: str


class MatterItemView(TypedDict):
    """One thing that a matter decides; to whom it goes, and whom it is about, is told to those who see names."""

    act: str
    subject: str | None
    amount: int | None
    detail: str | None
    until: str | None


class MatterView(TypedDict):
    """A matter and what the caller may do with it; `climbs` when it is read by itself."""

    id: str
    village: str
    group: int | None
    type: str
    title: str
    text: str
    status: str
    status_name: str
    step: str | None
    step_name: str | None
    route_from: str
    records: list[StepRecordView]
    milestones: list[MilestoneView]
    deadline: DeadlineView | None
    republish: list[DeadlineView]
    demand: DemandView | None
    household: str | None
    kin: list[KinView]
    result: str | None
    result_name: str | None
    authority: AuthorityDecisionView | None
    meeting: str | None
    proposed_by: str
    entered_from: str | None
    idea: str | None
    village_rules: str | None
    delegates: list[str]
    revokes: list[str]
    items: list[MatterItemView]
    replaced: dict[str, str]
    reason: str | None
    due_at: str | None
    turn: str | None
    bodies: list[str]
    citation: CitationView
    version: int
    actions: list[str]
    climbs: NotRequired[list[ClimbView]]


def type_view(kind: MatterType, language: Language) -> MatterTypeView:
    """Return a kind of matter with its route."""
    return {
        "code": kind.code,
        "name": kind.name.say(language),
        "deciders": [str(body) for body in kind.deciders],
        "delegable_to": str(kind.delegable_to) if kind.delegable_to else None,
        "steps": [str(step) for step in kind.steps],
        "step_names": [STEP_NAMES[step].say(language) for step in kind.steps],
        "merge_first_two": kind.merge_first_two,
        "publication_days": kind.publication_days,
        "outcome": str(kind.outcome),
        "opinion_to": list(kind.opinion_to),
        "carries": list(kind.carries),
        "citation": kind.law.tell(language),
        "valid_from": kind.valid_from.isoformat(),
        "valid_to": kind.valid_to.isoformat() if kind.valid_to else None,
    }


def matter_view(
    matter: Matter, version: int, reader: Reader, kind: MatterType, delegated: Mapping[str, str]
) -> MatterView:
    """Return a matter as it is answered to somebody.

    Parameters
    ----------
    delegated
        Which kinds of matter the villagers' meeting has delegated.
    """
    names, own, language = reader.sees_names(matter.village), reader.person_id, reader.language
    status, result = matter.status, matter.result
    step = matter.step or None
    bodies = kind.bodies_for(step, delegated if step is MatterStep.DECISION else {}) if step else ()
    standing = matters.standing(matter, reader)
    told = names or not kind.confidential or own == matter.proposed_by
    authority = matter.authority

    def each(view: type[_View], thing: object, **said: object) -> _View:
        return shown(view, thing, names=names, own=own, **said)

    return each(
        MatterView,
        matter,
        title=matter.title if told else kind.name.say(language),
        text=matter.text if told else "",
        status_name=MATTERS.statuses[status].say(language),
        step_name=STEP_NAMES[step].say(language) if step else None,
        records=[
            each(StepRecordView, one, minutes=_minutes(one.minutes, names=names))
            for one in matter.records
        ],
        demand=_demand(matter.demand, reader, matter.village),
        household=matter.household if names else None,
        items=items_view(matter.items, names=names),
        kin=[each(KinView, one) for one in matter.kin] if names else [],
        result_name=matters.RESULT_NAMES[result].say(language) if result else None,
        authority=each(
            AuthorityDecisionView, authority, reasons=authority.reasons if names else None
        )
        if authority
        else None,
        bodies=[str(body) for body in bodies],
        citation=kind.law.tell(language),
        version=version,
        actions=standing.actions(MATTERS, status, matters.shut(matter, kind)),
    )


def items_view(items: Iterable[MatterItem], *, names: bool) -> list[MatterItemView]:
    """Return what a matter decides, one by one."""
    return [
        {
            "act": one.act,
            "subject": one.subject if names or one.act not in OF_PERSONS else None,
            "amount": one.amount,
            "detail": one.detail if names else None,
            "until": one.until,
        }
        for one in items
    ]


def climb_views(climbs: Mapping[str, Climb]) -> list[ClimbView]:
    """Return who answers by now for each milestone and for the step that is due, where they are followed up."""
    return [
        {
            "milestone": milestone,
            "tier": climb.tier,
            "responsible_unit": climb.responsible_unit,
            "due_at": local(climb.due_at),
            "supervisions": climb.supervisions,
            "status": climb.status,
        }
        for milestone, climb in climbs.items()
    ]


def _minutes(minutes: SittingMinutes | None, *, names: bool) -> SittingMinutesView | None:
    if minutes is None:
        return None
    attended = list(minutes.attended) if names else []
    return shown(SittingMinutesView, minutes, names=names, attended=attended)


def _demand(demand: RecallDemand | None, reader: Reader, village: str) -> DemandView | None:
    if demand is None:
        return None
    return {
        "by": demand.by,
        "needed": demand.needed,
        "signed": len(demand.signatories),
        "struck": len(demand.struck),
        "signatories": list(demand.signatories) if reader.holds(village, GUIDES) else [],
    }
