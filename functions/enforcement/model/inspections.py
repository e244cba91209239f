"""What clients send about inspections, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import TypedDict

from enforcement.model.fields import CreditCode, ItemCode, PersonId, RowId, TownCode
from enforcement.rules.firms import Firm
from enforcement.rules.inspection_plan import Draw, FiledPlan
from enforcement.rules.inspections import InspectionKind, ResultKind
from enforcement.rules.links import Link, LinkLevel
from enforcement.rules.numbers import law_of
from enforcement.rules.papers import IssuedPaper
from enforcement.rules.terms import day_of
from enforcement.rules.timeline import Entry, RecordEvent
from enforcement.rules.visits import Visit, VisitAction, VisitEvent
from enforcement.service.move_inspection import SaidPhoto, VisitCommand
from enforcement.service.propose_inspection import Proposal
from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import Day, Instant, LongText, Model, ShortText, once_each
from kernel.law import CitationView, reference
from kernel.law.model import Cites
from kernel.texts import Language, Text

Persons = Annotated[list[PersonId], Field(max_length=10), AfterValidator(once_each)]
_KINDS = "daily 日常检查, case 个案检查, special 专项检查, recheck 整改复查"
_RESULTS = "no_problem 未发现问题, corrected 当场改正, ordered 责令限期改正, case_opened 立案"


class FilePlan(Model):
    """The plan of a year's inspections."""

    cap: Annotated[
        int,
        Field(
            ge=1,
            le=50,
            strict=True,
            description="How often one firm may be inspected in the year / 同一企业年度检查上限",
        ),
    ]
    focus: Annotated[
        list[ShortText],
        Field(min_length=1, max_length=50, description="What is looked at / 检查重点"),
        AfterValidator(once_each),
    ]


class ListFirm(Model):
    """A firm on the list of a town, or off it."""

    name: ShortText
    listed: bool = True


class DrawFirms(Model):
    """A round of random draws."""

    year: Annotated[int, Field(ge=2020, le=2099)]
    round: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9]{1,20}$",
            description="Its name within the year; drawn once / 轮次，每轮只抽一次",
            examples=["Q2"],
        ),
    ]
    wanted: Annotated[int, Field(ge=1, le=200, strict=True)]


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
        )


class Checked(Model):
    """A line of the checklist."""

    item: Annotated[ShortText, Field(description="What was looked at / 检查事项")]
    found: Annotated[ShortText, Field(description="What was found / 结果")]


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
                    "请填附件编号 media，或填存放位置 file 和校验值 sha256。",
                    "Name it by media, or by file and sha256.",
                )
            )
        return self


