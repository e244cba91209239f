"""The papers of the steps that lead to a decision: filed, held, heard, handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_hearing import RIGHTS
from enforcement.rules.case_parts import Hold
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import norms_of
from enforcement.rules.terms import until
from enforcement.service.case_wording import (
    Filled,
    Fillers,
    cause_said,
    cited,
    goods_said,
    party_said,
    people_said,
    place_said,
    remedies_said,
    until_said,
    yuan,
)
from kernel import clock
from kernel.actors import Actor
from kernel.clock import day_of

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase


def _filing(_before: Case, case: Case, _said: MoveCase, actor: Actor) -> Filled:
    norms = [one.law for code in case.acts for one in norms_of(code)]
    held = [one for one in norms if one.statute.holds_on(day_of(case.found_at))] or norms
    yield (
        "filing_approval",
        {
            "cause": cause_said(case),
            "source": case.source.said.zh,
            "party": party_said(case),
            "facts": case.facts or case.clue,
            "basis": cited(held),
            "officers": people_said(case.officers),
            "approval": f"同意立案（{actor.name}）",
        },
    )


def _keeping(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    one = case.held[-1]
    yield (
        "keeping_notice",
        {
            "party": party_said(case),
            "cause": cause_said(case),
            "reason": said.reason or "",
            "goods": goods_said([one], "kept_at", "batch"),
            "kept_until": until_said(one.ends_at),
            "approval": f"立案审批 {case.number_of('filing_approval')}",
        },
    )


def _seizing(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    one = case.held[-1]
    yield (
        "seizure_decision",
        {
            "party": party_said(case),
            "reason": said.reason or case.facts or "",
            "basis": cited(said.references),
            "term": f"自{day_of(one.since)}起至{until_said(one.ends_at)}",
            "goods": goods_said([one], "kept_at", "batch"),
            "remedies": remedies_said(case),
        },
    )


def _lifting(before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    lifted = [one for one in before.held if one.id in said.goods]
    for hold, form in ((Hold.KEPT, "keeping_handling"), (Hold.SEIZED, "release_decision")):
        mine = [one for one in lifted if one.hold is hold]
        if not mine:
            continue
        number = mine[0].number or "（无文号）"
        kept = hold is Hold.KEPT
        yield (
            form,
            {
                "party": party_said(case),
                "goods": goods_said(mine, "handling" if kept else "state"),
                **(
                    {"notice_number": number, "handling": said.reason or ""}
                    if kept
                    else {"decision_number": number, "reason": said.reason or ""}
                ),
            },
        )


def _recusing(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    result = "决定回避" if said.recused else "驳回回避申请"
    yield (
        "recusal_decision",
        {
            "person": people_said([said.person or ""]),
            "reason": said.reason or "",
            "result": result,
            "cause": cause_said(case),
        },
    )


def _reviewing(_before: Case, case: Case, _said: MoveCase, actor: Actor) -> Filled:
    assert case.review is not None
    yield (
        "legal_review_opinion",
        {
            "cause": cause_said(case),
            "party": party_said(case),
            "scope": f"拟罚款{yuan(case.review.of_fine)}的决定",
            "opinion": case.review.opinion,
            "result": "通过" if case.review.passed else "不通过",
            "reviewer": actor.name,
        },
    )


def _notifying(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    notice = case.notice
    assert notice is not None
    same = {
        "party": party_said(case),
        "facts": notice.facts,
        "reason": notice.reason,
        "basis": notice.basis,
        "penalty": notice.penalty,
    }
    last = until_said(until("defence", notice.received_at))
    rights = f"{RIGHTS.zh}陈述申辩至{last}。"
    yield "penalty_notice", same | {"rights": rights, "cause": cause_said(case)}
    if notice.hearing_offered:
        by = until_said(until("hearing_request", notice.received_at))
        yield "hearing_offer", same | {"request_by": by}


def _calling(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    hearing = case.hearing
    assert hearing is not None
    assert hearing.held_at is not None
    yield (
        "hearing_notice",
        {
            "party": party_said(case),
            "cause": cause_said(case),
            "held_at": clock.for_people(hearing.held_at),
            "place": said.source or place_said(case),
            "chair": people_said([hearing.chair or ""]),
            "manner": "公开（涉及国家秘密、商业秘密或者个人隐私的除外）",
        },
    )


def _transferring(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    yield (
        "transfer_letter",
        {
            "receiver": "县公安局",
            "party": party_said(case),
            "facts": case.facts or "",
            "basis": "《行政执法机关移送涉嫌犯罪案件的规定》第五条",
            "officers": people_said(case.officers),
            "cause": cause_said(case),
            "attachments": [
                {"name": one.source, "place": str(number), "quantity": "1"}
                for number, one in enumerate(case.evidence, 1)
            ]
            or [{"name": "案件情况报告", "place": "1", "quantity": "1"}],
        },
    )


TO_DECIDE: Fillers = {
    CaseAction.APPROVE_FILING: _filing,
    CaseAction.KEEP_EVIDENCE: _keeping,
    CaseAction.SEIZE: _seizing,
    CaseAction.LIFT: _lifting,
    CaseAction.DECIDE_RECUSAL: _recusing,
    CaseAction.REVIEW: _reviewing,
    CaseAction.NOTIFY: _notifying,
    CaseAction.CALL_HEARING: _calling,
    CaseAction.TRANSFER: _transferring,
}
"""Which papers come of which step before the decision, and of handing the case on."""
