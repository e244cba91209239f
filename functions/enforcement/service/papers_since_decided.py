"""The papers of a decision and of the steps after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_duties import balance
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.decision import Paper, refuse_incomplete_paper
from enforcement.rules.terms import until
from enforcement.service.case_wording import (
    Filled,
    Fillers,
    cited,
    facts_said,
    fine_and_others,
    norm_said,
    officers_said,
    party_said,
    performance_said,
    place_said,
    remedies_said,
    until_said,
    yuan,
)
from kernel import clock
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.directory import unit_name

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase


def _deciding(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    made = case.decision
    assert made is not None
    assert made.reasoning is not None
    values = {
        "party": party_said(case),
        "facts_and_evidence": facts_said(case),
        "penalty_and_basis": f"{fine_and_others(made)}。{norm_said(made)}",
        "performance": performance_said(case),
        "remedies": made.told.zh,
    }
    organ = unit_name(case.town)
    dated = f"{organ.zh if organ else case.town} {day_of(made.at)}"
    refuse_incomplete_paper(Paper(**values, organ_and_date=dated, sealed=True))
    yield (
        "penalty_decision",
        values
        | {
            "reasoning": made.reasoning.text.zh,
            "defence": f"{case.defence.said or '未陈述申辩'} 复核：{case.defence.checked or '无'}",
        },
    )


def _correcting(_before: Case, case: Case, said: MoveCase, actor: Actor) -> Filled:
    """Give the decision with the fine that has taken the place of the first; where only a slip is mended, the paper was made by hand."""
    made = case.decision
    assert made is not None
    if case.links[-1].fine is None or made.reasoning is None:
        return
    lighter = replace(case, decision=replace(made, fine=case.fine))
    fill = _on_the_spot if made.on_the_spot else _deciding
    yield from fill(case, lighter, said, actor)


def _clearing(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    made = case.decision
    assert made is not None
    yield (
        "no_penalty_decision",
        {
            "party": party_said(case),
            "facts_and_evidence": facts_said(case),
            "basis": cited(made.cited) or made.outcome.said.zh,
            "education": made.education or "",
            "remedies": made.told.zh,
        },
    )


def _on_the_spot(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    made = case.decision
    assert made is not None
    yield (
        "spot_decision",
        {
            "party": party_said(case),
            "facts": case.facts or "",
            "penalty_and_basis": f"{fine_and_others(made)}。{norm_said(made)}",
            "held_at": clock.for_people(made.at),
            "place": place_said(case),
            "remedies": made.told.zh,
            "officers": officers_said(case),
            "defence": case.defence.said or "",
            "performance": performance_said(case),
        },
    )


def _granting(_before: Case, case: Case, said: MoveCase, actor: Actor) -> Filled:
    yield (
        "payment_time_approval",
        {
            "party": party_said(case),
            "decision_number": case.number_of("penalty_decision", "spot_decision"),
            "reason": said.reason or "",
            "instalments": [
                {"place": str(number), "sum": yuan(one.fen), "due": one.due_on.isoformat()}
                for number, one in enumerate(case.plan, 1)
            ],
            "approval": f"同意（{actor.name}）",
        },
    )


def _demanding(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    assert case.demanded_at is not None
    owed = balance(case, day_of(clock.now()))
    yield (
        "demand_letter",
        {
            "party": party_said(case),
            "decision_number": case.number_of("penalty_decision", "spot_decision"),
            "perform_by": until_said(until("demand", case.demanded_at)),
            "manner": "到指定银行或者通过电子支付系统缴纳",
            "sum": f"罚款{yuan(owed.fine)}，加处罚款{yuan(owed.late_fee)}，尚欠{yuan(owed.rest)}",
            "rights": "收到催告书后有权进行陈述和申辩。",
        },
    )


def _applying(_before: Case, case: Case, said: MoveCase, actor: Actor) -> Filled:
    owed = balance(case, day_of(clock.now()))
    number = case.number_of("penalty_decision", "spot_decision")
    yield (
        "court_application",
        {
            "court": "有管辖权的人民法院",
            "party": party_said(case),
            "facts_and_basis": f"{number}生效后未履行，催告后仍未履行。依据{cited(said.references)}。",
            "demand": f"强制执行罚款及加处罚款{yuan(owed.rest)}",
            "subject": yuan(owed.rest),
            "head": actor.name,
            "decision_number": number,
        },
    )


def _revoking(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    yield (
        "revocation_decision",
        {
            "party": party_said(case),
            "decision_number": case.number_of(
                "penalty_decision", "spot_decision", "no_penalty_decision"
            ),
            "reason": said.reason or "",
            "basis": cited(said.references),
            "result": "撤销原决定",
            "remedies": remedies_said(case),
        },
    )


SINCE_DECIDED: Fillers = {
    CaseAction.DECIDE: _deciding,
    CaseAction.CLEAR: _clearing,
    CaseAction.PENALISE_ON_THE_SPOT: _on_the_spot,
    CaseAction.GRANT_TIME: _granting,
    CaseAction.DEMAND: _demanding,
    CaseAction.APPLY_TO_COURT: _applying,
    CaseAction.REVOKE: _revoking,
    CaseAction.CORRECT: _correcting,
}
"""Which papers come of the decision and of which step after it."""
