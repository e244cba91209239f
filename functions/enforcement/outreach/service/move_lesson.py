"""Write a lesson of a closed case, publish it, withdraw it."""

from __future__ import annotations

import escalation
from enforcement.outreach.model.lesson_requests import DraftLesson
from enforcement.outreach.rules import citing, lessons
from enforcement.outreach.rules.lessons import (
    AUTHORS,
    LESSON_ROLES,
    Lesson,
    LessonCommand,
    LessonEvent,
    TaughtCase,
)
from enforcement.outreach.service.see_lessons import require_known, see
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import cases
from enforcement.outreach.store import lessons as kept
from kernel import clock
from kernel.access import Caller, require_post_over
from kernel.actors import Actor
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


def draft_lesson(work: UnitOfWork, said: DraftLesson, caller: Caller) -> SeenInUnits[Lesson]:
    """Write a lesson of a case.

    Raises
    ------
    NotFound
        There is no such case, or it is another town's.
    """
    case = _require_case(work, said.case)
    if caller.post_over(case.town, AUTHORS) is None:
        raise _no_case()
    post = require_post_over(caller, case.town, AUTHORS)
    lesson = lessons.draft(
        Lesson(
            id=work.change_id,
            case=case.id,
            town=case.town,
            title=said.title,
            text=said.text,
            cites=citing.named(said.laws(), clock.today()),
            author=caller.person_id,
            drafted_at=clock.now(),
        ),
        case,
    )
    kept.save(work, lesson, LessonEvent.DRAFTED, Actor.of(caller, post))
    return see(lesson, caller)


def move_lesson(
    work: UnitOfWork, lesson_id: str, command: LessonCommand, caller: Caller, expected: Versions
) -> SeenInUnits[Lesson]:
    """Publish a lesson, withdraw it, or say that what showed it is down.

    Raises
    ------
    NotFound, StaleVersion
        There is no such lesson, or another version of it.
    """
    lesson = require_known(kept.find(work, lesson_id), caller)
    refuse_stale(expected, lesson.version)
    case = _require_case(work, lesson.case)
    change = lessons.move(lesson, command, case, caller, clock.now())
    roles = frozenset[str]().union(*LESSON_ROLES.values())
    post = caller.post_over(lesson.town, [role for role in caller.roles if role in roles])
    actor = Actor.of(caller, post)
    if change.event is LessonEvent.PUBLISHED:
        cases.hold(work, case.id)
    if change.event is LessonEvent.CLEARED_AWAY and lesson.owed:
        escalation.fulfil(work, [lesson.owed], actor)
    kept.save(work, change.after, change.event, actor)
    return see(change.after, caller)


def _require_case(work: UnitOfWork, case_id: str) -> TaughtCase:
    case = cases.find(work, case_id)
    if case is None:
        raise _no_case()
    return case


def _no_case() -> NotFound:
    return NotFound(Text("没有找到该案件。", "There is no such case."))
