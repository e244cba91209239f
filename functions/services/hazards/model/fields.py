"""Fields that several requests and answers of hazards share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.fields import AnyInstant, once_each
from services.hazards.rules.checklists import HazardKind

GridCode = Annotated[
    str,
    Field(pattern=r"^[1-9]\d{14}$", examples=["140426106201001"], description="Grid / 网格代码"),
]
Kinds = Annotated[
    list[HazardKind],
    Field(min_length=1, max_length=13, description="Checklists / 排查清单"),
    AfterValidator(once_each),
]
DoneAt = Annotated[
    AnyInstant | None,
    Field(
        description="When it was done by the client's own clock; of another month, or in the future, it is taken as now / 客户端所记时间，过久或超前的按现在计",
        examples=["2026-11-23T09:40:00+08:00"],
    ),
]
