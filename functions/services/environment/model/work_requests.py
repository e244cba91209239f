"""What clients send about work days."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import Day, Model, ShortText, VillageCode, Words
from services.environment.model.fields import Where
from services.environment.rules.work_days import WorkAction


class EnterWorkDay(Model):
    """What a village did together; there is no field for a name, on purpose."""

    village: VillageCode
    held_on: Day
    theme: Annotated[ShortText, Field(examples=["清理残垣断壁"])]
    heads: Annotated[
        int,
        Field(ge=1, le=100_000, strict=True, description="How many came, never who / 参加人数"),
    ]
    hours: Annotated[int, Field(ge=1, le=24, strict=True, description="Hours / 小时")]
    rubbish_kg: Annotated[
        int,
        Field(ge=0, le=10_000_000, strict=True, description="Rubbish removed / 清运垃圾（千克）"),
    ] = 0
    trees: Annotated[
        int, Field(ge=0, le=1_000_000, strict=True, description="Trees planted / 植树（棵）")
    ] = 0
    position: Where | None = None


class MoveWorkDay(Model):
    """How many trees are alive, or that the entry was a mistake."""

    action: Literal[WorkAction.COUNT, WorkAction.STRIKE]
    alive: Annotated[
        int | None,
        Field(ge=0, le=1_000_000, strict=True, description="count: alive / 成活棵数"),
    ] = None
    reason: Annotated[
        Words | None, Field(min_length=1, max_length=1000, description="strike: why / 有误之处")
    ] = None
