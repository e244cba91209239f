"""Cases, committees and figures as they are answered; what a view does not name does not go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel.law import CitationView
from services.mediation.rules.words import (
    AgreementForm,
    AgreementSigningWay,
    AgreementStatusTouched,
    AnswerToAsking,
    CommitteeChosenBy,
    ConfirmingCourt,
    DisputeKind,
    DisputeReferral,
    DisputeRiskLevel,
    DisputeRiskMark,
    IdentityProof,
    MediationFilePart,
    MediatorRemovalGround,
    PreventedHarm,
    ReturnVisitResult,
    SlightOffence,
)


class MediationMemberView(TypedDict):
    """A member of a committee."""

    person: str
    name: str | None
    is_woman: bool
    is_chair: bool


class AppointedMediatorView(TypedDict):
    """A mediator the committee appointed."""

    person: str
    name: str | None


class MediatorRemovalView(TypedDict):
    """That a mediator was removed."""

    person: str
    ground: MediatorRemovalGround
    ground_name: str
    on: str


class MediationCommitteeView(TypedDict):
    """A committee."""

    unit: str
    members: list[MediationMemberView]
    appointed: list[AppointedMediatorView]
    removals: list[MediatorRemovalView]
    chosen_by: CommitteeChosenBy
    chosen_on: str
    term_to: Annotated[str, Field(description="Its term is over from then on / 任期届满日")]
    is_in_office: bool
    cites: CitationView
    version: int


class MediationCommitteeList(TypedDict):
    """One page of committees."""

    items: list[MediationCommitteeView]
    next_cursor: str | None


class MediationLine(TypedDict):
    """A case in a list: nobody's full name."""

    id: str
    number: str | None
    unit: str
    unit_name: str | None
    place: str
    kind: DisputeKind
    kind_name: str
    source: str
    status: str
    status_name: str
    parties: Annotated[list[str], Field(description="Masked / 已隐去")]
    opened_at: str
    settle_by: str | None
    version: int


class MediationList(TypedDict):
    """One page of cases."""

    items: list[MediationLine]
    next_cursor: str | None


class DisputePartyView(TypedDict):
    """A party; its name is masked but for those in the case."""

    no: int
    name: str
    person: str | None
    identity: IdentityProof | None


class CaseMediatorView(TypedDict):
    """A mediator of the case."""

    person: str
    name: str | None


class MediationSessionView(TypedDict):
    """A session."""

    held_at: str
    place: str
    open: bool
    present: list[int]
    invited: list[str]
    record: str


class SignedView(TypedDict):
    """That a party signed."""

    party: int
    way: AgreementSigningWay


class MediatedAgreementView(TypedDict):
    """An agreement, and what may follow it."""

    form: AgreementForm
    content: str
    record: str | None
    reached_at: str
    perform_by: str | None
    amount_fen: int
    touches: list[AgreementStatusTouched]
    signed: list[SignedView]
    mediator_signed: bool
    sealed: bool
    effective_at: str | None
    confirmable_until: Annotated[
        str | None, Field(description="Null where no court confirms it / 不能司法确认时为空")
    ]
    cites: CitationView


class CourtConfirmationView(TypedDict):
    """What a court was asked and said."""

    court: ConfirmingCourt
    asked_at: str
    answer: AnswerToAsking
    answered_on: str | None
    number: str | None
    court_takes_up_days: int
    court_decides_days: int
    court_extends_days: int
    cites: CitationView


class PoliceWaiverView(TypedDict):
    """What the police were asked and said."""

    act: SlightOffence
    police: str
    asked_at: str
    answer: AnswerToAsking
    answered_on: str | None
    cites: CitationView


class ReturnVisitView(TypedDict):
    """A return visit."""

    at: str
    result: ReturnVisitResult
    note: str


class MediationDutyView(TypedDict):
    """What is owed in the case."""

    kind: str
    due_at: str


class MediationFilePartView(TypedDict):
    """A part of the file."""

    part: MediationFilePart
    name: str
    required: bool
    there: bool


class OtherRouteView(TypedDict):
    """Another way that is open to the parties."""

    code: str
    name: str
    cites: CitationView


class DisputeRiskView(TypedDict):
    """How dangerous a dispute is; for the committee alone."""

    level: DisputeRiskLevel
    level_name: str
    marks: list[DisputeRiskMark]
    report_by: str | None
    reported_at: str | None


class LinkedThing(TypedDict):
    """Another thing a case is linked with."""

    kind: str
    id: str


class MediationView(MediationLine):
    """A case; what is inside it is for its parties and its mediators."""

    people: list[DisputePartyView]
    mediators: list[CaseMediatorView]
    closed_doors: bool
    about_land: bool
    found_at: str
    summary: Annotated[
        str | None, Field(description="Null but for those in the case / 非本案人员为空")
    ]
    sessions: list[MediationSessionView]
    agreement: MediatedAgreementView | None
    confirmation: CourtConfirmationView | None
    waiver: PoliceWaiverView | None
    visits: list[ReturnVisitView]
    visits_left: list[int]
    proof: str | None
    prevented: PreventedHarm | None
    referred_to: DisputeReferral | None
    reason: str | None
    owed: list[MediationDutyView]
    file: list[MediationFilePartView]
    routes: list[OtherRouteView]
    risk: DisputeRiskView | None
    came_from: LinkedThing | None
    held_by: LinkedThing | None
    first_try: str | None
    second_try: str | None
    actions: list[str]


class ReportedRiskView(TypedDict):
    """A risk the town was told of: no person, no words."""

    id: str
    unit: str
    place: str
    kind: DisputeKind
    level: DisputeRiskLevel
    marks: list[DisputeRiskMark]
    status: str
    reported_at: str


class ReportedRiskList(TypedDict):
    """One page of risks."""

    items: list[ReportedRiskView]
    next_cursor: str | None


class MediationCount(TypedDict):
    """How many of a kind."""

    code: str
    name: str
    count: int


class PreventedHarmCount(TypedDict):
    """What was kept from happening: cases, and persons in them."""

    code: str
    name: str
    cases: int
    persons: int


class MediationFigures(TypedDict):
    """The statistics of mediation of a place and some months."""

    unit: str
    first: str
    last: str
    opened: int
    rounds_found: int
    accepted: int
    succeeded: int
    failed: int
    withdrawn: int
    performed: int
    broken: int
    confirmed: int
    amount_fen: int
    by_source: list[MediationCount]
    by_kind: list[MediationCount]
    prevented: list[PreventedHarmCount]
