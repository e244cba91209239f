"""Matters as they come in."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from assembly.model.common import Attachments, HouseholdId, PersonId, TypeCode
from assembly.rules.items import MatterItem
from assembly.rules.matters import DemandedBy
from assembly.rules.routing import MatterStep
from assembly.rules.states.matters import MatterAction
from kernel.fields import Day, Instant, LongText, Model, ShortText, UnitCode


class MatterItemBody(Model):
    """One thing that a matter is to decide, as it is carried out afterwards; it stays as it is entered."""

    act: Annotated[
        str,
        Field(
            pattern=r"^[a-z][a-z_]{1,39}$",
            examples=["lease"],
            description="One of `carries` of the kind / 该类事项可列明的内容",
        ),
    ]
    subject: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+~-]{0,79}$",
            examples=["01M8323B80ZASBGN3Q5V2DNX69"],
            description="Asset, person, account with its year (2026~501) or other thing / 资产、人员、年度科目等",
        ),
    ]
    amount: Annotated[
        int | None,
        Field(
            ge=0,
            le=100_000_000_000,
            description="Fen, or hundredths of shares / 分；份额为百分之一",
        ),
    ] = None
    detail: Annotated[
        ShortText | None,
        Field(description="To whom it goes, or on what ground / 给予对象或事由"),
    ] = None
    until: Annotated[Day | None, Field(description="Last day / 届满日")] = None

    def as_item(self) -> MatterItem:
        """Return it as the rules take it."""
        until = self.until.isoformat() if self.until else None
        return MatterItem(self.act, self.subject, self.amount, self.detail, until)


class NewMatter(Model):
    """Something to deliberate on."""

    village: UnitCode
    type: TypeCode
    title: ShortText
    text: LongText
    group: Annotated[
        int | None, Field(ge=1, le=999, description="For a group's matter / 村民小组事项的组号")
    ] = None
    delegates: Annotated[
        list[TypeCode],
        Field(
            default_factory=list,
            max_length=20,
            description="For type delegation: which kinds / 授权事项类别",
        ),
    ]
    revokes: Annotated[
        list[TypeCode],
        Field(
            default_factory=list,
            max_length=20,
            description="For type delegation: which kinds no longer / 收回授权的事项类别",
        ),
    ]

    demanded_by: Annotated[
        DemandedBy | None, Field(description="For committee_recall: by whom / 罢免要求由谁提出")
    ] = None
    signatories: Annotated[
        list[PersonId],
        Field(
            default_factory=list,
            max_length=1500,
            description="For committee_recall: who demands it / 联名人（member_id）",
        ),
    ]
    items: Annotated[
        list[MatterItemBody],
        Field(
            default_factory=list,
            max_length=400,
            description="What it decides, one by one; carried out as decided, once / 决定内容逐项列明，照此执行一次",
        ),
    ]
    household: Annotated[
        HouseholdId | None, Field(description="For aid: the household it is for / 救助事项的申请户")
    ] = None
    kin: Annotated[
        list[PersonId],
        Field(
            default_factory=list,
            max_length=20,
            description="For aid: relatives of the household among those who handle it or sit in the committee / 申请户的近亲属中的经办人员、村干部",
        ),
    ]


class MinutesDocument(Model):
    """What a sitting leaves on record."""

    held_on: Day
    attended: Annotated[
        list[ShortText],
        Field(
            min_length=1,
            max_length=200,
            description="Members' ids; for a consultation whoever took part / 到会成员编号，民主协商可填参加人",
        ),
    ]
    summary: LongText
    attachments: Attachments


class MilestoneDocument(Model):
    """A part of carrying out a decision, and until when."""

    title: ShortText
    responsible: PersonId
    due_at: Instant


class AuthorityDecisionDocument(Model):
    """What town or county decided on a matter the village gave its opinion on."""

    approved: bool
    reasons: Annotated[
        LongText | None, Field(description="Of a refusal, to whoever applied / 不予的理由")
    ] = None
    document_number: Annotated[ShortText, Field(description="审批文号")]
    decided_on: Day


class MoveMatter(Model):
    """A step with a matter."""

    action: MatterAction
    step: Annotated[MatterStep | None, Field(description="For record / 登记的步骤")] = None
    minutes: Annotated[
        MinutesDocument | None, Field(description="For record and merge / 会议记录")
    ] = None
    milestones: Annotated[
        list[MilestoneDocument],
        Field(default_factory=list, max_length=20, description="For plan / 实施节点"),
    ]
    authority: Annotated[
        AuthorityDecisionDocument | None, Field(description="For decide_above / 县乡审批决定")
    ] = None
    struck: Annotated[
        list[PersonId],
        Field(
            default_factory=list,
            max_length=1500,
            description="For check_demand: who did not sign or may not / 核实后剔除的联名人",
        ),
    ]
    reason: Annotated[
        LongText | None,
        Field(description="For merge, withdraw, and plan where it drops or moves / 理由"),
    ] = None


class MoveMilestone(Model):
    """A milestone is done."""

    action: Literal["done"]
    note: LongText
    evidence: Attachments
