"""Settlements of the supermarket as they are kept."""

from __future__ import annotations

from dataclasses import replace

from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.settlement import Settlement
from points.store.documents import Kept
from points.store.shop_rows import SettlementRow

_KEPT = Kept(Settlement, SettlementRow)
find, read_settlement = _KEPT.find, _KEPT.read


def save(work: UnitOfWork, settlement: Settlement) -> Settlement:
    """Keep a settlement."""
    key = SettlementRow.key(settlement.village, settlement.month)
    saved = replace(settlement, version=work.version(key) + 1)
    _KEPT.save(work, saved, key)
    return saved


def list_settlements(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a shop's settlements, newest first."""
    return _KEPT.page(("pk", f"SETTLED#{village}"), limit, cursor)
