"""Hold a training session, enter who attended, and the results of exams; say to the head who lacks hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from enforcement.rules.officers import Certificate
from enforcement.rules.training import (
    Exam,
    ExamSubject,
    Hours,
    NoOfficerHere,
    NotYetHeld,
    Session,
    SessionKind,
    refuse_entry,
)
from enforcement.service.asked import HEADS, SUPERVISORS, acting
from enforcement.store import officers
from enforcement.store import training as store
from kernel import clock
from kernel.access import ENFORCERS, Role
from kernel.directory import PersonRow, find_units
from kernel.problems import NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import is_within

TRAINERS = HEADS | SUPERVISORS
_TRAINED = ENFORCERS | {Role.LEGAL_REVIEWER, Role.HEARING_CHAIR}


@record
class Trained:
    """An officer's training in a year, and the certificate as it stands today."""

    hours: Hours
    name: str
    certificate: Certificate | None


def hold_session(
    work: UnitOfWork,
    organ: str,
    kind: SessionKind,
    theme: str,
    held_on: date,
    hours: int,
    scope: Scope,
) -> Session:
    """Enter a session that was held.

    Raises
    ------
    NotYetHeld
        It is to come.
    """
    actor = acting(scope, organ, TRAINERS)
    _refuse_to_come(held_on)
    session = Session(work.change_id, organ, kind, theme, held_on, hours, actor.person_id)
    store.save(work, session)
    return session


def enter_attendance(
    work: UnitOfWork, session_id: str, persons: Sequence[str], scope: Scope
) -> Session:
    """Enter who attended a session; whoever is entered already is left as it is.

    Raises
    ------
    NotFound, NoOfficerHere, TooManySessions
        There is no such session; somebody is no officer of its organ or below; somebody's year is full.
    """
    session = store.find(work, session_id)
    if session is None:
        raise NotFound
    acting(scope, session.organ, TRAINERS)
    work.load(PersonRow.key(one) for one in persons)
    _refuse_strangers(work, session.organ, persons, session.held_on)
    more = 0
    for hours in store.hours_of(work, persons, session.held_on.year):
        after = hours.attend(session)
        if after:
            store.save_hours(work, after)
            more += 1
    if not more:
        return session
    changed = replace(session, attending=session.attending + more, version=session.version + 1)
    store.save(work, changed)
    return changed


def enter_exam(
    work: UnitOfWork,
    person: str,
    subject: ExamSubject,
    held_on: date,
    score: int,
    passed: bool,
    number: str | None,
    scope: Scope,
) -> Exam:
    """Enter the result of an exam, or a qualification.

    Raises
    ------
    NotYetHeld, NoOfficerHere
        It is to come; the person is nobody who enforces in the caller's area.
    OwnResult, NotYoursToQualify, InvalidFields
        As of `refuse_entry`.
    """
    _refuse_to_come(held_on)
    over = [post.unit for post in scope.person.posts if post.role in TRAINERS]
    posts = officers.posts_of(work, person)
    units = [one.unit for one in posts if one.role in _TRAINED and one.holds_on(clock.today())]
    here = [unit for unit in units if any(is_within(unit, mine) for mine in over)]
    scope.allow(bool(here), lambda: NoOfficerHere.of([person]))
    by = scope.person
    exam = Exam(work.change_id, person, subject, held_on, score, passed, by.person_id, number)
    supervises = any(by.post_over(one, SUPERVISORS) for one in units)
    refuse_entry(exam, by_supervisor=supervises)
    store.add_exam(work, exam)
    return exam


def see_training(town: str, year: int) -> list[Trained]:
    """Return the officers of a town with their hours of a year, in the order of their ids."""
    unit, today = find_units([town]).get(town), clock.today()
    if unit is None:
        return []
    persons = sorted({one for role in ENFORCERS for one in unit.holders(role, today)})
    return see_trained(persons, year)


def see_trained(persons: Sequence[str], year: int) -> list[Trained]:
    """Return the training and the certificate of each of these persons."""
    work, today = UnitOfWork(), clock.today()
    certificates = officers.certificates_of(persons, today, work)
    rows = work.find_all([PersonRow.key(one) for one in persons])
    names = {row.person_id: row.name for row in rows if row is not None}
    return [
        Trained(hours, names.get(hours.person, hours.person), certificates.get(hours.person))
        for hours in store.hours_of(work, persons, year)
    ]


def _refuse_to_come(held_on: date) -> None:
    if held_on > clock.today():
        raise NotYetHeld


def _refuse_strangers(work: UnitOfWork, organ: str, persons: Sequence[str], day: date) -> None:
    strangers = [
        person
        for person in persons
        if not any(
            one.role in _TRAINED and is_within(one.unit, organ) and one.holds_on(day)
            for one in officers.posts_of(work, person)
        )
    ]
    if strangers:
        raise NoOfficerHere.of(strangers)
