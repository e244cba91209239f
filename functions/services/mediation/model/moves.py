"""What clients send with a step of a case."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kernel import clock
from kernel.fields import Day, Instant, LongText, Model, ShortText, Words, once_each
from services.mediation.model.requests import MediatorId
from services.mediation.rules.case import Agreement, Material, Session, Signed
from services.mediation.rules.case_states import MediationAction
from services.mediation.rules.commands import (
    AgreementSaid,
    CaseCommand,
    CourtAsked,
    PoliceAsked,
    SessionSaid,
    Signing,
)
from services.mediation.rules.words import (
    AgreementForm,
    AgreementSigningWay,
    AgreementStatusTouched,
    AnswerToAsking,
    ConfirmingCourt,
    DisputeReferral,
    DisputeRiskLevel,
    DisputeRiskMark,
    IdentityProof,
    MediationFilePart,
    PreventedHarm,
    ReturnVisitResult,
    SlightOffence,
)

PartyNo = Annotated[int, Field(ge=1, le=20, description="Which party, from 1 / 第几方当事人")]
PartyNos = Annotated[list[PartyNo], Field(max_length=20), AfterValidator(once_each)]


class PartyConsent(Model):
    """That a party wants mediation, and how it was known."""

    party: PartyNo
    identity: Annotated[
        IdentityProof,
        Field(description="By what it is known who it is / 身份依据"),
    ]


class MediationSessionBody(Model):
    """A session; relatives and neighbours by consent of all parties."""

    held_at: Instant
    place: ShortText
    record: LongText
    present: PartyNos
    open: Annotated[bool, Field(description="Open to the public / 是否公开")] = False
    open_by: Annotated[PartyNos, Field(default_factory=list)]
    invited: Annotated[list[ShortText], Field(default_factory=list, max_length=20)]
    invited_by: Annotated[PartyNos, Field(default_factory=list)]

    def as_said(self) -> SessionSaid:
        """Return it as the rules take it."""
        session = Session(
            self.held_at,
            self.place,
            self.open,
            tuple(sorted(self.present)),
            tuple(self.invited),
            self.record,
        )
        return SessionSaid(session, frozenset(self.open_by), frozenset(self.invited_by))


class MediationMaterialBody(Model):
    """What is added to the file."""

    part: Annotated[
        Literal[
            MediationFilePart.AUTHORITY,
            MediationFilePart.INQUIRY,
            MediationFilePart.EVIDENCE,
            MediationFilePart.NOTE,
        ],
        Field(description="What it is of / 材料种类"),
    ]
    text: LongText


class MediatedAgreementBody(Model):
    """What the parties agreed."""

    form: Annotated[AgreementForm, Field(description="Form of the agreement / 协议形式")]
    content: LongText
    record: Annotated[
        Words | None,
        Field(max_length=4000, description="What was recorded of an oral one / 口头协议的记录"),
    ] = None
    reached_at: Annotated[
        Instant | None, Field(description="When; now, if left out / 达成时间，缺省为现在")
    ] = None
    perform_by: Day | None = None
    amount_fen: Annotated[int, Field(ge=0, le=10**12, strict=True)] = 0
    touches: Annotated[
        list[AgreementStatusTouched],
        Field(
            default_factory=list,
            max_length=3,
            description="What no court confirms / 涉及身份、收养、婚姻关系的，不能司法确认",
        ),
        AfterValidator(once_each),
    ]
    prevented: PreventedHarm | None = None
    persons: Annotated[int, Field(ge=0, le=100_000, strict=True)] = 0

    def as_said(self, now: datetime) -> AgreementSaid:
        """Return it as the rules take it."""
        agreement = Agreement(
            self.form,
            self.content,
            self.reached_at or now,
            self.perform_by,
            self.amount_fen,
            self.record,
            touches=frozenset(self.touches),
        )
        return AgreementSaid(agreement, self.prevented, self.persons)


class PartySigned(Model):
    """That a party put its hand to an agreement."""

    party: PartyNo
    way: Annotated[AgreementSigningWay, Field(description="How it is signed / 签署方式")]


class AgreementSigningBody(Model):
    """Who signed by now."""

    signed: Annotated[list[PartySigned], Field(default_factory=list, max_length=20)]
    mediator: Annotated[bool, Field(description="A mediator has signed / 调解员已签名")] = False
    sealed: Annotated[bool, Field(description="The committee's seal is on it / 已盖章")] = False

    def as_said(self) -> Signing:
        """Return it as the rules take it."""
        hands = tuple(Signed(one.party, one.way) for one in self.signed)
        return Signing(hands, self.mediator, self.sealed)


class ReturnVisitBody(Model):
    """What a return visit found."""

    result: Annotated[ReturnVisitResult, Field(description="What the visit found / 回访结果")]
    note: LongText


class AskCourtBody(Model):
    """Which court is asked to confirm, and by whom together."""

    court: Annotated[
        ConfirmingCourt,
        Field(description="Whose court / 哪里的法院"),
    ]
    jointly: PartyNos


class AskPoliceBody(Model):
    """What the police are asked, before they decide."""

    act: Annotated[SlightOffence, Field(description="What was done / 行为")]
    police: ShortText
    in_writing: bool
    decided_on: Annotated[
        Day | None, Field(description="When the police decided, if they have / 公安决定日期")
    ] = None


class MoveMediation(Model):
    """A step of a case."""

    action: MediationAction
    consents: Annotated[
        list[PartyConsent] | None,
        Field(max_length=20, description="accept: of every party / 各方同意"),
    ] = None
    rights_told: Annotated[
        Literal[True] | None, Field(description="accept: nature, effect and rights told / 已告知")
    ] = None
    mediators: Annotated[
        list[MediatorId], Field(default_factory=list, max_length=20), AfterValidator(once_each)
    ]
    session: MediationSessionBody | None = None
    level: Annotated[
        DisputeRiskLevel | None, Field(description="assess_risk: how great the risk is / 风险等级")
    ] = None
    marks: Annotated[
        list[DisputeRiskMark],
        Field(default_factory=list, max_length=4),
        AfterValidator(once_each),
    ]
    referred_to: Annotated[
        DisputeReferral | None, Field(description="report_risk, refer: to whom / 报告或移交对象")
    ] = None
    material: MediationMaterialBody | None = None
    agreement: MediatedAgreementBody | None = None
    signing: AgreementSigningBody | None = None
    party: PartyNo | None = None
    visit: ReturnVisitBody | None = None
    proof: Annotated[Words | None, Field(max_length=4000)] = None
    asking: AskCourtBody | None = None
    waiver: AskPoliceBody | None = None
    answer: Annotated[
        Literal[AnswerToAsking.TAKEN_UP, AnswerToAsking.GRANTED, AnswerToAsking.REFUSED] | None,
        Field(description="What was answered / 答复"),
    ] = None
    answered_on: Day | None = None
    answer_number: ShortText | None = None
    decided_on: Day | None = None
    reason: Annotated[Words | None, Field(max_length=1000)] = None

    def as_command(self) -> CaseCommand:
        """Return it as the rules take it."""
        now = clock.now()
        consents = {one.party: one.identity for one in self.consents or ()}
        visit, material = self.visit, self.material
        return CaseCommand(
            self.action,
            consents or None,
            self.rights_told,
            tuple(self.mediators),
            self.session.as_said() if self.session else None,
            self.level,
            frozenset(self.marks),
            self.referred_to,
            Material(material.part, now, material.text) if material else None,
            self.agreement.as_said(now) if self.agreement else None,
            self.signing.as_said() if self.signing else None,
            self.party,
            (visit.result, visit.note) if visit else None,
            self.proof,
            CourtAsked(self.asking.court, frozenset(self.asking.jointly)) if self.asking else None,
            PoliceAsked(
                self.waiver.act, self.waiver.police, self.waiver.in_writing, self.waiver.decided_on
            )
            if self.waiver
            else None,
            self.answer,
            self.answered_on,
            self.answer_number,
            self.decided_on,
            self.reason,
        )
