"""Obligations as the clock moves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from escalation.rules import obligations as rules
from escalation.rules.climbing import Timer
from escalation.rules.obligation_states import ObligationStatus
from escalation.rules.obligations import Obligation, ObligationChange
from escalation.service.figures import record_metrics
from escalation.service.kinds import Book, Moved, Wanted, limit_of
from escalation.store import obligations as store
from escalation.store.obligation_rows import ROW, ObligationRow
from escalation.store.terms import terms_of
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def _is_open(status: str) -> bool:
    return ObligationStatus(status).is_open


def _wake(obligation_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    def decide(obligation: Obligation) -> ObligationChange | None:
        if not wanted(obligation):
            return None
        return rules.wake(
            obligation,
            now=clock.now(),
            terms=terms_of(obligation),
            staffing=store.staffing_around(obligation),
            timer=timer,
        )

    return _moved(obligation_id, decide)


def _recount(obligation_id: str, everything: bool) -> Moved | None:
    def decide(obligation: Obligation) -> ObligationChange | None:
        doubtful = replace(obligation, provisional=obligation.provisional or everything)
        change = rules.recount(doubtful, clock.now(), terms_of(obligation))
        return change if change and limit_of(change.after) != limit_of(obligation) else None

    return _moved(obligation_id, decide)


def _moved(
    obligation_id: str, decide: Callable[[Obligation], ObligationChange | None]
) -> Moved | None:
    """Load, decide, save as one unit of work; None when there is no such obligation or nothing to do."""

    def on(work: UnitOfWork) -> Moved | None:
        present = store.find_all(work, [obligation_id]).get(obligation_id)
        change = decide(present) if present else None
        return Moved(store.save(work, change), change.entries) if change else None

    return carry_out(on).result


OBLIGATIONS = Book(
    row=ROW,
    key=ObligationRow.key,
    load=store.load,
    is_open=_is_open,
    wake=_wake,
    recount=_recount,
    overslept=store.overslept,
    doubtful=store.doubtful,
    record_metrics=record_metrics,
)
