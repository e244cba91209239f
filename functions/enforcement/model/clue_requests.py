"""What clients send about clues: what a conversion loads of enforcement, so little else is here."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from enforcement.rules.clue_sources import ClueSource
from kernel.fields import Instant, LongText, Model, ThingId, UnitCode


class NewClue(Model):
    """A clue: where something was seen, and what."""

    unit: UnitCode
    clue: Annotated[LongText, Field(examples=["村东地头有人露天焚烧玉米秸秆。"])]
    source: Annotated[ClueSource, Field(description="Where it comes from / 线索来源")] = (
        ClueSource.REPORT
    )
    found_at: Annotated[
        Instant | None, Field(description="When it was found; now if not said / 发现时间")
    ] = None
    inspection: Annotated[ThingId | None, Field(description="The inspection it came of / 检查")] = (
        None
    )
    incident: Annotated[ThingId | None, Field(description="The incident it came of / 事件")] = None
