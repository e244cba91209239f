"""Fields that requests about points share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from kernel.fields import DayText

ID = r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$"
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["clean_yard"])]
HouseholdId = Annotated[str, Field(pattern=ID, examples=["h-001"])]
Points = Annotated[int, Field(ge=1, le=1000, strict=True)]
Quantity = Annotated[int, Field(ge=1, le=1000, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


Day = DayText
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
