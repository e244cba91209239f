"""Lessons: one of them, those that are public, a town's drafts, and those of a case."""

from __future__ import annotations

from enforcement.outreach.rules.lessons import Lesson, LessonEvent, LessonStatus
from enforcement.outreach.store import kept
from enforcement.outreach.store.rows import (
    LESSON_CODEC,
    LessonRow,
    TaughtRow,
    lesson_row,
    lessons_of,
)
from enforcement.store.table import BY_LIST, BY_SUBJECT
from kernel.actors import Actor
from kernel.storage.history import Step
from kernel.storage.lists import Listed, indexed_page
from kernel.storage.unit_of_work import UnitOfWork


def find(work: UnitOfWork, lesson_id: str) -> Lesson | None:
    """Return a lesson as it is now, to be decided on."""
    return kept.find(work, LessonRow.key(lesson_id), LESSON_CODEC.take)


def load(lesson_id: str) -> Lesson | None:
    """Return a lesson as it is now, where nothing is decided."""
    return kept.load(LessonRow.key(lesson_id), LESSON_CODEC.take)


def save(work: UnitOfWork, lesson: Lesson, event: LessonEvent, actor: Actor) -> None:
    """Keep a lesson with what happened, and name it at its case while it is public."""
    work.save(lesson_row(lesson))
    known = public_of(work, lesson.case)
    is_public = lesson.status is LessonStatus.PUBLISHED
    if is_public != (lesson.id in known):
        others = [one for one in known if one != lesson.id]
        name_public(work, lesson.case, [*others, *([lesson.id] if is_public else [])])
    step = Step(event, actor, lesson.reason)
    kept.note(work, LessonRow.key(lesson.id).pk, lesson.version, step)


def public_of(work: UnitOfWork, case_id: str) -> list[str]:
    """Return the ids of the public lessons of a case."""
    row: TaughtRow | None = work.find(TaughtRow.key(case_id))
    return list(row.lessons) if row else []


def name_public(work: UnitOfWork, case_id: str, lesson_ids: list[str]) -> None:
    """Name the public lessons of a case; of who names them at once one decides again."""
    key = TaughtRow.key(case_id)
    work.find(key)
    work.save(TaughtRow(key.pk, key.sk, lessons=lesson_ids, version=work.version(key) + 1))


def of_status(town: str, status: LessonStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of lessons of a status, newest first: what is public is the whole county's."""
    return indexed_page(
        LessonRow,
        ("list", lessons_of(town, status)),
        LESSON_CODEC.take,
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        newest_first=True,
        fits=lambda one: one.status is status,
    )


def of_case(case_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the lessons of a case, newest first."""
    return indexed_page(
        LessonRow,
        ("subject", f"LESSONS#{case_id}"),
        LESSON_CODEC.take,
        index=BY_SUBJECT,
        limit=limit,
        cursor=cursor,
        newest_first=True,
        fits=lambda _: True,
    )
