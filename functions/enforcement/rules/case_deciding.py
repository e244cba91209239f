"""From the proposal to the decision: review, discussion, notice, defence, hearing, and the decision itself, by the gates of the law."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.authority import PowerKind, item_on, refuse_other_acts, still_held
from enforcement.rules.case import Case
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_filing import penalised, refuse_strangers
from enforcement.rules.case_parts import WARNING, Made
from enforcement.rules.case_record import as_file
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import Choice, Norm, norms_of
from enforcement.rules.decision import CaseOutcome, Decision, decide
from enforcement.rules.delivery import Service, Way
from enforcement.rules.ending import clear as refuse_clearing
from enforcement.rules.hearing import (
    Grave,
    Hearing,
    ask,
    refuse_agents,
    refuse_bad_call,
    refuse_not_offered,
    refuse_unheard,
)
from enforcement.rules.legal_review import LegalReview, Reviewer, refuse_reviewer
from enforcement.rules.liability import Standing
from enforcement.rules.notice import (
    Notice,
    announce_anew,
    refuse_incomplete_notice,
    refuse_undefended,
)
from enforcement.rules.reasoning import Reasoning
from enforcement.rules.remedies import tell
from enforcement.rules.separation import Part, refuse_recused, refuse_same_person
from enforcement.rules.simple import OnTheSpot
from enforcement.rules.spot_decision import SpotCase, decide_on_the_spot
from enforcement.rules.terms import day_of
from kernel.access import Role
from kernel.law import Reference
from kernel.problems import InvalidFields
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase, PenaltySaid

RIGHTS = Text(
    "您有权陈述、申辩；符合法定情形的，有权要求听证。",
    "You may state and defend, and ask for a hearing where the law provides one.",
)
"""What every notice says of rights."""


def review(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Review legally what is to be decided: by somebody qualified who took no other part."""
    person = facts.by.person_id
    refuse_recused([person], case.recusals)
    refuse_same_person(person, Part.REVIEW, case.took_part)
    reviewer = Reviewer(person, bool(said.qualification), bool(said.reviewed_before_2018))
    refuse_reviewer(reviewer)
    fine = said.penalty.fine if said.penalty else case.notice.fine if case.notice else 0
    passed = LegalReview(reviewer, facts.now, bool(said.passed), fine, said.opinion or "")
    return replace(case, review=passed)


def discuss(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Keep the minutes of the collective discussion."""
    return replace(case, minutes=said.minutes)


def give_back(case: Case, _said: MoveCase, _facts: Facts) -> Case:
    """Return a case to the investigation: what was announced stays, and a heavier notice names new facts."""
    return replace(case, review=None, minutes=None)


def notify(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Announce the intended penalty with everything the law wants said; where it is grave, with the right to a hearing."""
    assert case.party is not None
    assert said.penalty is not None
    anew = Notice(
        received_at=said.received_by(facts.now, facts.begun),
        penalty=penalty_text(said.penalty).zh,
        facts=said.facts or "",
        reason=said.reason or "",
        basis="；".join(one.named.zh for one in said.references),
        rights=RIGHTS.zh,
        fine=said.penalty.fine,
        other_penalties=said.penalty.kinds,
        hearing_offered=bool(said.hearing_offered),
        heavier_for=said.heavier_for,
    )
    refuse_incomplete_notice(anew)
    refuse_not_offered(case.party.kind, anew)
    if case.notice is not None:
        announce_anew(case.notice, anew)
    return replace(case, notice=anew, defence=replace(case.defence, waived=False), hearing=None)


def penalty_text(penalty: PenaltySaid) -> Text:
    """Say a penalty in words: the fine in yuan, and the others by name."""
    named = [Grave(one).said if one in set(Grave) else _WARNED for one in sorted(penalty.kinds)]
    if penalty.fine:
        yuan = f"{penalty.fine / 100:.2f}"
        named.append(Text(f"罚款{yuan}元", f"a fine of {yuan} yuan"))
    return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))


_WARNED = Text("警告", "a warning")


