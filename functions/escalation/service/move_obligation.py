"""Let an officer do something to an obligation."""

from __future__ import annotations

from typing import NamedTuple

from escalation.rules import obligation_moves
from escalation.rules.clocked import Entry
from escalation.rules.obligation_moves import Command, Facts
from escalation.rules.obligations import Obligation
from escalation.service.figures import record_metrics
from escalation.store import obligations as store
from escalation.store.terms import terms_of
from kernel import clock
from kernel.access import Caller
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork


class Moved(NamedTuple):
    """An obligation after its move, and what its history says of it."""

    obligation: Obligation
    entries: tuple[Entry, ...]

    @property
    def version(self) -> int:
        """The version it has now."""
        return self.obligation.version


def move_obligation(
    work: UnitOfWork, caller: Caller, obligation_id: str, command: Command, expected: Versions
) -> Moved:
    """Urge whoever owes it, take it up, or give more time.

    Raises
    ------
    NotFound, StaleVersion
        It is not there, or not as the caller saw it.
    Problem
        As `rules.obligation_moves.move` refuses.
    """
    present = store.find_all(work, [obligation_id]).get(obligation_id)
    if present is None:
        raise NotFound
    refuse_stale(expected, present.version)
    facts = Facts(caller, terms_of(present), store.staffing_around(present), clock.now())
    change = obligation_moves.move(present, command, facts)
    work.afterwards(lambda: record_metrics(change.entries))
    return Moved(store.save(work, change), change.entries)
