"""Read what a shop came to by the month: village finance, open to the village."""

from __future__ import annotations

from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.service.asking import require_village
from points.service.settle_month import SettlementSeen, seen_by
from points.store import settlements


def list_settlements(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a shop's settlements as the caller sees them, newest first."""
    require_village(asking, village)
    found = settlements.list_settlements(village, limit, cursor)
    return found._replace(rows=[seen_by(asking, one) for one in found.rows])


def read_settlement(asking: Scope, village: str, month: str) -> SettlementSeen:
    """Return a month's settlement as the caller sees it.

    Raises
    ------
    NotFound
        The month is not settled.
    """
    require_village(asking, village)
    found = settlements.read_settlement(village, month)
    if found is None:
        raise NotFound
    return seen_by(asking, found)
