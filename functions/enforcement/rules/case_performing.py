"""After the decision: served, public or not, paid or called in, attacked, put right, and closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_duties import balance, fallen_due, remedies_over_on
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_investigating import refuse_full
from enforcement.rules.case_parts import (
    WARNING,
    Brought,
    Collected,
    DecisionLinkKind,
    Link,
    Paid,
    Public,
)
from enforcement.rules.case_standing import is_due
from enforcement.rules.case_steps import CaseAction, CaseStatus
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.collection import Ends, RemediesOpen, refuse_application
from enforcement.rules.delivery import Service, refuse_unconsented, refuse_unproven
from enforcement.rules.ending import close as refuse_closing
from enforcement.rules.liability import PartyKind
from enforcement.rules.money import Instalment, grant_time, refuse_cash, voucher_known
from enforcement.rules.notice import HeavierForDefending
from enforcement.rules.publicity import Publication, public_to, refuse_naming, refuse_publication
from enforcement.rules.refusals import GateShut
from enforcement.rules.remedies import Remedy, RemedyOutcome, refuse_remedy
from enforcement.rules.simple import collect_on_the_spot
from kernel.clock import day_of
from kernel.problems import InvalidFields
from kernel.texts import Text

if TYPE_CHECKING:
    from datetime import datetime

    from enforcement.model.case_requests import MoveCase


class NotYetDue(GateShut):
    """Nothing is called in before its last day to pay is over."""

    slug = "not-yet-due"
    title = Text("缴款期限未满", "Not yet due")
    said = Text("缴款期限届满前不得催告。", "Nothing is called in before it is due.")
    rests_on = "payment"


def serve(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Serve the decision, with what proves it."""
    assert said.way is not None
    assert case.decision is not None
    service = Service(
        said.way,
        said.received_by(facts.now, case.decision.at),
        said.receipt,
        bool(said.refusal_noted),
        said.witnesses or 0,
        bool(said.recorded),
        said.consent,
        frozenset(said.tried),
    )
    refuse_unproven(service)
    refuse_unconsented(service, facts.consents)
    return replace(case, service=service)


