"""End or cancel a round."""

from __future__ import annotations

from incidents.patrols.rules.round_states import Action
from incidents.patrols.rules.rounds import PatrolId, as_of, move
from incidents.patrols.service.see_round import RoundSeen, require_own, see
from incidents.patrols.store import rounds
from kernel import clock
from kernel.access import Caller
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork


def move_round(
    work: UnitOfWork, patrol_id: str, action: Action, caller: Caller, expected: Versions
) -> RoundSeen:
    """End or cancel the caller's own round; the same a second time changes nothing."""
    kept = require_own(rounds.find(work, PatrolId.parse(patrol_id)), caller)
    refuse_stale(expected, kept.version)
    now = clock.now()
    after = move(as_of(kept, now), action, now)
    if after is not kept:
        rounds.end(work, after, caller.person_id)
    return see(after, caller)
