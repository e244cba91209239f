"""What clients send about certificates, training and exams, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from enforcement.model.fields import CertificateNumber, Fields, OrganCode, PersonId
from enforcement.rules.certificates import (
    CertificateAction,
    CertificateCommand,
    KeptCertificate,
)
from enforcement.rules.numbers import amount, law_of
from enforcement.rules.officers import Certificate, CertificateState, lacks_training, reminders
from enforcement.rules.training import (
    MOST_ATTENDING,
    Exam,
    ExamSubject,
    Session,
    SessionKind,
)
from enforcement.service.train_officers import Trained
from kernel.fields import Day, LongText, Model, ShortText, once_each
from kernel.law import CitationView
from kernel.texts import Language


class EnterCertificate(Model):
    """A certificate that was issued to somebody."""

    number: CertificateNumber
    holder: PersonId
    organ: OrganCode
    fields: Fields
    valid_from: Day
    valid_to: Annotated[Day, Field(description="Its last day, within five years / 最后一日")]
    on_establishment: Annotated[
        bool,
        Field(strict=True, description="The holder is staff of the organ / 持证人为在编人员"),
    ]

    def certificate(self) -> Certificate:
        """Return it as the rules take it."""
        return Certificate(
            self.number,
            self.holder,
            self.organ,
            tuple(self.fields),
            self.valid_from,
            self.valid_to,
        )


class MoveCertificate(Model):
    """What becomes of a certificate."""

    action: CertificateAction
    reason: LongText | None = None
    year: Annotated[int | None, Field(ge=2000, le=2099, description="Checked for / 审验年度")] = (
        None
    )

    def as_command(self) -> CertificateCommand:
        """Return it as the rules take it."""
        return CertificateCommand(self.action, self.reason, self.year)


class HoldSession(Model):
    """A training session that was held."""

    organ: OrganCode
    kind: Annotated[
        SessionKind,
        Field(description="Kind of session / 培训种类"),
    ]
    theme: ShortText
    held_on: Day
    hours: Annotated[int, Field(ge=1, le=200, strict=True)]


class EnterAttendance(Model):
    """Who attended a session."""

    persons: Annotated[
        list[PersonId], Field(min_length=1, max_length=MOST_ATTENDING), AfterValidator(once_each)
    ]


class EnterExam(Model):
    """The result of an exam."""

    person: PersonId
    subject: Annotated[
        ExamSubject,
        Field(
            description="What was examined; what a legal review needs is entered by the county's supervisors / 科目"
        ),
    ]
    held_on: Day
    score: Annotated[int, Field(ge=0, le=150, strict=True)] = 0
    passed: Annotated[bool, Field(strict=True)]
    number: Annotated[ShortText | None, Field(description="Of the qualification / 资格证书号")] = (
        None
    )


class CertificateView(TypedDict):
    """An enforcement certificate as it stands today."""

    number: str
    holder: str
    organ: str
    fields: list[str]
    valid_from: str
    valid_to: str
    checked_years: list[int]
    state: str
    state_name: str
    reason: str | None
    reminders_on: list[str]
    actions: list[str]
    version: int


class CertificateList(TypedDict):
    """One page of an organ's certificates."""

    items: list[CertificateView]
    next_cursor: str | None


class SessionView(TypedDict):
    """A training session."""

    id: str
    organ: str
    kind: SessionKind
    kind_name: str
    theme: str
    held_on: str
    hours: int
    attending: int
    version: int


class SessionList(TypedDict):
    """One page of an organ's sessions, newest first."""

    items: list[SessionView]
    next_cursor: str | None


class ExamView(TypedDict):
    """The result of an exam."""

    id: str
    person: str
    subject: ExamSubject
    subject_name: str
    held_on: str
    score: int
    passed: bool
    number: str | None


class TrainedView(TypedDict):
    """An officer's training in a year, and the certificate as it stands today."""

    person: str
    name: str
    sessions: int
    hours: int
    lacks_hours: bool
    certificate: str | None
    state: CertificateState | None
    state_name: str | None


class TrainingView(TypedDict):
    """The officers of a town in the order of their ids: never by hours, and for the head alone."""

    town: str
    year: int
    wanted_hours: int
    wanted_by: CitationView
    items: list[TrainedView]


class OfficerView(TypedDict):
    """An officer: training of a year, certificate, and a page of exams, newest first."""

    officer: TrainedView
    year: int
    wanted_hours: int
    exams: list[ExamView]
    next_cursor: str | None


def certificate_view(
    kept: KeptCertificate,
    present: Certificate,
    actions: Sequence[CertificateAction],
    today: date,
    language: Language,
) -> CertificateView:
    """Return a certificate as it is answered; `present` is what it is worth with its holder's post."""
    one, state = kept.certificate, present.state_on(today)
    return {
        "number": one.number,
        "holder": one.holder,
        "organ": one.organ,
        "fields": list(one.fields),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat(),
        "checked_years": sorted(one.checked),
        "state": state,
        "state_name": state.said.say(language),
        "reason": kept.reason,
        "reminders_on": [day.isoformat() for day in reminders(one.valid_to)],
        "actions": [str(action) for action in actions],
        "version": kept.version,
    }


def session_view(one: Session, language: Language) -> SessionView:
    """Return a session as it is answered."""
    return {
        "id": one.id,
        "organ": one.organ,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "theme": one.theme,
        "held_on": one.held_on.isoformat(),
        "hours": one.hours,
        "attending": one.attending,
        "version": one.version,
    }


def exam_view(one: Exam, language: Language) -> ExamView:
    """Return an exam as it is answered."""
    return {
        "id": one.id,
        "person": one.person,
        "subject": one.subject,
        "subject_name": one.subject.said.say(language),
        "held_on": one.held_on.isoformat(),
        "score": one.score,
        "passed": one.passed,
        "number": one.number,
    }


def trained_view(one: Trained, today: date, language: Language) -> TrainedView:
    """Return an officer's training as it is answered."""
    state = one.certificate.state_on(today) if one.certificate else None
    return {
        "person": one.hours.person,
        "name": one.name,
        "sessions": len(one.hours.sessions),
        "hours": one.hours.hours,
        "lacks_hours": lacks_training(one.hours.hours),
        "certificate": one.certificate.number if one.certificate else None,
        "state": state,
        "state_name": state.said.say(language) if state else None,
    }


def training_view(
    town: str, year: int, found: Sequence[Trained], today: date, language: Language
) -> TrainingView:
    """Return the training of a town's officers as its head is shown it."""
    return {
        "town": town,
        "year": year,
        "wanted_hours": amount("training"),
        "wanted_by": law_of("training").on(today).view(language),
        "items": [trained_view(one, today, language) for one in found],
    }


def officer_view(
    one: Trained,
    year: int,
    exams: Sequence[Exam],
    next_cursor: str | None,
    today: date,
    language: Language,
) -> OfficerView:
    """Return an officer as the officer, the head and the county are shown it."""
    return {
        "officer": trained_view(one, today, language),
        "year": year,
        "wanted_hours": amount("training"),
        "exams": [exam_view(each, language) for each in exams],
        "next_cursor": next_cursor,
    }
