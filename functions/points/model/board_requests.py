"""What clients send about boards and what they show of a household."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import LongText, Model, ShortText
from points.model.fields import Day, HouseholdId, PeriodName
from points.rules import board_states, standing
from points.rules.board import Removal


class NewAssessment(Model):
    """An impact assessment before anybody is named in public (个保法 Arts. 55, 56)."""

    purpose: Annotated[
        LongText, Field(description="Why, how, and whether that is needed / 处理目的、方式及必要性")
    ]
    effects: Annotated[
        LongText, Field(description="On whose rights, at what risk / 对个人权益的影响及安全风险")
    ]
    measures: Annotated[
        LongText, Field(description="What protects them / 保护措施是否合法有效并与风险相适应")
    ]
    acceptable: Annotated[
        bool, Field(description="Whether named boards may be / 结论：署名公布是否可行")
    ]
    carried_out_on: Day


class NewBoard(Model):
    """The board of a period, as of now."""

    period: PeriodName
    assessment_id: Annotated[
        ShortText | None,
        Field(
            description="Impact assessment ({en:personal-information-law-2021#55}); without it nobody is named / 影响评估编号"
        ),
    ] = None
    resolution_id: Annotated[
        ShortText | None,
        Field(
            description="Matter the villagers' meeting passed, by its id / 村民会议通过的事项编号"
        ),
    ] = None


class MoveBoard(Model):
    """A step of a board."""

    action: board_states.Action
    household: HouseholdId | None = None
    removal: Literal[Removal.CORRECTED, Removal.OBJECTION_UPHELD, Removal.EXEMPT] | None = None
    reason: LongText | None = None


class NoteStanding(Model):
    """Something to note of a household for boards."""

    action: standing.Action
    in_public: Annotated[
        bool | None,
        Field(
            description="With consent: also to readers without login, a separate consent / 同意时：是否也同意向未登录者公开"
        ),
    ] = None
    since: Day | None = None
    until: Day | None = None
