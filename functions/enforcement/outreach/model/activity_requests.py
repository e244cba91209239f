"""What clients send about activities."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from enforcement.outreach.model.fields import Cites, laws
from enforcement.outreach.rules.activities import ActivityAction, ActivityKind
from kernel.fields import Day, Model, OwnerCode, ShortText, ThingId, VillageCode, Words


class EnterActivity(Model):
    """Something that was held; there is no field for a name, on purpose."""

    village: VillageCode
    kind: Annotated[
        ActivityKind,
        Field(description="Kind of activity / 活动种类"),
    ]
    held_on: Day
    theme: Annotated[ShortText, Field(examples=["秸秆禁烧普法讲座"])]
    organ: Annotated[
        OwnerCode, Field(description="The unit whose people spoke or played / 主讲或演出单位")
    ]
    heads: Annotated[
        int,
        Field(
            ge=0,
            le=100_000,
            strict=True,
            description="How many came, never who / 参加人数，不记姓名",
        ),
    ]
    cites: Cites
    occasion: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z][a-z-]{1,39}$",
            description="The day that matters it was held for / 宣传日",
            examples=["constitution-day"],
        ),
    ] = None
    lesson: Annotated[
        ThingId | None, Field(description="The lesson it taught, a public one / 所讲案例")
    ] = None

    def laws(self) -> list[tuple[str, Sequence[str]]]:
        """Return what it was about as the rules take it."""
        return laws(self.cites)


class MoveActivity(Model):
    """That an entry was a mistake."""

    action: Literal[ActivityAction.STRIKE]
    reason: Annotated[
        Words | None, Field(max_length=1000, description="What was wrong / 有误之处")
    ] = None
