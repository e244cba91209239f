"""Who stands how to a case, what is shut for whom besides what the state table says, and what may be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from enforcement.rules.case import Case
from enforcement.rules.case_duties import balance, fallen_due, party_terms, remedies_over_on
from enforcement.rules.case_parts import Hold
from enforcement.rules.case_states import CASES
from enforcement.rules.case_steps import CaseAction, CaseStatus, Holder
from enforcement.rules.case_suspended import shut
from enforcement.rules.collection import refuse_application
from enforcement.rules.deadline import grounds_to_suspend
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.evidence import grounds_of
from enforcement.rules.hearing import refuse_unheard
from enforcement.rules.legal_review import (
    refuse_other_reviewer,
    refuse_undiscussed,
    refuse_without_review,
)
from enforcement.rules.liability import refuse_penalty, refuse_time_barred
from enforcement.rules.notice import Notice, refuse_undefended
from enforcement.rules.refusals import GateShut
from enforcement.rules.separation import (
    Part,
    refuse_own_approval,
    refuse_same_person,
    refuse_undecided,
)
from enforcement.rules.terms import is_over
from enforcement.rules.transfer import TransferStep, refuse_penalty_instead
from kernel.access import ENFORCEMENT_READERS, Caller, Role
from kernel.clock import day_of

HOLDER_ROLES: Mapping[Holder, frozenset[Role]] = {
    Holder.OFFICER: frozenset({Role.ENFORCEMENT_OFFICER}),
    Holder.HEAD: frozenset({Role.ENFORCEMENT_HEAD}),
    Holder.REVIEWER: frozenset({Role.LEGAL_REVIEWER}),
    Holder.CHAIR: frozenset({Role.HEARING_CHAIR}),
    Holder.PARTY: frozenset({Role.RESIDENT}),
    Holder.SUPERVISOR: frozenset({Role.JUSTICE_SUPERVISOR}),
}

_PARTS: Mapping[CaseAction, Part] = {
    CaseAction.REVIEW: Part.REVIEW,
    CaseAction.CLOSE_HEARING: Part.HEARING,
    CaseAction.DECIDE: Part.DECISION,
    CaseAction.CLEAR: Part.DECISION,
}
"""Which step is which part of the separation."""


def standing_of(case: Case, caller: Caller) -> frozenset[Holder]:
    """Return how somebody stands to a case; the party, whatever posts it holds, only as the party.

    Until the head has named the officers, each of the town may handle it; afterwards only those named. The party knows of a case once
    it was filed, or decided on the spot.
    """
    if case.party and case.party.person == caller.person_id:
        known = case.filed_at or case.decision
        return frozenset({Holder.PARTY}) if known else frozenset()
    found = {
        holder
        for holder, roles in HOLDER_ROLES.items()
        if holder is not Holder.PARTY and caller.post_over(case.town, roles)
    }
    if case.officers and caller.person_id not in case.officers:
        found.discard(Holder.OFFICER)
    if case.hearing is None or case.hearing.chair != caller.person_id:
        found.discard(Holder.CHAIR)
    return frozenset(found)


def may_read(case: Case, caller: Caller) -> bool:
    """Tell whether somebody may know of a case: the party, and those whose office the town's cases are."""
    if case.party and case.party.person == caller.person_id:
        return bool(standing_of(case, caller))
    return caller.post_over(case.town, ENFORCEMENT_READERS) is not None


def actions_of(case: Case, caller: Caller, now: datetime) -> list[CaseAction]:
    """Return what somebody may do with a case now."""
    if is_recused(case, caller.person_id):
        return []
    standing = standing_of(case, caller)
    closed = shut_by_facts(case, now) | frozenset(_closed_gates(case, caller.person_id, now))
    if not _may_decide_recusal(case, caller.person_id, standing):
        closed |= {CaseAction.DECIDE_RECUSAL}
    found = CASES.open_to(case.status, standing.__contains__, closed)
    return [one for one in found if isinstance(one, CaseAction)]


def is_recused(case: Case, person: str) -> bool:
    """Tell whether somebody has the hands off a case."""
    return any(one.person == person and one.recused for one in case.recusals)


