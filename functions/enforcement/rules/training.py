"""Training and exams of officers: hours of a year, and results; shown to the head, in the order of names, never ranked (DOMAIN 15.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from enforcement.rules.refusals import GateShut
from kernel.record import record
from kernel.states import Named
from kernel.texts import Text

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
    """What an exam is of: both parts come before a certificate."""

    PUBLIC_LAW = "public_law", "公共法律知识", "public law"
    PROFESSIONAL_LAW = "professional_law", "专业法律知识", "the law of the field"


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


@record
class Hours:
    """A person's training in a year: which sessions, and the hours together."""

    person: str
    year: int
    sessions: tuple[str, ...] = ()
    hours: int = 0
    version: int = 0

    def attend(self, session: Session) -> Hours | None:
        """Return the hours with a session more; None where it is counted already.

        Raises
        ------
        TooManySessions
            The year is full.
        """
        if session.id in self.sessions:
            return None
        if len(self.sessions) >= MOST_SESSIONS:
            raise TooManySessions(person=self.person)
        return Hours(
            self.person,
            self.year,
            (*self.sessions, session.id),
            self.hours + session.hours,
            self.version + 1,
        )


@record
class Exam:
    """The result of an exam."""

    id: str
    person: str
    subject: ExamSubject
    held_on: date
    score: int
    passed: bool
    entered_by: str


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
