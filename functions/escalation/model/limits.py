"""Limits as documents say them: in policies and in the terms of what is owed."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field, model_validator

from kernel.field_errors import TextualValueError
from kernel.fields import Model, called
from kernel.working_time import LONGEST, TimeUnit, too_long

LimitUnit = Annotated[
    TimeUnit,
    Field(
        json_schema_extra=called(
            {
                "seconds": ("秒", "seconds"),
                "natural_hours": ("小时（不分昼夜）", "hours, day and night"),
                "working_hours": ("工作小时", "working hours"),
                "working_days": ("工作日", "working days"),
            }
        )
    ),
]


class LimitDocument(Model):
    """How long something may take."""

    amount: Annotated[int, Field(ge=1, strict=True)]
    unit: LimitUnit

    @model_validator(mode="after")
    def _is_within_reason(self) -> "LimitDocument":
        if self.amount > LONGEST[self.unit]:
            raise TextualValueError(too_long(self.unit))
        return self


class SupervisionDocument(Model):
    """How often the county is urged after its limit; `cap`: at most so many times."""

    every: LimitDocument
    cap: Annotated[int, Field(ge=1, le=100)]
