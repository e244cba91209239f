"""What clients are answered about cases."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.case_decision_answers import (
    CaseAccountView,
    CasePublicationView,
    DecisionLinkView,
    DecisionView,
    RemedyView,
    account_view,
    decision_view,
    link_views,
    publication_view,
    remedy_views,
)
from enforcement.model.case_part_answers import (
    CaseDutyView,
    CaseEvidenceView,
    CaseHearingView,
    CaseNoticeView,
    CasePaperView,
    CasePartyView,
    HeldView,
    PartyTermView,
    duty_views,
    evidence_views,
    hearing_view,
    held_view,
    notice_view,
    party_view,
)
from enforcement.model.fields import day_or_none, instant_or_none
from enforcement.rules.case import Case
from enforcement.rules.liability import PartyKind
from enforcement.service.see_case import CaseSeen
from kernel import clock
from kernel.texts import Language


class CaseLine(TypedDict):
    """A case in a list."""

    id: str
    town: str
    unit: str
    status: str
    status_name: str
    item: str | None
    party_name: Annotated[str | None, Field(description="A person's is masked / 个人姓名隐去")]
    filed_at: str | None
    due_at: Annotated[str | None, Field(description="What is owed next / 最近办理期限")]
    version: int


class CaseList(TypedDict):
    """One page of cases."""

    items: list[CaseLine]
    next_cursor: str | None


class CaseView(TypedDict):
    """A case; the party does not see who gave the clue, nor the evidence before it was announced to."""

    id: str
    town: str
    unit: str
    status: str
    status_name: str
    actions: list[str]
    clue: str | None
    source: str
    inspection: str | None
    item: str | None
    facts: str | None
    party: CasePartyView | None
    act: Annotated[str | None, Field(description="By what one act is one fine / 违法行为标识")]
    done_on: str | None
    officers: list[str]
    reported_at: str
    filed_at: str | None
    suspended: bool
    evidence: list[CaseEvidenceView]
    held: list[HeldView]
    outcome: str | None
    reviewed: Annotated[bool | None, Field(description="Passed its legal review / 法制审核通过")]
    notice: CaseNoticeView | None
    defence: str | None
    hearing: CaseHearingView | None
    decision: DecisionView | None
    links: list[DecisionLinkView]
    served_at: str | None
    account: CaseAccountView | None
    remedies: list[RemedyView]
    publication: CasePublicationView | None
    terms: list[PartyTermView]
    duties: list[CaseDutyView]
    papers: list[CasePaperView]
    ending: str | None
    version: int
    updated_at: str


def case_line(case: Case, language: Language) -> CaseLine:
    """Return a case in a list."""
    due = min((one.due_at for one in case.duties), default=None)
    return {
        "id": case.id,
        "town": case.town,
        "unit": case.unit,
        "status": str(case.status),
        "status_name": case.status.said.say(language),
        "item": case.item,
        "party_name": _listed_name(case),
        "filed_at": instant_or_none(case.filed_at),
        "due_at": instant_or_none(due),
        "version": case.version,
    }


def _listed_name(case: Case) -> str | None:
    if case.party is None:
        return None
    name = case.party.name
    return f"{name[:1]}某" if case.party.kind is PartyKind.PERSON else name


def case_view(seen: CaseSeen, language: Language) -> CaseView:
    """Return a case as it is answered."""
    case, insider = seen.case, not seen.as_party
    open_file = insider or case.notice is not None or case.decision is not None
    return {
        "id": case.id,
        "town": case.town,
        "unit": case.unit,
        "status": str(case.status),
        "status_name": case.status.said.say(language),
        "actions": [str(one) for one in seen.actions],
        "clue": case.clue if insider else None,
        "source": str(case.source),
        "inspection": case.inspection if insider else None,
        "item": case.item,
        "facts": case.facts,
        "party": party_view(case, language),
        "act": case.act.id if case.act else None,
        "done_on": day_or_none(case.act.done_on) if case.act else None,
        "officers": list(case.officers),
        "reported_at": clock.local_iso(case.reported_at),
        "filed_at": instant_or_none(case.filed_at),
        "suspended": case.suspended,
        "evidence": evidence_views(case, language) if open_file else [],
        "held": [held_view(one, language) for one in case.held],
        "outcome": str(case.outcome) if case.outcome and open_file else None,
        "reviewed": case.review.passed if case.review and insider else None,
        "notice": notice_view(case),
        "defence": case.defence.said,
        "hearing": hearing_view(case),
        "decision": decision_view(case, language),
        "links": link_views(case, language),
        "served_at": instant_or_none(case.received_at),
        "account": account_view(seen),
        "remedies": remedy_views(case, language),
        "publication": publication_view(case.publication),
        "terms": [
            {"name": one.name, "says": one.said.say(language), "until": clock.local_iso(one.until)}
            for one in seen.terms
        ],
        "duties": duty_views(case) if insider else [],
        "papers": [one._asdict() for one in case.papers] if open_file else [],  # pyright: ignore[reportReturnType]
        "ending": case.ending if insider else None,
        "version": case.version,
        "updated_at": clock.local_iso(case.updated_at),
    }
