"""What clients send about members."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from economy.model.fields import HouseholdId
from economy.model.voucher_requests import PersonId
from economy.rules.books import FiledWith
from economy.rules.members import EndGround, Holding, JoinGround, Member, ShareClass
from kernel.fields import Day, Model, ShortText, ThingId, VillageCode

Decision = Annotated[
    ThingId, Field(description="The matter the members' assembly decided / 成员大会决议事项编号")
]


class HoldingBody(Model):
    """Shares of a class."""

    share_class: Annotated[ShareClass, Field(description="Class of shares / 份额种类")]
    hundredths: Annotated[
        int,
        Field(
            ge=1,
            le=1_000_000,
            examples=[100],
            description="Shares, in hundredths of a share / 股数（百分之一股）",
        ),
    ]


Holdings = Annotated[list[HoldingBody], Field(default_factory=list, max_length=3)]


class AdmitMember(Model):
    """Somebody for the list."""

    village: VillageCode
    person: PersonId
    name: Annotated[ShortText, Field(max_length=40)]
    household: HouseholdId
    ground: Annotated[
        JoinGround,
        Field(
            description="long_service: shares in income by 3/4 of all members / 全体成员四分之三以上同意"
        ),
    ]
    from_on: Day
    holdings: Holdings
    decision: Decision

    def as_member(self, member_id: str) -> Member:
        """Return it as the rules take it."""
        return Member(
            id=member_id,
            village=self.village,
            person=self.person,
            name=self.name,
            household=self.household,
            ground=self.ground,
            since=self.from_on,
            decision=self.decision,
            holdings=held(self.holdings),
        )


class EndMembership(Model):
    """Why somebody comes off the list; sex, marriage, study, work away and prison are refused."""

    ground: Annotated[
        EndGround,
        Field(
            description="Why it ends: death, another membership, the civil service / 终止原因：死亡、取得其他集体成员身份、成为公务员"
        ),
    ]
    on: Day
    said: Annotated[ShortText | None, Field(description="说明")] = None
    decision: Decision


class SetShares(Model):
    """The shares of somebody by the share plan."""

    holdings: Holdings
    said: Annotated[ShortText | None, Field(description="说明")] = None
    decision: Decision


class FileRoll(Model):
    """That the list as it is was filed."""

    filed_with: Annotated[FiledWith, Field(description="With whom it was filed / 备案机关")]
    on: Day


def held(holdings: list[HoldingBody]) -> tuple[Holding, ...]:
    """Return shares as the rules take them."""
    return tuple(Holding(each.share_class, each.hundredths) for each in holdings)
