"""What clients are answered about the supermarket."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.texts import Language
from kernel.web_address import page_at
from points.model.shown import each, shown
from points.rules.redemption import Redemption
from points.rules.redemption import RedemptionLine as Line
from points.rules.shop import Goods, Shop, StockKind, StockRecord, parse_opening
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
    kind: StockKind
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


class RedemptionLine(TypedDict):
    """A redemption in a list."""

    id: str
    household: str
    goods_name: str
    points: int
    status: str
    created_at: str
    updated_at: str


Code = Annotated[
    str | None, Field(description="To who collects the goods, while they wait / 仅领取人可见")
]
Qr = Annotated[
    str | None,
    Field(
        description="What the QR code says: the page where the keeper hands over / 核销页地址",
        examples=["https://api.example.gov.cn/#/redeem/01M8323B80ZASBGN3Q5V2DNX65/7K4MPQ2R"],
    ),
]


class RedemptionView(RedemptionLine):
    """A redemption; the code is for the household alone."""

    village: str
    goods: str
    merchant: str
    quantity: int
    status_name: str
    hold_until: str
    code: Code
    qr: Qr
    hold_entry: str
    hand_over_entry: str | None
    reason: str | None
    actions: list[str]
    version: int


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
    return shown(
        ShopView,
        shop,
        village=village,
        open_now=opening.is_open(now),
        next_day=opening.next_day(now),
        shop=shop.document,
    )


def goods_view(goods: Goods) -> GoodsView:
    """Return goods as they are answered."""
    return shown(GoodsView, goods)


def movement_view(one: StockRecord) -> MovementView:
    """Return a change of stock as it is answered."""
    return shown(MovementView, {**one.facts, **one._asdict()})


def redeem_page(one: Redemption, host: str) -> str:
    """Return the address of the page where a shop keeper hands over: the QR of a redemption, with its id and code and nothing of a person."""
    return page_at(host, "redeem", one.id, one.code)


def redemption_view(seen: RedemptionSeen, language: Language, host: str) -> RedemptionView:
    """Return a redemption as it is answered."""
    one = seen.one
    return shown(
        RedemptionView,
        one,
        language,
        status_name=one.status.said,
        code=one.code if seen.shows_code else None,
        qr=redeem_page(one, host) if seen.shows_code else None,
        actions=seen.actions,
    )


def redemption_line(line: Line) -> RedemptionLine:
    """Return a redemption as a line of a list."""
    return shown(RedemptionLine, line, goods_name=line.item)


def settlement_view(seen: SettlementSeen, language: Language) -> SettlementView:
    """Return a settlement as it is answered."""
    one = seen.settlement
    return shown(
        SettlementView,
        one,
        language,
        status_name=one.status.said,
        merchants=[
            shown(SettledMerchant, merchant, goods=each(SettledGoods, merchant["goods"]))
            for merchant in one.merchants
        ],
        funding=each(FundingView, one.funding),
        actions=seen.actions,
    )
