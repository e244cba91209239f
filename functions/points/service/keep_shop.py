"""Open a shop or change it; offer goods, or change their name and price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.shop import Goods, Shop
from points.service.asking import KEEPERS, VILLAGE_OFFICERS
from points.store import shop
from points.store.shop_rows import GoodsRow, ShopRow

if TYPE_CHECKING:
    from points.model.shop_requests import GoodsBody


class Put(NamedTuple):
    """Goods as they are now, and whether they are new."""

    goods: Goods
    is_new: bool

    @property
    def version(self) -> int:
        """Their version as an entity."""
        return self.goods.version


def put_shop(
    work: UnitOfWork, asking: Scope, village: str, document: Mapping[str, Any], expected: Versions
) -> Shop:
    """Open a shop, or change its name, merchants and opening days."""
    asking.within(village, VILLAGE_OFFICERS)
    there = shop.find_shop(work, village)
    refuse_stale(expected, there.version if there else 0)
    return shop.save_shop(work, village, document)


def put_goods(
    work: UnitOfWork, asking: Scope, village: str, goods: str, offer: GoodsBody, expected: Versions
) -> Put:
    """Offer goods, or change their name, price or whether they are offered; stock is moved by movements alone."""
    asking.within(village, KEEPERS)
    work.load([ShopRow.key(village), GoodsRow.key(village, goods)])
    there = shop.find_shop(work, village)
    if there is None:
        raise shop.no_shop()
    if offer.merchant not in {one["id"] for one in there.document["merchants"]}:
        raise InvalidFields.one("merchant", Text("没有此商户。", "The shop has no such merchant."))
    before = shop.find_goods(work, village, goods)
    refuse_stale(expected, before.version if before else 0)
    after = Goods(
        goods,
        offer.merchant,
        offer.name,
        offer.points,
        offer.offered,
        before.stock if before else 0,
        before.held if before else 0,
        before.version + 1 if before else 1,
    )
    shop.put_goods(work, village, after, is_new=before is None)
    return Put(after, before is None)
