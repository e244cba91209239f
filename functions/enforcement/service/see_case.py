"""See a case: what of it is whose, what may be done with it, and what is owed of it today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.rules.case import Case
from enforcement.rules.case_duties import PartyTerm, balance, party_terms
from enforcement.rules.case_standing import actions_of, may_read
from enforcement.rules.case_steps import CaseAction, CaseStatus, Holder
from enforcement.rules.money import Account
from enforcement.store import cases, timeline
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, Caller
from kernel.clock import day_of
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.texts import Text

NO_SUCH_CASE = Text("没有找到该案件。", "There is no such case.")


@record
class CaseSeen:
    """A case before somebody.

    Attributes
    ----------
    as_party
        Whether it is the party who looks: it does not see who gave the clue, nor the evidence before it was announced to.
    account
        What is owed of the fine today; None where there is none.
    """

    case: Case
    actions: Sequence[CaseAction]
    as_party: bool
    account: Account | None
    terms: Sequence[PartyTerm]
    now: datetime

    @property
    def version(self) -> int:
        """The case's."""
        return self.case.version


def see(case: Case, caller: Caller) -> CaseSeen:
    """Return a case as somebody sees it now."""
    now = clock.now()
    owed = balance(case, day_of(now)) if case.fine else None
    return CaseSeen(
        case,
        actions_of(case, caller, now),
        is_party(case, caller),
        owed,
        party_terms(case, now),
        now,
    )


def is_party(case: Case, caller: Caller) -> bool:
    """Tell whether somebody is the party of a case."""
    return case.party is not None and case.party.person == caller.person_id


def require_known(case: Case | None, asking: Scope) -> Case:
    """Return a case the caller may know of.

    Raises
    ------
    NotFound
        There is none, or it is nothing to the caller.
    """
    if case is None or not may_read(case, asking.person):
        raise NotFound(NO_SUCH_CASE)
    asking.allow(proven=True)
    return case


def read_case(asking: Scope, case_id: str) -> CaseSeen:
    """Read a case."""
    return see(require_known(cases.load(case_id), asking), asking.person)


def read_timeline(
    asking: Scope, case_id: str, limit: int, cursor: str | None
) -> tuple[CaseSeen, Listed]:
    """Read one page of the record of a case, with the case."""
    seen = read_case(asking, case_id)
    return seen, timeline.page_of(cases.case_key(case_id), limit, cursor)


def list_town(
    asking: Scope, town: str, status: CaseStatus, limit: int, cursor: str | None
) -> Listed:
    """List a town's cases of one status, for those whose office they are."""
    asking.within(town, ENFORCEMENT_READERS)
    page = cases.of_town(town, status, limit, cursor)
    return page._replace(rows=[one for one in page.rows if may_read(one, asking.person)])


def list_own(asking: Scope, standing: Holder, limit: int, cursor: str | None) -> Listed:
    """List the cases the caller handles, or is the party of."""
    asking.allow(proven=True)
    page = cases.of_person(asking.person.person_id, str(standing), limit, cursor)
    return page._replace(rows=[one for one in page.rows if may_read(one, asking.person)])
