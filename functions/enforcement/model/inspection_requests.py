"""What clients send about inspections."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from enforcement.model.fields import CreditCode, ItemCode, PersonId, RowId, TownCode
from enforcement.rules.inspections import InspectionKind, ResultKind
from enforcement.rules.visit_command import SaidPhoto, VisitCommand
from enforcement.rules.visit_states import VisitAction
from enforcement.service.propose_inspection import Proposal
from kernel.field_errors import TextualValueError
from kernel.fields import Day, Instant, LongText, Model, ShortText, once_each
from kernel.law import reference
from kernel.law.model import Cites
from kernel.texts import Text

Persons = Annotated[list[PersonId], Field(max_length=10), AfterValidator(once_each)]


_KINDS = "Kind of inspection / 检查种类"


_RESULTS = "What came of it / 检查结果"


class ProposeInspection(Model):
    """An inspection that the head is asked to approve."""

    town: TownCode
    kind: Annotated[InspectionKind, Field(description=_KINDS)]
    items: Annotated[
        list[ItemCode],
        Field(
            max_length=20,
            description="Items of the authority list; several in one visit are 综合查一次; not of a re-check / 权责事项",
        ),
        AfterValidator(once_each),
    ]
    party: Annotated[ShortText | None, Field(description="Who is inspected / 被检查人")] = None
    firm: Annotated[
        CreditCode | None,
        Field(description="Of a firm, sole trader or co-operative / 企业、个体、合作社必填"),
    ] = None
    place: ShortText | None = None
    reason: LongText
    planned_on: Annotated[Day, Field(description="For which day / 拟检查日期")]
    officers: Annotated[
        list[PersonId],
        Field(min_length=2, max_length=10, description="Who is to make it / 拟派执法人员"),
        AfterValidator(once_each),
    ]
    urgent: Annotated[
        bool, Field(description="Approved within the limit afterwards / 紧急，事后补批")
    ] = False
    draw: Annotated[
        str | None, Field(pattern=r"^[A-Za-z0-9]{1,20}$", description="Round / 抽取轮次")
    ] = None
    recheck_of: RowId | None = None
    ground: Annotated[
        RowId | None,
        Field(
            description="The clue or case it follows up, for kind case and urgent / 个案、紧急检查所依据的线索或案件"
        ),
    ] = None

    @model_validator(mode="after")
    def _says_who_and_what(self) -> Self:
        if self.kind is not InspectionKind.RECHECK and not (
            self.items and self.party and self.place
        ):
            raise TextualValueError(
                Text(
                    "请写明检查事项、被检查人和地点。",
                    "Name the items, the party and the place.",
                )
            )
        return self

    def proposal(self) -> Proposal:
        """Return it as the use case takes it."""
        return Proposal(
            self.town,
            self.kind,
            tuple(self.items),
            self.party or "",
            self.firm,
            self.place or "",
            self.reason,
            self.planned_on,
            tuple(self.officers),
            self.urgent,
            self.draw,
            self.recheck_of,
            self.ground,
        )


class Checked(Model):
    """A line of the checklist."""

    item: Annotated[ShortText, Field(description="What was looked at / 检查事项")]
    found: Annotated[ShortText, Field(description="What was found / 查看情况")]


class Photo(Model):
    """A photo or recording of the visit: uploaded and checked, or by reference and hash, so that it cannot be exchanged afterwards."""

    media: Annotated[
        RowId | None,
        Field(description="An upload of this inspection that is ready / 本次检查已通过检查的附件"),
    ] = None
    file: Annotated[
        ShortText | None,
        Field(description="Otherwise where it is kept / 未上传的，注明存放位置"),
    ] = None
    sha256: Annotated[
        str | None,
        Field(pattern=r"^[0-9a-f]{64}$", description="Of that file / 校验值，随存放位置填写"),
    ] = None
    taken_at: Instant

    @model_validator(mode="after")
    def _is_named_one_way(self) -> Self:
        kept = self.file is not None and self.sha256 is not None
        none_of_it = self.file is None and self.sha256 is None
        if not (none_of_it if self.media else kept):
            raise TextualValueError(
                Text(
                    "请填已上传照片的编号，或填存放位置和校验值。",
                    "Name it by media, or by file and sha256.",
                )
            )
        return self


class MoveInspection(Model):
    """A step of an inspection, and what is said with it."""

    action: VisitAction
    reason: LongText | None = None
    way: Annotated[ShortText | None, Field(description="notify: how it was told / 通知方式")] = None
    officers: Annotated[
        Persons, Field(default_factory=list, description="begin: who inspects / 执法人员")
    ]
    helpers: Annotated[
        Persons,
        Field(
            default_factory=list, description="begin: helpers, who never count / 辅助人员，不计入"
        ),
    ]
    shown: Annotated[
        bool, Field(description="begin: certificates were shown first / 已主动出示执法证件")
    ] = False
    result: Annotated[ResultKind | None, Field(description=_RESULTS)] = None
    checklist: Annotated[
        list[Checked], Field(default_factory=list, max_length=50, description="检查清单")
    ]
    record: Annotated[LongText | None, Field(description="On-site record / 现场笔录")] = None
    signed: Annotated[bool, Field(description="record: signed by the party / 当事人已签字")] = False
    refusal: Annotated[
        LongText | None,
        Field(description="record: why not signed, and who saw it / 拒签情况及见证人"),
    ] = None
    photos: Annotated[
        list[Photo],
        Field(
            default_factory=list,
            max_length=15,
            description="record: photos and films / 现场照片、录像",
        ),
    ]
    order: Annotated[
        LongText | None, Field(description="record: what is to be corrected / 责令内容")
    ] = None
    limit: Annotated[Instant | None, Field(description="record, extend: by when / 整改期限")] = None
    law: Annotated[Cites | None, Field(description="record: the law explained / 讲解的法条")] = None
    explained: Annotated[
        LongText | None, Field(description="record: how it was explained / 普法说明")
    ] = None
    case: Annotated[
        RowId | None,
        Field(
            description="record: a case opened before, or one is opened / 已有案件，不填则自动生成线索"
        ),
    ] = None

    @model_validator(mode="after")
    def _says_what_fits(self) -> Self:
        extends = self.action is VisitAction.EXTEND and not self.order
        if (self.limit or self.order) and not (self.result is ResultKind.ORDERED or extends):
            raise TextualValueError(
                Text("只有责令限期改正才有期限。", "Only an order has a limit.")
            )
        if self.signed and self.refusal:
            raise TextualValueError(
                Text("已签字的不能又拒签。", "A record is signed, or its refusal noted, not both.")
            )
        uploads = [one.media for one in self.photos if one.media]
        if len(set(uploads)) < len(uploads):
            raise TextualValueError(Text("同一附件只填一次。", "An upload is named once."))
        if self.case and self.result is not ResultKind.CASE_OPENED:
            raise TextualValueError(Text("只有立案才关联案件。", "Only case_opened has a case."))
        return self

    def as_command(self) -> VisitCommand:
        """Return it as the use case takes it."""
        return VisitCommand(
            self.action,
            self.reason,
            self.way,
            tuple(self.officers),
            tuple(self.helpers),
            self.shown,
            self.result,
            tuple(one.item for one in self.checklist),
            tuple(one.found for one in self.checklist),
            self.record,
            self.signed,
            self.refusal,
            tuple(SaidPhoto(one.taken_at, one.media, one.file, one.sha256) for one in self.photos),
            self.order,
            self.limit,
            reference(self.law) if self.law else None,
            self.explained,
            self.case,
        )
