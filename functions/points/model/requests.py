"""What clients send about points."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from kernel.fields import LongText, Model, ShortText
from kernel.http import TextualValueError
from kernel.texts import Text
from points.rules import board, book, claim, shop

ID = r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$"
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["clean_yard"])]
HouseholdId = Annotated[str, Field(pattern=ID, examples=["h-001"])]
Points = Annotated[int, Field(ge=1, le=1000, strict=True)]
Quantity = Annotated[int, Field(ge=1, le=1000, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError as fault:
        raise TextualValueError(Text("没有这一天。", "There is no such day.")) from fault
    return text


Day = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-11-23"]), AfterValidator(_day)
]
Month = Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", examples=["2026-10"])]
PeriodName = Annotated[
    str,
    Field(
        pattern=r"^20\d{2}(-(0[1-9]|1[0-2])|-Q[1-4])?$",
        examples=["2026-10"],
        description="A month, quarter or year / 月、季或年",
    ),
]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"])]


class Name(Model):
    """A name in both languages."""

    zh: ShortText
    en: ShortText


class CapBody(Model):
    """The most points an item gives a household in a period."""

    points: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    per: book.Period


class CategoryBody(Model):
    """A category of items."""

    code: Code
    name: Name


class ItemBody(Model):
    """An item: what earns or costs how many points, and what proves it."""

    code: Code
    category: Code
    name: Name
    sign: book.Sign
    points: Points
    most: Annotated[
        int,
        Field(ge=1, le=100, strict=True, description="Pieces a claim may ask for / 每次最多数量"),
    ] = 1
    cap: CapBody | None = None
    evidence: bool = False
    visit: bool = False
    exclusions: Annotated[list[Name], Field(default_factory=list, max_length=10)]


class WeightsBody(Model):
    """What the three parts of the evaluation weigh, in percent."""

    facts: Annotated[int, Field(ge=1, le=100, strict=True)]
    neighbours: Percent
    visit: Percent


_Days = Annotated[int, Field(ge=1, le=366, strict=True)]


class ParametersBody(Model):
    """The numbers of the procedure; all periods are calendar days."""

    verifiers: Annotated[int, Field(ge=2, le=9, strict=True)]
    neighbours_plus: Annotated[int, Field(ge=0, le=20, strict=True)]
    neighbours_minus: Annotated[int, Field(ge=0, le=20, strict=True)]
    weights: WeightsBody
    check_days: _Days
    publish_after_days: _Days
    objection_days: Annotated[int, Field(ge=3, le=60, strict=True)]
    answer_days: Annotated[int, Field(ge=1, le=60, strict=True)]
    public_days: Annotated[int, Field(ge=15, le=366, strict=True)]
    lot_months: Annotated[int, Field(ge=1, le=60, strict=True)]
    remind_days: _Days
    grace_days: _Days
    year_end: book.YearEnd
    hold_days: Annotated[int, Field(ge=1, le=60, strict=True)]
    board_size: Annotated[int, Field(ge=1, le=20, strict=True)]
    board_least: Annotated[int, Field(ge=2, le=1000, strict=True)]
    board_notice_days: Annotated[int, Field(ge=1, le=60, strict=True)]
    sole_elderly_age: Annotated[int, Field(ge=50, le=80, strict=True)]
    adult_age: Annotated[int, Field(ge=18, le=18, strict=True)]


class BookBody(Model):
    """A whole rule book."""

    categories: Annotated[list[CategoryBody], Field(min_length=1, max_length=30)]
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=100)]
    parameters: ParametersBody
    uses: Annotated[
        list[Literal["supermarket", "honour"]],
        Field(
            min_length=1,
            max_length=2,
            description="What points are good for; nothing else may depend on them / 积分用途，不得挂钩其他",
        ),
    ]
    sources: Annotated[list[dict[str, LongText]], Field(default_factory=list, max_length=100)]
    note: Annotated[str | None, Field(max_length=1000)] = None


class MoveBook(Model):
    """A step of a version: passed by the villagers' meeting, filed with the town, published."""

    action: book.Action
    vote_id: Annotated[ShortText | None, Field(description="pass: id of the vote / 表决编号")] = (
        None
    )
    voted_on: Day | None = None
    filing_no: Annotated[
        ShortText | None, Field(description="file: the town's filing number / 备案号")
    ] = None
    valid_from: Annotated[
        Day | None, Field(description="publish: first day in force / 生效日期")
    ] = None
    reason: LongText | None = None


