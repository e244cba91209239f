"""What clients send about sites."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from enforcement.outreach.model.fields import Cites, laws
from enforcement.outreach.rules.site_states import SiteAction
from enforcement.outreach.rules.sites import SiteFormat, SiteKind
from kernel.fields import LongText, Model, OwnerCode, ShortText, VillageCode, Words, once_each

_Content = Annotated[
    LongText,
    Field(description="What it says / 宣传内容", examples=["禁止露天焚烧秸秆。"]),
]


class SetUpSite(Model):
    """A new site on the register."""

    village: VillageCode
    kind: Annotated[
        SiteKind,
        Field(description="Kind of site / 阵地种类"),
    ]
    name: Annotated[ShortText, Field(examples=["庄头村法治长廊"])]
    place: Annotated[ShortText, Field(description="Where it stands / 位置", examples=["村部门前"])]
    keeper: Annotated[OwnerCode, Field(description="The unit that keeps it / 维护单位")]
    content: _Content
    cites: Cites
    formats: Annotated[
        list[SiteFormat],
        Field(
            default_factory=list,
            max_length=2,
            description="For who cannot read small print / 无障碍形式",
        ),
        AfterValidator(once_each),
    ]

    def laws(self) -> list[tuple[str, Sequence[str]]]:
        """Return what it cites as the rules take it."""
        return laws(self.cites)


class MoveSite(Model):
    """A check, a renewal, or that it is taken down."""

    action: Literal[SiteAction.CHECK, SiteAction.RENEW, SiteAction.RETIRE]
    sound: Annotated[
        bool | None, Field(description="check: whether what it says holds / 内容是否准确")
    ] = None
    finding: Annotated[
        Words | None, Field(max_length=1000, description="check: what was found / 检查情况")
    ] = None
    content: Annotated[_Content | None, Field(description="renew / 更换后的内容")] = None
    cites: Annotated[Cites | None, Field(description="renew / 更换后所引法规")] = None
    reason: Annotated[Words | None, Field(max_length=1000, description="retire / 停用原因")] = None

    def laws(self) -> list[tuple[str, Sequence[str]]]:
        """Return what it cites from now on as the rules take it."""
        return laws(self.cites)
