"""See lessons: what is public by anybody, the rest by enforcement's own people."""

from __future__ import annotations

from enforcement.outreach.rules.lessons import READERS, Lesson, LessonStatus, actions_of
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import cases
from enforcement.outreach.store import lessons as kept
from kernel.access import Caller
from kernel.directory import unit_names
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from kernel.texts import Text

NO_SUCH_LESSON = Text("没有找到该案例。", "There is no such lesson.")


def see(lesson: Lesson, caller: Caller | None) -> SeenInUnits[Lesson]:
    """Return a lesson as somebody sees it, signed in or not."""
    actions = actions_of(lesson, caller) if caller else []
    return SeenInUnits(lesson, actions, unit_names([lesson.town]))


def require_known(lesson: Lesson | None, caller: Caller | None) -> Lesson:
    """Return a lesson that is public, or any of the own town.

    Raises
    ------
    NotFound
        There is none.
    """
    own = lesson is not None and caller is not None and caller.post_over(lesson.town, READERS)
    if lesson is None or not (own or (caller is None and lesson.status is LessonStatus.PUBLISHED)):
        raise NotFound(NO_SUCH_LESSON)
    return lesson


def see_lesson(lesson_id: str, caller: Caller | None) -> SeenInUnits[Lesson]:
    """Return a lesson as somebody sees it; in public none of a decision that was revoked since."""
    lesson = require_known(kept.load(lesson_id), caller)
    if caller is None and cases.revoked_among([lesson.case]):
        raise NotFound(NO_SUCH_LESSON)
    return see(lesson, caller)


def list_public(limit: int, cursor: str | None) -> Listed:
    """Return one page of the county's lessons that are public, newest first."""
    found = kept.of_status("", LessonStatus.PUBLISHED, limit, cursor)
    gone = cases.revoked_among(one.case for one in found.rows)
    return found._replace(rows=[see(one, None) for one in found.rows if one.case not in gone])


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
