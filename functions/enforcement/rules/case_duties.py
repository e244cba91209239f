"""What the organ owes in a case, step by step: derived from the case as it is, so that each owed step has one clock and no other has any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from enforcement.rules import remedies
from enforcement.rules.case import Case
from enforcement.rules.case_parts import WARNING, Hold
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.coercion import report_until
from enforcement.rules.collection import apply_until
from enforcement.rules.deadline import decide_until
from enforcement.rules.delivery import serve_until
from enforcement.rules.money import Account, Frozen, Instalment, Payment, account, due_on
from enforcement.rules.publicity import file_until, publish_until, take_down_until
from enforcement.rules.remedies import Remedy, remedies_end_on
from enforcement.rules.simple import bank_in_until, hand_in_until
from enforcement.rules.terms import until
from enforcement.rules.transfer import TransferStep
from kernel.clock import day_of
from kernel.texts import Text

_S = CaseStatus
_RUNNING = frozenset({_S.INVESTIGATING, _S.INVESTIGATED, _S.NOTIFIED, _S.HEARING, _S.DECIDING})
_IN_FORCE = frozenset({_S.DECIDED, _S.SERVED, _S.DEMANDED, _S.IN_COURT, _S.CLOSED})
_TO_COLLECT = frozenset({_S.SERVED, _S.DEMANDED})


class Owed(NamedTuple):
    """A step that is owed by an instant; `of` tells several of a kind apart."""

    kind: str
    due_at: datetime
    of: str = ""


def owed(case: Case, now: datetime) -> list[Owed]:
    """Return every step the organ owes in a case as it is, each once, with its day."""
    return [*_until_decided(case, now), *_of_goods(case), *_of_the_decision(case, now)]


def _until_decided(case: Case, now: datetime) -> Iterator[Owed]:
    if case.status in (_S.CLUE, _S.FILING):
        yield Owed("case_clue", until("clue", case.reported_at + timedelta(seconds=case.waited)))
    if case.status in _RUNNING and case.filed_at and not case.suspended:
        yield Owed("case_decision", decide_until(case.filed_at, case.suspensions, now))
    crime = case.crime
    if crime is None or crime.due_at is None:
        return
    reported = crime.step is TransferStep.REPORTED and case.status in _RUNNING
    with_goods = crime.step is not TransferStep.TAKEN or _holds(case)
    if reported or (case.status is _S.TRANSFERRED and with_goods):
        yield Owed("case_crime", crime.due_at)


def _holds(case: Case) -> bool:
    return any(one.lifted_at is None for one in case.held)


def _of_goods(case: Case) -> Iterator[Owed]:
    if case.status in (_S.HANDED_OVER, _S.WITHDRAWN, _S.NOT_FILED):
        return
    for one in case.held:
        if one.lifted_at is not None:
            continue
        seized_there = one.hold is Hold.SEIZED and one.on_the_spot and one.approved_at is None
        if seized_there and one.ended_at is None:
            yield Owed("case_coercion_report", report_until(one.since), one.id)
        if one.ended_at is not None:
            yield Owed("case_give_back", until("give_back", one.ended_at), one.id)


def _of_the_decision(case: Case, now: datetime) -> Iterator[Owed]:
    made, public = case.decision, case.publication
    for number, one in enumerate(case.collected, 1):
        if one.handed_in_at is None:
            yield Owed("case_hand_in", hand_in_until(one.at), str(number))
        elif one.banked_at is None:
            yield Owed("case_bank_in", bank_in_until(one.handed_in_at), str(number))
    if public and public.public and public.wrong_at and public.explained is None:
        yield Owed("case_take_down", take_down_until(public.wrong_at))
    if made is None or case.status not in _IN_FORCE:
        return
    if case.status is _S.DECIDED:
        yield Owed("case_service", serve_until(made.at))
    only_warning = made.fine == 0 and made.others <= {WARNING}
    if made.is_penalty and public is None and not only_warning:
        yield Owed("case_publication", publish_until(made.at, penalty=True))
    if made.is_penalty and case.major and case.filed_with_county is None:
        yield Owed("case_major_filing", file_until(made.at))
    last = remedies_over_on(case)
    unpaid = case.fine and not balance(case, day_of(now)).is_settled
    if case.status in _TO_COLLECT and unpaid and last:
        yield Owed("case_court", apply_until(last))


# What is owed in money


def fallen_due(case: Case) -> tuple[Instalment, ...]:
    """Return when which part of the fine is due; nothing before the decision was served."""
    received = case.received_at
    if not case.fine or received is None:
        return ()
    return case.plan or (Instalment(case.fine, due_on(received)),)


def balance(case: Case, today: date) -> Account:
    """Return what is owed of the fine on a day, the days of review and suit taken out."""
    frozen = [
        Frozen(day_of(one.at), day_of(one.ended_at) if one.ended_at else None)
        for one in case.remedies
    ]
    payments = [
        *(Payment(one.fen, one.on) for one in case.paid),
        *(Payment(one.fen, day_of(one.at)) for one in case.collected),
    ]
    return account(case.fine, fallen_due(case), payments, frozen, today)


def remedies_over_on(case: Case) -> date | None:
    """Return the last day of the remedies, from which the court can be asked; None while one goes on, or nothing was served."""
    received, made = case.received_at, case.decision
    if received is None or made is None or case.pending:
        return None
    used = case.remedies[-1] if case.remedies else None
    if used is None or used.ended_at is None:
        return remedies_end_on(received, on_the_spot=made.on_the_spot)
    if used.remedy is Remedy.SUIT:
        return day_of(used.ended_at)
    last = remedies.last_day(Remedy.SUIT, received, used.ended_at)
    return day_of(last - timedelta(seconds=1))


# What the party may do


class PartyTerm(NamedTuple):
    """What the party may do until an instant; then it lapses, and nothing climbs."""

    name: str
    said: Text
    until: datetime


def party_terms(case: Case, now: datetime) -> list[PartyTerm]:
    """Return what the party may still do, and until when."""
    found: list[PartyTerm] = []
    notice, received, made = case.notice, case.received_at, case.decision
    if notice and case.status is _S.NOTIFIED:
        last = until("defence", notice.received_at)
        found.append(PartyTerm("defence", Text("陈述申辩", "state and defend"), last))
        if notice.hearing_offered:
            last = until("hearing_request", notice.received_at)
            found.append(PartyTerm("hearing", Text("要求听证", "ask for a hearing"), last))
    if received and made and not case.revoked:
        if fallen_due(case) and not case.plan:
            last = until("payment", received)
            found.append(PartyTerm("payment", Text("缴纳罚款", "pay the fine"), last))
        reviewed = next((one for one in case.remedies if one.remedy is Remedy.REVIEW), None)
        if reviewed is None:
            last = remedies.last_day(Remedy.REVIEW, received)
            found.append(PartyTerm("review", Text("申请行政复议", "ask for a review"), last))
        told = reviewed.ended_at if reviewed else None
        if told or (reviewed is None and not made.on_the_spot):
            last = remedies.last_day(Remedy.SUIT, received, told)
            found.append(PartyTerm("suit", Text("提起行政诉讼", "go to court"), last))
    return [one for one in found if now < one.until]