def shut_by_facts(case: Case, now: datetime) -> frozenset[CaseAction]:
    """Return what has nothing to act on in a case as it is: no goods to lift, no recusal to decide."""
    closed = {action for action, holds in _HAS_NOTHING.items() if holds(case, now)}
    return shut(case.status, suspended=case.suspended) | closed


def _unless(step: TransferStep) -> Callable[[Case, datetime], bool]:
    return lambda case, _: case.crime is None or case.crime.step is not step


def _no_fine(case: Case, now: datetime) -> bool:
    return not case.fine or balance(case, day_of(now)).is_settled


def _still_held(case: Case, _: datetime) -> bool:
    return any(one.lifted_at is None for one in case.held)


_HAS_NOTHING: Mapping[CaseAction, Callable[[Case, datetime], bool]] = {
    CaseAction.VERIFY_EVIDENCE: lambda case, _: all(
        one.verified or one.excluded_for for one in case.evidence
    ),
    CaseAction.EXCLUDE_EVIDENCE: lambda case, _: all(one.excluded_for for one in case.evidence),
    CaseAction.KEEP_EVIDENCE: lambda case, _: all(case.was_kept(one.id) for one in case.evidence),
    CaseAction.APPROVE_COERCION: lambda case, _: (
        not any(one.on_the_spot and one.is_running and one.approved_at is None for one in case.held)
    ),
    CaseAction.EXTEND_SEIZURE: lambda case, now: (
        not any(
            one.hold is Hold.SEIZED and one.is_running and not one.extended_on and now < one.ends_at
            for one in case.held
        )
    ),
    CaseAction.LIFT: lambda case, now: not _still_held(case, now),
    CaseAction.DECIDE_RECUSAL: lambda case, _: all(
        one.recused is not None for one in case.recusals
    ),
    CaseAction.NOTIFY: lambda case, _: case.outcome is not CaseOutcome.PENALTY,
    CaseAction.CLOSE_HEARING: lambda case, now: (
        case.hearing is None or case.hearing.held_at is None or now < case.hearing.held_at
    ),
    CaseAction.CHOOSE_PUBLICATION: lambda case, _: (
        case.publication is not None or case.decision is None or not case.decision.is_penalty
    ),
    CaseAction.TAKE_DOWN: lambda case, _: (
        case.publication is None
        or case.publication.wrong_at is None
        or case.publication.explained is not None
    ),
    CaseAction.FILE_DECISION: lambda case, _: (
        not case.major
        or case.filed_with_county is not None
        or case.decision is None
        or not case.decision.is_penalty
    ),
    CaseAction.COLLECT: _no_fine,
    CaseAction.HAND_IN: lambda case, _: all(one.handed_in_at for one in case.collected),
    CaseAction.BANK_IN: lambda case, _: all(
        one.banked_at or not one.handed_in_at for one in case.collected
    ),
    CaseAction.ASK_TIME: lambda case, now: _no_fine(case, now) or case.wants_time,
    CaseAction.GRANT_TIME: lambda case, now: _no_fine(case, now) or bool(case.plan),
    CaseAction.RECORD_PAYMENT: _no_fine,
    CaseAction.DEMAND: lambda case, now: _no_fine(case, now) or case.pending is not None,
    CaseAction.REST_EXECUTION: lambda case, now: _no_fine(case, now) or case.rests is not None,
    CaseAction.CLOSE: lambda case, now: (
        _still_held(case, now)
        or case.pending is not None
        or (case.status is CaseStatus.TRANSFERRED and _unless(TransferStep.TAKEN)(case, now))
    ),
    CaseAction.WITHDRAW: _still_held,
    CaseAction.HAND_OVER: _still_held,
    CaseAction.REPORT_CRIME: lambda case, _: case.may_be_crime,
    CaseAction.REFUSE_TRANSFER: _unless(TransferStep.REPORTED),
    CaseAction.TRANSFER: _unless(TransferStep.REPORTED),
    CaseAction.SEND_TO_POLICE: _unless(TransferStep.TO_BE_SENT),
    CaseAction.RECORD_POLICE: _unless(TransferStep.WITH_POLICE),
    CaseAction.TAKE_BACK: _unless(TransferStep.REFUSED),
}


