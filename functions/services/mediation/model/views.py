"""How cases become answers: to those in them whole, to all others without names and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from kernel import clock
from kernel.texts import Language, Text
from services.mediation.model import answers
from services.mediation.rules.agreeing import confirmable_until
from services.mediation.rules.case import Agreement, Case, Link
from services.mediation.rules.case_states import CASES
from services.mediation.rules.file_parts import is_there
from services.mediation.rules.routes import routes_of
from services.mediation.rules.terms import amount, law_of, visit_days
from services.mediation.rules.words import (
    MUST_HOLD,
    AgreementForm,
    MediationFilePart,
)


class Seen(Protocol):
    """A case as somebody sees it."""

    @property
    def case(self) -> Case: ...  # noqa: D102
    @property
    def actions(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def is_inside(self) -> bool: ...  # noqa: D102
    @property
    def sees_risk(self) -> bool: ...  # noqa: D102
    @property
    def names(self) -> dict[str, Text]: ...  # noqa: D102


def masked(name: str) -> str:
    """Return a name of which nothing but its first character is told."""
    return f"{name[:1]}某"


def case_line(seen: Seen, language: Language) -> answers.MediationLine:
    """Return a case as a line of a list."""
    case, unit = seen.case, seen.names.get(seen.case.unit)
    return {
        "id": case.id,
        "number": case.number,
        "unit": case.unit,
        "unit_name": unit.say(language) if unit else None,
        "place": case.place,
        "kind": case.kind,
        "kind_name": case.kind.said.say(language),
        "source": str(case.source),
        "status": str(case.status),
        "status_name": CASES.statuses[case.status].say(language),
        "parties": [masked(one.name) for one in case.parties],
        "opened_at": clock.local_iso(case.opened_at),
        "settle_by": _at(case.settle_by),
        "version": case.version,
    }


def case_view(seen: Seen, language: Language) -> answers.MediationView:
    """Return a case as somebody sees it."""
    case, inside = seen.case, seen.is_inside
    told = case if inside else None
    return {
        **case_line(seen, language),
        "people": _people(case, inside=inside),
        "mediators": [
            {"person": one, "name": called(seen.names, one, language)} for one in case.mediators
        ],
        "closed_doors": case.closed_doors,
        "about_land": case.about_land,
        "found_at": clock.local_iso(case.found_at),
        "summary": told.summary if told else None,
        "sessions": _sessions(told) if told else [],
        "agreement": _agreement(told.agreement, language) if told and told.agreement else None,
        "confirmation": _confirmation(told, language) if told else None,
        "waiver": _waiver(told, language) if told else None,
        "visits": _visits(told) if told else [],
        "visits_left": [day for day in visit_days() if day not in case.visited]
        if case.followed_from
        else [],
        "proof": told.proof if told else None,
        "prevented": case.prevented if seen.sees_risk else None,
        "referred_to": told.referred_to if told else None,
        "reason": told.reason if told else None,
        "owed": [
            {"kind": one.kind, "due_at": clock.local_iso(one.due_at)}
            for one in (case.duties if seen.sees_risk else ())
        ],
        "file": _file(told, language) if told else [],
        "routes": [
            {"code": one.code, "name": one.name.say(language), "cites": one.cites.tell(language)}
            for one in routes_of(case)
        ],
        "risk": _risk(case, language) if seen.sees_risk else None,
        "came_from": _link(case.came_from),
        "held_by": _link(case.held_by),
        "first_try": case.first_try,
        "second_try": case.second_try,
        "actions": [str(one) for one in seen.actions],
    }


def _people(case: Case, *, inside: bool) -> list[answers.DisputePartyView]:
    return [
        {
            "no": one.no,
            "name": one.name if inside else masked(one.name),
            "person": one.person if inside else None,
            "identity": one.identity,
        }
        for one in case.parties
    ]


def _visits(case: Case) -> list[answers.ReturnVisitView]:
    return [
        {"at": clock.local_iso(one.at), "result": one.result, "note": one.note}
        for one in case.visits
    ]


def _file(case: Case, language: Language) -> list[answers.MediationFilePartView]:
    return [
        {
            "part": part,
            "name": part.said.say(language),
            "required": part in MUST_HOLD,
            "there": is_there(case, part),
        }
        for part in MediationFilePart
    ]


def _sessions(case: Case) -> list[answers.MediationSessionView]:
    return [
        {
            "held_at": clock.local_iso(one.held_at),
            "place": one.place,
            "open": one.open,
            "present": list(one.present),
            "invited": list(one.invited),
            "record": one.record,
        }
        for one in case.sessions
    ]


def _agreement(agreement: Agreement, language: Language) -> answers.MediatedAgreementView:
    basis = "oral" if agreement.form is AgreementForm.ORAL else "written"
    until = None if agreement.touches else confirmable_until(agreement)
    return {
        "form": agreement.form,
        "content": agreement.content,
        "record": agreement.record,
        "reached_at": clock.local_iso(agreement.reached_at),
        "perform_by": _on(agreement.perform_by),
        "amount_fen": agreement.amount_fen,
        "touches": sorted(agreement.touches),
        "signed": [{"party": one.party, "way": one.way} for one in agreement.signed],
        "mediator_signed": agreement.mediator_signed,
        "sealed": agreement.sealed,
        "effective_at": _at(agreement.effective_at),
        "confirmable_until": _at(until),
        "cites": law_of(basis).tell(language),
    }


def _confirmation(case: Case, language: Language) -> answers.CourtConfirmationView | None:
    one = case.confirmation
    if one is None:
        return None
    return {
        "court": one.court,
        "asked_at": clock.local_iso(one.asked_at),
        "answer": one.answer,
        "answered_on": _on(one.answered_on),
        "number": one.number,
        "court_takes_up_days": amount("court_accepts_days"),
        "court_decides_days": amount("court_decides_days"),
        "court_extends_days": amount("court_extends_days"),
        "cites": law_of("court").tell(language),
    }


def _waiver(case: Case, language: Language) -> answers.PoliceWaiverView | None:
    one = case.waiver
    if one is None:
        return None
    return {
        "act": one.act,
        "police": one.police,
        "asked_at": clock.local_iso(one.asked_at),
        "answer": one.answer,
        "answered_on": _on(one.answered_on),
        "cites": law_of("waiver").tell(language),
    }


def _risk(case: Case, language: Language) -> answers.DisputeRiskView:
    return {
        "level": case.risk,
        "level_name": case.risk.said.say(language),
        "marks": sorted(case.marks),
        "report_by": _at(case.report_by),
        "reported_at": _at(case.reported_at),
    }


def called(names: Mapping[str, Text], person: str, language: Language) -> str | None:
    """Return what somebody is called; None where the registry does not know."""
    name = names.get(person)
    return name.say(language) if name else None


def _link(link: Link | None) -> answers.LinkedThing | None:
    return {"kind": link.kind, "id": link.id} if link else None


def _at(at: datetime | None) -> str | None:
    return clock.local_iso(at) if at else None


def _on(day: date | None) -> str | None:
    return day.isoformat() if day else None
