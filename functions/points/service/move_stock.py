"""Take goods in, with where they came from, or take stock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kernel import clock
from kernel.actors import Actor
from kernel.problems import FieldError, InvalidFields
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.shop import Goods, StockKind
from points.service.asking import KEEPERS
from points.store import shop
from points.store.shop import StockChange

if TYPE_CHECKING:
    from points.model.shop_requests import StockMove

_NEEDS = {
    StockKind.GOODS_IN: ("quantity", "funding", "source", "value_fen"),
    StockKind.COUNT: ("counted", "reason"),
}


def move_stock(
    work: UnitOfWork, asking: Scope, village: str, goods: str, command: StockMove
) -> Goods:
    """Take goods in or take stock."""
    actor = Actor.of(asking.person, asking.within(village, KEEPERS))
    _require(command)
    there = shop.known_goods(work, village, goods)
    if command.kind is StockKind.COUNT:
        return _count(work, village, there, command, actor)
    return _take_in(work, village, there, command, actor)


def _require(command: StockMove) -> None:
    text = Text("此操作必须填写此项。", "This step takes this field.")
    missing = [name for name in _NEEDS[command.kind] if getattr(command, name) is None]
    if missing:
        raise InvalidFields(text, errors=[FieldError(name, text) for name in missing])


def _take_in(
    work: UnitOfWork, village: str, goods: Goods, command: StockMove, actor: Actor
) -> Goods:
    quantity = command.quantity or 0
    shop.change_stock(
        work,
        village,
        goods,
        StockChange(StockKind.GOODS_IN, quantity, quantity),
        actor,
        clock.now(),
        condition=shop.are_there(),
        funding=command.funding,
        source=command.source,
        value_fen=command.value_fen,
        voucher=command.voucher,
    )
    return replace(goods, stock=goods.stock + quantity)


def _count(work: UnitOfWork, village: str, goods: Goods, command: StockMove, actor: Actor) -> Goods:
    """Take stock: what was counted on the shelf, goods set aside included, becomes the stock; the difference is on record."""
    counted = command.counted or 0
    if counted < goods.held:
        raise InvalidFields.one(
            "counted",
            Text(
                f"少于已预留的 {goods.held} 件，请先撤销兑换。",
                f"{goods.held} are set aside: void redemptions first.",
            ),
        )
    difference = counted - goods.held - goods.stock
    shop.change_stock(
        work,
        village,
        goods,
        StockChange(StockKind.COUNT, difference, difference),
        actor,
        clock.now(),
        condition=shop.are_as_seen(goods),
        reason=command.reason,
        counted=counted,
    )
    return replace(goods, stock=goods.stock + difference)
