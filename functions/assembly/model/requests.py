"""What clients send about bodies, matters, meetings and what follows from them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from assembly.rules.bodies import BodyKind, Capacity, Mode, Office
from assembly.rules.ceremonies import CeremonyKind
from assembly.rules.matters import MatterAction
from assembly.rules.meetings import AttendanceChannel, MeetingAction
from assembly.rules.publications import PublicationKind, RemovalCause
from assembly.rules.reviews import SubjectKind
from assembly.rules.routing import MatterStep
from assembly.rules.village_rules import FlagKind, RulesAction
from assembly.rules.votes import Choice, Manner, VoteAction
from kernel.fields import LongText, Model, ShortText, UnitCode
from kernel.ids import ID_PATTERN

PERSON_ID = "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$"
ID = f"^{ID_PATTERN}$"
BODY_ID = r"^[1-9]\d{11}~[a-z_]{1,40}(~[0-9]{1,3})?$"

PersonId = Annotated[str, Field(pattern=PERSON_ID, examples=["p-re-01"])]
ThingId = Annotated[str, Field(pattern=ID, examples=["01M8323B80ZASBGN3Q5V2DNX65"])]
BodyId = Annotated[str, Field(pattern=BODY_ID, examples=["140426106201~representatives_assembly"])]
TypeCode = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        pattern=r"^[a-z][a-z0-9_]*$",
        examples=["dilapidated_housing"],
        description="See GET /v1/assembly/matter-types / 见事项目录",
    ),
]
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Attachments = Annotated[
    list[ShortText],
    Field(
        default_factory=list,
        max_length=20,
        description="References to papers or photos / 附件编号或链接",
    ),
]


class NewBody(Model):
    """A body of a village; `group` numbers the villagers' groups."""

    village: UnitCode
    kind: BodyKind
    group: Annotated[int | None, Field(ge=1, le=999)] = None