def choose_publication(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Choose whether the decision is public, and why; a person is masked, and its last day is counted at once."""
    made, party = case.decision, case.party
    assert made is not None
    assert party is not None
    only_warning = made.fine == 0 and made.others <= {WARNING}
    choice = Publication(bool(said.public), said.reason or "", said.name_masked is not False)
    refuse_publication(choice, party.kind, only_warning=only_warning)
    last = public_to(facts.today, party.kind, made.fine, others=bool(made.others - {WARNING}))
    public = Public(
        choice.public,
        choice.reason,
        choice.name_masked,
        facts.now,
        until=last if choice.public else None,
    )
    return replace(case, publication=public)


def take_down(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Tell publicly why a decision that was wrong was taken down: everybody reads it, so it names nobody who was masked."""
    assert case.publication is not None
    assert case.party is not None
    hidden = case.party.kind is PartyKind.PERSON or case.publication.name_masked
    refuse_naming(said.reason or "", case.party.name if hidden else None)
    return replace(case, publication=replace(case.publication, explained=said.reason))


def wrong(case: Case, now: datetime) -> Case:
    """Return a case whose public decision turned out wrong: it is down at once, and the reason is owed."""
    public = case.publication
    if public is None or not public.public or public.wrong_at:
        return case
    return replace(case, publication=replace(public, wrong_at=now, ended_at=public.ended_at or now))


def end_publication(case: Case, now: datetime) -> Case:
    """Return a case whose decision is public no more after its last day."""
    public = case.publication
    if public and public.is_up and public.until and day_of(now) > public.until:
        return replace(case, publication=replace(public, ended_at=now))
    return case


def file_decision(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """File a major penalty with the county government."""
    return replace(case, filed_with_county=said.paper)


# Money


def collect(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Collect a fine on the spot in one of the three cases, against the official receipt."""
    assert case.decision is not None
    assert said.collected_for is not None
    refuse_full("collected", len(case.collected))
    collect_on_the_spot(
        case.fine,
        said.collected_for,
        simple=case.decision.on_the_spot,
        asked_by_party=bool(said.asked_by_party),
        receipt=said.receipt,
    )
    fen = _sum(case, said, facts)
    one = Collected(fen, facts.now, said.collected_for, said.receipt or "")
    return replace(case, collected=(*case.collected, one))


def _sum(case: Case, said: MoveCase, facts: Facts) -> int:
    """Return a sum that is paid: more than nothing, and no more than is owed."""
    fen, rest = said.paid or 0, balance(case, facts.today).rest
    if not 0 < fen <= rest:
        raise InvalidFields.one(
            "paid", Text(f"应缴{rest}分以内。", f"More than nothing, {rest} fen at most.")
        )
    return fen


def hand_in(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Hand in what was collected."""
    handed = [
        one if one.handed_in_at else replace(one, handed_in_at=facts.now) for one in case.collected
    ]
    return replace(case, collected=tuple(handed))


def bank_in(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Pay in at the bank what was handed in."""
    refuse_cash(said.voucher)
    _refuse_known(case, said.voucher)
    banked = [
        replace(one, banked_at=facts.now, voucher=said.voucher)
        if one.handed_in_at and not one.banked_at
        else one
        for one in case.collected
    ]
    return replace(case, collected=tuple(banked))


def ask_time(case: Case, _said: MoveCase, _facts: Facts) -> Case:
    """Ask for time to pay, for hardship."""
    return replace(case, wants_time=True)


def give_time(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Grant a deferral or instalments to a party in hardship that asked; they add up to the fine."""
    received = case.received_at
    assert received is not None
    plan = [Instalment(one.fen, one.due_on) for one in said.instalments]
    granted = grant_time(case.fine, plan, received, asked_for_hardship=case.wants_time)
    return replace(case, plan=granted)


def record_payment(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Record what a bank has seen, once for each voucher; nothing is taken in cash."""
    refuse_full("payments", len(case.paid))
    refuse_cash(said.voucher)
    assert said.paid_at is not None
    assert said.voucher is not None
    assert case.decision is not None
    if not day_of(case.decision.at) <= said.paid_at <= facts.today:
        raise InvalidFields.one("paid_at", Text("缴款日期不合理。", "That day cannot be."))
    _refuse_known(case, said.voucher)
    one = Paid(_sum(case, said, facts), said.paid_at, said.voucher)
    return replace(case, paid=(*case.paid, one))


def _refuse_known(case: Case, voucher: str | None) -> None:
    """Let a voucher stand for money once: what was collected and paid in is not the payment of the rest as well."""
    if voucher in case.vouchers:
        raise voucher_known()


def demand(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Call in what is due and unpaid."""
    if not is_due(case, facts.now):
        last = max((one.due_on for one in fallen_due(case)), default=None)
        raise NotYetDue(due_on=last.isoformat() if last else None)
    return replace(case, demanded_at=said.received_by(facts.now, facts.begun))


def apply_to_court(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Ask the court to enforce: after the remedies, after the demand, within three months."""
    refuse_out_of_force(said.references, facts.today)
    last = remedies_over_on(case)
    if last is None:
        raise RemediesOpen
    refuse_application(case.demanded_at, last, facts.now)
    return case


def rest_execution(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Let the execution rest on a ground of law; three years on it is given up."""
    return replace(case, rests=said.rests, rests_since=facts.today)


# What the party does against it, and what is put right


def record_remedy(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Record a review or suit as brought, or, with an outcome, what it came to; a wrong decision goes down, and nothing is edited."""
    assert case.decision is not None
    assert said.remedy is not None
    open_one = case.pending
    if said.outcome is None:
        if open_one:
            raise InvalidFields.one("remedy", Text("尚有未结的救济。", "One goes on already."))
        refuse_full("remedies", len(case.remedies))
        received = case.received_at
        at = said.received_by(facts.now, case.decision.at)
        reviewed = [one for one in case.remedies if one.remedy is Remedy.REVIEW]
        refuse_remedy(
            said.remedy,
            at,
            received or facts.now,
            on_the_spot=case.decision.on_the_spot,
            review_received_at=reviewed[-1].ended_at if reviewed else None,
        )
        return replace(case, remedies=(*case.remedies, Brought(said.remedy, at)))
    if not isinstance(said.outcome, RemedyOutcome) or not open_one:
        raise InvalidFields.one("outcome", Text("没有该救济在办。", "Nothing of that goes on."))
    if open_one.remedy is not said.remedy:
        raise InvalidFields.one("remedy", Text("与在办救济不符。", "Not the one that goes on."))
    at = said.received_by(facts.now, open_one.at)
    ended = replace(open_one, outcome=said.outcome, ended_at=at)
    after = replace(
        case, remedies=tuple(ended if one is open_one else one for one in case.remedies)
    )
    return wrong(after, facts.now) if said.outcome.is_wrong else after


def revoke(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Revoke the decision: it stays on record, nothing is owed by it any more, and its act can be fined again."""
    refuse_out_of_force(said.references, facts.today)
    return wrong(_linked(case, DecisionLinkKind.REVOKED, said, facts, None), facts.now)


def correct(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Correct the decision by a new paper; a fine only becomes lower, as a heavier one takes a new notice.

    Raises
    ------
    HeavierForDefending
        It is to become higher.
    """
    fine = said.penalty.fine if said.penalty else None
    if fine is not None and fine > case.fine:
        raise HeavierForDefending(announced=case.fine)
    plan = case.plan if fine is None else ()
    return wrong(
        replace(_linked(case, DecisionLinkKind.CORRECTED, said, facts, fine), plan=plan), facts.now
    )


def _linked(
    case: Case, kind: DecisionLinkKind, said: MoveCase, facts: Facts, fine: int | None
) -> Case:
    refuse_full("links", len(case.links))
    one = Link(
        kind,
        facts.now,
        facts.by.person_id,
        said.reason or "",
        said.paper,
        said.references,
        fine,
    )
    return replace(case, links=(*case.links, one))


def close(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Close a case when what was decided is done, or its execution has ended by law."""
    owed = balance(case, facts.today) if case.fine else None
    made = case.decision
    with_others = bool(made and made.others - {WARNING})
    if case.status is not CaseStatus.TRANSFERRED:
        if said.ended:
            _refuse_unfit_end(case, said.ended, said.paper, with_others=with_others)
        refuse_closing(
            owed,
            others_done=bool(said.done) or not with_others,
            ended=said.ended,
            execution_suspended_on=case.rests_since,
            today=facts.today,
        )
    return replace(case, ending=said.report)


def _refuse_unfit_end(case: Case, ended: Ends, paper: str | None, *, with_others: bool) -> None:
    """Let the execution have ended as it can have of such a party and decision, by a paper that shows it (强制法 Art. 40)."""
    assert case.party is not None
    person = case.party.kind is PartyKind.PERSON
    fits = {
        Ends.DEAD: person,
        Ends.GONE: not person,
        Ends.OBJECT_GONE: with_others and not case.fine,
        Ends.REVOKED: case.revoked,
    }
    if not fits[ended]:
        told = Text("与当事人或者决定不符。", "Not of such a party or decision.")
        raise InvalidFields.one("ended", told)
    if not (paper or "").strip():
        raise InvalidFields.one("paper", Text("须注明证明文书。", "Name the paper that shows it."))


STEPS = {
    CaseAction.SERVE: serve,
    CaseAction.CHOOSE_PUBLICATION: choose_publication,
    CaseAction.TAKE_DOWN: take_down,
    CaseAction.FILE_DECISION: file_decision,
    CaseAction.COLLECT: collect,
    CaseAction.HAND_IN: hand_in,
    CaseAction.BANK_IN: bank_in,
    CaseAction.ASK_TIME: ask_time,
    CaseAction.GRANT_TIME: give_time,
    CaseAction.RECORD_PAYMENT: record_payment,
    CaseAction.DEMAND: demand,
    CaseAction.APPLY_TO_COURT: apply_to_court,
    CaseAction.REST_EXECUTION: rest_execution,
    CaseAction.RECORD_REMEDY: record_remedy,
    CaseAction.REVOKE: revoke,
    CaseAction.CORRECT: correct,
    CaseAction.CLOSE: close,
}
"""What each step after the decision does."""
