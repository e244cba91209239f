"""From the clue to the case, and out of it again: filed or not, handed over, withdrawn, with the police."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from enforcement.rules.authority import PowerKind, item_on, refuse_other_acts
from enforcement.rules.case import Case
from enforcement.rules.case_facts import Facts
from enforcement.rules.case_parts import act_ids
from enforcement.rules.case_record import as_file
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import NoNorm, norms_of
from enforcement.rules.claims import refuse_claims
from enforcement.rules.deadline import Suspension
from enforcement.rules.ending import withdraw as refuse_withdrawal
from enforcement.rules.firms import is_credit_code
from enforcement.rules.liability import Act, PartyKind, refuse_time_barred
from enforcement.rules.officers import require_officers
from enforcement.rules.separation import refuse_own_approval, refuse_recused
from enforcement.rules.transfer import report
from kernel.access import Role
from kernel.clock import day_of
from kernel.law import reference
from kernel.problems import InvalidFields
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase

_WITH_POLICE = {"law": "crime-transfer-regulation-2020", "articles": ["5"]}
"""While the police examine a suspected crime the organ decides nothing: on this basis the ninety days stand still."""


def propose_filing(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Propose a case to be filed: an item of the town, a party and an act within the time bar."""
    known = _with_act(case, said, facts)
    assert known.act is not None  # it was said
    item = item_on(facts.items, case.town, said.item or "", PowerKind.PENALTY, facts.today)
    refuse_other_acts(item, known.acts)
    refuse_time_barred(known.act, day_of(case.known_at))
    return replace(known, proposed_by=facts.by.person_id)


