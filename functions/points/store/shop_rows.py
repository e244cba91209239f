"""Rows of the supermarket."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Key
from points.store.rows import KeptRow, ListedRow, PointsRow


class ShopRow(KeptRow):
    """The supermarket of a village: `SHOP#{village}` / `SHOP`."""

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where the shop is."""
        return Key(cls, f"SHOP#{village}", "SHOP")


class GoodsRow(PointsRow):
    """Goods of a shop: `SHOP#{village}` / `GOODS#{id}`. `stock` is on the shelf and free, `held` set aside for redemptions."""

    id = UnicodeAttribute()
    merchant = UnicodeAttribute()
    name = UnicodeAttribute()
    points = NumberAttribute()
    offered = NumberAttribute()
    stock = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, goods: str) -> Key:
        """Return where goods are."""
        return Key(cls, f"SHOP#{village}", f"GOODS#{goods}")


class MovementRow(PointsRow):
    """A change of stock, append-only: `STOCK#{village}#{month}` / `{id}`."""

    goods = UnicodeAttribute()
    kind = UnicodeAttribute()
    quantity = NumberAttribute()
    at = UnicodeAttribute()
    document = UnicodeAttribute()


class RedemptionRow(ListedRow):
    """A redemption: `REDEEM#{id}` / `REDEEM`."""

    @classmethod
    def key(cls, redemption: str) -> Key:
        """Return where a redemption is."""
        return Key(cls, f"REDEEM#{redemption}", "REDEEM")


class SettlementRow(KeptRow):
    """The settlement of a month: `SETTLED#{village}` / `{month}`."""

    @classmethod
    def key(cls, village: str, month: str) -> Key:
        """Return where a month's settlement is."""
        return Key(cls, f"SETTLED#{village}", month)
