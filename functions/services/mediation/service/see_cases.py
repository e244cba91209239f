"""See cases: the committee's, one's own, and the risks a town was told of."""

from __future__ import annotations

from kernel.access import Caller
from kernel.record import record
from kernel.storage.lists import Listed
from services.mediation.rules.case import Case, MediationStatus
from services.mediation.rules.case_states import RESTRICTED
from services.mediation.rules.words import DisputeRiskLevel, DisputeRiskMark
from services.mediation.service.knowing import CaseSeen, names_in, see
from services.mediation.store.cases import CASES, PARTS, TOLD, list_of, risks_of


@record
class Risk:
    """A risk as the town that was told of it sees it: no person, no words."""

    id: str
    unit: str
    place: str
    kind: str
    level: DisputeRiskLevel
    marks: frozenset[DisputeRiskMark]
    status: MediationStatus
    reported_at: str


def see_case(case_id: str, caller: Caller) -> CaseSeen:
    """Return a case as somebody sees it who has a part in it."""
    return see(CASES.get(case_id), caller)


def list_cases(unit: str, status: MediationStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of a committee's cases of a status, newest first."""
    name = list_of(unit, str(status))
    found = CASES.in_list(name, limit, cursor, newest_first=True)
    return found._replace(rows=[_line(one) for one in found.rows])


def list_own(caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the cases somebody is a party to, or registered, newest first."""
    subject = f"MEDIATIONS#{caller.person_id}"
    found = PARTS.about(subject, limit, cursor, newest_first=True)
    cases = CASES.shown([one.case for one in found.rows])
    return found._replace(rows=[_line(one) for one in cases if one])


def list_risks(unit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the open risks a town was told of, the oldest first."""
    found = TOLD.in_list(risks_of(unit), limit, cursor)
    cases = {one.id: one for one in CASES.shown([one.id for one in found.rows]) if one}
    risks = [
        Risk(
            case.id,
            case.unit,
            case.place,
            str(case.kind),
            case.risk,
            case.marks,
            case.status,
            told.at,
        )
        for told in found.rows
        if (case := cases.get(told.id))
    ]
    return found._replace(rows=risks)


def history_of(case_id: str, caller: Caller, limit: int, cursor: str | None) -> tuple[Listed, bool]:
    """Return one page of a case's history, oldest first, and whether its words are for the caller; its risk is for the committee.

    Raises
    ------
    NotFound
        There is no such case to the caller.
    """
    seen = see_case(case_id, caller)
    found = CASES.steps_of(case_id, limit, cursor)
    if seen.sees_risk:
        return found, seen.is_inside
    told = [one for one in found.rows if one.event not in RESTRICTED]
    return found._replace(rows=told), seen.is_inside


def _line(case: Case) -> CaseSeen:
    return CaseSeen(case, (), is_inside=False, sees_risk=False, names=names_in(case))
