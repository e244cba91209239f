"""A dispute before a committee: who is in it, what was done, what was agreed and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from kernel.record import record
from kernel.texts import Named
from services.mediation.rules.words import (
    AgreementForm,
    AgreementSigningWay,
    AgreementStatusTouched,
    AnswerToAsking,
    ConfirmingCourt,
    DisputeKind,
    DisputeReferral,
    DisputeRiskLevel,
    DisputeRiskMark,
    DisputeSource,
    IdentityProof,
    MediationFilePart,
    PreventedHarm,
    ReturnVisitResult,
    SlightOffence,
)


class MediationStatus(Named):
    """Where a case stands."""

    REGISTERED = "registered", "待受理", "to be taken up"
    ACCEPTED = "accepted", "调解中", "in mediation"
    AGREED = "agreed", "已达成协议，待签字盖章", "agreed, to be signed and sealed"
    EFFECTIVE = "effective", "协议已生效", "agreement in effect"
    PERFORMED = "performed", "协议已履行", "agreement performed"
    REOPENED = "reopened", "未履行，重新跟进", "broken, followed up"
    CLOSED = "closed", "已结案", "closed"
    FAILED = "failed", "调解不成", "failed"
    WITHDRAWN = "withdrawn", "当事人不接受或退出，已终止", "ended: a party does not want it"
    DECLINED = "declined", "不予受理", "not taken up"
    REFERRED = "referred", "已移交处理", "handed to whom it is for"


IN_MEDIATION = frozenset({MediationStatus.ACCEPTED, MediationStatus.REOPENED})
IN_EFFECT = frozenset({MediationStatus.EFFECTIVE, MediationStatus.PERFORMED})
RUNNING = IN_MEDIATION | IN_EFFECT | {MediationStatus.REGISTERED, MediationStatus.AGREED}


@record
class Party:
    """One side of a dispute, or one of a side.

    Attributes
    ----------
    no
        From 1, in the order they were named; how steps and papers call it.
    person, household
        As the registry knows them, where it does.
    """

    no: int
    name: str
    person: str | None = None
    household: str | None = None
    identity: IdentityProof | None = None


@record
class Session:
    """A meeting with the parties; `invited` are relatives or neighbours, there by the parties' consent."""

    held_at: datetime
    place: str
    open: bool
    present: tuple[int, ...]
    invited: tuple[str, ...]
    record: str


@record
class Signed:
    """That a party put its hand to the agreement."""

    party: int
    way: AgreementSigningWay


@record
class Agreement:
    """What the parties agreed.

    Attributes
    ----------
    record
        What was recorded of an oral one.
    effective_at
        Since when it binds: an oral one when it was reached; a written one when all parties, a mediator and the committee's seal are on
        it (人民调解法 Arts. 28–30).
    touches
        What no court confirms.
    """

    form: AgreementForm
    content: str
    reached_at: datetime
    perform_by: date | None = None
    amount_fen: int = 0
    record: str | None = None
    signed: tuple[Signed, ...] = ()
    mediator_signed: bool = False
    sealed: bool = False
    effective_at: datetime | None = None
    touches: frozenset[AgreementStatusTouched] = frozenset()


@record
class Confirmation:
    """That the parties asked a court together to confirm, and what it said."""

    court: ConfirmingCourt
    asked_at: datetime
    answer: AnswerToAsking = AnswerToAsking.ASKED
    answered_on: date | None = None
    number: str | None = None


@record
class Waiver:
    """That a party asked the police in writing not to punish, and what came of it (治安管理处罚法 Art. 9(4))."""

    act: SlightOffence
    police: str
    asked_at: datetime
    answer: AnswerToAsking = AnswerToAsking.ASKED
    answered_on: date | None = None


@record
class Visit:
    """A return visit after the agreement took effect."""

    at: datetime
    result: ReturnVisitResult
    note: str


@record
class Material:
    """What a mediator added to the file."""

    part: MediationFilePart
    at: datetime
    text: str


@record
class Link:
    """Another thing a case came from or that has its clock: its kind in its own context, and its id."""

    kind: str
    id: str


@record
class Duty:
    """What is owed in a case and climbs; `of` tells several of a kind apart."""

    kind: str
    id: str
    due_at: datetime
    of: str = ""


@record
class Case:
    """A dispute before a committee.

    Attributes
    ----------
    unit
        Whose committee: a village, or a town.
    place
        The grid or village it is in.
    found_at
        When it was found; as the phone said, where that can be believed.
    about_land
        Whether a land contract is in it, whatever its kind: such an agreement is in writing.
    settle_by
        The usual month.
    risk, marks
        Restricted: for the committee, and the town once it was reported to it.
    followed_from
        From when return visits are counted.
    visited
        The marks of `visit_days` that were visited.
    came_from
        What else it was before.
    held_by
        What has its clock meanwhile; nothing moves then.
    first_try, second_try
        The case before, or after, at the other committee.
    """

    id: str
    unit: str
    place: str
    kind: DisputeKind
    source: DisputeSource
    summary: str
    parties: tuple[Party, ...]
    opened_by: str
    opened_at: datetime
    found_at: datetime
    accept_by: datetime
    about_land: bool = False
    clock_off: bool = False
    status: MediationStatus = MediationStatus.REGISTERED
    number: str | None = None
    accepted_at: datetime | None = None
    settle_by: datetime | None = None
    mediators: tuple[str, ...] = ()
    closed_doors: bool = False
    sessions: tuple[Session, ...] = ()
    materials: tuple[Material, ...] = ()
    risk: DisputeRiskLevel = DisputeRiskLevel.YELLOW
    marks: frozenset[DisputeRiskMark] = frozenset()
    report_by: datetime | None = None
    reported_at: datetime | None = None
    agreement: Agreement | None = None
    agreements: int = 0
    followed_from: datetime | None = None
    visited: tuple[int, ...] = ()
    visits: tuple[Visit, ...] = ()
    performed_at: datetime | None = None
    proof: str | None = None
    prevented: PreventedHarm | None = None
    prevented_persons: int = 0
    confirmation: Confirmation | None = None
    waiver: Waiver | None = None
    referred_to: DisputeReferral | None = None
    reason: str | None = None
    ended_at: datetime | None = None
    came_from: Link | None = None
    held_by: Link | None = None
    held_at: datetime | None = None
    first_try: str | None = None
    second_try: str | None = None
    duties: tuple[Duty, ...] = ()
    version: int = 1

    @property
    def persons(self) -> tuple[str, ...]:
        """The parties the registry knows as persons."""
        return tuple(one.person for one in self.parties if one.person)

    def party_of(self, person: str) -> Party | None:
        """Return as which party a person is in it."""
        return next((one for one in self.parties if one.person == person), None)

    @property
    def is_running(self) -> bool:
        """Whether anything is still to be done."""
        return self.status in RUNNING

    @property
    def numbers(self) -> frozenset[int]:
        """The parties, by number."""
        return frozenset(one.no for one in self.parties)
