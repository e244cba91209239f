"""End the rounds nobody ended."""

from __future__ import annotations

from incidents.patrols.rules.rounds import PatrolId, as_of
from incidents.patrols.store import rounds
from kernel import clock
from kernel.actors import CLOCK
from kernel.observability import log_fault
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def end_forgotten_rounds() -> int:
    """End every round that is past its limit, as not ended by the worker; return how many.

    One that cannot be ended keeps no other open; its fault is raised once all have had their turn.
    """
    ended = 0
    failed: Exception | None = None
    for patrol_id in rounds.past_limit(clock.now()):
        try:
            ended += end_forgotten_round(patrol_id)
        except Exception as fault:  # noqa: BLE001
            log_fault("could not end a round", fault)
            failed = fault
    if failed:
        raise failed
    return ended


def end_forgotten_round(patrol_id: PatrolId) -> bool:
    """End a round if it is past its limit; tell whether it was ended now."""

    def decide(work: UnitOfWork) -> bool:
        kept = rounds.find(work, patrol_id)
        over = as_of(kept, clock.now()) if kept else None
        if over is None or over is kept:
            return False
        rounds.end(work, over, CLOCK.person_id)
        return True

    return carry_out(decide).result is True
