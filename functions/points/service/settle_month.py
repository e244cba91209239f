"""Settle a month of the supermarket, and have it checked by the village's supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kernel import clock
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.settlement import Settlement, checked, open_actions, require_over, settle
from points.rules.settlement_states import HOLDER_ROLES, Action, Holder
from points.service.asking import KEEPERS, holding
from points.store import settlements, shop

SUPERVISORS = HOLDER_ROLES[Holder.SUPERVISOR]


class SettlementSeen(NamedTuple):
    """A settlement before somebody, and whether it was made just now."""

    settlement: Settlement
    actions: Sequence[Action]
    is_new: bool = False

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.settlement.version


def settle_month(work: UnitOfWork, asking: Scope, village: str, month: str) -> SettlementSeen:
    """Settle a month that is over; it is settled once, and the same settlement is answered ever after."""
    asking.within(village, KEEPERS)
    now = clock.now()
    require_over(month, now)
    there = settlements.find(work, village, month)
    if there is not None:
        return seen_by(asking, there)
    merchants, funding, points = settle(shop.movements_of(village, month))
    by = asking.person.person_id
    settlement = Settlement(village, month, now, by, merchants, funding, points)
    return seen_by(asking, settlements.save(work, settlement))._replace(is_new=True)


def check_settlement(
    work: UnitOfWork, asking: Scope, village: str, month: str, action: Action, expected: Versions
) -> SettlementSeen:
    """Note that a supervisor has checked a settlement."""
    asking.within(village, SUPERVISORS)
    there = settlements.find(work, village, month)
    if there is None:
        raise NotFound
    refuse_stale(expected, there.version)
    holds = holding(asking, village, HOLDER_ROLES)
    after = checked(there, action, asking.person.person_id, holds, clock.now())
    return seen_by(asking, settlements.save(work, after))


def seen_by(asking: Scope, settlement: Settlement) -> SettlementSeen:
    """Return a settlement as the caller sees it."""
    holds = holding(asking, settlement.village, HOLDER_ROLES)
    return SettlementSeen(settlement, open_actions(settlement, asking.person.person_id, holds))
