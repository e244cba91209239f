"""Routes of certificates, training and exams."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from enforcement.api.base import API
from enforcement.api.shared import RowId, Town, Year
from enforcement.model import officers as model
from enforcement.rules.certificates import (
    CertificateHeld,
    CheckOutOfTurn,
    NoPostForCertificate,
    OwnCertificate,
)
from enforcement.rules.officers import CertificateTooLong, NotOnEstablishment
from enforcement.rules.training import (
    ExamsNotPassed,
    NoOfficerHere,
    NotYetHeld,
    NotYoursToQualify,
    OwnResult,
    TooManySessions,
)
from enforcement.service import keep_certificates, train_officers
from enforcement.service import look_up_officers as look_up
from enforcement.service.asked import HEADS, SUPERVISORS
from enforcement.service.keep_certificates import CertificateNumberTaken
from enforcement.service.see_officers import (
    CertificateSeen,
    see_all,
    see_certificate,
    see_officer,
)
from enforcement.service.train_officers import TRAINERS, see_training
from kernel import clock
from kernel.access import ALL_ROLES, ENFORCEMENT_READERS, Access
from kernel.http import Called, Request
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.paging import DEFAULT_LIMIT
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text

Number = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9\-]{2,39}$")]
Person = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}$")]
Organ = Annotated[str, Query(pattern=r"^[1-9]\d{5}(\d{3})?$", description="机关 / town or county")]


@API.route(
    "POST",
    "/v1/enforcement/certificates",
    access=Access(SUPERVISORS),
    answers={201: (Text("已登记", "Entered"), model.CertificateView)},
    problems=[
        OutsideYourArea,
        CertificateNumberTaken,
        NotOnEstablishment,
        CertificateTooLong,
        NoPostForCertificate,
        CertificateHeld,
        ExamsNotPassed,
        OwnCertificate,
        *WRITES,
    ],
    summary=Text("登记执法证件", "Enter an enforcement certificate"),
    description=Text(
        "只发给在编且考试合格的执法人员，有效期不超过五年；离岗即失效。",
        "For staff on establishment with a post of enforcement who passed both exams by its first day, for five years at most; it goes with the post.",
    ),
)
def enter_certificate(request: Called, body: model.EnterCertificate) -> Response[Any]:
    """Enter a certificate that was issued."""
    return API.carry_out(
        request,
        lambda work: _seen(
            request,
            keep_certificates.enter_certificate(
                work, body.certificate(), request, on_establishment=body.on_establishment
            ),
        ),
        lambda seen: _view(request, seen),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/certificates",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("执法证件", "Certificates"), model.CertificateList)},
    problems=[OutsideYourArea],
    summary=Text("机关的执法证件", "List an organ's certificates"),
)
def list_certificates(
    request: Called, organ: Organ, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List an organ's certificates, by number."""
    request.within(organ, ENFORCEMENT_READERS)
    found = look_up.list_certificates(organ, request.person, limit, cursor)
    return API.page(found, lambda one: _view(request, one))


@API.route(
    "GET",
    "/v1/enforcement/certificates/{certificate}",
    access=Access(ALL_ROLES),
    answers={200: (Text("执法证件", "The certificate"), model.CertificateView)},
    problems=[NotFound],
    summary=Text("查看执法证件", "Read a certificate"),
)
def get_certificate(request: Called, certificate: Number) -> Response[Any]:
    """Read a certificate: the own one, or one of the caller's organ."""
    seen = see_certificate(certificate, request)
    return API.answer(200, _view(request, seen), version=seen.version)


