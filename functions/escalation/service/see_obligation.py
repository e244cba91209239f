"""See obligations: what a unit answers for, one by its id, every step of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from escalation.rules.obligation_moves import actions_of
from escalation.rules.obligation_states import ObligationAction
from escalation.rules.obligations import Obligation
from escalation.rules.terms import Terms
from escalation.store import obligations as store
from escalation.store.terms import terms_of
from kernel.access import OFFICERS, Caller, Role
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed

READERS = OFFICERS | {Role.VILLAGE_SUPERVISOR}


class ObligationSeen(NamedTuple):
    """An obligation before somebody: by which terms it climbs, and what the caller may do to it now."""

    obligation: Obligation
    terms: Terms
    actions: Sequence[ObligationAction]

    @property
    def version(self) -> int:
        """The obligation's."""
        return self.obligation.version


def seen_by(caller: Caller, obligation: Obligation) -> ObligationSeen:
    """Return an obligation as the caller sees it."""
    terms = terms_of(obligation)
    return ObligationSeen(obligation, terms, actions_of(obligation, terms, caller))


def list_obligations(asking: Scope, unit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of what a unit answers for as the caller sees it, what is due first on top."""
    asking.within(unit, READERS)
    found, next_cursor = store.waiting_at(unit, limit, cursor)
    return Listed([seen_by(asking.person, one) for one in found], next_cursor)


def see_obligation(asking: Scope, obligation_id: str) -> ObligationSeen:
    """Return an obligation to those over whoever owes it and on its ladder.

    Raises
    ------
    NotFound
        There is none, or the caller may not know that there is.
    """
    return seen_by(asking.person, _readable(asking, obligation_id))


def list_steps(asking: Scope, obligation_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the history of an obligation that the caller may read, oldest first."""
    _readable(asking, obligation_id)
    return store.timeline_page(obligation_id, limit, cursor)


def _readable(asking: Scope, obligation_id: str) -> Obligation:
    found = store.load(obligation_id)
    if found is None:
        raise NotFound
    person = asking.person
    over = person.post_over(found.unit, READERS)
    asking.allow(over is not None or any(person.post_at(unit, READERS) for unit in found.way))
    return found
