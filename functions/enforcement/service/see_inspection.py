"""See an inspection: whoever works with what its town enforces."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.rules.visit_states import VisitAction
from enforcement.rules.visits import Visit, actions_of
from enforcement.service.paper_files import DOCUMENTS, queue_file
from enforcement.store import papers, visits
from enforcement.store.table import DocumentRow
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, Caller
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


@record
class VisitSeen:
    """An inspection, and what the caller may do with it now."""

    visit: Visit
    actions: Sequence[VisitAction]

    @property
    def version(self) -> int:
        """The inspection's."""
        return self.visit.version


def see(visit: Visit, caller: Caller) -> VisitSeen:
    """Return an inspection as the caller sees it."""
    return VisitSeen(visit, actions_of(visit, caller, clock.now()))


def see_inspection(visit_id: str, scope: Scope) -> VisitSeen:
    """Return an inspection of a town the caller works with.

    Raises
    ------
    NotFound
        There is none, or it is another town's.
    """
    visit = visits.load(visit_id)
    if visit is None:
        raise NotFound
    scope.allow(scope.person.post_over(visit.town, ENFORCEMENT_READERS) is not None)
    return see(visit, scope.person)


def write_paper(work: UnitOfWork, visit_id: str, paper_id: str, scope: Scope) -> DocumentRow:
    """Have the file of a paper of an inspection written.

    Raises
    ------
    NotFound
        There is none that the caller may read.
    """
    see_inspection(visit_id, scope)
    paper = papers.find(work, f"INSPECTION#{visit_id}", paper_id)
    if paper is None:
        raise NotFound
    return queue_file(work, paper, scope.person)


def find_document(visit_id: str, paper_id: str, scope: Scope) -> DocumentRow:
    """Return how far the file of a paper of an inspection is.

    Raises
    ------
    NotFound
        There is none, or nobody has asked for it.
    """
    see_inspection(visit_id, scope)
    if papers.load(f"INSPECTION#{visit_id}", paper_id) is None:
        raise NotFound
    return DOCUMENTS.find(paper_id)
