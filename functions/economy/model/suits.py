"""What members asked the collective to sue for, as it is entered and answered; who asked is counted and not named."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from economy.model.voucher_requests import PersonId
from economy.rules.suits import SuitAction, SuitCommand, SuitDemand
from kernel import clock
from kernel.fields import Day, Model, ShortText, ThingId, VillageCode, Words, once_each
from kernel.seen import Seen
from kernel.texts import Language

MOST_ASKING = 80
"""With what is read of each, one transaction."""


class AskToSue(Model):
    """That members asked in writing that the collective sues who harmed it."""

    village: VillageCode
    said: Annotated[
        Words,
        Field(max_length=1000, description="What was done, what was lost / 事实和集体损失"),
    ]
    against: Annotated[
        list[PersonId],
        AfterValidator(once_each),
        Field(
            min_length=1,
            max_length=10,
            description="Who runs, keeps or watches the collective and is to be sued / 请求起诉的负责人、管理人员",
        ),
    ]
    members: Annotated[
        list[ThingId],
        AfterValidator(once_each),
        Field(
            min_length=1,
            max_length=MOST_ASKING,
            description="Who asked, by the list of members / 书面请求的成员（名册编号）",
        ),
    ]
    paper: Annotated[
        ShortText, Field(description="The written demand / 书面请求编号", examples=["请求书1号"])
    ]
    handed_on: Annotated[Day, Field(description="Day it was handed over / 提交日期")]


class MoveSuitDemand(Model):
    """A step about it."""

    action: Annotated[
        Literal[SuitAction.SUE, SuitAction.MEMBERS_SUE, SuitAction.WITHDRAW],
        Field(description="What is done / 办理"),
    ]
    on: Day | None = None
    paper: Annotated[
        ShortText | None, Field(description="The case, or the paper / 案号或书面材料编号")
    ] = None

    def as_command(self) -> SuitCommand:
        """Return it as the rules take it."""
        return SuitCommand(SuitAction(self.action), self.on, self.paper)


class SuitDemandView(TypedDict):
    """What members asked for; who they are stays with who entered it."""

    id: str
    village: str
    said: str
    against: list[str]
    members: Annotated[int, Field(description="How many asked / 请求人数")]
    paper: str
    handed_on: str
    silent_until: Annotated[
        str, Field(description="From then on members may sue themselves / 期满成员可自行起诉")
    ]
    on: Annotated[str | None, Field(description="Day it went on / 起诉或撤回日期")]
    case: str | None
    status: str
    status_name: str
    actions: list[str]
    version: int


class SuitDemandList(TypedDict):
    """One page of them, the latest first."""

    items: list[SuitDemandView]
    next_cursor: str | None


def suit_view(seen: Seen[SuitDemand], language: Language) -> SuitDemandView:
    """Return what members asked for."""
    one = seen.thing
    return {
        "id": one.id,
        "village": one.village,
        "said": one.said,
        "against": list(one.against),
        "members": len(one.members),
        "paper": one.paper,
        "handed_on": one.handed_on.isoformat(),
        "silent_until": clock.local_iso(one.until),
        "on": one.on.isoformat() if one.on else None,
        "case": one.case,
        "status": str(one.status),
        "status_name": one.status.said.say(language),
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
    }
