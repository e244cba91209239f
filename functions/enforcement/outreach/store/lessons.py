"""Lessons: one of them, those that are public, a town's drafts, and those of a case."""

from __future__ import annotations

from enforcement.outreach.rules.lessons import Lesson, LessonEvent, LessonStatus
from enforcement.outreach.store import kept
from enforcement.outreach.store.kept import Step
from enforcement.outreach.store.rows import LESSON_CODEC, LessonRow, lesson_row, lessons_of
from enforcement.store.table import BY_LIST, BY_SUBJECT
from kernel.actors import Actor
from kernel.storage.lists import Listed, indexed_page
from kernel.storage.unit_of_work import UnitOfWork


def find(work: UnitOfWork, lesson_id: str) -> Lesson | None:
    """Return a lesson as it is now, to be decided on."""
    return kept.find(work, LessonRow.key(lesson_id), LESSON_CODEC.take)


def load(lesson_id: str) -> Lesson | None:
    """Return a lesson as it is now, where nothing is decided."""
    return kept.load(LessonRow.key(lesson_id), LESSON_CODEC.take)


def save(work: UnitOfWork, lesson: Lesson, event: LessonEvent, actor: Actor) -> None:
    """Keep a lesson with what happened."""
    work.save(lesson_row(lesson))
    step = Step(lesson.version, str(event), actor, said=lesson.reason)
    kept.note(work, LessonRow.key(lesson.id).pk, step)


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
