"""An agreement: when it takes effect, what follows it, and what courts and police may be asked on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kernel.clock import day_of
from kernel.field_time import PHONES_RUN_AHEAD
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.working_time import end_of_days
from services.mediation.rules.case import (
    Agreement,
    Case,
    Confirmation,
    MediationStatus,
    Visit,
    Waiver,
)
from services.mediation.rules.case_states import CASES, CaseEvent, MediationAction
from services.mediation.rules.commands import CaseCommand, CaseFacts
from services.mediation.rules.file_parts import missing
from services.mediation.rules.refusals import (
    ConfirmationLate,
    FileFull,
    MustBeWritten,
    NotConfirmable,
    NotJointly,
    PoliceDecided,
    VisitsMissing,
)
from services.mediation.rules.terms import amount, days_since, end_of_months, visit_days
from services.mediation.rules.words import AgreementForm, AnswerToAsking

_Done = tuple[Case, CaseEvent | None]
_ENDED = frozenset({AnswerToAsking.GRANTED, AnswerToAsking.REFUSED})
_NO_DAY = Text(
    "不得早于提出之日，也不得晚于今天。", "Not before it was asked for, nor after today."
)
_REACHED = Text(
    "须在受理之后、现在之前。", "Must lie between the taking up of the dispute and now."
)


def done(case: Case) -> set[MediationAction]:
    """Return what cannot be done because it was done, or what it answers was not asked."""
    shut: set[MediationAction] = set()
    for asked, ask, answer in (
        (case.confirmation, MediationAction.ASK_COURT, MediationAction.COURT_ANSWERS),
        (case.waiver, MediationAction.ASK_POLICE, MediationAction.POLICE_ANSWER),
    ):
        if asked is not None:
            shut.add(ask)
        if asked is None or asked.answer in _ENDED:
            shut.add(answer)
    return shut


def shut(case: Case, now: datetime) -> set[MediationAction]:
    """Return what is not offered: what was done, and what the law does not let be done any more."""
    found = done(case)
    agreement = case.agreement
    if agreement and (agreement.touches or not _in_time(agreement, now)):
        found.add(MediationAction.ASK_COURT)
    if case.status is MediationStatus.PERFORMED and (_unvisited(case) or missing(case)):
        found.add(MediationAction.CLOSE)
    return found


def confirmable_until(agreement: Agreement) -> datetime | None:
    """Return when the time to ask a court is over: thirty days from the day after its effect (人民调解法 Art. 33; 民法典 Art. 201)."""
    if agreement.effective_at is None:
        return None
    return end_of_days(agreement.effective_at, amount("confirmation_days"))


def _in_time(agreement: Agreement, now: datetime) -> bool:
    until = confirmable_until(agreement)
    return until is not None and now < until


def agree(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Record what the parties agreed; by word of mouth it binds from when it was reached, in writing when all have signed.

    Raises
    ------
    MustBeWritten
        It is on a land contract.
    WordsMissing
        It is by word of mouth, and nothing was recorded of it.
    """
    assert said.agreement is not None, "the table asks for it"
    agreement = said.agreement.agreement
    assert case.accepted_at is not None, "it was taken up"
    if not case.accepted_at <= agreement.reached_at <= facts.now + PHONES_RUN_AHEAD:
        raise InvalidFields.one("agreement.reached_at", _REACHED)
    # Of a phone whose clock is a little ahead: nothing binds, or lasts, from an instant to come.
    agreement = replace(agreement, reached_at=min(agreement.reached_at, facts.now))
    after = replace(
        case,
        prevented=said.agreement.prevented,
        prevented_persons=said.agreement.persons,
        agreement=agreement,
        proof=None,
        confirmation=None,
    )
    if agreement.form is AgreementForm.WRITTEN:
        return replace(after, status=MediationStatus.AGREED), CaseEvent.AGREED
    if case.about_land:
        raise MustBeWritten
    if not (agreement.record or "").strip():
        raise CASES.words_missing("record")
    return _effective(after, agreement.reached_at), CaseEvent.EFFECTIVE


