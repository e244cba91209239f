"""See lessons: what is public by anybody, the rest by enforcement's own people."""

from __future__ import annotations

from enforcement.outreach.rules.lessons import READERS, Lesson, LessonStatus, actions_of
from enforcement.outreach.service.seeing import Seen, names_of
from enforcement.outreach.store import lessons as kept
from kernel.access import Caller
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from kernel.texts import Text


def see(lesson: Lesson, caller: Caller | None) -> Seen[Lesson]:
    """Return a lesson as somebody sees it, signed in or not."""
    actions = actions_of(lesson, caller) if caller else []
    return Seen(lesson, actions, names_of([lesson.town]))


def require_known(lesson: Lesson | None, caller: Caller | None) -> Lesson:
    """Return a lesson that is public, or any of the own town.

    Raises
    ------
    NotFound
        There is none.
    """
    own = lesson is not None and caller is not None and caller.post_over(lesson.town, READERS)
    if lesson is None or not (own or (caller is None and lesson.status is LessonStatus.PUBLISHED)):
        raise NotFound(Text("没有找到该案例。", "There is no such lesson."))
    return lesson


def see_lesson(lesson_id: str, caller: Caller | None) -> Seen[Lesson]:
    """Return a lesson as somebody sees it."""
    return see(require_known(kept.load(lesson_id), caller), caller)


def list_public(limit: int, cursor: str | None) -> Listed:
    """Return one page of the county's lessons that are public, newest first."""
    found = kept.of_status("", LessonStatus.PUBLISHED, limit, cursor)
    return found._replace(rows=[see(one, None) for one in found.rows])


def list_own(
    town: str,
    status: LessonStatus,
    case: str | None,
    caller: Caller,
    limit: int,
    cursor: str | None,
) -> Listed:
    """Return one page of a town's lessons of a status, or of those of one of its cases, newest first."""
    found = (
        kept.of_case(case, limit, cursor) if case else kept.of_status(town, status, limit, cursor)
    )
    return found._replace(rows=[see(one, caller) for one in found.rows if one.town == town])
