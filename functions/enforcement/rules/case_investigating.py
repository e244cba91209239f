"""The investigation of a case: evidence, what is kept and seized, who is recused, what stops the clock, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from enforcement.rules.authority import PowerKind, item_on
from enforcement.rules.case import Case, with_held
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_filing import resumed, with_officers
from enforcement.rules.case_parts import Held, Hold
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.coercion import (
    Means,
    extend_seizure,
    refuse_coercion,
    refuse_seized_again,
)
from enforcement.rules.deadline import suspend as begin_suspension
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.evidence import (
    Evidence,
    KeptBefore,
    deal_with_kept,
    grounds_of,
)
from enforcement.rules.numbers import document
from enforcement.rules.officers import require_officers
from enforcement.rules.separation import Recusal
from enforcement.rules.separation import decide_recusal as decided
from kernel.access import Role
from kernel.problems import Conflict, InvalidFields, NotFound
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase


class FileFull(Conflict):
    """A case holds so many things of a kind and no more; `most` says how many."""

    slug = "case-file-full"
    title = Text("案卷条目已满", "File full")
    said = Text(
        "该类条目已达上限，请合并后登记。", "There are as many of this kind as a case holds."
    )


def most(kind: str) -> int:
    """Return how many things of a kind a case holds: a bound of the system, not of the law."""
    return document("case_limits")[kind]


def refuse_full(kind: str, there: int) -> None:
    """Let another thing of a kind into a case.

    Raises
    ------
    FileFull
        It holds as many as it may.
    """
    if there >= most(kind):
        raise FileFull(most=most(kind))


def add_evidence(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Take a piece of evidence that was put into the file."""
    refuse_full("evidence", len(case.evidence))
    return replace(case, evidence=(*case.evidence, _exhibit(facts)))


