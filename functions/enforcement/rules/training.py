"""Training and exams of officers: hours of a year, and results; shown to the head, in the order of names, never ranked (DOMAIN 15.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date

from enforcement.rules.refusals import GateShut
from kernel.problems import InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Named, Text
from kernel.wording import folded

MOST_SESSIONS = 100
"""A person attends in a year."""
MOST_ATTENDING = 40
"""Named in one request: each is a line of its own in the transaction."""


class SessionKind(Named):
    """How a session is held."""

    LECTURE = "lecture", "行政执法大讲堂", "a lecture"
    ONLINE = "online", "线上培训", "online"
    COURSE = "course", "集中培训", "a course"


class ExamSubject(Named):
    """What an exam is of: two come before a certificate, one of the others before a legal review."""

    PUBLIC_LAW = "public_law", "公共法律知识", "public law"
    PROFESSIONAL_LAW = "professional_law", "专业法律知识", "the law of the field"
    LEGAL_QUALIFICATION = (
        "legal_qualification",
        "国家统一法律职业资格",
        "the national legal qualification",
    )
    REVIEWED_BEFORE_2018 = (
        "reviewed_before_2018",
        "2018年前已从事法制审核",
        "legal review before 2018",
    )


BEFORE_CERTIFICATE = (ExamSubject.PUBLIC_LAW, ExamSubject.PROFESSIONAL_LAW)
FOR_REVIEW = (ExamSubject.LEGAL_QUALIFICATION, ExamSubject.REVIEWED_BEFORE_2018)
"""What lets somebody review legally: whoever began in 2018 or later holds the qualification (处罚法 Art. 58)."""
_REVIEWERS_NEED_IT_FROM = date(2018, 1, 1)


@record
class Session:
    """A training session.

    Attributes
    ----------
    organ
        The town, or the county, that holds it.
    hours
        What it counts for whoever attends it.
    attending
        How many attended.
    """

    id: str
    organ: str
    kind: SessionKind
    theme: str
    held_on: date
    hours: int
    held_by: str
    attending: int = 0
    version: int = 1

    @property
    def same(self) -> str:
        """What it has in common with itself entered once more, by the town and by the county."""
        letters = "".join(filter(str.isalnum, folded(self.theme)))
        return hashlib.sha256(f"{self.held_on}|{letters}".encode()).hexdigest()[:12]


@record
class Hours:
    """A person's training in a year: which sessions, and the hours together.

    Attributes
    ----------
    themes
        What these sessions were (`Session.same`): one that was entered twice counts once.
    """

    person: str
    year: int
    sessions: tuple[str, ...] = ()
    hours: int = 0
    version: int = 0
    themes: tuple[str, ...] = ()

    def attend(self, session: Session) -> Hours | None:
        """Return the hours with a session more; None where it is counted already.

        Raises
        ------
        TooManySessions
            The year is full.
        """
        if session.id in self.sessions or session.same in self.themes:
            return None
        if len(self.sessions) >= MOST_SESSIONS:
            raise TooManySessions(person=self.person)
        return Hours(
            self.person,
            self.year,
            (*self.sessions, session.id),
            self.hours + session.hours,
            self.version + 1,
            (*self.themes, session.same),
        )


@record
class Exam:
    """The result of an exam, or a qualification; `number` is that of its certificate."""

    id: str
    person: str
    subject: ExamSubject
    held_on: date
    score: int
    passed: bool
    entered_by: str
    number: str | None = None


@record
class Passed:
    """That somebody has passed: on which day first, and who entered it."""

    person: str
    subject: ExamSubject
    held_on: date
    entered_by: str


class ExamsNotPassed(GateShut):
    """Both exams are passed before a certificate begins; `missing` says which were not."""

    slug = "exams-not-passed"
    title = Text("未通过资格考试", "Exams not passed")
    said = Text(
        "执法证件须在公共法律知识和专业法律知识考试合格后取得。",
        "A certificate comes after the exams in public law and in the law of the field.",
    )
    rests_on = "exams"


class OwnResult(NotAllowed):
    """Nobody enters what oneself has passed."""

    slug = "own-qualification"
    said = Text("本人的成绩和资格由他人登记。", "Others enter what somebody has passed.")


class NotYoursToQualify(NotAllowed):
    """What lets somebody review legally is entered by the county's supervisors, not by the organ whose decisions are reviewed."""

    slug = "not-yours-to-qualify"
    said = Text(
        "法制审核资格由县级执法监督人员登记。",
        "The county's supervisors enter who may review legally.",
    )


def refuse_unexamined(passed: Collection[Passed], valid_from: date) -> None:
    """Let a certificate begin whose holder has passed both exams by then (监督条例 Art. 17; 河北条例 Art. 10; DOMAIN 5.1).

    Raises
    ------
    ExamsNotPassed
        One is missing, or was passed later.
    """
    by_then = {one.subject for one in passed if one.held_on <= valid_from}
    missing = [one for one in BEFORE_CERTIFICATE if one not in by_then]
    if missing:
        raise ExamsNotPassed(missing=[str(one) for one in missing])


def refuse_entry(exam: Exam, *, by_supervisor: bool) -> None:
    """Let the result of an exam be entered.

    Raises
    ------
    OwnResult, NotYoursToQualify
        It is one's own; it is for the county's supervisors.
    InvalidFields
        A reviewer of before 2018 was one before 2018.
    """
    if exam.person == exam.entered_by:
        raise OwnResult
    if exam.subject in FOR_REVIEW and not by_supervisor:
        raise NotYoursToQualify
    late = exam.held_on >= _REVIEWERS_NEED_IT_FROM
    if exam.subject is ExamSubject.REVIEWED_BEFORE_2018 and late:
        told = Text("须早于2018年1月1日。", "Before 1 January 2018.")
        raise InvalidFields.one("held_on", told)


def passed_by(exam: Exam, before: Passed | None) -> Passed | None:
    """Return what an exam adds to what its subject was passed by first; None: nothing."""
    if not exam.passed or (before and before.held_on <= exam.held_on):
        return None
    return Passed(exam.person, exam.subject, exam.held_on, exam.entered_by)


class TooManySessions(GateShut):
    """A person attends so many sessions in a year at most."""

    slug = "too-many-sessions"
    title = Text("培训次数过多", "Too many sessions")
    said = Text(
        f"每人每年最多登记 {MOST_SESSIONS} 次培训。",
        f"A person attends {MOST_SESSIONS} sessions a year at most.",
    )
    rests_on = "training"


class NotYetHeld(GateShut):
    """What has not been held has no hours and no result."""

    slug = "not-yet-held"
    title = Text("尚未举行", "Not yet held")
    said = Text("尚未举行，不得登记。", "It has not been held yet.")
    rests_on = "training"


class NoOfficerHere(GateShut):
    """Hours are for the officers of the organ, or of those below it."""

    slug = "no-officer-here"
    title = Text("非本机关执法人员", "No officer here")
    said = Text("所列人员不是本机关的执法人员。", "Somebody named is no officer of this organ.")
    rests_on = "training"

    @classmethod
    def of(cls, persons: Collection[str]) -> NoOfficerHere:
        """Return the refusal that names them."""
        return cls(persons=sorted(persons))
