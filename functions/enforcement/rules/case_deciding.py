"""Review, discussion and the decision itself, by the gates of the law; what the party says in between is in `case_hearing`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.authority import PowerKind, item_on, refuse_other_acts, still_held
from enforcement.rules.case import Case
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_filing import penalised, refuse_strangers
from enforcement.rules.case_investigating import weighed
from enforcement.rules.case_parts import WARNING, Made
from enforcement.rules.case_record import as_file
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import Choice, Norm, norms_of
from enforcement.rules.decision import CaseOutcome, Decision, decide
from enforcement.rules.delivery import Service, Way
from enforcement.rules.ending import clear as refuse_clearing
from enforcement.rules.legal_review import (
    LegalReview,
    Reviewer,
    refuse_other_reviewer,
    refuse_reviewer,
)
from enforcement.rules.liability import Standing
from enforcement.rules.reasoning import Reasoning
from enforcement.rules.remedies import tell
from enforcement.rules.separation import Part, refuse_recused, refuse_same_person
from enforcement.rules.simple import OnTheSpot
from enforcement.rules.spot_decision import SpotCase, decide_on_the_spot
from kernel.clock import day_of
from kernel.law import Reference
from kernel.problems import InvalidFields
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase


def review(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Review legally what is to be decided: by somebody qualified who took no other part."""
    person = facts.by.person_id
    refuse_recused([person], case.recusals)
    refuse_same_person(person, Part.REVIEW, case.took_part)
    refuse_other_reviewer(case.review, person)
    reviewer = Reviewer(person, facts.qualified)
    refuse_reviewer(reviewer)
    fine = said.penalty.fine if said.penalty else case.notice.fine if case.notice else 0
    passed = LegalReview(reviewer, facts.now, bool(said.passed), fine, said.opinion or "")
    reviewers = dict.fromkeys((*case.reviewers, person))
    return replace(case, review=passed, reviewers=tuple(reviewers))


def discuss(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Keep the minutes of the collective discussion."""
    return replace(case, minutes=said.minutes)


def give_back(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Return a case to the investigation: what was announced and heard stays, and a heavier notice rests on new facts.

    Whoever returns it may say that it is major, complex or of public interest; officers do not take that back.
    """
    return replace(weighed(case, said), review=None, minutes=None)


def clear(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Decide on no penalty: on a ground of law, with the party educated, or because nothing is proven."""
    if not isinstance(said.outcome, CaseOutcome):
        raise InvalidFields.one("outcome", Text("应为不予处罚情形。", "A ground of no penalty."))
    by, file = facts.by.person_id, as_file(case)
    _refuse_power(case, facts)
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


def _refuse_power(case: Case, facts: Facts) -> None:
    """Let a case be decided whose item is still the town's, for what was done: one given anew may be for less."""
    file = as_file(case)
    item = still_held(facts.items, file.town, file.item, day_of(file.filed_at), facts.today)
    refuse_other_acts(item, case.acts)


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
    _refuse_power(case, facts)
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
        found_at=known.known_at,
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
    CaseAction.CLEAR: clear,
    CaseAction.DECIDE: decide_penalty,
    CaseAction.PENALISE_ON_THE_SPOT: penalise,
}
"""What each step that checks or decides does."""
