"""See an inspection: whoever works with what its town enforces."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.rules.visit_states import VisitAction
from enforcement.rules.visits import Visit, actions_of
from enforcement.store import visits
from kernel import clock
from kernel.access import ENFORCEMENT_READERS, Caller
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope


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
