"""Photos of cases: how somebody stands to them. Apart from those of inspections, which need nothing of what a case is."""

from __future__ import annotations

from enforcement.rules.case_steps import CaseStatus
from enforcement.service.photos import PhotoStanding
from enforcement.store import cases
from kernel.access import ENFORCEMENT_READERS
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def standing_in_case(work: UnitOfWork, case_id: str, scope: Scope) -> PhotoStanding:
    """Return how the caller stands to the photos of a case, which stays as it is until what follows is written; the party sees none of them.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    case = cases.find(work, case_id)
    if case is None:
        raise NotFound
    caller = scope.person
    post = caller.post_over(case.town, ENFORCEMENT_READERS)
    party = case.party.person if case.party else None
    scope.allow(post is not None and party != caller.person_id)
    assert post is not None, "it was just proven"
    cases.hold(work, case)
    return PhotoStanding(
        case.town,
        str(post.role),
        makes_it=caller.person_id in case.acting,
        under_way=case.status is CaseStatus.INVESTIGATING and not case.suspended,
        evidence=frozenset(one.file for one in case.evidence if one.file),
    )
