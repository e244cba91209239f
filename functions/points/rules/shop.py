"""The points supermarket: opening days and stock. Points only, never money (国办函〔2026〕12号, ban 五)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from kernel.clock import SHANGHAI
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text


class StockKind(Named):
    """Why stock moved."""

    GOODS_IN = "goods_in", "进货", "goods in"
    HOLD = "hold", "预留", "set aside"
    HAND_OVER = "hand_over", "领取", "handed over"
    VOID = "void", "撤销兑换", "voided"
    EXPIRED = "expired", "逾期未领", "not fetched in time"
    COUNT = "count", "盘点", "counted"
    RETURNED = "returned", "退回", "returned"


class Funding(Named):
    """Where goods came from; village finance, to be published (村委会法 Art. 35)."""

    COLLECTIVE = "collective", "村集体经费", "collective funds"
    DONATION = "donation", "社会捐赠", "donation"
    SUBSIDY = "subsidy", "上级补助", "subsidy"


class OutOfStock(Conflict):
    """Fewer are left than asked for."""

    slug = "out-of-stock"
    title = Text("库存不足", "Out of stock")

    @classmethod
    def of(cls, left: int) -> OutOfStock:
        """Return the refusal with what is left."""
        return cls(Text(f"库存仅余 {left} 件。", f"{left} are left."), left=left)


class NotForRedemption(Conflict):
    """The goods are withdrawn."""

    slug = "not-for-redemption"
    said = Text("该商品已下架。", "These goods are not offered any more.")


class ShopClosed(Conflict):
    """Goods are handed over on opening days; `next_day` says when."""

    slug = "shop-closed"
    title = Text("未到开放时间", "The shop is closed")


@record
class Opening:
    """When goods are handed over.

    Attributes
    ----------
    weekdays
        1 Monday to 7 Sunday; empty: on the days of `dates` alone.
    dates, closed_on
        Further days, and days on which the shop is closed all the same.
    opens, closes
        Beijing time; the shop is open from `opens` until before `closes`.
    """

    weekdays: frozenset[int]
    dates: frozenset[date]
    closed_on: frozenset[date]
    opens: time
    closes: time

    def is_open(self, at: datetime) -> bool:
        """Tell whether the shop is open at an instant."""
        local = at.astimezone(SHANGHAI)
        return self.is_opening_day(local.date()) and self.opens <= local.time() < self.closes

    def is_opening_day(self, day: date) -> bool:
        """Tell whether the shop opens on a day."""
        opens = day.isoweekday() in self.weekdays or day in self.dates
        return opens and day not in self.closed_on

    def next_day(self, at: datetime) -> date | None:
        """Return the next day it opens within two months."""
        local = at.astimezone(SHANGHAI)
        today = local.date()
        for ahead in range(62):
            day = date.fromordinal(today.toordinal() + ahead)
            if self.is_opening_day(day) and (ahead or local.time() < self.closes):
                return day
        return None


def parse_opening(document: Mapping[str, Any]) -> Opening:
    """Return the opening days a validated document describes."""
    return Opening(
        frozenset(document["weekdays"]),
        frozenset(date.fromisoformat(day) for day in document["dates"]),
        frozenset(date.fromisoformat(day) for day in document["closed_on"]),
        time.fromisoformat(document["opens"]),
        time.fromisoformat(document["closes"]),
    )


def refuse_closed(opening: Opening, at: datetime) -> None:
    """Let goods be handed over while the shop is open.

    Raises
    ------
    ShopClosed
        It is not.
    """
    if opening.is_open(at):
        return
    day = opening.next_day(at)
    told = day.isoformat() if day else "—"
    raise ShopClosed(
        Text(
            f"积分超市未开放，下次开放日 {told}。", f"The shop is closed; it opens next on {told}."
        ),
        next_day=told if day else None,
    )


class Shop(NamedTuple):
    """The shop of a village: its document (name, opening, merchants) and version; 0: there is none yet."""

    document: Mapping[str, Any]
    version: int

    def keepers_of(self, merchant: str) -> frozenset[str]:
        """Return who hands over a merchant's goods; empty: any keeper."""
        named = {one["id"]: one["keepers"] for one in self.document["merchants"]}
        return frozenset(named.get(merchant, ()))


@record
class Goods:
    """Goods of a shop; `stock` is on the shelf and free, `held` set aside for redemptions."""

    id: str
    merchant: str
    name: str
    points: int
    offered: bool
    stock: int
    held: int
    version: int


class StockRecord(NamedTuple):
    """A change of stock as it is on record, with what it rests on (`facts`)."""

    id: str
    goods: str
    kind: StockKind
    quantity: int
    at: datetime
    facts: Mapping[str, Any]
