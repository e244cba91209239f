"""Settlements of the supermarket as they are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kernel import clock
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, list_page
from kernel.storage.unit_of_work import UnitOfWork
from points.rules.settlement import Settlement
from points.rules.settlement_states import Status
from points.store.documents import from_document, to_document
from points.store.shop_rows import SettlementRow

_KINDS: dict[str, Any] = {
    "status": Status,
    **dict.fromkeys(("settled_at", "checked_at"), clock.from_iso),
}


def find(work: UnitOfWork, village: str, month: str) -> Settlement | None:
    """Return a month's settlement as it is now."""
    return _settlement_in(work.find(SettlementRow.key(village, month)))


def read_settlement(village: str, month: str) -> Settlement | None:
    """Return a month's settlement, where nothing is decided."""
    return _settlement_in(read([SettlementRow.key(village, month)], consistent=True)[0])


def save(work: UnitOfWork, settlement: Settlement) -> Settlement:
    """Keep a settlement."""
    key = SettlementRow.key(settlement.village, settlement.month)
    saved = replace(settlement, version=work.version(key) + 1)
    work.save(
        SettlementRow(
            key.pk,
            key.sk,
            month=saved.month,
            document=to_document(saved),
            version=saved.version,
            change_id=work.change_id,
        )
    )
    return saved


def list_settlements(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a shop's settlements, newest first."""
    page = list_page(
        SettlementRow,
        ("pk", f"SETTLED#{village}"),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=[_settlement_in(row) for row in page.rows])


def _settlement_in(row: SettlementRow | None) -> Settlement | None:
    return from_document(Settlement, row.document, _KINDS) if row else None