class NewClaim(Model):
    """A claim of a household, or a deduction a verifier records; the item says which."""

    household: HouseholdId
    item: Code
    quantity: Quantity = 1
    happened_on: Day
    description: LongText
    evidence: Annotated[
        list[ShortText],
        Field(
            default_factory=list, max_length=20, description="References to papers or photos / 佐证"
        ),
    ]
    cause: Annotated[
        claim.Cause | None,
        Field(
            description="What a verifier knows to be the cause; such conduct is not deducted / 已知成因，此类情形不扣分"
        ),
    ] = None


class MoveClaim(Model):
    """A step of a claim."""

    action: claim.Action
    quantity: Annotated[
        int | None,
        Field(
            ge=0, le=1000, strict=True, description="verify: how much of it is a fact / 核实数量"
        ),
    ] = None
    in_favour: Annotated[bool | None, Field(description="recognise / 是否认可")] = None
    household: Annotated[
        HouseholdId | None,
        Field(description="recognise, by a grid worker for a household on paper / 代录的邻里户"),
    ] = None
    paper: Annotated[
        ShortText | None, Field(description="recognise: the signed paper / 签字单编号")
    ] = None
    grade: Annotated[
        int | None, Field(ge=0, le=100, strict=True, description="visit: 0 to 100 / 入户评分")
    ] = None
    objection: Annotated[int | None, Field(ge=1, le=100, strict=True)] = None
    upheld: bool | None = None
    points: Annotated[
        int | None,
        Field(
            ge=0, le=100_000, strict=True, description="answer: the corrected points / 更正后分数"
        ),
    ] = None
    reason: Annotated[
        LongText | None, Field(description="Required to visit, object and answer / 理由或情况")
    ] = None


class Reverse(Model):
    """The reversal of an entry."""

    reason: LongText
    if_spent: Annotated[
        Literal["refuse", "take_rest"],
        Field(
            description="What if the points are already spent: refuse, or take what is left and let the rest go / 积分已使用时：拒绝，或仅收回余额"
        ),
    ] = "refuse"
    goods_returned: Annotated[
        bool, Field(description="A hand-over: the goods are back on the shelf / 商品是否已退回")
    ] = False


class NewBoard(Model):
    """The board of a period, as of now."""

    period: PeriodName
    assessment_id: Annotated[
        ShortText | None,
        Field(
            description="Impact assessment (个保法 Art. 55); without it nobody is named / 影响评估编号"
        ),
    ] = None
    resolution_id: Annotated[
        ShortText | None,
        Field(
            description="Matter the villagers' meeting passed, by its id / 村民会议通过的事项编号"
        ),
    ] = None


class MoveBoard(Model):
    """A step of a board."""

    action: board.Action
    household: HouseholdId | None = None
    removal: Literal["corrected", "objection_upheld", "exempt"] | None = None
    reason: LongText | None = None


class Standing(Model):
    """Something to note of a household for boards."""

    action: Literal["consent", "withdraw_consent", "note_away", "end_away", "note_care", "end_care"]
    since: Day | None = None
    until: Day | None = None


class Merchant(Model):
    """Who hands goods over: the collective's shop or a partner."""

    id: Annotated[str, Field(pattern=ID, examples=["m-1"])]
    name: ShortText
    keepers: Annotated[
        list[Annotated[str, Field(max_length=64)]],
        Field(default_factory=list, max_length=20, description="Person ids / 管理员"),
    ]


class ShopBody(Model):
    """The supermarket of a village."""

    name: ShortText
    merchants: Annotated[list[Merchant], Field(min_length=1, max_length=50)]
    weekdays: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]],
        Field(max_length=7, description="1 Monday to 7 Sunday / 每周开放日"),
    ]
    dates: Annotated[list[Day], Field(default_factory=list, max_length=100)]
    closed_on: Annotated[list[Day], Field(default_factory=list, max_length=100)]
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "ShopBody":
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

    kind: Literal["goods_in", "count"]
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
    voucher: ShortText | None = None
    reason: LongText | None = None


class NewRedemption(Model):
    """Goods a household asks for."""

    household: HouseholdId
    goods: Annotated[str, Field(pattern=ID)]
    quantity: Quantity = 1


class MoveRedemption(Model):
    """A step of a redemption."""

    action: Literal["hand_over", "void"]
    code: Annotated[
        str | None,
        Field(max_length=100, description="The one-time code, or the whole QR text / 兑换码"),
    ] = None
    reason: LongText | None = None


class SettleMonth(Model):
    """The month to settle."""

    month: Month


class CheckSettlement(Model):
    """The supervisors' check of a settlement."""

    action: Literal["check"]
