"""The papers that come of the steps of a case: what each says is taken from the case as it is then, its number in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from enforcement.rules.case import Case, Held, Hold, Made, PaperOf
from enforcement.rules.case_deciding import RIGHTS
from enforcement.rules.case_duties import balance
from enforcement.rules.case_states import CaseAction
from enforcement.rules.choice_of_law import norms_of
from enforcement.rules.decision import Paper, refuse_incomplete_paper
from enforcement.rules.numbers import amount
from enforcement.rules.remedies import tell
from enforcement.rules.terms import day_of, until
from enforcement.service.papers import settle_paper
from enforcement.store.cases import case_key
from kernel import clock
from kernel.actors import Actor
from kernel.directory import unit_name
from kernel.law import Reference
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase

Values = Mapping[str, Any]
Filled = Iterable[tuple[str, Values]]


def issue_papers(work: UnitOfWork, before: Case, after: Case, said: MoveCase, actor: Actor) -> Case:
    """Issue the papers of a step, and return the case with their numbers."""
    fill = _OF.get(said.action)
    if fill is None:
        return after
    now = clock.now()
    for form, values in fill(before, after, said, actor):
        row = settle_paper(
            work,
            subject_key=case_key(after.id),
            organ=after.town,
            form=form,
            values=values,
            by=actor,
            now=now,
        )
        others = tuple(one for one in after.papers if one.form != form)
        after = replace(after, papers=(*others, PaperOf(form, row.number, row.id)))
        if form in ("keeping_notice", "seizure_decision"):
            held = (*after.held[:-1], replace(after.held[-1], number=row.number))
            after = replace(after, held=held)
    return after


# What several papers say


def _party(case: Case) -> str:
    assert case.party is not None
    code = f"（统一社会信用代码 {case.party.credit_code}）" if case.party.credit_code else ""
    return f"{case.party.name}{code}"


def _cause(case: Case) -> str:
    return f"涉嫌{'、'.join(case.acts)}" if case.acts else case.clue[:200]


def _cited(references: Iterable[Reference]) -> str:
    return "；".join(one.named.zh for one in references)


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}元"


def _until(at: datetime) -> str:
    """Return the last day of a term that ends at an instant."""
    return day_of(at - timedelta(seconds=1)).isoformat()


def _officers(case: Case) -> str:
    shown = [
        f"{one.person_id}（{one.certificate.number}）"
        for one in case.investigated
        if one.certificate
    ]
    return "、".join(shown or case.officers) or "（承办人）"


def _place(case: Case) -> str:
    named = unit_name(case.unit)
    return named.zh if named else case.unit


def _goods(held: Sequence[Held], *more: str) -> list[dict[str, str]]:
    """Return goods as a list of a paper has them."""
    wanted = ("name", "quantity", *more)
    return [
        {one: what if one == "name" else "见实物" for one in wanted}
        for each in held
        for what in each.what
    ]


def _facts(case: Case) -> str:
    counted = [f"{one.kind.said.zh}：{one.source}" for one in case.evidence if one.counts]
    return f"{case.facts or ''} 证据：{'；'.join(counted) or '无'}。"


def _fine_and_others(made: Made) -> str:
    named = [f"罚款{_yuan(made.fine)}"] if made.fine else []
    named += ["警告" if one == "warning" else one for one in sorted(made.others)]
    return "、".join(named)


def _norm(made: Made) -> str:
    norm = f"{made.norm.named.zh}。{made.why.zh}" if made.norm and made.why else ""
    return f"依据{_cited(made.cited)}。{norm}"


def _performance(case: Case) -> str:
    if not case.fine:
        return "本决定自送达之日起生效。"
    days = amount("payment")
    rate = amount("late_fee")
    return (
        f"自收到本决定书之日起{days}日内到指定银行或者通过电子支付系统缴纳；逾期每日按罚款数额的{rate}%加处罚款，"
        "加处罚款不超过罚款数额。"
    )


# By step


def _filing(_before: Case, case: Case, _said: MoveCase, actor: Actor) -> Filled:
    norms = [one.law for code in case.acts for one in norms_of(code)]
    held = [one for one in norms if one.statute.holds_on(day_of(case.found_at))] or norms
    yield (
        "filing_approval",
        {
            "cause": _cause(case),
            "source": case.source.said.zh,
            "party": _party(case),
            "facts": case.facts or case.clue,
            "basis": _cited(held),
            "officers": "、".join(case.officers),
            "approval": f"同意立案（{actor.name}）",
        },
    )


def _keeping(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    one = case.held[-1]
    yield (
        "keeping_notice",
        {
            "party": _party(case),
            "cause": _cause(case),
            "reason": said.reason or "",
            "goods": _goods([one], "kept_at", "batch"),
            "kept_until": _until(one.ends_at),
            "approval": f"立案审批 {case.number_of('filing_approval')}",
        },
    )


def _seizing(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    one = case.held[-1]
    yield (
        "seizure_decision",
        {
            "party": _party(case),
            "reason": said.reason or case.facts or "",
            "basis": _cited(said.references),
            "term": f"自{day_of(one.since)}起至{_until(one.ends_at)}",
            "goods": _goods([one], "kept_at", "batch"),
            "remedies": _remedies(case),
        },
    )


def _remedies(case: Case) -> str:
    code = case.town[:6]
    county = unit_name(code) or Text(code, code)
    return tell(county, day_of(clock.now()), on_the_spot=False).text.zh


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
                "party": _party(case),
                "goods": _goods(mine, "handling" if kept else "state"),
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
            "person": said.person or "",
            "reason": said.reason or "",
            "result": result,
            "cause": _cause(case),
        },
    )


def _reviewing(_before: Case, case: Case, _said: MoveCase, actor: Actor) -> Filled:
    assert case.review is not None
    yield (
        "legal_review_opinion",
        {
            "cause": _cause(case),
            "party": _party(case),
            "scope": f"拟罚款{_yuan(case.review.of_fine)}的决定",
            "opinion": case.review.opinion,
            "result": "通过" if case.review.passed else "不通过",
            "reviewer": actor.name,
        },
    )


def _notifying(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    notice = case.notice
    assert notice is not None
    same = {
        "party": _party(case),
        "facts": notice.facts,
        "reason": notice.reason,
        "basis": notice.basis,
        "penalty": notice.penalty,
    }
    last = _until(until("defence", notice.received_at))
    rights = f"{RIGHTS.zh}陈述申辩至{last}。"
    yield "penalty_notice", same | {"rights": rights, "cause": _cause(case)}
    if notice.hearing_offered:
        by = _until(until("hearing_request", notice.received_at))
        yield "hearing_offer", same | {"request_by": by}


def _calling(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    hearing = case.hearing
    assert hearing is not None
    assert hearing.held_at is not None
    yield (
        "hearing_notice",
        {
            "party": _party(case),
            "cause": _cause(case),
            "held_at": clock.for_people(hearing.held_at),
            "place": said.source or _place(case),
            "chair": hearing.chair or "",
            "manner": "公开（涉及国家秘密、商业秘密或者个人隐私的除外）",
        },
    )


def _deciding(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    made = case.decision
    assert made is not None
    assert made.reasoning is not None
    values = {
        "party": _party(case),
        "facts_and_evidence": _facts(case),
        "penalty_and_basis": f"{_fine_and_others(made)}。{_norm(made)}",
        "performance": _performance(case),
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


def _clearing(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    made = case.decision
    assert made is not None
    yield (
        "no_penalty_decision",
        {
            "party": _party(case),
            "facts_and_evidence": _facts(case),
            "basis": _cited(made.cited) or made.outcome.said.zh,
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
            "party": _party(case),
            "facts": case.facts or "",
            "penalty_and_basis": f"{_fine_and_others(made)}。{_norm(made)}",
            "held_at": clock.for_people(made.at),
            "place": _place(case),
            "remedies": made.told.zh,
            "officers": _officers(case),
            "defence": case.defence.said or "",
            "performance": _performance(case),
        },
    )


def _granting(_before: Case, case: Case, said: MoveCase, actor: Actor) -> Filled:
    yield (
        "payment_time_approval",
        {
            "party": _party(case),
            "decision_number": case.number_of("penalty_decision", "spot_decision"),
            "reason": said.reason or "",
            "instalments": [
                {"place": str(number), "sum": _yuan(one.fen), "due": one.due_on.isoformat()}
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
            "party": _party(case),
            "decision_number": case.number_of("penalty_decision", "spot_decision"),
            "perform_by": _until(until("demand", case.demanded_at)),
            "manner": "到指定银行或者通过电子支付系统缴纳",
            "sum": f"罚款{_yuan(owed.fine)}，加处罚款{_yuan(owed.late_fee)}，尚欠{_yuan(owed.rest)}",
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
            "party": _party(case),
            "facts_and_basis": f"{number}生效后未履行，催告后仍未履行。依据{_cited(said.references)}。",
            "demand": f"强制执行罚款及加处罚款{_yuan(owed.rest)}",
            "subject": _yuan(owed.rest),
            "head": actor.name,
            "decision_number": number,
        },
    )


def _revoking(_before: Case, case: Case, said: MoveCase, _actor: Actor) -> Filled:
    yield (
        "revocation_decision",
        {
            "party": _party(case),
            "decision_number": case.number_of(
                "penalty_decision", "spot_decision", "no_penalty_decision"
            ),
            "reason": said.reason or "",
            "basis": _cited(said.references),
            "result": "撤销原决定",
            "remedies": _remedies(case),
        },
    )


def _transferring(_before: Case, case: Case, _said: MoveCase, _actor: Actor) -> Filled:
    yield (
        "transfer_letter",
        {
            "receiver": "县公安局",
            "party": _party(case),
            "facts": case.facts or "",
            "basis": "《行政执法机关移送涉嫌犯罪案件的规定》第五条",
            "officers": "、".join(case.officers),
            "cause": _cause(case),
            "attachments": [
                {"name": one.source, "place": str(number), "quantity": "1"}
                for number, one in enumerate(case.evidence, 1)
            ]
            or [{"name": "案件情况报告", "place": "1", "quantity": "1"}],
        },
    )


_OF: Mapping[CaseAction, Callable[[Case, Case, MoveCase, Actor], Filled]] = {
    CaseAction.APPROVE_FILING: _filing,
    CaseAction.KEEP_EVIDENCE: _keeping,
    CaseAction.SEIZE: _seizing,
    CaseAction.LIFT: _lifting,
    CaseAction.DECIDE_RECUSAL: _recusing,
    CaseAction.REVIEW: _reviewing,
    CaseAction.NOTIFY: _notifying,
    CaseAction.CALL_HEARING: _calling,
    CaseAction.DECIDE: _deciding,
    CaseAction.CLEAR: _clearing,
    CaseAction.PENALISE_ON_THE_SPOT: _on_the_spot,
    CaseAction.GRANT_TIME: _granting,
    CaseAction.DEMAND: _demanding,
    CaseAction.APPLY_TO_COURT: _applying,
    CaseAction.REVOKE: _revoking,
    CaseAction.TRANSFER: _transferring,
}
"""Which papers come of which step."""
