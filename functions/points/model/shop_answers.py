"""What clients are answered about the supermarket."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Any

from typing_extensions import TypedDict

from kernel import clock
from kernel.texts import Language
from points.model.instants import local, local_or_none
from points.rules.redemption import RedemptionLine as Line
from points.rules.redemption import payload
from points.rules.redemption_states import REDEMPTION_NAMES
from points.rules.settlement_states import STATUS_NAMES
from points.rules.shop import Goods, Shop, StockRecord, parse_opening
from points.service.see_redemption import RedemptionSeen
from points.service.settle_month import SettlementSeen


class ShopView(TypedDict):
    """The supermarket of a village."""

    village: str
    version: int
    open_now: bool
    next_day: str | None
    shop: dict[str, Any]


class GoodsView(TypedDict):
    """Goods with their price in points and what is left."""

    id: str
    merchant: str
    name: str
    points: int
    offered: bool
    stock: int
    held: int
    version: int


class GoodsList(TypedDict):
    """One page of goods."""

    items: list[GoodsView]
    next_cursor: str | None


class MovementView(TypedDict):
    """A change of stock, with what it rests on."""

    id: str
    goods: str
    kind: str
    quantity: int
    at: str
    name: str
    merchant: str
    actor: str
    redemption: str | None
    points: int | None
    funding: str | None
    source: str | None
    value_fen: int | None
    voucher: str | None
    reason: str | None
    counted: int | None


class MovementList(TypedDict):
    """One page of a month's changes of stock, newest first."""

    items: list[MovementView]
    next_cursor: str | None


class RedemptionView(TypedDict):
    """A redemption; the code is for the household alone."""

    id: str
    village: str
    household: str
    goods: str
    goods_name: str
    merchant: str
    quantity: int
    points: int
    status: str
    status_name: str
    hold_until: str
    code: str | None
    qr: str | None
    hold_entry: str
    hand_over_entry: str | None
    reason: str | None
    actions: list[str]
    version: int
    created_at: str
    updated_at: str


class RedemptionLine(TypedDict):
    """A redemption in a list."""

    id: str
    household: str
    goods_name: str
    points: int
    status: str
    created_at: str
    updated_at: str


class RedemptionList(TypedDict):
    """One page of redemptions."""

    items: list[RedemptionLine]
    next_cursor: str | None


class SettledGoods(TypedDict):
    """What a month did to one kind of goods."""

    goods: str
    name: str
    goods_in: int
    handed_over: int
    returned: int
    count_difference: int
    points: int


class SettledMerchant(TypedDict):
    """What a month came to for one merchant."""

    merchant: str
    points: int
    goods: list[SettledGoods]


class FundingView(TypedDict):
    """What came in from one kind of source."""

    funding: str
    pieces: int
    value_fen: int


class SettlementView(TypedDict):
    """A month's settlement: goods and points by merchant, where goods came from."""

    village: str
    month: str
    status: str
    status_name: str
    settled_at: str
    settled_by: str
    checked_by: str | None
    checked_at: str | None
    merchants: list[SettledMerchant]
    funding: list[FundingView]
    points: int
    actions: list[str]


class SettlementList(TypedDict):
    """Settlements, newest first."""

    items: list[SettlementView]
    next_cursor: str | None


def shop_view(village: str, shop: Shop) -> ShopView:
    """Return a shop as it is answered, and whether it is open now."""
    opening, now = parse_opening(shop.document), clock.now()
    day = opening.next_day(now)
    return {
        "village": village,
        "version": shop.version,
        "open_now": opening.is_open(now),
        "next_day": day.isoformat() if day else None,
        "shop": dict(shop.document),
    }


def goods_view(goods: Goods) -> GoodsView:
    """Return goods as they are answered."""
    return {
        "id": goods.id,
        "merchant": goods.merchant,
        "name": goods.name,
        "points": goods.points,
        "offered": goods.offered,
        "stock": goods.stock,
        "held": goods.held,
        "version": goods.version,
    }


def movement_view(one: StockRecord) -> MovementView:
    """Return a change of stock as it is answered."""
    told = one.facts
    return {
        "id": one.id,
        "goods": one.goods,
        "kind": str(one.kind),
        "quantity": one.quantity,
        "at": local(one.at),
        "name": told["name"],
        "merchant": told["merchant"],
        "actor": told["actor"],
        "redemption": told.get("redemption"),
        "points": told.get("points"),
        "funding": told.get("funding"),
        "source": told.get("source"),
        "value_fen": told.get("value_fen"),
        "voucher": told.get("voucher"),
        "reason": told.get("reason"),
        "counted": told.get("counted"),
    }


def redemption_view(seen: RedemptionSeen, language: Language) -> RedemptionView:
    """Return a redemption as it is answered."""
    one = seen.one
    return {
        "id": one.id,
        "village": one.village,
        "household": one.household,
        "goods": one.goods,
        "goods_name": one.goods_name,
        "merchant": one.merchant,
        "quantity": one.quantity,
        "points": one.points,
        "status": str(one.status),
        "status_name": REDEMPTION_NAMES[one.status].say(language),
        "hold_until": local(one.hold_until),
        "code": one.code if seen.shows_code else None,
        "qr": payload(one.id, one.code) if seen.shows_code else None,
        "hold_entry": one.hold_entry,
        "hand_over_entry": one.hand_over_entry,
        "reason": one.reason,
        "actions": [str(action) for action in seen.actions],
        "version": one.version,
        "created_at": local(one.created_at),
        "updated_at": local(one.updated_at),
    }


def redemption_line(line: Line) -> RedemptionLine:
    """Return a redemption as a line of a list."""
    return {
        "id": line.id,
        "household": line.household,
        "goods_name": line.item,
        "points": line.points,
        "status": str(line.status),
        "created_at": local(line.created_at),
        "updated_at": local(line.updated_at),
    }


def settlement_view(seen: SettlementSeen, language: Language) -> SettlementView:
    """Return a settlement as it is answered."""
    one = seen.settlement
    return {
        "village": one.village,
        "month": one.month,
        "status": str(one.status),
        "status_name": STATUS_NAMES[one.status].say(language),
        "settled_at": local(one.settled_at),
        "settled_by": one.settled_by,
        "checked_by": one.checked_by,
        "checked_at": local_or_none(one.checked_at),
        "merchants": [_merchant(merchant) for merchant in one.merchants],
        "funding": [
            {
                "funding": source["funding"],
                "pieces": source["pieces"],
                "value_fen": source["value_fen"],
            }
            for source in one.funding
        ],
        "points": one.points,
        "actions": [str(action) for action in seen.actions],
    }


def _merchant(merchant: dict[str, Any]) -> SettledMerchant:
    return {
        "merchant": merchant["merchant"],
        "points": merchant["points"],
        "goods": [
            {
                "goods": line["goods"],
                "name": line["name"],
                "goods_in": line["goods_in"],
                "handed_over": line["handed_over"],
                "returned": line["returned"],
                "count_difference": line["count_difference"],
                "points": line["points"],
            }
            for line in merchant["goods"]
        ],
    }
