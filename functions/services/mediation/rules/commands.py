"""What is said with a step of a case, who says it, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from kernel.record import record
from services.mediation.rules.case import Agreement, Case, Material, Session, Signed
from services.mediation.rules.case_states import CaseEvent, MediationAction
from services.mediation.rules.committees import Committee
from services.mediation.rules.words import (
    AnswerToAsking,
    ConfirmingCourt,
    DisputeReferral,
    DisputeRiskLevel,
    DisputeRiskMark,
    IdentityProof,
    PreventedHarm,
    ReturnVisitResult,
    SlightOffence,
)


@record
class SessionSaid:
    """A session as it is recorded.

    Attributes
    ----------
    open_by, invited_by
        Which parties want it open, and agree that others take part.
    """

    session: Session
    open_by: frozenset[int]
    invited_by: frozenset[int]


@record
class AgreementSaid:
    """An agreement as it is recorded, and what it kept from happening."""

    agreement: Agreement
    prevented: PreventedHarm | None = None
    persons: int = 0


@record
class Signing:
    """Who put a hand to a written agreement by now."""

    signed: tuple[Signed, ...]
    mediator: bool = False
    sealed: bool = False


@record
class CourtAsked:
    """Which court is asked, and by whom together."""

    court: ConfirmingCourt
    jointly: frozenset[int]


@record
class PoliceAsked:
    """What the police are asked.

    Attributes
    ----------
    decided_on
        On which day the police decided, where they have.
    """

    act: SlightOffence
    police: str
    in_writing: bool
    decided_on: date | None = None


@record
class CaseCommand:
    """A step, with what is said of it."""

    action: MediationAction
    consents: Mapping[int, IdentityProof] | None = None
    rights_told: bool | None = None
    mediators: tuple[str, ...] = ()
    session: SessionSaid | None = None
    level: DisputeRiskLevel | None = None
    marks: frozenset[DisputeRiskMark] = frozenset()
    referred_to: DisputeReferral | None = None
    material: Material | None = None
    agreement: AgreementSaid | None = None
    signing: Signing | None = None
    party: int | None = None
    visit: tuple[ReturnVisitResult, str] | None = None
    proof: str | None = None
    asking: CourtAsked | None = None
    waiver: PoliceAsked | None = None
    answer: AnswerToAsking | None = None
    answered_on: date | None = None
    answer_number: str | None = None
    decided_on: date | None = None
    reason: str | None = None


@record
class CaseFacts:
    """What a step is decided on beside the case.

    Attributes
    ----------
    person
        Who takes it.
    is_mediator
        Whether the person holds the post of a mediator at the committee's unit.
    near
        Who of the persons in question is a party or near to one.
    """

    person: str
    is_mediator: bool
    committee: Committee | None
    near: frozenset[str]
    now: datetime


class CaseChange(NamedTuple):
    """A case as it is afterwards, and what the history says of it."""

    after: Case
    event: CaseEvent
