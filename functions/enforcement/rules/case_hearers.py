"""Who hears of a step of a case: the party of what concerns it, the offices of what they have to do, whoever gave the clue of what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enforcement.rules.case import Case
from enforcement.rules.case_steps import ByLaw, CaseAction
from kernel.access import Role
from kernel.addressees import Addressee, person, role

TOLD_TO_PARTY = frozenset(
    {
        *(
            CaseAction.NOTIFY,
            CaseAction.CALL_HEARING,
            CaseAction.DECIDE,
            CaseAction.CLEAR,
            CaseAction.SERVE,
        ),
        *(
            CaseAction.PENALISE_ON_THE_SPOT,
            CaseAction.GRANT_TIME,
            CaseAction.DEMAND,
            CaseAction.DECIDE_RECUSAL,
        ),
        *(
            CaseAction.SEIZE,
            CaseAction.LIFT,
            CaseAction.REVOKE,
            CaseAction.CORRECT,
            CaseAction.CLOSE,
            CaseAction.WITHDRAW,
        ),
    }
)
TOLD_TO_REPORTER = frozenset(
    {CaseAction.REFUSE_FILING, CaseAction.APPROVE_FILING, CaseAction.HAND_OVER}
)
TOLD_TO_OFFICES: Mapping[str, tuple[Role, ...]] = {
    "opened": (Role.ENFORCEMENT_OFFICER,),
    CaseAction.PROPOSE_FILING: (Role.ENFORCEMENT_HEAD,),
    CaseAction.APPROVE_FILING: (Role.ENFORCEMENT_OFFICER,),
    CaseAction.SEIZE: (Role.ENFORCEMENT_HEAD,),
    ByLaw.HOLD: (Role.ENFORCEMENT_OFFICER,),
    CaseAction.ASK_RECUSAL: (Role.ENFORCEMENT_HEAD,),
    CaseAction.REPORT_CRIME: (Role.ENFORCEMENT_HEAD,),
    CaseAction.END_INVESTIGATION: (Role.ENFORCEMENT_HEAD, Role.LEGAL_REVIEWER),
    CaseAction.REVIEW: (Role.ENFORCEMENT_HEAD, Role.ENFORCEMENT_OFFICER),
    CaseAction.RETURN: (Role.ENFORCEMENT_OFFICER,),
    CaseAction.DEFEND: (Role.ENFORCEMENT_OFFICER,),
    CaseAction.REQUEST_HEARING: (Role.ENFORCEMENT_HEAD,),
    CaseAction.CALL_HEARING: (Role.HEARING_CHAIR,),
    CaseAction.CLOSE_HEARING: (Role.ENFORCEMENT_HEAD, Role.LEGAL_REVIEWER),
    CaseAction.END_DEFENCE: (Role.ENFORCEMENT_HEAD,),
    CaseAction.DECIDE: (Role.ENFORCEMENT_OFFICER,),
    CaseAction.ASK_TIME: (Role.ENFORCEMENT_HEAD,),
    CaseAction.DEMAND: (Role.ENFORCEMENT_HEAD,),
    CaseAction.REVOKE: (Role.ENFORCEMENT_HEAD, Role.ENFORCEMENT_OFFICER),
}


TOLD_TO_COUNTY: Mapping[str, tuple[Role, ...]] = {CaseAction.HAND_OVER: (Role.JUSTICE_SUPERVISOR,)}
"""What the county hears of: a case that leaves the town is not merely gone."""
_COUNTY_DIGITS = 6


def hears(case: Case, event: str, by: str) -> Iterable[Addressee]:
    """Return who hears of a step, but for who took it; offices by their roles at the town, or the county."""
    party = case.party.person if case.party else None
    if party and party != by and event in TOLD_TO_PARTY:
        yield person(party)
    if case.reported_by != by and event in TOLD_TO_REPORTER:
        yield person(case.reported_by)
    for wanted in TOLD_TO_OFFICES.get(event, ()):
        yield role(wanted, case.town)
    for wanted in TOLD_TO_COUNTY.get(event, ()):
        yield role(wanted, case.town[:_COUNTY_DIGITS])
