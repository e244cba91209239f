"""What clients send about briefings."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import Day, LongText, Model, UnitCode, Words
from reports.model.figures import FigureName
from reports.rules.briefings import BriefingAction, BriefingCommand

Prose = Annotated[Words, Field(max_length=4000)]


class DrawBriefing(Model):
    """Of which unit and which days a briefing is drawn."""

    unit: UnitCode
    first: Day
    last: Annotated[Day, Field(description="Included; a year at most / 含当日，最长一年")]
    village: Annotated[
        UnitCode | None, Field(description="The village it tells more of / 重点介绍的村")
    ] = None
    boards: Annotated[
        UnitCode | None,
        Field(description="Whose boards it shows; that village's where left out / 红黑榜所在的村"),
    ] = None


class MoveBriefing(Model):
    """A step of a briefing. No figure is in it: only its prose is written by people."""

    action: Literal[
        BriefingAction.WRITE, BriefingAction.RECOUNT, BriefingAction.SIGN, BriefingAction.DISCARD
    ]
    prose: Annotated[
        dict[str, Prose | None] | None,
        Field(
            max_length=20,
            description="write: text by part; null takes it away / 按部分填写，null 即删除",
            examples=[{"next_steps": "明年继续推进四治融合。"}],
        ),
    ] = None
    reason: Annotated[Words | None, Field(max_length=500, description="discard: why / 理由")] = None

    def as_command(self) -> BriefingCommand:
        """Return it as the rules take it."""
        return BriefingCommand(self.action, self.prose, self.reason)


class CorrectFigure(Model):
    """Which figure of a signed briefing has come out otherwise, and why; what it is now is counted, never typed."""

    figure: FigureName
    unit: Annotated[
        UnitCode | None, Field(description="The briefing's own where left out / 默认为本单位")
    ] = None
    note: Annotated[LongText, Field(max_length=500, description="Why / 更正说明")]