class MemberDocument(Model):
    """Somebody who sits in a body."""

    member_id: PersonId
    name: ShortText
    household: Annotated[
        str | None, Field(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    ] = None
    woman: bool = False
    born: Annotated[int | None, Field(ge=1900, le=2100)] = None
    capacity: Capacity = Capacity.MEMBER
    represents: Annotated[
        int | None, Field(ge=1, le=10_000, description="Households represented / 代表户数")
    ] = None
    office: Office | None = None
    accounting: bool = False
    relatives: Annotated[
        list[PersonId], Field(default_factory=list, max_length=50, description="近亲属")
    ]


class NewComposition(Model):
    """A composition as a draft; large ones are continued by further members."""

    valid_from: date
    members: Annotated[list[MemberDocument], Field(max_length=250)]
    households: Annotated[
        int | None, Field(ge=1, le=100_000, description="Households of the village / 全村户数")
    ] = None


class MoreMembers(Model):
    """Further members of a draft."""

    members: Annotated[list[MemberDocument], Field(min_length=1, max_length=250)]


class MoveComposition(Model):
    """Check a draft against the law and put it in force, or drop it."""

    action: Literal["confirm", "discard"]


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

    held_on: date
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
    due_at: AwareDatetime


class AuthorityDecisionDocument(Model):
    """What town or county decided on a matter the village gave its opinion on."""

    approved: bool
    document_number: Annotated[ShortText, Field(description="审批文号")]
    decided_on: date


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


class NewMeeting(Model):
    """A meeting is announced; its agenda is fixed from then on."""

    body: BodyId
    mode: Mode
    title: ShortText
    place: ShortText
    begins_at: AwareDatetime
    agenda: Annotated[
        list[ThingId],
        Field(min_length=1, max_length=20, description="Matters, in order / 议题，按顺序"),
    ]
    chair: PersonId
    online: bool = False
    online_basis: Annotated[
        ShortText | None, Field(description="The village's own rules / 本村线上表决依据")
    ] = None
    ad_hoc_reason: Annotated[
        LongText | None, Field(description="Why without the notice period / 特殊情况说明")
    ] = None


class MoveMeeting(Model):
    """A step with a meeting."""

    action: MeetingAction
    reason: Annotated[LongText | None, Field(description="For adjourn and cancel / 理由")] = None
    minutes: Annotated[LongText | None, Field(description="For close / 会议记录")] = None
    attachments: Attachments


class Attend(Model):
    """Somebody arrives, or leaves.

    For oneself `on_site` with the code shown in the hall, or `online`; the recorder enters anybody on paper; a member stands in for one
    of the same household where the law lets it (`proxy_for`).
    """

    channel: AttendanceChannel
    code: Annotated[str | None, Field(max_length=20)] = None
    member: Annotated[
        PersonId | None, Field(description="For the recorder / 由记录人登记的成员")
    ] = None
    proxy_for: Annotated[PersonId | None, Field(description="代理的同户成员")] = None
    leaving: bool = False


class Recuse(Model):
    """Somebody is party to an item and leaves for it."""

    item: Annotated[int, Field(ge=0, le=50)]
    reason: ShortText
    member: PersonId | None = None


class NewVote(Model):
    """A vote on an item of the agenda."""

    item: Annotated[int, Field(ge=0, le=50)]
    manner: Manner


class MoveVote(Model):
    """A step with a vote.

    `cast` ends the giving out of secret ballots, `paper_only` takes the whole vote on paper, `close` counts, `recount` counts again: with
    the papers counted by hand where there are any.
    """

    action: VoteAction
    paper: Annotated[
        dict[Choice, Number] | None,
        Field(description="For recount: papers counted by hand / 人工复核纸票数"),
    ] = None


class CastBallot(Model):
    """An open ballot: one's own, or entered by the recorder for a member."""

    choice: Literal["yes", "no", "abstain"]
    member: Annotated[PersonId | None, Field(description="For the recorder / 由记录人代录")] = None
    proxy_for: Annotated[PersonId | None, Field(description="代理的同户成员")] = None


class TakeBallot(Model):
    """Take a secret ballot: an electronic one with the hidden number to be signed, or on paper from the recorder."""

    blinded: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{1,512}$",
            description="RFC 9474 blinded message, hexadecimal / 盲化后的选票编号",
        ),
    ] = None
    member: Annotated[PersonId | None, Field(description="For the recorder / 由记录人发票")] = None
    proxy_for: Annotated[PersonId | None, Field(description="代理的同户成员")] = None


class SecretBallotDocument(Model):
    """A secret ballot with the signature of its vote; who sends it is not asked."""

    serial: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{1,512}$")]
    choice: Literal["yes", "no", "abstain"]


class BallotPaper(Model):
    """A paper out of the ballot box: the number printed on it, and what it says."""

    number: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{4,40}$", examples=["7KQ2-M9XD"])]
    choice: Choice


class BallotPapers(Model):
    """Papers out of the ballot box, in any order."""

    papers: Annotated[list[BallotPaper], Field(min_length=1, max_length=500)]


class NewPublication(Model):
    """Something to publish in the village."""

    village: UnitCode
    kind: PublicationKind
    title: ShortText
    content: Annotated[str, Field(min_length=1, max_length=20_000)]
    attachments: Attachments
    matter: Annotated[
        ThingId | None, Field(description="For resolution and result / 决议、结果公开的事项")
    ] = None
    period: Annotated[
        str | None,
        Field(pattern=r"^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$", examples=["2026-Q3", "2026-10"]),
    ] = None
    days: Annotated[
        int | None, Field(ge=1, le=366, description="Days to stay up / 公示天数，不少于法定")
    ] = None
    replaces: Annotated[
        ThingId | None,
        Field(
            description="A publication of the kind that was removed for cause; this is it corrected / 更正后重新公开"
        ),
    ] = None


