"""Begin a round."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.patrols.rules.round_states import Status
from incidents.patrols.rules.rounds import RoundAlreadyOpen, as_of, begin, limits
from incidents.patrols.service.see_round import RoundSeen, see
from incidents.patrols.store import rounds
from kernel import clock
from kernel.access import Caller
from kernel.actors import CLOCK
from kernel.storage.unit_of_work import UnitOfWork


def begin_round(work: UnitOfWork, grids: Sequence[str], caller: Caller) -> RoundSeen:
    """Begin a round, unless the caller is on one; one that was forgotten is ended with it."""
    now = clock.now()
    begun = begin(grids, number=work.change_id, caller=caller, now=now, allowed=limits())
    last = rounds.begun_last(work, caller.person_id)
    if last and last.status is Status.OPEN:
        present = as_of(last, now)
        if present.status is Status.OPEN:
            raise RoundAlreadyOpen(patrol_id=str(last.id))
        rounds.end(work, present, CLOCK.person_id)
    rounds.begin(work, begun)
    return see(begun, caller)
