"""What clients send about loads of rubbish."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import AnyInstant, Model, VillageCode
from services.environment.rules.loads import LoadAction, Sort

_Sort = Annotated[
    Sort,
    Field(description="Kind of waste / 垃圾种类"),
]


class CollectLoad(Model):
    """What was collected in a village."""

    village: VillageCode
    sort: _Sort
    kg: Annotated[int, Field(ge=1, le=1_000_000, strict=True, description="Kilograms / 千克")]
    collected_at: Annotated[
        AnyInstant,
        Field(
            description="By the clock of the phone; what cannot be is taken as now / 收集时间，不可信的按现在计"
        ),
    ]


class MoveLoad(Model):
    """The next leg of a load."""

    action: Literal[LoadAction.TO_STATION, LoadAction.TO_PLANT]
    sort: Annotated[_Sort | None, Field(description="As what it arrives / 到达时的类别")] = None
