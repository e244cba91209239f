"""What clients send to close a unit."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import Day, Model, OwnerCode, called
from registry.model.requests import Reason


class MoveUnit(Model):
    """The end of a unit, or its being kept before that has come."""

    action: Annotated[
        Literal["close", "merge", "keep"],
        Field(
            description="Close or merge it; or keep it, before that holds / 撤销、并入另一单位，或在生效前取消",
            json_schema_extra=called(
                {
                    "close": ("撤销单位", "close"),
                    "merge": ("并入另一单位", "merge"),
                    "keep": ("取消撤并", "keep"),
                }
            ),
        ),
    ]
    on: Annotated[
        Day | None,
        Field(description="First day it is no more; today when not given / 自何日起撤销，默认今天"),
    ] = None
    into: Annotated[
        OwnerCode | None, Field(description="merge: which takes its place / 并入哪个单位")
    ] = None
    reason: Reason
