"""What clients are answered about cases."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.rules.case import Case, Held, Made, Public
from enforcement.rules.case_moves import OPENED
from enforcement.rules.case_states import ByLaw, CaseAction
from enforcement.rules.liability import PartyKind
from enforcement.rules.timeline import Entry, RecordEvent
from enforcement.service.see_case import CaseSeen
from kernel import clock
from kernel.actors import CLOCK, CLOCK_NAME
from kernel.law import CitationView, Reference
from kernel.texts import Language, Text


class CasePartyView(TypedDict):
    """Who is proceeded against."""

    kind: str
    kind_name: str
    name: str
    registered: Annotated[bool, Field(description="Signs in itself / 可自行登录办理")]


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


class CaseEvidenceView(TypedDict):
    """A piece of evidence."""

    id: str
    kind: str
    kind_name: str
    source: str
    verified: bool
    excluded_for: str | None
    counts: Annotated[bool, Field(description="A decision may rest on it / 可作定案依据")]


class HeldView(TypedDict):
    """Goods kept or seized."""

    id: str
    hold: str
    hold_name: str
    what: list[str]
    since: str
    ends_at: str
    ended: Annotated[bool, Field(description="By law: owed back / 期满自动解除，应当退还")]
    lifted_at: str | None


class CaseNoticeView(TypedDict):
    """What was announced to the party."""

    received_at: str
    penalty: str
    facts: str
    reason: str
    basis: str
    rights: str
    fine: int
    hearing_offered: bool


class CaseHearingView(TypedDict):
    """The hearing."""

    asked_at: str
    notified_at: str | None
    held_at: str | None
    chair: str | None
    closed: bool


class DecisionView(TypedDict):
    """The decision, as it was made."""

    outcome: str
    outcome_name: str
    at: str
    on_the_spot: bool
    fine: int
    others: list[str]
    reasoning: str | None
    norm: CitationView | None
    why: str | None
    cited: list[CitationView]
    remedies: Annotated[str, Field(description="As told by the law of that day / 救济告知")]
    number: str | None


class DecisionLinkView(TypedDict):
    """What came after the decision, by a paper of its own."""

    kind: str
    kind_name: str
    at: str
    reason: str
    paper: str | None
    fine: int | None


class CaseAccountView(TypedDict):
    """What is owed of the fine today, in fen."""

    fine: int
    late_fee: int
    paid: int
    rest: int


class PartyTermView(TypedDict):
    """What the party may still do, and until when."""

    name: str
    says: str
    until: str


class CaseDutyView(TypedDict):
    """What the organ owes, with its clock."""

    kind: str
    of: str
    due_at: str
    obligation: Annotated[str, Field(description="Its id among what is owed / 督办事项编号")]


class CasePublicationView(TypedDict):
    """The choice whether the decision is public."""

    public: bool
    reason: str
    until: str | None
    ended_at: str | None
    explained: str | None


class CasePaperView(TypedDict):
    """The newest paper of a form."""

    form: str
    number: str | None
    id: str


class RemedyView(TypedDict):
    """A review or suit."""

    remedy: str
    remedy_name: str
    at: str
    outcome: str | None
    outcome_name: str | None


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


class CaseWordView(TypedDict):
    """A word that was said with a step."""

    name: str
    value: Annotated[str, Field(description="A text, or JSON / 文字或 JSON")]


class CaseEntryView(TypedDict):
    """An entry of the record; the words and the person are for staff."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str | None
    role: str | None
    words: list[CaseWordView]
    seal: Annotated[str, Field(description="Hash over this and all before it / 链式校验值")]


class CaseTimeline(TypedDict):
    """One page of the record."""

    items: list[CaseEntryView]
    next_cursor: str | None


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
        "filed_at": _at(case.filed_at),
        "due_at": _at(due),
        "version": case.version,
    }


def _listed_name(case: Case) -> str | None:
    if case.party is None:
        return None
    name = case.party.name
    return f"{name[:1]}某" if case.party.kind is PartyKind.PERSON else name


def _at(instant: datetime | None) -> str | None:
    return clock.local_iso(instant) if instant else None


def _on(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
        "party": _party(case, language),
        "act": case.act.id if case.act else None,
        "done_on": _on(case.act.done_on) if case.act else None,
        "officers": list(case.officers),
        "reported_at": clock.local_iso(case.reported_at),
        "filed_at": _at(case.filed_at),
        "suspended": case.suspended,
        "evidence": _evidence(case, language) if open_file else [],
        "held": [_held(one, language) for one in case.held],
        "outcome": str(case.outcome) if case.outcome and open_file else None,
        "reviewed": case.review.passed if case.review and insider else None,
        "notice": _notice(case),
        "defence": case.defence.said,
        "hearing": _hearing(case),
        "decision": _decision(case, language),
        "links": _links(case, language),
        "served_at": _at(case.received_at),
        "account": _account(seen),
        "remedies": _remedies(case, language),
        "publication": _publication(case.publication),
        "terms": [
            {"name": one.name, "says": one.said.say(language), "until": clock.local_iso(one.until)}
            for one in seen.terms
        ],
        "duties": _duties(case) if insider else [],
        "papers": [one._asdict() for one in case.papers] if open_file else [],  # pyright: ignore[reportReturnType]
        "ending": case.ending if insider else None,
        "version": case.version,
        "updated_at": clock.local_iso(case.updated_at),
    }