def defend(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Take down what the party says, or that it waives its time: itself, or by the paper it signed, which an officer names."""
    as_party = case.party is not None and case.party.person == facts.by.person_id
    if said.waived and not as_party and not (said.paper or "").strip():
        told = Text(
            "代为登记放弃的，须注明当事人签字的文书。",
            "Name the paper on which the party waived it.",
        )
        raise InvalidFields.one("paper", told)
    before = case.defence
    told = "\n".join(one for one in (before.said, said.defence) if one)
    waived = before.waived or bool(said.waived)
    return replace(case, defence=replace(before, said=told[-8000:], waived=waived, checked=None))


def request_hearing(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Ask for a hearing, within five working days."""
    assert case.notice is not None
    refuse_agents(said.agents or 0)
    return replace(case, hearing=ask(case.notice, facts.now))


def call_hearing(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Call the hearing seven working days before, chaired by somebody impartial."""
    assert case.hearing is not None
    assert said.held_at is not None
    assert said.chair is not None
    if said.chair not in facts.holding(Role.HEARING_CHAIR):
        raise InvalidFields.one(
            "chair", Text("须为本乡镇听证主持人。", "A chair of hearings of the town.")
        )
    notified = said.received_by(facts.now, facts.begun)
    others = case.took_part
    recused = {one.person for one in case.recusals if one.recused}
    refuse_bad_call(said.held_at, notified, said.chair, others[Part.INVESTIGATION], recused)
    refuse_same_person(said.chair, Part.HEARING, others)
    called = replace(case.hearing, notified_at=notified, held_at=said.held_at, chair=said.chair)
    return replace(case, hearing=called)


def close_hearing(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Close the hearing with its record, which binds the decision; a party that stayed away has waived it."""
    assert case.hearing is not None
    refuse_recused([facts.by.person_id], case.recusals)
    refuse_agents(said.agents or 0)
    held: Hearing = replace(
        case.hearing,
        agents=said.agents or 0,
        record=said.minutes,
        waived=bool(said.waived),
        opinion=said.opinion,
        most=said.most,
    )
    checked = said.checked or case.defence.checked
    return replace(case, hearing=held, defence=replace(case.defence, checked=checked))


def end_defence(case: Case, said: MoveCase, facts: Facts) -> Case:
    """End the time for defence when it is over, with what the check of the defence came to."""
    assert case.notice is not None
    checked = replace(case.defence, checked=said.checked)
    refuse_undefended(case.notice, checked, facts.now)
    refuse_unheard(case.notice, case.hearing, facts.now)
    return replace(case, defence=checked)


# Deciding


def clear(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Decide on no penalty: on a ground of law, with the party educated, or because nothing is proven."""
    if not isinstance(said.outcome, CaseOutcome):
        raise InvalidFields.one("outcome", Text("应为不予处罚情形。", "A ground of no penalty."))
    by, file = facts.by.person_id, as_file(case)
    still_held(facts.items, file.town, file.item, day_of(file.filed_at), facts.today)
    found = refuse_clearing(file, said.outcome, by, said.education, facts.today)
    return replace(
        case,
        decision=replace(
            _made(said.outcome, facts, on_the_spot=False),
            education=said.education,
            cited=(found.law,) if found.law else (),
            why=Text(said.reason or "", said.reason or ""),
        ),
    )


def _made(outcome: CaseOutcome, facts: Facts, *, on_the_spot: bool) -> Made:
    told = tell(facts.county, facts.today, on_the_spot=on_the_spot)
    return Made(
        outcome, facts.now, facts.by.person_id, on_the_spot, told=told.text, told_by=told.laws
    )


def norms(case: Case) -> list[Norm]:
    """Return what the norms of all the acts' codes provide; the higher fine is chosen among them."""
    return [norm for code in case.acts for norm in norms_of(code)]


def reasoned(said: MoveCase, facts: Facts) -> Reasoning:
    """Return what a decision weighs, with the grade of the benchmark it names.

    Raises
    ------
    InvalidFields
        The benchmark has no such grade.
    """
    told = said.reasoning
    if told is None:
        return Reasoning("", "", "", None)
    grade = next((one for one in facts.grades if one.code == told.grade), None)
    if told.grade and grade is None:
        raise InvalidFields.one(
            "reasoning.grade", Text("裁量基准没有该档次。", "The benchmark has no such grade.")
        )
    return Reasoning(told.fault, told.circumstances, told.harm, grade, told.off_benchmark)


def decide_penalty(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Decide on the penalty past every gate; what it rests on is kept with it."""
    assert said.penalty is not None
    if said.checked:
        case = replace(case, defence=replace(case.defence, checked=said.checked))
    decision = Decision(
        facts.now,
        facts.by.person_id,
        said.penalty.fine,
        reasoned(said, facts),
        said.references,
        said.penalty.kinds,
    )
    passed = decide(as_file(case, facts.fined), decision, facts.items, norms(case))
    made = replace(
        _made(CaseOutcome.PENALTY, facts, on_the_spot=False),
        fine=decision.fine,
        others=decision.other_penalties,
        reasoning=decision.reasoning,
        cited=decision.cited,
    )
    return replace(case, decision=_resting_on(made, passed.choice, passed.standing))


def _resting_on(made: Made, choice: Choice | None, standing: Standing) -> Made:
    if choice is None:
        return made
    mild = (standing.law,) if standing.law else ()
    return replace(made, norm=choice.norm.law, why=choice.why, cited=(*made.cited, *mild))


def penalise(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Penalise on the spot within the limits of the simple procedure; the numbered form is handed over there."""
    known = penalised(case, said, facts)
    assert known.party
    assert known.act
    assert known.item
    item = item_on(facts.items, known.town, known.item, PowerKind.PENALTY, facts.today)
    refuse_other_acts(item, known.acts)
    penalty = said.penalty
    fine = penalty.fine if penalty else 0
    others = penalty.kinds if penalty else frozenset({WARNING})
    refs: tuple[Reference, ...] = said.references
    officers = tuple(dict.fromkeys((facts.by.person_id, *said.officers)))
    refuse_strangers(known, officers, facts)
    present = facts.present(officers, shown=bool(said.shown))
    form = known.id if said.handed_over else None
    spot = SpotCase(
        town=known.town,
        item=known.item,
        party=known.party.as_party,
        act=known.act,
        penalty=OnTheSpot(known.party.kind, fine, bool(said.facts_certain), refs, form),
        reasoning=reasoned(said, facts),
        present=present,
        found_at=known.found_at,
        at=facts.now,
        fined_acts=facts.fined,
        other_penalties=others,
        crime=known.crime,
    )
    passed = decide_on_the_spot(spot, facts.items, norms(known))
    made = replace(
        _made(CaseOutcome.PENALTY, facts, on_the_spot=True),
        fine=fine,
        others=others,
        reasoning=spot.reasoning,
        cited=refs,
    )
    return replace(
        known,
        officers=officers,
        investigated=present,
        investigated_at=facts.now,
        outcome=CaseOutcome.PENALTY,
        defence=replace(known.defence, said=said.defence, checked=said.checked or "当场听取"),
        decision=_resting_on(made, passed.choice, passed.standing),
        service=Service(Way.IN_PERSON, facts.now, receipt=known.id),
    )


STEPS = {
    CaseAction.REVIEW: review,
    CaseAction.DISCUSS: discuss,
    CaseAction.RETURN: give_back,
    CaseAction.NOTIFY: notify,
    CaseAction.DEFEND: defend,
    CaseAction.REQUEST_HEARING: request_hearing,
    CaseAction.CALL_HEARING: call_hearing,
    CaseAction.CLOSE_HEARING: close_hearing,
    CaseAction.END_DEFENCE: end_defence,
    CaseAction.CLEAR: clear,
    CaseAction.DECIDE: decide_penalty,
    CaseAction.PENALISE_ON_THE_SPOT: penalise,
}
"""What each step up to the decision does."""