def sign(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Record who signed by now; it binds with the last of all parties, a mediator and the committee's seal (人民调解法 Art. 29)."""
    assert said.signing is not None, "the table asks for it"
    assert case.agreement is not None, "it was agreed"
    signing, before = said.signing, case.agreement
    everybody = case.numbers
    if {one.party for one in signing.signed} - everybody:
        told = Text("没有这一方当事人。", "There is no such party.")
        raise InvalidFields.one("signing.signed", told)
    hands = {one.party: one for one in (*signing.signed, *before.signed)}
    agreement = replace(
        before,
        signed=tuple(hands[party] for party in sorted(hands)),
        mediator_signed=before.mediator_signed or signing.mediator,
        sealed=before.sealed or signing.sealed,
    )
    after = replace(case, agreement=agreement)
    if hands.keys() == everybody and agreement.mediator_signed and agreement.sealed:
        return _effective(after, facts.now), CaseEvent.EFFECTIVE
    return after, CaseEvent.SIGNED


def _effective(case: Case, at: datetime) -> Case:
    assert case.agreement is not None, "it was agreed"
    return replace(
        case,
        status=MediationStatus.EFFECTIVE,
        agreement=replace(case.agreement, effective_at=at),
        agreements=case.agreements + 1,
        followed_from=at,
        visited=(),
        settle_by=None,
    )


def visit(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Record a return visit: it counts for every mark that has come, else for the next one once the mark before it is past."""
    assert said.visit is not None, "the table asks for it"
    if len(case.visits) >= amount("materials_most"):
        raise FileFull
    result, note = said.visit
    made = Visit(facts.now, result, note)
    visited = (*case.visited, *_marks(case, facts.now))
    return replace(case, visits=(*case.visits, made), visited=visited), None


def _marks(case: Case, now: datetime) -> tuple[int, ...]:
    assert case.followed_from is not None, "the agreement is in effect"
    passed, days = days_since(case.followed_from, now), visit_days()
    come = tuple(one for one in _unvisited(case) if one <= passed)
    if come or not _unvisited(case):
        return come
    following = _unvisited(case)[0]
    before = max((one for one in days if one < following), default=-1)
    return (following,) if passed > before else ()


def _unvisited(case: Case) -> list[int]:
    return [one for one in visit_days() if one not in case.visited]


def perform(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Record that the agreement was performed; after a broken promise return visits are counted anew from then."""
    anew = case.followed_from is None
    return replace(
        case,
        proof=said.proof,
        performed_at=case.performed_at or facts.now,
        followed_from=facts.now if anew else case.followed_from,
        visited=() if anew else case.visited,
        settle_by=None,
    ), None


def break_promise(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Follow a broken promise up in the same case: with the usual month once more (DOMAIN 14)."""
    del said
    until = end_of_months(facts.now, amount("usual_months"))
    return replace(case, settle_by=until, followed_from=None, visited=(), proof=None), None


def ask_court(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Ask a court, together and within thirty days of effect, to confirm the agreement (人民调解法 Art. 33; 民诉法 Art. 205).

    Raises
    ------
    NotConfirmable, ConfirmationLate, NotJointly
        It touches identity, adoption or marriage; the thirty days are over; a party does not ask.
    """
    assert said.asking is not None, "the table asks for it"
    assert case.agreement is not None, "it is in effect"
    if case.agreement.touches:
        raise NotConfirmable
    if not _in_time(case.agreement, facts.now):
        raise ConfirmationLate
    if said.asking.jointly != case.numbers:
        raise NotJointly
    return replace(case, confirmation=Confirmation(said.asking.court, facts.now)), None


def court_answers(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Record what the court said, and on which day."""
    asked = case.confirmation
    assert asked is not None, "the table shuts it before"
    _refuse_day(said, asked.asked_at, facts.now)
    assert said.answer is not None, "the table asks for it"
    answered = replace(
        asked, answer=said.answer, answered_on=said.answered_on, number=said.answer_number
    )
    return replace(case, confirmation=answered), None


def ask_police(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Ask the police in writing not to punish what was settled and performed, before they decide (治安管理处罚法 Art. 9(4)).

    Raises
    ------
    PoliceDecided
        They have decided.
    """
    asked = said.waiver
    assert asked is not None, "the table asks for it"
    if not asked.in_writing:
        told = Text("须以书面提出。", "It is asked for in writing.")
        raise InvalidFields.one("waiver.in_writing", told)
    if asked.decided_on and asked.decided_on <= day_of(facts.now):
        raise PoliceDecided
    return replace(case, waiver=Waiver(asked.act, asked.police, facts.now)), None


def police_answer(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Record whether the police accepted the request: before their decision, or it is none.

    Raises
    ------
    PoliceDecided
        They decided on the day of their answer, or before.
    """
    asked = case.waiver
    assert asked is not None, "the table shuts it before"
    _refuse_day(said, asked.asked_at, facts.now)
    assert said.answer is not None, "the table asks for it"
    assert said.answered_on is not None, "the table asks for it"
    late = said.decided_on is not None and said.decided_on <= said.answered_on
    if said.answer is AnswerToAsking.GRANTED and late:
        raise PoliceDecided
    answered = replace(asked, answer=said.answer, answered_on=said.answered_on)
    return replace(case, waiver=answered), None


def close(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    """Close a case that was performed and visited as often as due, with its file whole.

    Raises
    ------
    VisitsMissing
        It is not; `visits_left` and `parts_missing` say what is wanting.
    """
    del said, facts
    left, wanting = _unvisited(case), missing(case)
    if left or wanting:
        raise VisitsMissing(visits_left=left, parts_missing=[str(one) for one in wanting])
    return case, None


def _refuse_day(said: CaseCommand, asked_at: datetime, now: datetime) -> None:
    assert said.answered_on is not None, "the table asks for it"
    if not day_of(asked_at) <= said.answered_on <= day_of(now):
        raise InvalidFields.one("answered_on", _NO_DAY)