@API.route(
    "POST",
    "/v1/enforcement/certificates/{certificate}/transitions",
    access=Access(SUPERVISORS),
    answers={200: (Text("办理后的证件", "The certificate after it"), model.CertificateView)},
    problems=[OutsideYourArea, CheckOutOfTurn, OwnCertificate, *MOVES],
    summary=Text("审验、暂扣、吊销、收回或作废", "Check, suspend, revoke or take in a certificate"),
)
def move_certificate(
    request: Called, certificate: Number, body: model.MoveCertificate
) -> Response[Any]:
    """Check, suspend, restore, revoke, take in or declare void a certificate."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: _seen(
            request,
            keep_certificates.move_certificate(
                work, certificate, body.as_command(), request, expected
            ),
        ),
        lambda seen: _view(request, seen),
    )


@API.route(
    "POST",
    "/v1/enforcement/trainings",
    access=Access(TRAINERS),
    answers={201: (Text("已登记", "Entered"), model.SessionView)},
    problems=[OutsideYourArea, NotYetHeld, *WRITES],
    summary=Text("登记执法培训", "Enter a training session"),
)
def hold_session(request: Called, body: model.HoldSession) -> Response[Any]:
    """Enter a session that was held."""
    said = (body.organ, body.kind, body.theme, body.held_on, body.hours)
    return API.carry_out(
        request,
        lambda work: train_officers.hold_session(work, *said, request),
        lambda one: model.session_view(one, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/trainings",
    access=Access(ENFORCEMENT_READERS),
    answers={200: (Text("培训，新的在前", "Sessions, newest first"), model.SessionList)},
    problems=[OutsideYourArea],
    summary=Text("机关的执法培训", "List an organ's training sessions"),
)
def list_sessions(
    request: Called, organ: Organ, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Any]:
    """List an organ's sessions, newest first."""
    request.within(organ, ENFORCEMENT_READERS)
    found = look_up.list_sessions(organ, limit, cursor)
    return API.page(found, lambda one: model.session_view(one, request.language))


@API.route(
    "POST",
    "/v1/enforcement/trainings/{training_id}/attendance",
    access=Access(TRAINERS),
    answers={200: (Text("已登记", "Entered"), model.SessionView)},
    problems=[NotFound, OutsideYourArea, NoOfficerHere, TooManySessions, *WRITES],
    summary=Text("登记参训人员", "Enter who attended a session"),
    description=Text(
        "同一人同一次培训只计一次学时。", "Nobody's hours of one session count twice."
    ),
)
def enter_attendance(
    request: Called, training_id: RowId, body: model.EnterAttendance
) -> Response[Any]:
    """Enter who attended a session."""
    return API.carry_out(
        request,
        lambda work: train_officers.enter_attendance(work, training_id, body.persons, request),
        lambda one: model.session_view(one, request.language),
    )


@API.route(
    "POST",
    "/v1/enforcement/exams",
    access=Access(TRAINERS),
    answers={201: (Text("已登记", "Entered"), model.ExamView)},
    problems=[NotYetHeld, NoOfficerHere, OwnResult, NotYoursToQualify, *WRITES],
    summary=Text("登记执法考试成绩", "Enter the result of an exam"),
)
def enter_exam(request: Called, body: model.EnterExam) -> Response[Any]:
    """Enter the result of an exam."""
    said = (body.person, body.subject, body.held_on, body.score, body.passed, body.number)
    return API.carry_out(
        request,
        lambda work: train_officers.enter_exam(work, *said, request),
        lambda one: model.exam_view(one, request.language),
        status=201,
    )


@API.route(
    "GET",
    "/v1/enforcement/towns/{town}/training/{year}",
    access=Access(HEADS),
    answers={200: (Text("本机关执法人员学时", "The town's officers"), model.TrainingView)},
    problems=[OutsideYourArea],
    summary=Text("谁的学时不足", "Read whose hours of training are short"),
    description=Text(
        "仅机关负责人可见，按人员编号排列，不排名、不公开。",
        "For the head alone, in the order of ids: nobody is ranked, and nothing of it is public.",
    ),
)
def read_training(request: Called, town: Town, year: Year) -> Response[Any]:
    """Tell the head of a town the hours of its officers."""
    request.within(town, HEADS)
    found = see_training(town, year)
    view = model.training_view(town, year, found, clock.today(), request.language)
    return API.answer(200, view)


@API.route(
    "GET",
    "/v1/enforcement/officers/{person_id}",
    access=Access(ALL_ROLES),
    answers={200: (Text("执法人员", "The officer"), model.OfficerView)},
    problems=[NotFound],
    summary=Text(
        "查看执法人员的证件、学时、考试", "Read an officer's certificate, hours and exams"
    ),
)
def get_officer(
    request: Called,
    person_id: Person,
    year: Annotated[int | None, Query(ge=2020, le=2099)] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Any]:
    """Read an officer: oneself, or as the head or the county's supervisor."""
    today = clock.today()
    asked = year or today.year
    one = see_officer(person_id, asked, request)
    found = look_up.list_exams(person_id, limit, cursor)
    view = model.officer_view(one, asked, found.rows, found.next_cursor, today, request.language)
    return API.answer(200, view)


def _seen(request: Request, kept: Any) -> CertificateSeen:
    return see_all([kept], request.person)[0]


def _view(request: Request, seen: CertificateSeen) -> model.CertificateView:
    return model.certificate_view(
        seen.kept, seen.present, seen.actions, clock.today(), request.language
    )
