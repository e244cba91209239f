"""Obligations as the clock moves them."""

from __future__ import annotations

from dataclasses import replace

from escalation.rules import obligations as rules
from escalation.rules.climbing import Timer
from escalation.rules.obligations import Obligation, ObligationChange, ObligationStatus
from escalation.service.figures import tell_figures
from escalation.service.kinds import Book, Moved, Wanted, limit_of
from escalation.store import obligations as store
from escalation.store.obligations import ObligationRow
from escalation.store.terms import terms_of
from kernel import clock


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

    return _moved(store.change(obligation_id, decide))


def _recount(obligation_id: str, everything: bool) -> Moved | None:
    def decide(obligation: Obligation) -> ObligationChange | None:
        # The day a unit chose itself was never counted.
        doubtful = replace(
            obligation,
            provisional=obligation.provisional or (everything and obligation.has_climbed),
        )
        change = rules.recount(doubtful, clock.now(), terms_of(obligation))
        return change if change and limit_of(change.after) != limit_of(obligation) else None

    return _moved(store.change(obligation_id, decide))


def _moved(outcome: store.Outcome | None) -> Moved | None:
    if outcome is None or outcome.obligation is None:
        return None
    return Moved(outcome.obligation, outcome.entries)


OBLIGATIONS = Book(
    row=store.ROW,
    key=ObligationRow.key,
    load=store.load,
    is_open=_is_open,
    wake=_wake,
    recount=_recount,
    record_metrics=tell_figures,
)
