"""Rows of the supermarket."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Key
from points.store.rows import PointsRow


class ShopRow(PointsRow):
    """The supermarket of a village: `SHOP#{village}` / `SHOP`."""

    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

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


class RedemptionRow(PointsRow):
    """A redemption: `REDEEM#{id}` / `REDEEM`."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    household = UnicodeAttribute()
    status = UnicodeAttribute()
    item = UnicodeAttribute()
    points = NumberAttribute()
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    list = UnicodeAttribute()
    house = UnicodeAttribute()
    place = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, redemption: str) -> Key:
        """Return where a redemption is."""
        return Key(cls, f"REDEEM#{redemption}", "REDEEM")


class SettlementRow(PointsRow):
    """The settlement of a month: `SETTLED#{village}` / `{month}`."""

    month = UnicodeAttribute()
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, month: str) -> Key:
        """Return where a month's settlement is."""
        return Key(cls, f"SETTLED#{village}", month)
