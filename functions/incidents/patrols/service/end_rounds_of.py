"""End the rounds under way in grids that are no more: nobody can go on them, and what was found on them went along as incidents."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from incidents.patrols.rules.round_states import Action, Status
from incidents.patrols.rules.rounds import PatrolId, move
from incidents.patrols.store import rounds
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def end_rounds_of(units: Collection[str], by: Actor, *, dry_run: bool) -> Iterator[tuple[str, str]]:
    """End every round under way in one of some grids; give each with the grid, once."""
    gone = frozenset(units)
    for patrol_id, grids in rounds.under_way():
        lost = sorted(gone.intersection(grids))
        if lost:
            if not dry_run:
                _end(patrol_id, by)
            yield str(patrol_id), lost[0]


def _end(patrol_id: PatrolId, by: Actor) -> None:
    def decide(work: UnitOfWork) -> None:
        kept, now = rounds.find(work, patrol_id), clock.now()
        if kept is not None and kept.status is Status.OPEN:
            rounds.end(work, move(kept, Action.END, now), by.person_id)

    carry_out(decide)
