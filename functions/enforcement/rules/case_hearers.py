"""Who hears of a step of a case: the party of what concerns it, the offices of what they have to do, whoever gave the clue of what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enforcement.rules.case import Case
from enforcement.rules.case_states import Action, ByLaw
from kernel.access import Role
from kernel.addressees import Addressee, person, role

TOLD_TO_PARTY = frozenset(
    {
        *(Action.NOTIFY, Action.CALL_HEARING, Action.DECIDE, Action.CLEAR, Action.SERVE),
        *(Action.PENALISE_ON_THE_SPOT, Action.GRANT_TIME, Action.DEMAND, Action.DECIDE_RECUSAL),
        *(Action.SEIZE, Action.LIFT, Action.REVOKE, Action.CORRECT, Action.CLOSE, Action.WITHDRAW),
    }
)
TOLD_TO_REPORTER = frozenset({Action.REFUSE_FILING, Action.APPROVE_FILING, Action.HAND_OVER})
TOLD_TO_OFFICES: Mapping[str, tuple[Role, ...]] = {
    "opened": (Role.ENFORCEMENT_OFFICER,),
    Action.PROPOSE_FILING: (Role.ENFORCEMENT_HEAD,),
    Action.APPROVE_FILING: (Role.ENFORCEMENT_OFFICER,),
    Action.SEIZE: (Role.ENFORCEMENT_HEAD,),
    ByLaw.HOLD: (Role.ENFORCEMENT_OFFICER,),
    Action.ASK_RECUSAL: (Role.ENFORCEMENT_HEAD,),
    Action.REPORT_CRIME: (Role.ENFORCEMENT_HEAD,),
    Action.END_INVESTIGATION: (Role.ENFORCEMENT_HEAD, Role.LEGAL_REVIEWER),
    Action.REVIEW: (Role.ENFORCEMENT_HEAD, Role.ENFORCEMENT_OFFICER),
    Action.RETURN: (Role.ENFORCEMENT_OFFICER,),
    Action.DEFEND: (Role.ENFORCEMENT_OFFICER,),
    Action.REQUEST_HEARING: (Role.ENFORCEMENT_HEAD,),
    Action.CALL_HEARING: (Role.HEARING_CHAIR,),
    Action.CLOSE_HEARING: (Role.ENFORCEMENT_HEAD, Role.LEGAL_REVIEWER),
    Action.END_DEFENCE: (Role.ENFORCEMENT_HEAD,),
    Action.DECIDE: (Role.ENFORCEMENT_OFFICER,),
    Action.ASK_TIME: (Role.ENFORCEMENT_HEAD,),
    Action.DEMAND: (Role.ENFORCEMENT_HEAD,),
    Action.REVOKE: (Role.ENFORCEMENT_HEAD, Role.ENFORCEMENT_OFFICER),
}


def hears(case: Case, event: str, by: str) -> Iterable[Addressee]:
    """Return who hears of a step, but for who took it; offices by their roles at the town."""
    party = case.party.person if case.party else None
    if party and party != by and event in TOLD_TO_PARTY:
        yield person(party)
    if case.reported_by != by and event in TOLD_TO_REPORTER:
        yield person(case.reported_by)
    for wanted in TOLD_TO_OFFICES.get(event, ()):
        yield role(wanted, case.town)
