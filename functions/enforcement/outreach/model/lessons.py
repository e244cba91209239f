"""Lessons as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.outreach.model.fields import StatuteShown, statutes_shown
from enforcement.outreach.rules.lessons import LESSONS, Lesson
from enforcement.outreach.rules.terms import law_of
from enforcement.outreach.service.seeing import SeenInUnits
from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language


class PublicLessonView(TypedDict):
    """A lesson as everybody reads it; which case it was is not told."""

    id: str
    title: str
    text: str
    cites: list[StatuteShown]
    town_name: str | None
    published_at: str | None


class LessonView(PublicLessonView):
    """A lesson as enforcement's own people see it."""

    case: Annotated[str, Field(description="The case it is drawn from / 来源案件")]
    town: str
    status: str
    status_name: str
    reason: str | None
    owed: Annotated[
        str | None,
        Field(description="Obligation to take down what still shows it / 督办事项：全部撤下"),
    ]
    cleared_at: str | None
    cleared: str | None
    drafted_at: str
    basis_citation: CitationView
    actions: list[str]
    version: int


class PublicLessonList(TypedDict):
    """One page of lessons, newest first."""

    items: list[PublicLessonView]
    next_cursor: str | None


class LessonList(TypedDict):
    """One page of lessons, newest first."""

    items: list[LessonView]
    next_cursor: str | None


def public_lesson_view(seen: SeenInUnits[Lesson], language: Language) -> PublicLessonView:
    """Return a lesson as everybody reads it."""
    lesson, town = seen.thing, seen.units.get(seen.thing.town)
    return {
        "id": lesson.id,
        "title": lesson.title,
        "text": lesson.text,
        "cites": statutes_shown(lesson.cites, language),
        "town_name": town.say(language) if town else None,
        "published_at": clock.local_iso(lesson.published_at) if lesson.published_at else None,
    }


def lesson_view(seen: SeenInUnits[Lesson], language: Language) -> LessonView:
    """Return a lesson as enforcement's own people see it."""
    lesson = seen.thing
    return {
        **public_lesson_view(seen, language),
        "case": lesson.case,
        "town": lesson.town,
        "status": str(lesson.status),
        "status_name": LESSONS.statuses[lesson.status].say(language),
        "reason": lesson.reason,
        "owed": lesson.owed,
        "cleared_at": clock.local_iso(lesson.cleared_at) if lesson.cleared_at else None,
        "cleared": lesson.cleared,
        "drafted_at": clock.local_iso(lesson.drafted_at),
        "basis_citation": law_of("from_cases").tell(language),
        "actions": list(seen.actions),
        "version": lesson.version,
    }
