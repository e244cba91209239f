"""Limits as documents say them: in policies and in the terms of what is owed."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field, model_validator

from kernel.field_errors import TextualValueError
from kernel.fields import Model
from kernel.texts import Text
from kernel.working_time import LONGEST, TimeUnit


class LimitDocument(Model):
    """How long something may take."""

    amount: Annotated[int, Field(ge=1, strict=True)]
    unit: TimeUnit

    @model_validator(mode="after")
    def _is_within_reason(self) -> "LimitDocument":
        if self.amount > LONGEST[self.unit]:
            most = LONGEST[self.unit]
            raise TextualValueError(
                Text(f"{self.unit} 最多 {most}。", f"At most {most} {self.unit}.")
            )
        return self


class SupervisionDocument(Model):
    """How often the county is urged after its limit; `cap`: at most so many times."""

    every: LimitDocument
    cap: Annotated[int, Field(ge=1, le=100)]
