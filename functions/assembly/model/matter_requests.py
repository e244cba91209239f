"""Matters as they come in."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from assembly.model.common import Attachments, PersonId, TypeCode
from assembly.rules.routing import MatterStep
from assembly.rules.states.matters import MatterAction
from kernel.fields import Day, Instant, LongText, Model, ShortText, UnitCode


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
    reason: Annotated[
        LongText | None,
        Field(description="For merge, withdraw, and plan where it drops or moves / 理由"),
    ] = None


class MoveMilestone(Model):
    """A milestone is done."""

    action: Literal["done"]
    note: LongText
    evidence: Attachments