class MoveInspection(Model):
    """A step of an inspection, and what is said with it."""

    action: VisitAction
    reason: LongText | None = None
    way: Annotated[ShortText | None, Field(description="How it was told / 通知方式")] = None
    officers: Annotated[Persons, Field(default_factory=list, description="执法人员")]
    helpers: Annotated[
        Persons, Field(default_factory=list, description="They never count / 辅助人员，不计入")
    ]
    shown: Annotated[
        bool, Field(description="Certificates were shown first / 已主动出示执法证件")
    ] = False
    result: Annotated[ResultKind | None, Field(description=_RESULTS)] = None
    checklist: Annotated[
        list[Checked], Field(default_factory=list, max_length=50, description="检查清单")
    ]
    record: Annotated[LongText | None, Field(description="On-site record / 现场笔录")] = None
    signed: Annotated[bool, Field(description="By the party / 当事人已签字")] = False
    refusal: Annotated[
        LongText | None, Field(description="Why not signed, and who saw it / 拒签情况及见证人")
    ] = None
    photos: Annotated[
        list[Photo], Field(default_factory=list, max_length=15, description="现场照片、录像")
    ]
    order: Annotated[LongText | None, Field(description="What is to be corrected / 责令内容")] = (
        None
    )
    limit: Annotated[Instant | None, Field(description="By when / 整改期限")] = None
    law: Annotated[Cites | None, Field(description="The law explained / 讲解的法条")] = None
    explained: Annotated[LongText | None, Field(description="How / 普法说明")] = None
    case: Annotated[
        RowId | None,
        Field(description="Opened before; left out, one is opened / 已有案件，不填则自动生成线索"),
    ] = None

    @model_validator(mode="after")
    def _says_what_fits(self) -> Self:
        if (self.limit or self.order) and self.result is not ResultKind.ORDERED:
            raise TextualValueError(
                Text("只有责令限期改正才有期限。", "Only an order has a limit.")
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


class CheckedView(TypedDict):
    """A line of the checklist."""

    item: str
    found: str


class PlanView(TypedDict):
    """The plan of a town's inspections in a year."""

    town: str
    year: int
    cap: int
    focus: list[str]
    filed_on: str
    late: Annotated[bool, Field(description="After the day it was to be filed / 逾期备案")]
    rests_on: CitationView
    version: int


class FirmView(TypedDict):
    """A firm on the list of a town."""

    town: str
    code: str
    name: str
    listed: bool
    version: int


class FirmList(TypedDict):
    """One page of a town's firms."""

    items: list[FirmView]
    next_cursor: str | None


class DrawView(TypedDict):
    """A draw as anybody may repeat it."""

    town: str
    year: int
    round: str
    seed: str
    wanted: int
    listed: list[str]
    drawn: list[str]
    drawn_at: str
    how: Annotated[str, Field(description="How to draw again / 复核方法")]


class DrawList(TypedDict):
    """One page of a year's draws."""

    items: list[DrawView]
    next_cursor: str | None


class InspectionResult(TypedDict):
    """What an inspection came to."""

    recorded_at: str | None
    result: str | None
    result_name: str | None
    problem: bool
    checklist: list[CheckedView]
    record: str | None
    signed: bool
    refusal: str | None
    photos: list[str]
    order: str | None
    limit: str | None
    law: CitationView | None
    explained: str | None
    case: str | None
    settled_by: str | None


class InspectionView(InspectionResult):
    """An inspection."""

    id: str
    town: str
    code: str | None
    kind: str
    kind_name: str
    items: list[str]
    combined: Annotated[bool, Field(description="综合查一次")]
    party: str
    firm: str | None
    place: str
    reason: str
    planned_on: str
    planned_officers: list[str]
    urgent: bool
    draw: str | None
    recheck_of: str | None
    status: str
    status_name: str
    proposed_by: str
    proposed_at: str
    approved_at: str | None
    approved_by: str | None
    approved_late: bool
    approve_until: str | None
    notified_at: str | None
    notified_way: str | None
    begun_at: str | None
    officers: list[str]
    certificates: list[str]
    helpers: list[str]
    approval_owed: Annotated[str | None, Field(description="Obligation / 督办事项")]
    recheck_owed: Annotated[str | None, Field(description="Obligation / 督办事项")]
    actions: list[str]
    version: int


class InspectionList(TypedDict):
    """One page of inspections."""

    items: list[InspectionView]
    next_cursor: str | None


class InspectionStep(TypedDict):
    """A step of an inspection, as its record has it: each entry carries the hash of all before it."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str
    actor_name: str
    actor_role: str | None
    details: dict[str, Any]
    seal: str


class InspectionHistory(TypedDict):
    """One page of an inspection's history, oldest first."""

    items: list[InspectionStep]
    next_cursor: str | None


class InspectionPaperLine(TypedDict):
    """A paper of an inspection."""

    id: str
    form: str
    title: str
    number: str | None
    digest: str
    issued_at: str


class InspectionPaperList(TypedDict):
    """One page of an inspection's papers, oldest first."""

    items: list[InspectionPaperLine]
    next_cursor: str | None


class FiguresView(TypedDict):
    """How many inspections of a town's year led how far: each part of the one before. No town is ranked by them."""

    town: str
    year: int
    inspections: int
    problems: int
    cases: int
    penalties: int


class LinkView(TypedDict):
    """An inspection that led so far, and the case it led to."""

    inspection: str
    case: str | None


class LinkList(TypedDict):
    """One page of the inspections of a year that led so far."""

    items: list[LinkView]
    next_cursor: str | None


_HOW = Text(
    "对名录中每一代码，取“种子+换行+代码”的 SHA-256，从小到大取前若干个。",
    "Take SHA-256 of the seed, a line feed and the code for each code listed; the lowest are drawn.",
)


def plan_view(filed: FiledPlan, language: Language) -> PlanView:
    """Return a plan as it is answered."""
    plan = filed.plan
    return {
        "town": plan.town,
        "year": plan.year,
        "cap": plan.cap,
        "focus": list(filed.focus),
        "filed_on": plan.filed_on.isoformat(),
        "late": plan.is_late,
        "rests_on": law_of("firm_inspection").on(plan.filed_on).view(language),
        "version": filed.version,
    }


def firm_view(firm: Firm) -> FirmView:
    """Return a firm as it is answered."""
    return {
        "town": firm.town,
        "code": firm.code,
        "name": firm.name,
        "listed": firm.listed,
        "version": firm.version,
    }


def draw_view(one: Draw, language: Language) -> DrawView:
    """Return a draw as everybody may see it."""
    return {
        "town": one.town,
        "year": one.year,
        "round": one.round,
        "seed": one.seed,
        "wanted": one.wanted,
        "listed": list(one.listed),
        "drawn": list(one.drawn),
        "drawn_at": clock.local_iso(one.drawn_at),
        "how": _HOW.say(language),
    }


def _at(instant: datetime | None) -> str | None:
    return clock.local_iso(instant) if instant else None


def _result(visit: Visit, language: Language) -> InspectionResult:
    law = visit.law and reference({"law": visit.law, "articles": visit.articles})
    told_on = day_of(visit.recorded_at) if visit.recorded_at else None
    return {
        "recorded_at": _at(visit.recorded_at),
        "result": str(visit.result) if visit.result else None,
        "result_name": visit.result.said.say(language) if visit.result else None,
        "problem": visit.is_problem,
        "checklist": [
            {"item": item, "found": found}
            for item, found in zip(visit.checklist, visit.checked, strict=True)
        ],
        "record": visit.record,
        "signed": visit.signed,
        "refusal": visit.refusal,
        "photos": list(visit.photos),
        "order": visit.order,
        "limit": _at(visit.limit),
        "law": law.on(told_on).view(language) if law and told_on else None,
        "explained": visit.explained,
        "case": visit.case,
        "settled_by": visit.settled_by,
    }


def inspection_view(
    visit: Visit, actions: Sequence[VisitAction], language: Language
) -> InspectionView:
    """Return an inspection as whoever works with it is shown it."""
    made = visit.to_be_made(visit.begun_at) if visit.begun_at else None
    return {
        "id": visit.id,
        "town": visit.town,
        "code": visit.code,
        "kind": str(visit.kind),
        "kind_name": visit.kind.said.say(language),
        "items": list(visit.items),
        "combined": len(visit.items) > 1,
        "party": visit.party,
        "firm": visit.firm,
        "place": visit.place,
        "reason": visit.reason,
        "planned_on": visit.planned_on.isoformat(),
        "planned_officers": list(visit.planned),
        "urgent": visit.urgent,
        "draw": visit.draw,
        "recheck_of": visit.recheck_of,
        "status": str(visit.status),
        "status_name": visit.status.said.say(language),
        "proposed_by": visit.proposed_by,
        "proposed_at": clock.local_iso(visit.proposed_at),
        "approved_at": _at(visit.approved_at),
        "approved_by": visit.approved_by,
        "approved_late": visit.approved_late,
        "approve_until": _at(made.approve_until if made else None),
        "notified_at": _at(visit.notified_at),
        "notified_way": visit.notified_way,
        "begun_at": _at(visit.begun_at),
        "officers": list(visit.officers),
        "certificates": list(visit.shown),
        "helpers": list(visit.helpers),
        **_result(visit, language),
        "approval_owed": visit.approval_owed,
        "recheck_owed": visit.recheck_owed,
        "actions": [str(action) for action in actions],
        "version": visit.version,
    }


def step_view(entry: Entry, language: Language) -> InspectionStep:
    """Return a step of an inspection as it is answered."""
    known = {str(one): one.said for kind in (VisitEvent, RecordEvent) for one in kind}
    return {
        "seq": entry.seq,
        "at": clock.local_iso(clock.from_iso(entry.at)),
        "event": entry.event,
        "event_name": known[entry.event].say(language),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "actor_role": entry.actor_role,
        "details": clock.as_answered(json.loads(entry.details)),
        "seal": entry.seal,
    }


def paper_line(one: IssuedPaper) -> InspectionPaperLine:
    """Return a paper of an inspection as it is answered."""
    return {
        "id": one.id,
        "form": one.form,
        "title": one.title,
        "number": one.number,
        "digest": one.digest,
        "issued_at": clock.local_iso(one.issued_at),
    }


def figures_view(town: str, year: int, figures: Mapping[LinkLevel, int]) -> FiguresView:
    """Return the figures of a town's year."""
    return {
        "town": town,
        "year": year,
        "inspections": figures[LinkLevel.INSPECTIONS],
        "problems": figures[LinkLevel.PROBLEMS],
        "cases": figures[LinkLevel.CASES],
        "penalties": figures[LinkLevel.PENALTIES],
    }


def link_view(one: Link) -> LinkView:
    """Return how far an inspection led."""
    return {"inspection": one.inspection, "case": one.case}