def _party(case: Case, language: Language) -> CasePartyView | None:
    party = case.party
    if party is None:
        return None
    return {
        "kind": str(party.kind),
        "kind_name": party.kind.said.say(language),
        "name": party.name,
        "registered": party.person is not None,
    }


def _evidence(case: Case, language: Language) -> list[CaseEvidenceView]:
    return [
        {
            "id": one.id,
            "kind": str(one.kind),
            "kind_name": one.kind.said.say(language),
            "source": one.source,
            "verified": one.verified,
            "excluded_for": one.excluded_for,
            "counts": one.counts,
        }
        for one in case.evidence
    ]


def _held(one: Held, language: Language) -> HeldView:
    return {
        "id": one.id,
        "hold": str(one.hold),
        "hold_name": one.hold.said.say(language),
        "what": list(one.what),
        "since": clock.local_iso(one.since),
        "ends_at": clock.local_iso(one.ends_at),
        "ended": one.ended_at is not None,
        "lifted_at": _at(one.lifted_at),
    }


def _notice(case: Case) -> CaseNoticeView | None:
    notice = case.notice
    if notice is None:
        return None
    return {
        "received_at": clock.local_iso(notice.received_at),
        "penalty": notice.penalty,
        "facts": notice.facts,
        "reason": notice.reason,
        "basis": notice.basis,
        "rights": notice.rights,
        "fine": notice.fine,
        "hearing_offered": notice.hearing_offered,
    }


def _hearing(case: Case) -> CaseHearingView | None:
    hearing = case.hearing
    if hearing is None:
        return None
    return {
        "asked_at": clock.local_iso(hearing.asked_at),
        "notified_at": _at(hearing.notified_at),
        "held_at": _at(hearing.held_at),
        "chair": hearing.chair,
        "closed": hearing.record is not None,
    }


def _cites(references: Iterable[Reference], made: Made, language: Language) -> list[CitationView]:
    day = made.at.astimezone(clock.SHANGHAI).date()
    return [one.on(day).view(language) for one in references]


def _decision(case: Case, language: Language) -> DecisionView | None:
    made = case.decision
    if made is None:
        return None
    forms = ("penalty_decision", "spot_decision", "no_penalty_decision")
    number = next((one.number for one in case.papers if one.form in forms), None)
    norm = _cites([made.norm], made, language)[0] if made.norm else None
    return {
        "outcome": str(made.outcome),
        "outcome_name": made.outcome.said.say(language),
        "at": clock.local_iso(made.at),
        "on_the_spot": made.on_the_spot,
        "fine": made.fine,
        "others": sorted(made.others),
        "reasoning": made.reasoning.text.say(language) if made.reasoning else None,
        "norm": norm,
        "why": made.why.say(language) if made.why else None,
        "cited": _cites(made.cited, made, language),
        "remedies": made.told.say(language),
        "number": number,
    }


def _links(case: Case, language: Language) -> list[DecisionLinkView]:
    return [
        {
            "kind": str(one.kind),
            "kind_name": one.kind.said.say(language),
            "at": clock.local_iso(one.at),
            "reason": one.reason,
            "paper": one.paper,
            "fine": one.fine,
        }
        for one in case.links
    ]


def _account(seen: CaseSeen) -> CaseAccountView | None:
    owed = seen.account
    if owed is None:
        return None
    return {
        "fine": owed.fine,
        "late_fee": owed.late_fee,
        "paid": owed.paid,
        "rest": owed.rest,
    }


def _remedies(case: Case, language: Language) -> list[RemedyView]:
    return [
        {
            "remedy": str(one.remedy),
            "remedy_name": one.remedy.said.say(language),
            "at": clock.local_iso(one.at),
            "outcome": str(one.outcome) if one.outcome else None,
            "outcome_name": one.outcome.said.say(language) if one.outcome else None,
        }
        for one in case.remedies
    ]


def _publication(public: Public | None) -> CasePublicationView | None:
    if public is None:
        return None
    return {
        "public": public.public,
        "reason": public.reason,
        "until": _on(public.until),
        "ended_at": _at(public.ended_at),
        "explained": public.explained,
    }


def _duties(case: Case) -> list[CaseDutyView]:
    return [
        {
            "kind": one.kind,
            "of": one.of,
            "due_at": clock.local_iso(one.due_at),
            "obligation": one.id,
        }
        for one in case.duties
    ]


_OPENED = Text("登记线索", "the clue was given")


def _event_name(event: str) -> Text:
    if event == OPENED:
        return _OPENED
    for named in (CaseAction, ByLaw, RecordEvent):
        if event in set(named):
            return named(event).said
    return Text(event, event)


def entry_view(entry: Entry, *, insider: bool, language: Language) -> CaseEntryView:
    """Return an entry of the record as it is answered."""
    said: dict[str, Any] = clock.as_answered(json.loads(entry.details)) if insider else {}
    by_clock = entry.actor == CLOCK.person_id
    named = CLOCK_NAME.say(language) if by_clock else entry.actor_name
    return {
        "seq": entry.seq,
        "at": clock.local_iso(clock.from_iso(entry.at)),
        "event": entry.event,
        "event_name": _event_name(entry.event).say(language),
        "actor": named if insider or by_clock else None,
        "role": entry.actor_role,
        "words": [
            {
                "name": name,
                "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
            }
            for name, value in said.items()
        ],
        "seal": entry.seal,
    }
