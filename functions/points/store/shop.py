"""The supermarket of a village, its goods, and every change of stock.

Stock is numbers altered in place under "as many as are left", so that buyers of one shop do not wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock, ids
from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Alter, Ensure
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.settlement import Movement
from points.rules.shop import Goods, Shop, StockKind, StockRecord
from points.store.documents import as_json, line_in
from points.store.shop_rows import GoodsRow, MovementRow, ShopRow


def no_shop() -> NotFound:
    """Return the refusal where a village has no shop."""
    return NotFound(Text("本村尚未开设积分超市。", "The village has no points supermarket yet."))


def find_shop(work: UnitOfWork, village: str) -> Shop | None:
    """Return the shop of a village."""
    return _shop_in(work.find(ShopRow.key(village)))


def read_shop(village: str) -> Shop | None:
    """Return the shop of a village, where nothing is decided."""
    return _shop_in(read([ShopRow.key(village)], consistent=True)[0])


def _shop_in(row: ShopRow | None) -> Shop | None:
    return Shop(json.loads(row.document), int(row.version)) if row else None


def save_shop(work: UnitOfWork, village: str, document: Mapping[str, Any]) -> Shop:
    """Keep a shop's name, merchants and opening days."""
    key = ShopRow.key(village)
    version = work.version(key) + 1
    work.save(
        ShopRow(
            key.pk, key.sk, document=as_json(document), version=version, change_id=work.change_id
        )
    )
    return Shop(document, version)


def find_goods(work: UnitOfWork, village: str, goods: str) -> Goods | None:
    """Return goods as they are now."""
    row: GoodsRow | None = work.find(GoodsRow.key(village, goods))
    return from_row(row) if row else None


def known_goods(work: UnitOfWork, village: str, goods: str) -> Goods:
    """Return goods that are there.

    Raises
    ------
    NotFound
        The shop has none of this id.
    """
    found = find_goods(work, village, goods)
    if found is None:
        raise NotFound(Text("没有此商品。", "There are no such goods."))
    return found


def list_goods(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a shop's goods."""
    within = Range("sk", "begins_with", ("GOODS#",))
    page = list_page(GoodsRow, ("pk", f"SHOP#{village}"), within=within, limit=limit, cursor=cursor)
    return page._replace(rows=[from_row(row) for row in page.rows])


def from_row(row: GoodsRow) -> Goods:
    """Return the goods a row holds."""
    return line_in(Goods, row, offered=bool)


def put_goods(work: UnitOfWork, village: str, after: Goods, *, is_new: bool) -> None:
    """Keep name, price and whether goods are offered: in place, so that a sale in the same moment neither loses its stock nor waits."""
    unchanged = Ensure.is_new if is_new else GoodsRow.version == after.version - 1
    work.write(
        Alter(
            GoodsRow.key(village, after.id),
            {"stock": 0, "held": 0} if is_new else {},
            {
                "id": after.id,
                "merchant": after.merchant,
                "name": after.name,
                "points": after.points,
                "offered": int(after.offered),
                "version": after.version,
                "change_id": work.change_id,
            },
            unchanged,
        )
    )


class StockChange(NamedTuple):
    """Why stock changes, by how many pieces as the record says, and what the shelf and what is set aside gain or lose."""

    kind: StockKind
    quantity: int
    stock: int
    held: int = 0


def change_stock(
    work: UnitOfWork,
    village: str,
    goods: Goods,
    change: StockChange,
    actor: Actor,
    now: datetime,
    *,
    condition: Any = None,
    **facts: Any,
) -> None:
    """Change stock in place, with the record of it."""
    added = {"stock": change.stock, "held": change.held}
    work.write(
        Alter(
            GoodsRow.key(village, goods.id),
            {name: number for name, number in added.items() if number} or {"stock": 0},
            {},
            condition,
        )
    )
    month = f"{now.astimezone(clock.SHANGHAI):%Y-%m}"
    told = {"name": goods.name, "merchant": goods.merchant, "actor": actor.person_id, **facts}
    work.add(
        MovementRow(
            f"STOCK#{village}#{month}",
            ids.new_id(now),
            goods=goods.id,
            kind=str(change.kind),
            quantity=change.quantity,
            at=clock.iso(now),
            document=as_json(told),
        )
    )


def are_there() -> Any:
    """Return the condition that goods are there."""
    return GoodsRow.pk.exists()


def are_as_seen(goods: Goods) -> Any:
    """Return the condition that nothing was sold since stock was counted."""
    return (GoodsRow.stock == goods.stock) & (GoodsRow.held == goods.held)


def can_be_had(goods: Goods, quantity: int) -> Any:
    """Return the condition that enough is left, still at the price that was seen: who saw the old one must not pay another."""
    return (
        (GoodsRow.stock >= quantity) & (GoodsRow.points == goods.points) & (GoodsRow.offered == 1)
    )


def list_movements(village: str, month: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a month's changes of stock, newest first."""
    page = list_page(
        MovementRow,
        ("pk", f"STOCK#{village}#{month}"),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=[_record_in(row) for row in page.rows])


def _record_in(row: MovementRow) -> StockRecord:
    told = json.loads(row.document)
    at = clock.from_iso(row.at)
    return StockRecord(row.sk, row.goods, StockKind(row.kind), int(row.quantity), at, told)


def movements_of(village: str, month: str) -> Iterator[Movement]:
    """Give every change of stock of a month, oldest first."""
    for row in every_row(MovementRow, ("pk", f"STOCK#{village}#{month}")):
        told = json.loads(row.document)
        yield Movement(
            row.goods,
            told["name"],
            told["merchant"],
            StockKind(row.kind),
            int(row.quantity),
            int(told.get("points") or 0),
            int(told.get("value_fen") or 0),
            told.get("funding"),
        )
