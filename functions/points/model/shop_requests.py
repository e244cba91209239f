"""What clients send about the supermarket."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from kernel.field_errors import TextualValueError
from kernel.fields import LongText, Model, ShortText, once_each
from kernel.texts import Text
from points.model.fields import ID, Clock, Day, HouseholdId, Month, Quantity
from points.rules import settlement_states, shop
from points.rules.redemption_states import Action
from points.rules.shop import StockKind


class Merchant(Model):
    """Who hands goods over: the collective's shop or a partner."""

    id: Annotated[str, Field(pattern=ID, examples=["m-1"])]
    name: ShortText
    keepers: Annotated[
        list[Annotated[str, Field(max_length=64)]],
        Field(default_factory=list, max_length=20, description="Person ids / 管理员"),
        AfterValidator(once_each),
    ]


class ShopBody(Model):
    """The supermarket of a village."""

    name: ShortText
    merchants: Annotated[list[Merchant], Field(min_length=1, max_length=50)]
    weekdays: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]],
        Field(max_length=7, description="1 Monday to 7 Sunday / 每周开放日"),
        AfterValidator(once_each),
    ]
    dates: Annotated[
        list[Day], Field(default_factory=list, max_length=100), AfterValidator(once_each)
    ]
    closed_on: Annotated[
        list[Day], Field(default_factory=list, max_length=100), AfterValidator(once_each)
    ]
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "ShopBody":
        once_each([merchant.id for merchant in self.merchants])
        if self.opens >= self.closes:
            raise TextualValueError(
                Text("关门时间须晚于开门时间。", "The shop closes after it opens.")
            )
        return self


class GoodsBody(Model):
    """Goods and what they cost in points; money plays no part."""

    merchant: Annotated[str, Field(pattern=ID)]
    name: ShortText
    points: Annotated[int, Field(ge=1, le=100_000, strict=True)]
    offered: bool = True


class StockMove(Model):
    """Goods that came in, or what a stock-taking found."""

    kind: Literal[StockKind.GOODS_IN, StockKind.COUNT]
    quantity: Annotated[
        int | None, Field(ge=1, le=100_000, strict=True, description="goods_in: pieces / 入库件数")
    ] = None
    counted: Annotated[
        int | None,
        Field(
            ge=0,
            le=100_000,
            strict=True,
            description="count: pieces on the shelf, those set aside included / 盘点实数",
        ),
    ] = None
    funding: shop.Funding | None = None
    source: Annotated[
        ShortText | None, Field(description="goods_in: who paid or gave / 资金或捐赠来源")
    ] = None
    value_fen: Annotated[
        int | None,
        Field(ge=0, le=10**9, strict=True, description="goods_in: worth in fen / 价值（分）"),
    ] = None
    voucher: Annotated[ShortText | None, Field(description="Number of the receipt / 票据编号")] = (
        None
    )
    reason: LongText | None = None


class NewRedemption(Model):
    """Goods a household asks for."""

    household: HouseholdId
    goods: Annotated[str, Field(pattern=ID)]
    quantity: Quantity = 1


class MoveRedemption(Model):
    """A step of a redemption."""

    action: Literal[Action.HAND_OVER, Action.VOID]
    code: Annotated[
        str | None,
        Field(max_length=400, description="The one-time code, or the whole QR text / 兑换码"),
    ] = None
    reason: LongText | None = None


class SettleMonth(Model):
    """The month to settle."""

    month: Month


class CheckSettlement(Model):
    """The supervisors' check of a settlement."""

    action: settlement_states.Action
