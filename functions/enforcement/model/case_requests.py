"""What clients send to take a step with a case."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime
from typing import Annotated

from pydantic import Field

from enforcement.model.case_request_parts import (
    ActSaid,
    CitedArticle,
    Code,
    Fen,
    InstalmentSaid,
    PartySaid,
    PenaltySaid,
    PersonId,
    ReasoningSaid,
)
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.coercion import Means
from enforcement.rules.collection import Ends, Rests
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.delivery import Way
from enforcement.rules.ending import WithdrawalGround
from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.remedies import Remedy, RemedyOutcome
from enforcement.rules.simple import CollectionCase
from kernel import clock
from kernel.fields import Day, Instant, LongText, Model, OneLine, ShortText, ThingId
from kernel.law import Reference
from kernel.problems import InvalidFields
from kernel.texts import Text


class MoveCase(Model):
    """A step of a case; which fields it needs stands in the state table."""

    action: CaseAction
    item: Code | None = None
    party: Annotated[
        PartySaid | None,
        Field(
            description="propose_filing, penalise_on_the_spot, hand_over: who is proceeded against / 当事人"
        ),
    ] = None
    act: Annotated[
        ActSaid | None,
        Field(
            description="propose_filing, penalise_on_the_spot, hand_over: what was done, and when / 违法行为"
        ),
    ] = None
    facts: LongText | None = None
    reason: LongText | None = None
    basis: Annotated[list[CitedArticle], Field(default_factory=list, max_length=10)]
    officers: Annotated[
        list[PersonId],
        Field(
            default_factory=list,
            max_length=6,
            description="approve_filing, penalise_on_the_spot, decide_recusal: who handles it / 承办执法人员",
        ),
    ]
    shown: Annotated[
        bool | None,
        Field(
            description="keep_evidence, seize, end_investigation, penalise_on_the_spot: certificates were shown first / 已出示执法证件"
        ),
    ] = None
    kind: EvidenceKind | None = None
    source: ShortText | None = None
    name: Annotated[
        ShortText | None, Field(description="add_evidence: what it is called / 证据名称")
    ] = None
    proves: LongText | None = None
    kept_where: Annotated[
        ShortText | None, Field(description="add_evidence: where it is kept / 保管地点")
    ] = None
    file: Annotated[
        ShortText | None, Field(description="add_evidence: where the file is / 文件编号")
    ] = None
    sha256: Annotated[
        str | None,
        Field(pattern=r"^[0-9a-f]{64}$", description="add_evidence: of the file / 文件校验值"),
    ] = None
    media: Annotated[
        ThingId | None,
        Field(description="add_evidence: a checked upload of the case / 已上传附件编号"),
    ] = None
    made_at: Annotated[
        Instant | None, Field(description="add_evidence: when it was made / 形成时间")
    ] = None
    fixed_camera: Annotated[
        bool | None,
        Field(description="add_evidence: taken by a fixed camera / 由固定电子监控设备记录"),
    ] = None
    camera_place_public: Annotated[
        bool | None,
        Field(
            description="add_evidence: where the camera stands was made public / 监控设备设置地点已公布"
        ),
    ] = None
    camera_reviewed: Annotated[
        bool | None,
        Field(description="add_evidence: what the camera took was reviewed / 监控记录已审核"),
    ] = None
    evidence: ThingId | None = None
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
    emergency: Annotated[
        bool | None, Field(description="seize: it could not wait / 情况紧急，当场实施")
    ] = None
    person: PersonId | None = None
    recused: bool | None = None
    earlier_acts_stand: Annotated[
        bool | None,
        Field(description="decide_recusal: what was done before stands / 此前的调查行为有效"),
    ] = None
    outcome: Annotated[
        CaseOutcome | RemedyOutcome | None,
        Field(
            description="end_investigation, clear: of the investigation; record_remedy: what came of it / 结论或者救济结果"
        ),
    ] = None
    report: LongText | None = None
    major: Annotated[
        bool | None, Field(description="end_investigation: it is a major case / 重大案件")
    ] = None
    public_interest: Annotated[
        bool | None,
        Field(description="end_investigation: it bears on the public interest / 涉及重大公共利益"),
    ] = None
    complex_case: Annotated[
        bool | None, Field(description="end_investigation: it is complex / 案情疑难复杂")
    ] = None
    passed: bool | None = None
    opinion: LongText | None = None
    minutes: LongText | None = None
    penalty: Annotated[
        PenaltySaid | None,
        Field(description="notify, decide, penalise_on_the_spot: the penalty / 处罚"),
    ] = None
    hearing_offered: Annotated[
        bool | None, Field(description="notify: the right to a hearing was told / 已告知听证权利")
    ] = None
    heavier_for: Annotated[
        LongText | None, Field(description="notify: why it is heavier / 从重处罚理由")
    ] = None
    defence: LongText | None = None
    waived: Annotated[
        bool | None,
        Field(
            description="defend, close_hearing: the party waives the rest of its term / 当事人放弃剩余期限"
        ),
    ] = None
    held_at: Instant | None = None
    chair: PersonId | None = None
    agents: Annotated[
        int | None,
        Field(
            ge=0,
            le=9,
            description="request_hearing, close_hearing: how many act for the party / 代理人数",
        ),
    ] = None
    most: Annotated[
        Fen | None,
        Field(
            description="close_hearing: the heaviest fine the record bears, in fen / 笔录所能支持的最高罚款（分）"
        ),
    ] = None
    checked: LongText | None = None
    education: LongText | None = None
    reasoning: ReasoningSaid | None = None
    facts_certain: Annotated[
        bool | None, Field(description="penalise_on_the_spot: the facts are certain / 违法事实确凿")
    ] = None
    handed_over: Annotated[
        bool | None,
        Field(
            description="penalise_on_the_spot: the numbered form was handed over there / 当场交付"
        ),
    ] = None
    way: Way | None = None
    received_at: Annotated[
        Instant | None,
        Field(description="serve, demand: when it was received, now if not said / 送达时间"),
    ] = None
    receipt: Annotated[
        ShortText | None,
        Field(description="serve, collect, send_to_police: receipt / 回执或票据编号"),
    ] = None
    refusal_noted: Annotated[
        bool | None, Field(description="serve: the refusal was noted / 已注明拒收情况")
    ] = None
    witnesses: Annotated[
        int | None, Field(ge=0, le=9, description="serve: how many witnesses / 见证人数")
    ] = None
    recorded: Annotated[
        bool | None, Field(description="serve: it was filmed or recorded / 已录音录像")
    ] = None
    consent: Annotated[
        ShortText | None,
        Field(description="serve: number of the consent in the file / 本案电子送达确认书文号"),
    ] = None
    tried: Annotated[
        list[Way],
        Field(
            default_factory=list,
            max_length=6,
            description="serve: which ways were tried before / 此前尝试的送达方式",
        ),
    ]
    public: bool | None = None
    name_masked: Annotated[
        bool | None, Field(description="choose_publication: the name is masked / 隐去姓名")
    ] = None
    collected_for: CollectionCase | None = None
    asked_by_party: Annotated[
        bool | None, Field(description="collect: the party asked for it / 当事人提出当场缴纳")
    ] = None
    instalments: Annotated[list[InstalmentSaid], Field(default_factory=list, max_length=24)]
    paid: Fen | None = None
    paid_at: Annotated[Day | None, Field(description="Day of the payment / 缴款日期")] = None
    voucher: Annotated[
        OneLine | None,
        Field(min_length=1, max_length=64, description="Number of the receipt / 票据编号"),
    ] = None
    remedy: Remedy | None = None
    rests: Rests | None = None
    ended: Annotated[Ends | None, Field(description="close: why it ends / 终结原因")] = None
    done: Annotated[
        bool | None,
        Field(description="close: what was ordered beside the fine is done / 其他处罚已履行"),
    ] = None
    taken: Annotated[
        bool | None, Field(description="record_police: the police took it / 公安机关已受理")
    ] = None
    ground: WithdrawalGround | None = None
    paper: Annotated[
        ShortText | None,
        Field(
            description="defend, file_decision, revoke, correct, withdraw, close: number of a paper / 文书文号"
        ),
    ] = None

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it rests on, as the rules take it."""
        return tuple(one.as_reference() for one in self.basis)

    def received_by(self, now: datetime, since: datetime) -> datetime:
        """Return when something was received: now, if it is not said.

        Parameters
        ----------
        since
            When it began to be there: nobody received it before, so that no term is over before it began.

        Raises
        ------
        InvalidFields
            It is to come, or from before `since`.
        """
        if self.received_at and self.received_at > now:
            raise InvalidFields.one("received_at", Text("不得晚于现在。", "Not later than now."))
        # People tell a time by the minute.
        if self.received_at and self.received_at < since.replace(second=0, microsecond=0):
            at = clock.local_iso(since)
            told = Text(f"不得早于{at}。", f"Not before {at}.")
            raise InvalidFields.one("received_at", told)
        return self.received_at or now