class MovePublication(Model):
    """Take a publication down."""

    action: Literal["take_down"]
    cause: Annotated[
        RemovalCause | None, Field(description="Before its term / 提前撤下的法定事由")
    ] = None
    legal_basis: Annotated[ShortText | None, Field(description="文书或条款")] = None


class NewPublicationObjection(Model):
    """A doubt about a publication."""

    text: LongText


class MovePublicationObjection(Model):
    """Answer an objection."""

    action: Literal["answer"]
    answer: LongText


class AssemblySettings(Model):
    """How a village publishes."""

    finance_monthly: Annotated[
        bool, Field(description="So much finance that it is published monthly / 财务每月公布")
    ]


class RulesClauseDocument(Model):
    """One clause."""

    number: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?$", examples=["3"])]
    text: LongText


class RulesDraft(Model):
    """The text of village rules."""

    title: ShortText
    clauses: Annotated[list[RulesClauseDocument], Field(min_length=1, max_length=100)]


class NewVillageRules(RulesDraft):
    """A new version of a village's rules."""

    village: UnitCode


class NewView(Model):
    """What a villager thinks of the draft."""

    text: LongText


class NewFlag(Model):
    """A clause that may go against law."""

    kind: FlagKind
    clause: Annotated[str, Field(max_length=10)]
    note: LongText


class MoveFlag(Model):
    """The town clears a flag."""

    action: Literal["clear"]
    note: LongText


class MoveRules(Model):
    """A step with village rules."""

    action: RulesAction
    note: Annotated[
        LongText | None, Field(description="For clear, send_back and order_correction / 审核意见")
    ] = None
    filing_number: Annotated[ShortText | None, Field(description="For file / 备案号")] = None
    in_force_from: Annotated[date | None, Field(description="For publish / 施行日期")] = None


class FiguresDocument(Model):
    """How large a ceremony is; money in whole yuan."""

    tables: Annotated[int, Field(ge=0, le=10_000)]
    price_per_table: Number
    gift: Number


class NewCeremony(Model):
    """A wedding or funeral is registered before it is held."""

    village: UnitCode
    kind: CeremonyKind
    host: ShortText
    household: Annotated[
        str | None, Field(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    ] = None
    held_on: date
    planned: FiguresDocument


class MoveCeremony(Model):
    """The council advises, follows up, or the family calls it off.

    `measure` is one of advise, persuade, warn, refer_to_rule_book; there are no fines.
    """

    action: Literal["advise", "follow_up", "cancel"]
    measure: Annotated[str | None, Field(max_length=40, examples=["persuade"])] = None
    text: LongText | None = None
    rule_book_item: Annotated[str | None, Field(max_length=64)] = None
    actual: FiguresDocument | None = None


class CeremonyLimitsDocument(Model):
    """What is agreed for one kind of ceremony; money in whole yuan."""

    tables: Annotated[int | None, Field(ge=0, le=10_000)] = None
    price_per_table: Number | None = None
    gift: Number | None = None


class SetCeremonyLimits(Model):
    """The limits of a village from a day on."""

    valid_from: date
    source: Annotated[ShortText, Field(description="Where they were agreed / 依据，如村规民约条款")]
    limits: dict[CeremonyKind, CeremonyLimitsDocument]


class NewSupervisionReview(Model):
    """An objection to, or a review of, something the village did."""

    village: UnitCode
    subject_kind: SubjectKind
    subject: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.~-]+$")]
    text: LongText


class MoveSupervisionReview(Model):
    """Supervisors examine, the town answers."""

    action: Literal["examine", "answer"]
    text: LongText
    upheld: Annotated[bool | None, Field(description="For examine / 是否属实")] = None


class NewIdea(Model):
    """An idea for the village."""

    village: UnitCode
    title: ShortText
    text: LongText


class MoveIdea(Model):
    """The committee answers: adopts the idea as a matter of a kind, or declines it."""

    action: Literal["adopt", "decline"]
    answer: LongText
    type: TypeCode | None = None
