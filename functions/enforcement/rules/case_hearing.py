"""What the party is told of an intended penalty and says to it: notice, defence, hearing, by the gates of the law (处罚法 Arts. 44, 45, 62-65)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.evidence import are_new
from enforcement.rules.hearing import (
    Hearing,
    ask,
    penalty_name,
    refuse_agents,
    refuse_bad_call,
    refuse_not_offered,
    refuse_unheard,
    wants_offer,
)
from enforcement.rules.notice import (
    Notice,
    announce_anew,
    refuse_incomplete_notice,
    refuse_undefended,
)
from enforcement.rules.separation import Part, refuse_recused, refuse_same_person
from kernel.access import Role
from kernel.problems import InvalidFields
from kernel.texts import Text

if TYPE_CHECKING:
    from datetime import datetime

    from enforcement.model.case_request_parts import PenaltySaid
    from enforcement.model.case_requests import MoveCase

RIGHTS = Text(
    "您有权陈述、申辩；符合法定情形的，有权要求听证。",
    "You may state and defend, and ask for a hearing where the law provides one.",
)
"""What every notice says of rights."""


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
    ceiling = case.ceiling
    if case.notice is not None:
        since = max([case.notice.received_at, *_heard_at(case)])
        fresh = are_new(case.evidence, since)
        ceiling = announce_anew(case.notice, anew, ceiling, new_facts=fresh)
    grave = wants_offer(case.party.kind, anew.fine, anew.other_penalties)
    return replace(
        case,
        notice=anew,
        defence=replace(case.defence, waived=False),
        hearing=None,
        ceiling=ceiling,
        major=case.major or grave,
    )


def _heard_at(case: Case) -> list[datetime]:
    return [case.hearing.held_at] if case.hearing and case.hearing.held_at else []


def penalty_text(penalty: PenaltySaid) -> Text:
    """Say a penalty in words: the fine in yuan, and the others by name."""
    named = [penalty_name(one) for one in sorted(penalty.kinds)]
    if penalty.fine:
        yuan = f"{penalty.fine / 100:.2f}"
        named.append(Text(f"罚款{yuan}元", f"a fine of {yuan} yuan"))
    return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))


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
    if case.notice and case.notice.fine and not said.waived and said.most is None:
        told = Text(
            "须写明笔录所支持的最高罚款。", "Say how heavy a fine the record bears at most."
        )
        raise InvalidFields.one("most", told)
    held: Hearing = replace(
        case.hearing,
        agents=said.agents or 0,
        record=said.minutes,
        waived=bool(said.waived),
        opinion=said.opinion,
        most=said.most,
    )
    checked = said.checked or case.defence.checked
    bounds = [one for one in (case.ceiling, said.most) if one is not None]
    return replace(
        case,
        hearing=held,
        chairs=tuple(dict.fromkeys((*case.chairs, facts.by.person_id))),
        ceiling=min(bounds, default=None),
        defence=replace(case.defence, checked=checked),
    )


def end_defence(case: Case, said: MoveCase, facts: Facts) -> Case:
    """End the time for defence when it is over, with what the check of the defence came to."""
    assert case.notice is not None
    checked = replace(case.defence, checked=said.checked)
    refuse_undefended(case.notice, checked, facts.now)
    refuse_unheard(case.notice, case.hearing, facts.now)
    return replace(case, defence=checked)


STEPS = {
    CaseAction.NOTIFY: notify,
    CaseAction.DEFEND: defend,
    CaseAction.REQUEST_HEARING: request_hearing,
    CaseAction.CALL_HEARING: call_hearing,
    CaseAction.CLOSE_HEARING: close_hearing,
    CaseAction.END_DEFENCE: end_defence,
}
"""What each step from the notice to the end of the defence does."""
