"""What clients send about cases."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime
from typing import Annotated

from pydantic import Field

from enforcement.rules.case_parts import WARNING, ClueSource, PartyOfCase
from enforcement.rules.case_states import WithdrawalGround
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.coercion import Means
from enforcement.rules.collection import Ends, Rests
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.delivery import Way
from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.hearing import Grave
from enforcement.rules.liability import PartyKind
from enforcement.rules.remedies import Remedy, RemedyOutcome
from enforcement.rules.simple import CollectionCase
from kernel.ages import Born
from kernel.fields import Day, Instant, LongText, Model, OneLine, ShortText, UnitCode
from kernel.ids import ID_PATTERN
from kernel.law import Reference, reference
from kernel.law.statutes import UnknownArticle, UnknownStatute
from kernel.problems import InvalidFields
from kernel.texts import Text

_MOST_FEN = 100_000_000_00
Id = Annotated[str, Field(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
PersonId = Annotated[str, Field(min_length=1, max_length=128, examples=["p-eo-01"])]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", examples=["burning-straw"])]
Fen = Annotated[int, Field(ge=0, le=_MOST_FEN, description="In fen / 单位：分", examples=[50000])]


class NewClue(Model):
    """A clue: where something was seen, and what."""

    unit: UnitCode
    clue: Annotated[LongText, Field(examples=["村东地头有人露天焚烧玉米秸秆。"])]
    source: Annotated[ClueSource, Field(description="Where it comes from / 线索来源")] = (
        ClueSource.REPORT
    )
    found_at: Annotated[
        Instant | None, Field(description="When it was found; now if not said / 发现时间")
    ] = None
    inspection: Annotated[Id | None, Field(description="The inspection it came of / 检查")] = None
    incident: Annotated[Id | None, Field(description="The incident it came of / 事件")] = None


class CitedArticle(Model):
    """An article of the catalogue of statutes."""

    law: Annotated[str, Field(max_length=80, examples=["ecological-code-2026"])]
    articles: Annotated[
        list[Annotated[str, Field(max_length=20)]],
        Field(default_factory=list, max_length=10, examples=[["1131"]]),
    ]

    def as_reference(self) -> Reference:
        """Return it as the rules take it.

        Raises
        ------
        InvalidFields
            The catalogue does not have it.
        """
        try:
            return reference({"law": self.law, "articles": self.articles})
        except (UnknownStatute, UnknownArticle):
            told = Text(f"法规目录没有：{self.law}。", f"Not in the catalogue: {self.law}.")
            raise InvalidFields.one("basis", told) from None


class PartySaid(Model):
    """Who is proceeded against."""

    kind: PartyKind
    name: Annotated[ShortText, Field(examples=["王某"])]
    person: Annotated[
        PersonId | None, Field(description="Registered, if so: may then act itself / 登记人员")
    ] = None
    credit_code: Annotated[
        str | None,
        Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$", description="统一社会信用代码"),
    ] = None
    birth_year: Annotated[int | None, Field(ge=1900, le=2099)] = None
    birth_month: Annotated[int | None, Field(ge=1, le=12)] = None
    birth_day: Annotated[int | None, Field(ge=1, le=31)] = None
    could_not_know: bool = False

    def as_party(self) -> PartyOfCase:
        """Return it as the rules take it."""
        born = Born(self.birth_year, self.birth_month, self.birth_day)
        return PartyOfCase(
            self.kind, self.name, self.person, self.credit_code, born, self.could_not_know
        )


class ActSaid(Model):
    """What was done; `codes` of the catalogue of acts, several where one act breaks several norms."""

    codes: Annotated[list[Code], Field(min_length=1, max_length=5)]
    done_on: Day
    nth: Annotated[
        int,
        Field(
            ge=1, le=20, description="Which of several separate acts of that day there / 当日第几起"
        ),
    ] = 1
    continuing: bool = False
    ended_on: Day | None = None
    grave: bool = False
    slight: bool = False
    corrected: bool = False
    harmless: bool = False
    first: bool = False
    no_fault_proven: bool = False


class PenaltySaid(Model):
    """A penalty: a fine in fen, other kinds, or both."""

    fine: Fen = 0
    others: Annotated[
        list[Grave], Field(default_factory=list, max_length=4, description="其他较重处罚")
    ]
    warning: Annotated[bool, Field(description="警告")] = False

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds beside the fine."""
        return frozenset({*map(str, self.others), *((WARNING,) if self.warning else ())})


class ReasoningSaid(Model):
    """What a decision weighs."""

    fault: Annotated[LongText, Field(examples=["主观上明知禁烧规定"])]
    circumstances: Annotated[LongText, Field(examples=["焚烧面积约一亩，及时扑灭"])]
    harm: Annotated[LongText, Field(examples=["未造成火灾"])]
    grade: Annotated[Code | None, Field(description="Of the benchmark / 裁量档次")] = None
    off_benchmark: Annotated[
        LongText | None, Field(description="Why the grade is left, or there is none / 偏离理由")
    ] = None


