"""Training sessions, the hours of a person's year, and exams."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.training import Exam, ExamSubject, Hours, Passed, Session, passed_by
from enforcement.store.kept import KeptRow
from enforcement.store.table import BY_LIST, EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, indexed_page, list_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class SessionRow(KeptRow):
    """A session: `TRAINING#{id}` / `TRAINING`; listed by who holds it."""

    @classmethod
    def key(cls, session_id: str) -> Key:
        """Return where the session of this id is."""
        return Key(cls, f"TRAINING#{session_id}", "TRAINING")


class HoursRow(Row):
    """A person's training in a year: `OFFICER#{person}` / `HOURS#{year}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    person = UnicodeAttribute()
    sessions = JSONAttribute()
    themes = JSONAttribute(null=True)
    hours = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, person: str, year: int) -> Key:
        """Return where a person's hours of a year are."""
        return Key(cls, f"OFFICER#{person}", f"HOURS#{year}")


class ExamRow(KeptRow):
    """The result of an exam: `OFFICER#{person}` / `EXAM#{id}`."""


class PassedRow(KeptRow):
    """That somebody has passed: `OFFICER#{person}` / `PASSED#{subject}`."""

    @classmethod
    def key(cls, person: str, subject: ExamSubject) -> Key:
        """Return where it stands whether somebody has passed a subject."""
        return Key(cls, f"OFFICER#{person}", f"PASSED#{subject}")


_SESSIONS, _EXAMS, _PASSED = Codec(Session), Codec(Exam), Codec(Passed)


def find(work: UnitOfWork, session_id: str) -> Session | None:
    """Return a session as it is now."""
    row: SessionRow | None = work.find(SessionRow.key(session_id))
    return _SESSIONS.thing(row.document) if row else None


def save(work: UnitOfWork, session: Session) -> None:
    """Keep a session."""
    key = SessionRow.key(session.id)
    work.save(
        SessionRow(
            key.pk,
            key.sk,
            document=_SESSIONS.document(session),
            version=session.version,
            list=f"TRAININGS#{session.organ}",
            place=f"{session.held_on.isoformat()}#{session.id}",
        )
    )


def page_of(organ: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the sessions an organ holds, newest first."""
    return indexed_page(
        SessionRow,
        ("list", f"TRAININGS#{organ}"),
        lambda row: _SESSIONS.thing(row.document),
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )


def hours_of(work: UnitOfWork, persons: Sequence[str], year: int) -> list[Hours]:
    """Return the training of each of these persons in a year, in their order."""
    rows = work.find_all([HoursRow.key(one, year) for one in persons])
    return [
        Hours(
            person,
            year,
            tuple(row.sessions),
            int(row.hours),
            int(row.version),
            tuple(row.themes or ()),
        )
        if row
        else Hours(person, year)
        for person, row in zip(persons, rows, strict=True)
    ]


def save_hours(work: UnitOfWork, hours: Hours) -> None:
    """Keep a person's training in a year."""
    key = HoursRow.key(hours.person, hours.year)
    work.save(
        HoursRow(
            key.pk,
            key.sk,
            person=hours.person,
            sessions=list(hours.sessions),
            themes=list(hours.themes),
            hours=hours.hours,
            version=hours.version,
        )
    )


def add_exam(work: UnitOfWork, exam: Exam) -> None:
    """Keep the result of an exam, and that it was passed."""
    key = PassedRow.key(exam.person, exam.subject)
    found = passed_of(work, exam.person, [exam.subject])
    first = passed_by(exam, found[0] if found else None)
    if first:
        document = _PASSED.document(first)
        work.save(PassedRow(key.pk, key.sk, document=document, version=work.version(key) + 1))
    row = ExamRow(
        f"OFFICER#{exam.person}", f"EXAM#{exam.id}", document=_EXAMS.document(exam), version=1
    )
    work.add(row)


def passed_of(work: UnitOfWork, person: str, subjects: Sequence[ExamSubject]) -> list[Passed]:
    """Return what of these subjects somebody has passed."""
    rows = work.find_all([PassedRow.key(person, one) for one in subjects])
    return [_PASSED.thing(row.document) for row in rows if row is not None]


def exams_of(person: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a person's exams, newest first."""
    page = list_page(
        ExamRow,
        ("pk", f"OFFICER#{person}"),
        within=Range("sk", "begins_with", ("EXAM#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return page._replace(rows=[_EXAMS.thing(row.document) for row in page.rows])
