"""A step of a case: who may take it, and what it comes to until the parties agree or do not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kernel.clock import day_of
from kernel.field_time import PHONES_RUN_AHEAD
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.working_time import add
from services.mediation.rules import agreeing
from services.mediation.rules.case import RUNNING, Case, Session
from services.mediation.rules.case_states import (
    CASE_ROLES,
    CASES,
    CaseEvent,
    CaseHolder,
    MediationAction,
)
from services.mediation.rules.commands import CaseChange, CaseCommand, CaseFacts
from services.mediation.rules.committees import mediates, refuse_not_in_office
from services.mediation.rules.refusals import (
    DoorsClosed,
    FileFull,
    HeldElsewhere,
    InvitedWithoutConsent,
    MediatorRecused,
    NoConsent,
)
from services.mediation.rules.terms import amount, end_of_day, end_of_months, limit, named
from services.mediation.rules.words import DisputeRiskLevel, DisputeRiskMark

_NOT_A_PARTY = Text("没有这一方当事人。", "There is no such party.")
_NOT_A_MEDIATOR = Text(
    "须为本调解委员会在任的调解员。", "Must be mediators of this committee in office."
)


def standing_of(case: Case, facts: CaseFacts) -> frozenset[CaseHolder]:
    """Return how a person stands to a case; who is recused is no mediator of it."""
    found: set[CaseHolder] = set()
    if case.party_of(facts.person):
        found.add(CaseHolder.PARTY)
    active = facts.is_mediator and mediates(facts.committee, [facts.person])
    if active and facts.person not in facts.near:
        found.add(CaseHolder.COMMITTEE)
        if facts.person in case.mediators:
            found.add(CaseHolder.ON_CASE)
    return frozenset(found)


def actions_of(case: Case, facts: CaseFacts) -> list[MediationAction]:
    """Return what a person may do with a case now."""
    standing = standing_of(case, facts)
    return CASES.open_to(case.status, lambda holder: holder in standing, _shut(case, facts))


def _shut(case: Case, facts: CaseFacts) -> set[MediationAction]:
    """Return what is not offered: what the table or the law shuts, what the committee may not begin, and what the file has no room for."""
    if case.held_by:
        return set(MediationAction)
    shut = _of_the_table(case) | agreeing.shut(case, facts.now)
    if facts.committee is None or not facts.committee.is_in_office(day_of(facts.now)):
        shut.add(MediationAction.ACCEPT)
    full = (
        (MediationAction.HOLD_SESSION, case.sessions, "sessions_most"),
        (MediationAction.ADD_MATERIAL, case.materials, "materials_most"),
        (MediationAction.VISIT, case.visits, "materials_most"),
    )
    return shut | {action for action, entries, most in full if len(entries) >= amount(most)}


def move(case: Case, command: CaseCommand, facts: CaseFacts) -> CaseChange:
    """Take a step.

    Raises
    ------
    HeldElsewhere
        Another matter has the dispute in hand.
    MediatorRecused
        The mediator is a party, or near to one.
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such step, it is another's, or something was not said.
    """
    if case.held_by:
        raise HeldElsewhere(held_by=case.held_by.kind)
    standing = standing_of(case, facts)
    row = CASES.move(case.status, command.action, _of_the_table(case), actions_of(case, facts))
    if facts.is_mediator and facts.person in facts.near and not standing & set(row.by):
        raise MediatorRecused
    holder = CASES.allow(row, lambda one: one in standing, lambda one: CASE_ROLES[one])
    if command.action is MediationAction.WITHDRAW and holder is CaseHolder.PARTY:
        own = case.party_of(facts.person)
        command = replace(command, party=own.no if own else None)
    CASES.require_words(row, command)
    # What was said of a risk is for the history, which no party reads of it.
    of_risk = command.action is MediationAction.REPORT_RISK
    stepped = replace(
        case,
        version=case.version + 1,
        status=row.to or case.status,
        reason=case.reason if of_risk else command.reason or case.reason,
    )
    after, event = _DO[command.action](stepped, command, facts)
    if after.status not in RUNNING and case.status in RUNNING:
        after = replace(after, ended_at=facts.now)
    return CaseChange(after, event or CaseEvent(str(row.event)))


def _of_the_table(case: Case) -> set[MediationAction]:
    """Return what is shut because it was done: those are illegal moves, what the law shuts says so itself."""
    done: set[MediationAction] = set()
    if case.closed_doors:
        done.add(MediationAction.CLOSE_DOORS)
    if not case.report_by or case.reported_at:
        done.add(MediationAction.REPORT_RISK)
    return done | agreeing.done(case)


_Done = tuple[Case, CaseEvent | None]


def _accept(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    refuse_not_in_office(facts.committee, day_of(facts.now))
    consents = said.consents or {}
    _refuse_unknown(case, consents)
    if len(consents) < len(case.parties):
        raise NoConsent
    parties = tuple(replace(one, identity=consents[one.no]) for one in case.parties)
    named_now = said.mediators or (facts.person,)
    _refuse_others(named_now, facts)
    until = end_of_months(facts.now, amount("usual_months"))
    return (
        replace(
            case,
            parties=parties,
            mediators=named_now,
            accepted_at=facts.now,
            settle_by=until,
        ),
        None,
    )


def _assign(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    _refuse_others(said.mediators, facts)
    return replace(case, mediators=said.mediators), None


def _hold_session(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    assert said.session is not None, "the table asks for it"
    session, everybody = said.session.session, case.numbers
    _refuse_unknown(case, session.present)
    if session.held_at > facts.now + PHONES_RUN_AHEAD:
        raise InvalidFields.one("session.held_at", Text("不得晚于现在。", "Not later than now."))
    if session.invited and said.session.invited_by != everybody:
        raise InvitedWithoutConsent
    if session.open and (case.closed_doors or said.session.open_by != everybody):
        raise DoorsClosed
    _refuse_full(case.sessions, "sessions_most")
    held = replace(session, held_at=min(session.held_at, facts.now))
    sessions: tuple[Session, ...] = (*case.sessions, held)
    return replace(case, sessions=sessions), None


def _close_doors(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    del said, facts
    return replace(case, closed_doors=True), None


def _assess_risk(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    assert said.level is not None, "the table asks for it"
    level = level_of(said.level, said.marks)
    # What was not reported yet is not dropped by grading it lower: what it looked like is reported, and that it was less.
    by = case.report_by
    worse = list(DisputeRiskLevel).index(level) > list(DisputeRiskLevel).index(case.risk)
    reported = None if worse else case.reported_at
    if worse:
        red = level is DisputeRiskLevel.RED
        within = add(facts.now, limit("report_red_within")).at if red else None
        within = within or end_of_day(day_of(facts.now))
        by = min(by, within) if by and case.reported_at is None else within
    return replace(case, risk=level, marks=said.marks, report_by=by, reported_at=reported), None


def level_of(said: DisputeRiskLevel, marks: Collection[DisputeRiskMark]) -> DisputeRiskLevel:
    """Return the level of a dispute: what the mediator says, and never lower than its marks."""
    if named("red_marks") & set(marks):
        return DisputeRiskLevel.RED
    if named("orange_marks") & set(marks) and said is DisputeRiskLevel.YELLOW:
        return DisputeRiskLevel.ORANGE
    return said


def _report_risk(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    del said
    return replace(case, reported_at=facts.now), None


def _add_material(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    assert said.material is not None, "the table asks for it"
    _refuse_full(case.materials, "materials_most")
    added = replace(said.material, at=facts.now)
    return replace(case, materials=(*case.materials, added)), None


def _withdraw(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    del facts
    _refuse_unknown(case, [said.party or 0])
    return case, None


def _refer(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    del facts
    return replace(case, referred_to=said.referred_to), None


def _as_it_is(case: Case, said: CaseCommand, facts: CaseFacts) -> _Done:
    del said, facts
    return case, None


def _refuse_others(persons: Collection[str], facts: CaseFacts) -> None:
    """Let those mediate who are mediators of the committee, a few of them, and not near to a party."""
    if not 1 <= len(persons) <= amount("mediators_most") or not mediates(
        facts.committee, list(persons)
    ):
        raise InvalidFields.one("mediators", _NOT_A_MEDIATOR)
    if facts.near & set(persons):
        raise MediatorRecused


def _refuse_unknown(case: Case, parties: Collection[int]) -> None:
    if set(parties) - case.numbers:
        raise InvalidFields.one("party", _NOT_A_PARTY)


def _refuse_full(entries: Collection[object], most: str) -> None:
    if len(entries) >= amount(most):
        raise FileFull


_A = MediationAction
_DO: Mapping[MediationAction, Callable[[Case, CaseCommand, CaseFacts], _Done]] = {
    _A.ACCEPT: _accept,
    _A.DECLINE: _as_it_is,
    _A.ASSIGN: _assign,
    _A.HOLD_SESSION: _hold_session,
    _A.CLOSE_DOORS: _close_doors,
    _A.ASSESS_RISK: _assess_risk,
    _A.REPORT_RISK: _report_risk,
    _A.ADD_MATERIAL: _add_material,
    _A.AGREE: agreeing.agree,
    _A.SIGN: agreeing.sign,
    _A.FAIL: _as_it_is,
    _A.WITHDRAW: _withdraw,
    _A.REFER: _refer,
    _A.VISIT: agreeing.visit,
    _A.PERFORM: agreeing.perform,
    _A.BREAK: agreeing.break_promise,
    _A.ASK_COURT: agreeing.ask_court,
    _A.COURT_ANSWERS: agreeing.court_answers,
    _A.ASK_POLICE: agreeing.ask_police,
    _A.POLICE_ANSWER: agreeing.police_answer,
    _A.CLOSE: agreeing.close,
}
