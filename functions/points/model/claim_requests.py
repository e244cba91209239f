"""What clients send about claims and entries."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import LongText, Model, ShortText, Words, called
from points.model.fields import Code, Day, HouseholdId, Quantity
from points.rules.claim import Cause
from points.rules.claim_states import Action


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
        Cause | None,
        Field(
            description="What a verifier knows to be the cause; such conduct is not deducted / 已知成因，此类情形不扣分"
        ),
    ] = None


class MoveClaim(Model):
    """A step of a claim."""

    action: Literal[
        Action.VERIFY, Action.RECOGNISE, Action.VISIT, Action.OBJECT, Action.ANSWER, Action.WITHDRAW
    ]
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
        Words | None,
        Field(max_length=1000, description="Required to visit, object and answer / 理由或情况"),
    ] = None


class Reverse(Model):
    """The reversal of an entry."""

    reason: LongText
    if_spent: Annotated[
        Literal["refuse", "take_rest"],
        Field(
            description="What if the points are already spent: refuse, or take what is left and let the rest go / 积分已使用时：拒绝，或仅收回余额",
            json_schema_extra=called(
                {
                    "refuse": ("不予冲正", "refuse"),
                    "take_rest": ("仅收回余额", "take what is left"),
                }
            ),
        ),
    ] = "refuse"
    goods_returned: Annotated[
        bool, Field(description="A hand-over: the goods are back on the shelf / 商品是否已退回")
    ] = False
