"""What clients are answered about cases."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from collections.abc import Iterable
from typing import Any

from enforcement.model.case_views import (
    CaseAccountView,
    CaseDutyView,
    CaseEntryView,
    CaseEvidenceView,
    CaseHearingView,
    CaseLine,
    CaseNoticeView,
    CasePartyView,
    CasePublicationView,
    CaseView,
    DecisionLinkView,
    DecisionView,
    HeldView,
    RemedyView,
)
from enforcement.model.fields import day_or_none, instant_or_none
from enforcement.rules.case import Case
from enforcement.rules.case_moves import OPENED
from enforcement.rules.case_parts import Held, Made, Public
from enforcement.rules.case_steps import ByLaw, CaseAction, Converting
from enforcement.rules.liability import PartyKind
from enforcement.rules.timeline import Entry, RecordEvent
from enforcement.service.see_case import CaseSeen
from kernel import clock
from kernel.actors import CLOCK, CLOCK_NAME
from kernel.law import CitationView, Reference
from kernel.texts import Language, Text


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
        "party": _party(case, language),
        "act": case.act.id if case.act else None,
        "done_on": day_or_none(case.act.done_on) if case.act else None,
        "officers": list(case.officers),
        "reported_at": clock.local_iso(case.reported_at),
        "filed_at": instant_or_none(case.filed_at),
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
        "served_at": instant_or_none(case.received_at),
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
        "kind": party.kind,
        "kind_name": party.kind.said.say(language),
        "name": party.name,
        "registered": party.person is not None,
    }


def _evidence(case: Case, language: Language) -> list[CaseEvidenceView]:
    return [
        {
            "id": one.id,
            "kind": one.kind,
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
        "hold": one.hold,
        "hold_name": one.hold.said.say(language),
        "what": list(one.what),
        "since": clock.local_iso(one.since),
        "ends_at": clock.local_iso(one.ends_at),
        "ended": one.ended_at is not None,
        "lifted_at": instant_or_none(one.lifted_at),
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
        "notified_at": instant_or_none(hearing.notified_at),
        "held_at": instant_or_none(hearing.held_at),
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
        "outcome": made.outcome,
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
            "kind": one.kind,
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
            "remedy": one.remedy,
            "remedy_name": one.remedy.said.say(language),
            "at": clock.local_iso(one.at),
            "outcome": one.outcome,
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
        "until": day_or_none(public.until),
        "ended_at": instant_or_none(public.ended_at),
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
    for named in (CaseAction, ByLaw, Converting, RecordEvent):
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
