"""What clients send about committees and disputes."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kernel.fields import (
    AnyInstant,
    Day,
    LongText,
    Model,
    OneLine,
    ShortText,
    once_each,
)
from kernel.ids import ID_PATTERN
from services.mediation.rules.case import Party
from services.mediation.rules.committees import Committee, Member
from services.mediation.rules.opening import Dispute
from services.mediation.rules.words import (
    CommitteeChosenBy,
    DisputeDanger,
    DisputeKind,
    DisputeSource,
    MediatorRemovalGround,
)

MediatorId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}$",
        description="Person, as the token names him / 人员标识",
        examples=["p-md-01"],
    ),
]
HouseholdId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,63}$",
        description="Household / 户编号",
        examples=["h-0001"],
    ),
]
PlaceCode = Annotated[
    str,
    Field(
        pattern=r"^([1-9]\d{11}|[1-9]\d{14})$",
        description="Village or grid it is in / 所在村或网格",
        examples=["140426106201001"],
    ),
]
CaseRowId = Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]


class MediationMember(Model):
    """A member of a committee."""

    person: MediatorId
    is_woman: Annotated[bool, Field(description="Whether a woman / 是否妇女委员")]


class MediationCommitteeBody(Model):
    """A committee as it was chosen: three to nine members, a woman among them."""

    members: Annotated[list[MediationMember], Field(min_length=1, max_length=20)]
    chair: MediatorId
    chosen_by: Annotated[
        CommitteeChosenBy,
        Field(description="By whom it was chosen / 产生方式"),
    ]
    chosen_on: Day
    appointed: Annotated[
        list[MediatorId],
        Field(default_factory=list, max_length=60, description="Appointed besides / 聘任的调解员"),
        AfterValidator(once_each),
    ]

    def as_committee(self, unit: str) -> Committee:
        """Return it as the rules take it."""
        return Committee(
            unit,
            tuple(Member(one.person, one.is_woman) for one in self.members),
            self.chair,
            self.chosen_by,
            self.chosen_on,
            tuple(self.appointed),
        )


class RemoveMediator(Model):
    """That a mediator is removed."""

    person: MediatorId
    ground: Annotated[
        MediatorRemovalGround,
        Field(description="Why / 解聘原因"),
    ]


class DisputeParty(Model):
    """A party; by the registry's ids where it has them."""

    name: ShortText
    person: MediatorId | None = None
    household: HouseholdId | None = None


class RegisterDispute(Model):
    """A dispute that was found on a round, or that a party asks to be mediated."""

    place: PlaceCode
    kind: Annotated[DisputeKind, Field(description="What it is about / 纠纷类型")]
    source: Annotated[
        Literal[DisputeSource.FOUND, DisputeSource.APPLICATION],
        Field(description="How it came up / 来源"),
    ]
    summary: Annotated[
        LongText,
        Field(description="What it is about / 纠纷简要情况", examples=["两户因院墙排水发生争执。"]),
    ]
    parties: Annotated[list[DisputeParty], Field(min_length=1, max_length=20)]
    dangers: Annotated[
        list[DisputeDanger],
        Field(
            default_factory=list,
            max_length=3,
            description="What is never a dispute: report it to the police at once / 涉及暴力或未成年人安全的，不得调解，应立即报告",
        ),
        AfterValidator(once_each),
    ]
    about_land: Annotated[
        bool, Field(description="A land contract is in it / 涉及土地承包经营")
    ] = False
    at_town: Annotated[
        bool, Field(description="For the town's committee / 由乡镇调解委员会受理")
    ] = False
    found_at: Annotated[
        AnyInstant | None, Field(description="When, by the phone's clock / 发现时间（手机时间）")
    ] = None
    client_ref: Annotated[
        OneLine | None,
        Field(max_length=100, description="The client's own number / 客户端自编号"),
    ] = None

    def as_dispute(self) -> Dispute:
        """Return it as the rules take it."""
        return Dispute(
            place=self.place,
            kind=self.kind,
            source=self.source,
            summary=self.summary,
            parties=tuple(
                Party(number, one.name, one.person, one.household)
                for number, one in enumerate(self.parties, 1)
            ),
            dangers=frozenset(self.dangers),
            about_land=self.about_land,
            at_town=self.at_town,
            found_at=self.found_at,
            client_ref=self.client_ref,
        )