def _with_act(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Return a case with the item, the party and the act that were said."""
    if said.party is None or said.act is None:
        missing = "party" if said.party is None else "act"
        raise InvalidFields.one(
            missing, Text("须写明当事人和违法行为。", "Say who the party is and what was done.")
        )
    party, told = said.party.as_party(), said.act
    if party.person in (facts.by.person_id, *case.officers):
        raise InvalidFields.one(
            "party.person", Text("本人案件须由他人办理。", "Nobody handles an own case.")
        )
    if party.kind is PartyKind.ORGANISATION and not is_credit_code(party.credit_code or ""):
        raise InvalidFields.one(
            "party.credit_code",
            Text(
                "法人或者其他组织须有统一社会信用代码。",
                "An organisation has its unified credit code.",
            ),
        )
    if any(not norms_of(code) for code in told.codes):
        raise NoNorm
    if told.done_on > day_of(case.found_at) or (told.ended_on and told.ended_on < told.done_on):
        raise InvalidFields.one("act.done_on", Text("日期不合理。", "The days cannot be."))
    one, *also = act_ids(party, case.town, told.done_on, told.nth)
    act = Act(
        one,
        told.done_on,
        told.continuing,
        told.ended_on,
        told.grave,
        told.slight,
        told.corrected,
        told.harmless,
        told.first,
        told.no_fault_proven,
        tuple(also),
    )
    refuse_claims(party, act, told.codes, born=facts.born, penalised_before=facts.penalised_before)
    return replace(
        case, item=said.item, facts=said.facts, party=party, act=act, acts=tuple(told.codes)
    )


def penalised(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Return a clue with what a penalty on the spot says of party and act."""
    return _with_act(case, said, facts)


def refuse_filing(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Let a clue be none."""
    return replace(case, ending=said.reason)


def approve_filing(case: Case, said: MoveCase, facts: Facts) -> Case:
    """File a case, and name two officers with certificates who handle it; the ninety days begin."""
    refuse_own_approval(case.proposed_by, facts.by.person_id)
    named = with_officers(case, said.officers, facts)
    return replace(named, filed_at=facts.now, approved_by=facts.by.person_id)


def with_officers(case: Case, named: list[str], facts: Facts) -> Case:
    """Return a case handled by officers of the town, two of them certified for its item, none of them the party or recused."""
    officers = tuple(dict.fromkeys(named))
    refuse_strangers(case, officers, facts)
    item = item_on(facts.items, case.town, case.item or "", PowerKind.PENALTY, facts.today)
    refuse_recused(officers, case.recusals)
    require_officers(facts.present(officers), facts.today, item.field)
    gone = [one for one in case.officers if one not in officers]
    return replace(case, officers=officers, former=tuple(dict.fromkeys((*case.former, *gone))))


def refuse_strangers(case: Case, officers: Sequence[str], facts: Facts) -> None:
    """Let a case be handled by officers of its town alone, and not by its party.

    Raises
    ------
    InvalidFields
        One is none, or is the party.
    """
    strangers = [one for one in officers if one not in facts.holding(Role.ENFORCEMENT_OFFICER)]
    if strangers or (case.party and case.party.person in officers):
        raise InvalidFields.one(
            "officers",
            Text("须为本乡镇执法人员且非当事人。", "Officers of the town, and not the party."),
        )


def end_by_reason(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Hand a case to the county's department: its item was taken back, or it is not the town's."""
    return replace(case, ending=said.reason)


def withdraw(case: Case, said: MoveCase, _facts: Facts) -> Case:
    """Withdraw a case on a ground that the record bears."""
    assert said.ground is not None  # its words were asked for
    refuse_withdrawal(as_file(case), said.ground, said.paper)
    return replace(case, ending=f"{said.ground.said.zh}：{said.reason}")


# Suspected crimes


def report_crime(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Report a suspected crime, checked by two officers, in writing."""
    present = facts.present(case.acting)
    return replace(case, crime=report(present, said.report, facts.now))


def refuse_transfer(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Decide that it is no suspected crime; days that stood still for it go on."""
    assert case.crime is not None
    none = replace(case.crime, decided_at=facts.now, approved=False)
    return replace(case, crime=none, suspensions=resumed(case, facts))


def transfer(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Decide that it goes to the police; it is sent within twenty-four hours, and the ninety days stand still."""
    assert case.crime is not None
    still = Suspension(facts.now, reference(_WITH_POLICE))
    running = () if case.suspended else (still,)
    return replace(
        case,
        crime=replace(case.crime, decided_at=facts.now, approved=True),
        suspensions=(*case.suspensions, *running),
    )


def send_to_police(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Send it, against a receipt."""
    assert case.crime is not None
    return replace(case, crime=replace(case.crime, sent_at=facts.now))


def record_police(case: Case, said: MoveCase, facts: Facts) -> Case:
    """Record whether the police took it."""
    assert case.crime is not None
    answered = replace(case.crime, answered_at=facts.now, taken=bool(said.taken))
    return replace(case, crime=answered)


def take_back(case: Case, _said: MoveCase, facts: Facts) -> Case:
    """Go on with a case the police refused; the days go on as well."""
    return replace(case, suspensions=resumed(case, facts))


def resumed(case: Case, facts: Facts) -> tuple[Suspension, ...]:
    """Return the suspensions of a case with none going on any more."""
    return tuple(
        one if one.ended_at else replace(one, ended_at=facts.now) for one in case.suspensions
    )


STEPS = {
    CaseAction.PROPOSE_FILING: propose_filing,
    CaseAction.REFUSE_FILING: refuse_filing,
    CaseAction.APPROVE_FILING: approve_filing,
    CaseAction.HAND_OVER: end_by_reason,
    CaseAction.WITHDRAW: withdraw,
    CaseAction.REPORT_CRIME: report_crime,
    CaseAction.REFUSE_TRANSFER: refuse_transfer,
    CaseAction.TRANSFER: transfer,
    CaseAction.SEND_TO_POLICE: send_to_police,
    CaseAction.RECORD_POLICE: record_police,
    CaseAction.TAKE_BACK: take_back,
}
"""What each step into a case and out of it does."""