def is_due(case: Case, now: datetime) -> bool:
    """Tell whether a part of the fine is past its last day and unpaid."""
    today = day_of(now)
    past = sum(one.fen for one in fallen_due(case) if one.due_on < today)
    return past > balance(case, today).paid


def _may_decide_recusal(case: Case, person: str, standing: frozenset[Holder]) -> bool:
    """Tell whether a recusal waits that is for this person to decide: the head's for the level above, nobody's own."""
    by = {True: Holder.SUPERVISOR, False: Holder.HEAD}
    return any(
        one.recused is None and one.person != person and by[one.is_head] in standing
        for one in case.recusals
    )


def _closed_gates(case: Case, person: str, now: datetime) -> Iterator[CaseAction]:
    """Give what the law's gates shut on the record alone, whatever would be said: the POST is refused by the gate's own name."""
    yield from _closed_to(person, case)
    if _refused(lambda: refuse_penalty_instead(case.crime)):
        yield from (CaseAction.DECIDE, CaseAction.CLEAR)
    if not grounds_to_suspend(day_of(now), suspected_crime=case.may_be_crime):
        yield CaseAction.SUSPEND
    if case.notice:
        yield from _closed_by_notice(case, case.notice, now)
    if case.status is CaseStatus.DECIDING and _refused(lambda: _decide_on_record(case, now)):
        yield CaseAction.DECIDE
    if not case.wants_time:
        yield CaseAction.GRANT_TIME
    if not is_due(case, now):
        yield CaseAction.DEMAND
    if case.received_at and not case.pending and not _has_remedy(case, now):
        yield CaseAction.RECORD_REMEDY
    last = remedies_over_on(case)
    if last is None or _refused(lambda: refuse_application(case.demanded_at, last, now)):
        yield CaseAction.APPLY_TO_COURT


def _closed_to(person: str, case: Case) -> Iterator[CaseAction]:
    """Give what is not for somebody who took another part, or for anybody while a recusal waits."""
    for action, part in _PARTS.items():
        if _refused(lambda part=part: refuse_same_person(person, part, case.took_part)):
            yield action
    if _refused(lambda: refuse_other_reviewer(case.review, person)):
        yield CaseAction.REVIEW
    waiting = [one for one in case.evidence if not one.verified and not one.excluded_for]
    if all(one.added_by == person for one in waiting):
        yield CaseAction.VERIFY_EVIDENCE
    if _refused(lambda: refuse_own_approval(case.proposed_by, person)):
        yield CaseAction.APPROVE_FILING
    if _refused(lambda: refuse_undecided(case.recusals)):
        yield from (CaseAction.DECIDE, CaseAction.CLEAR)


def _has_remedy(case: Case, now: datetime) -> bool:
    return any(one.name in ("review", "suit") for one in party_terms(case, now))


def _closed_by_notice(case: Case, notice: Notice, now: datetime) -> Iterator[CaseAction]:
    open_still = not case.defence.waived and not is_over("defence", notice.received_at, now)
    if open_still or _refused(lambda: refuse_unheard(notice, case.hearing, now)):
        yield CaseAction.END_DEFENCE
    if not notice.hearing_offered or is_over("hearing_request", notice.received_at, now):
        yield CaseAction.REQUEST_HEARING


def _decide_on_record(case: Case, now: datetime) -> None:
    """Pass the gates of a decision that the record answers by itself."""
    assert case.party
    assert case.act
    assert case.notice
    refuse_time_barred(case.act, day_of(case.known_at))
    refuse_penalty(case.party.as_party, case.act, day_of(now))
    grounds_of(case.evidence)
    refuse_undefended(case.notice, case.defence, now)
    refuse_unheard(case.notice, case.hearing, now)
    refuse_without_review(case, case.review.of_fine if case.review else 0)
    refuse_undiscussed(major=case.major, minutes=case.minutes)


def _refused(gate: Callable[[], object]) -> bool:
    try:
        gate()
    except GateShut:
        return True
    return False