class InstalmentSaid(Model):
    """A part of the fine and its last day."""

    fen: Annotated[int, Field(ge=1, le=_MOST_FEN)]
    due_on: Day


class MoveCase(Model):
    """A step of a case; which fields it needs stands in the state table."""

    action: CaseAction
    item: Code | None = None
    party: PartySaid | None = None
    act: ActSaid | None = None
    facts: LongText | None = None
    reason: LongText | None = None
    basis: Annotated[list[CitedArticle], Field(default_factory=list, max_length=10)]
    officers: Annotated[list[PersonId], Field(default_factory=list, max_length=6)]
    shown: Annotated[
        bool | None, Field(description="Certificates were shown first / 已出示执法证件")
    ] = None
    kind: EvidenceKind | None = None
    source: ShortText | None = None
    name: ShortText | None = None
    proves: LongText | None = None
    kept_where: ShortText | None = None
    file: Annotated[ShortText | None, Field(description="Where the file is / 文件编号")] = None
    sha256: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$")] = None
    made_at: Instant | None = None
    fixed_camera: bool | None = None
    camera_place_public: bool | None = None
    camera_reviewed: bool | None = None
    evidence: Id | None = None
    goods: Annotated[
        list[ShortText],
        Field(
            default_factory=list,
            max_length=20,
            description="seize: what; else: ids of what is held / 查扣物品，或者其编号",
        ),
    ]
    means: Annotated[
        Means | None, Field(description="seize: by what; seizure if not said / 强制方式")
    ] = None
    emergency: bool | None = None
    on_the_spot: bool | None = None
    person: PersonId | None = None
    recused: bool | None = None
    earlier_acts_stand: bool | None = None
    outcome: Annotated[
        CaseOutcome | RemedyOutcome | None,
        Field(description="Of the investigation, or of a review or suit / 结论或者救济结果"),
    ] = None
    report: LongText | None = None
    major: bool | None = None
    public_interest: bool | None = None
    complex_case: bool | None = None
    passed: bool | None = None
    opinion: LongText | None = None
    qualification: Annotated[
        ShortText | None,
        Field(description="Number of the legal qualification / 法律职业资格证书号"),
    ] = None
    reviewed_before_2018: bool | None = None
    minutes: LongText | None = None
    penalty: PenaltySaid | None = None
    hearing_offered: bool | None = None
    heavier_for: LongText | None = None
    defence: LongText | None = None
    waived: bool | None = None
    held_at: Instant | None = None
    chair: PersonId | None = None
    agents: Annotated[int | None, Field(ge=0, le=9)] = None
    most: Annotated[
        Fen | None, Field(description="The heaviest fine the record bears / 笔录所能支持的最高罚款")
    ] = None
    checked: LongText | None = None
    education: LongText | None = None
    reasoning: ReasoningSaid | None = None
    facts_certain: bool | None = None
    handed_over: Annotated[
        bool | None, Field(description="The numbered form was handed over there / 当场交付")
    ] = None
    way: Way | None = None
    received_at: Annotated[
        Instant | None, Field(description="When it was received; now if not said / 送达时间")
    ] = None
    receipt: ShortText | None = None
    refusal_noted: bool | None = None
    witnesses: Annotated[int | None, Field(ge=0, le=9)] = None
    recorded: bool | None = None
    consent: ShortText | None = None
    tried: Annotated[list[Way], Field(default_factory=list, max_length=6)]
    public: bool | None = None
    name_masked: bool | None = None
    collected_for: CollectionCase | None = None
    asked_by_party: bool | None = None
    instalments: Annotated[list[InstalmentSaid], Field(default_factory=list, max_length=24)]
    paid: Fen | None = None
    paid_at: Annotated[Day | None, Field(description="Day of the payment / 缴款日期")] = None
    voucher: Annotated[OneLine | None, Field(min_length=1, max_length=64)] = None
    remedy: Remedy | None = None
    rests: Rests | None = None
    ended: Ends | None = None
    done: Annotated[
        bool | None, Field(description="What was ordered beside the fine is done / 其他处罚已履行")
    ] = None
    taken: bool | None = None
    ground: WithdrawalGround | None = None
    paper: Annotated[ShortText | None, Field(description="Number of a paper / 文书文号")] = None

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it rests on, as the rules take it."""
        return tuple(one.as_reference() for one in self.basis)

    def received_by(self, now: datetime) -> datetime:
        """Return when something was received: now, if it is not said.

        Raises
        ------
        InvalidFields
            It is to come.
        """
        if self.received_at and self.received_at > now:
            raise InvalidFields.one("received_at", Text("不得晚于现在。", "Not later than now."))
        return self.received_at or now
