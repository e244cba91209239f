"""What clients send about warnings."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from kernel.fields import Instant, Model, ShortText, UnitCode
from services.hazards.model.fields import Kinds


class GiveWarning(Model):
    """A warning of rain, wind or fire weather: what is to be looked at, and until when."""

    unit: UnitCode
    kinds: Kinds
    reason: Annotated[ShortText, Field(description="Why / 原因", examples=["暴雨橙色预警"])]
    until: Annotated[Instant, Field(description="At most seven days on / 最长七日")]