def moved_evidence(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Take a piece of evidence as it is now: verified, or excluded with the reason; it stays in the file."""
    anew = _exhibit(facts)
    return replace(
        case, evidence=tuple(anew if one.id == anew.id else one for one in case.evidence)
    )


def _exhibit(facts: Facts) -> Evidence:
    assert facts.exhibit is not None, "evidence is put into the file first"
    return facts.exhibit


def _evidence(case: Case, named: str | None) -> Evidence:
    found = next((one for one in case.evidence if one.id == named), None)
    if found is None:
        raise InvalidFields.one("evidence", Text("没有该证据。", "There is no such evidence."))
    return found


# What is kept and seized


def keep_evidence(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Register and keep a piece of evidence, by two officers; after seven working days it is kept no more."""
    one = _evidence(case, said.evidence)
    if case.was_kept(one.id):
        raise KeptBefore
    require_officers(facts.present(case.acting, shown=bool(said.shown)), facts.today)
    return _hold(case, Held("", Hold.KEPT, (one.source,), facts.now, evidence=one.id))


def seize(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Seize goods by two officers, lawfully and at a lawful time; what was kept as evidence is dealt with while it is kept."""
    item = item_on(facts.items, case.town, case.item or "", PowerKind.COERCION, facts.today)
    refuse_out_of_force([one.as_reference() for one in said.basis], facts.today)
    means = said.means or Means.SEIZURE
    refuse_coercion(means, facts.now, emergency=bool(said.emergency))
    if means is not Means.SEIZURE:
        told = Text("此步骤仅限查封扣押。", "This step is for seizing alone.")
        raise InvalidFields.one("means", told)
    require_officers(facts.present(case.acting, shown=bool(said.shown)), facts.today, item.field)
    seized_before = (what for one in case.held if one.hold is Hold.SEIZED for what in one.what)
    refuse_seized_again(said.goods, seized_before)
    released = case
    for good in said.goods:
        kept = case.holding(good)
        if kept and kept.hold is Hold.KEPT:
            deal_with_kept(kept.since, facts.now)
            released = with_held(released, replace(kept, lifted_at=facts.now))
    # Officers seize by themselves, so the head hears of each and approves it (强制法 Arts. 18, 19).
    seized = Held(
        "",
        Hold.SEIZED,
        tuple(said.goods),
        facts.now,
        on_the_spot=True,
        emergency=bool(said.emergency),
    )
    return _hold(released, seized)


def _hold(case: Case, one: Held) -> Case:
    refuse_full("held", len(case.held))
    named = replace(one, id=f"G{len(case.held) + 1}")
    return replace(case, held=(*case.held, named))


def _held(case: Case, named: list[str]) -> list[Held]:
    found = [case.holding(one) for one in named]
    if any(one is None for one in found):
        raise InvalidFields.one("goods", Text("没有该项查扣物品。", "Nothing of that is held."))
    return [one for one in found if one is not None]


def approve_coercion(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Approve afterwards what was seized on the spot and reported to the head."""
    for one in _held(case, said.goods):
        case = with_held(case, replace(one, approved_at=facts.now))
    return case


def extend(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Extend a seizure, once, before it ends, by thirty days."""
    for one in _held(case, said.goods):
        if one.hold is Hold.KEPT:
            deal_with_kept(one.since, facts.now)
            raise InvalidFields.one(
                "goods", Text("先行登记保存不得延长。", "What is kept is not extended.")
            )
        anew = extend_seizure(one.seizure, facts.now)
        case = with_held(case, replace(one, extended_on=anew.extended_on))
    return case


def lift(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Lift a seizure, or give back what was kept."""
    for one in _held(case, said.goods):
        case = with_held(case, replace(one, lifted_at=facts.now))
    if case.crime and case.crime.taken and not any(one.lifted_at is None for one in case.held):
        case = replace(case, crime=replace(case.crime, goods_handed_at=facts.now))
    return case


def lapse(case: Case, now: datetime) -> Case:
    """Return a case with nothing held that has ended by law: it ends at its instant, whenever anybody looks."""
    for one in case.held:
        if one.is_running and now >= one.ends_at:
            case = with_held(case, replace(one, ended_at=one.ends_at))
    return case


# Who takes part, and whether the clock runs


def ask_recusal(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Ask that somebody be recused; the investigation goes on meanwhile."""
    refuse_full("recusals", len(case.recusals))
    person = said.person or ""
    heads = facts.holding(Role.ENFORCEMENT_HEAD)
    if person not in {
        *case.officers,
        *heads,
        *(one for each in facts.staff.values() for one in each),
    }:
        raise InvalidFields.one("person", Text("该人员不参与本案。", "Takes no part in the case."))
    if any(one.person == person and one.recused is not False for one in case.recusals):
        raise InvalidFields.one("person", Text("已申请回避。", "Was asked for already."))
    return replace(case, recusals=(*case.recusals, Recusal(person, person in heads)))


def decide_recusal(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Decide on a recusal: the head on an officer's, the level above on the head's; `officers` names who goes on instead."""
    asked = [one for one in case.recusals if one.person == said.person and one.recused is None]
    if not asked:
        raise NotFound(Text("没有该回避申请。", "Nobody asked for that."))
    role = facts.by.role
    anew = decided(
        asked[0],
        recused=bool(said.recused),
        by=facts.by.person_id,
        by_head=role is Role.ENFORCEMENT_HEAD,
        by_superior=role is Role.JUSTICE_SUPERVISOR,
        earlier_acts_stand=said.earlier_acts_stand is not False,
    )
    after = replace(case, recusals=tuple(anew if one is asked[0] else one for one in case.recusals))
    return with_officers(after, said.officers, facts) if said.officers else after


def suspend(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Let the ninety days stand still, on a ground that is law here and that the case bears."""
    refuse_full("suspensions", len(case.suspensions))
    basis = said.basis[0].as_reference() if said.basis else None
    began = begin_suspension(basis, facts.now, suspected_crime=case.may_be_crime)
    return replace(case, suspensions=(*case.suspensions, began))


def resume(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Let the ninety days go on."""
    return replace(case, suspensions=resumed(case, facts))


def end_investigation(case: Case, said: MoveCase, facts: Facts) -> Case:
    """End the investigation with one of the four results; a penalty is proposed by two officers on evidence that counts."""
    assert said.outcome is not None
    if not isinstance(said.outcome, CaseOutcome):
        raise InvalidFields.one("outcome", Text("应为调查结论。", "A result of an investigation."))
    item = item_on(facts.items, case.town, case.item or "", PowerKind.PENALTY, facts.today)
    present = facts.present(case.acting, shown=bool(said.shown))
    require_officers(present, facts.today, item.field)
    if said.outcome is CaseOutcome.PENALTY:
        grounds_of(case.evidence)
    return replace(
        weighed(case, said),
        investigated=present,
        investigated_at=facts.now,
        outcome=said.outcome,
        report=said.report,
    )


def weighed(case: Case, said: MoveCase) -> Case:
    """Return a case with what is said of its weight: what was found major once stays so, and what goods were seized in is major anyway."""
    seized = any(one.hold is Hold.SEIZED for one in case.held)
    return replace(
        case,
        major=case.major or seized or bool(said.major),
        public_interest=case.public_interest or bool(said.public_interest),
        complex_case=case.complex_case or bool(said.complex_case),
    )


STEPS = {
    CaseAction.ADD_EVIDENCE: add_evidence,
    CaseAction.VERIFY_EVIDENCE: moved_evidence,
    CaseAction.EXCLUDE_EVIDENCE: moved_evidence,
    CaseAction.KEEP_EVIDENCE: keep_evidence,
    CaseAction.SEIZE: seize,
    CaseAction.APPROVE_COERCION: approve_coercion,
    CaseAction.EXTEND_SEIZURE: extend,
    CaseAction.LIFT: lift,
    CaseAction.ASK_RECUSAL: ask_recusal,
    CaseAction.DECIDE_RECUSAL: decide_recusal,
    CaseAction.SUSPEND: suspend,
    CaseAction.RESUME: resume,
    CaseAction.END_INVESTIGATION: end_investigation,
}
"""What each step of the investigation does."""
