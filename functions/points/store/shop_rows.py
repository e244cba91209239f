"""Rows of the supermarket."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from points.store.rows import At, KeptRow, ListedRow, PointsRow


class ShopRow(KeptRow):
    """The supermarket of a village: `SHOP#{village}` / `SHOP`."""

    key = At("SHOP#{}", "SHOP")


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
    key = At("SHOP#{}", "GOODS#{}")


class MovementRow(PointsRow):
    """A change of stock, append-only: `STOCK#{village}#{month}` / `{id}`."""

    goods = UnicodeAttribute()
    kind = UnicodeAttribute()
    quantity = NumberAttribute()
    at = UnicodeAttribute()
    document = UnicodeAttribute()


class RedemptionRow(ListedRow):
    """A redemption: `REDEEM#{id}` / `REDEEM`."""

    key = At("REDEEM#{}", "REDEEM")


class SettlementRow(KeptRow):
    """The settlement of a month: `SETTLED#{village}` / `{month}`."""

    key = At("SETTLED#{}", "{}")
