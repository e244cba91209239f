"""Lessons from closed cases, without whoever they were about (法治宣传教育法 Arts. 18, 19; 处罚法 Art. 50; 治安管理处罚法 Art. 136)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from enforcement.outreach.rules import public_text
from enforcement.outreach.rules.terms import law_of
from kernel import wording
from kernel.access import Caller, Role
from kernel.problems import Conflict, NotAllowed
from kernel.record import record
from kernel.states import Move, Named, StateTable, names
from kernel.texts import Text

_SEALED = "sealed_record"


class LessonStatus(Named):
    """Where a lesson stands."""

    DRAFT = "draft", "待审", "a draft"
    PUBLISHED = "published", "已公布", "public"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class LessonAction(Named):
    """What is done with a lesson."""

    PUBLISH = "publish", "公布", "publish it"
    WITHDRAW = "withdraw", "撤回", "withdraw it"


class LessonEvent(Named):
    """What the history of a lesson tells."""

    DRAFTED = "drafted", "起草", "drafted"
    PUBLISHED = "published", "公布", "published"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"


class LessonHolder(Named):
    """How somebody stands to a lesson."""

    HEAD = "head", "执法机关负责人", "the head of enforcement"
    SUPERVISOR = "supervisor", "县司法行政部门", "the county's justice department"


LESSON_ROLES = {
    LessonHolder.HEAD: frozenset({Role.ENFORCEMENT_HEAD}),
    LessonHolder.SUPERVISOR: frozenset({Role.JUSTICE_SUPERVISOR}),
}
AUTHORS = frozenset({Role.ENFORCEMENT_OFFICER, Role.LEGAL_REVIEWER, Role.ENFORCEMENT_HEAD})
"""Who writes a lesson: those who know the case."""
READERS = AUTHORS | {Role.JUSTICE_SUPERVISOR}
_BOTH = (LessonHolder.HEAD, LessonHolder.SUPERVISOR)

LESSONS: StateTable[LessonAction, LessonStatus, LessonHolder] = StateTable(
    Text("该案例", "The lesson"),
    [
        Move(
            LessonAction.PUBLISH,
            frozenset({LessonStatus.DRAFT}),
            LessonStatus.PUBLISHED,
            _BOTH,
            event=LessonEvent.PUBLISHED,
        ),
        Move(
            LessonAction.WITHDRAW,
            frozenset({LessonStatus.DRAFT, LessonStatus.PUBLISHED}),
            LessonStatus.WITHDRAWN,
            _BOTH,
            ("reason",),
            LessonEvent.WITHDRAWN,
        ),
    ],
    statuses=names(LessonStatus),
    actions=names(LessonAction),
    holders=names(LessonHolder),
    words={"reason": Text("请说明撤回原因。", "Say why it is withdrawn.")},
)


class CaseNotClosed(Conflict):
    """A lesson is drawn from a case that is closed: before, its outcome may still change."""

    slug = "case-not-closed"
    title = Text("案件尚未结案", "Case not closed")
    said = Text("结案后才能作为案例。", "A lesson is drawn once the case is closed.")

    def __init__(self) -> None:
        super().__init__(citation=law_of("from_cases"))


class OwnLesson(NotAllowed):
    """Whoever wrote a lesson does not publish it: another one looks whether it tells whose case it was."""

    slug = "own-lesson"
    said = Text("起草人不得自行公布，须由他人审核。", "Somebody else than its author publishes it.")


class WordsToClear(Conflict):
    """Its words point to a police record, which is sealed; somebody has to look and say that they tell of none (`cleared`)."""

    slug = "words-to-clear"
    title = Text("须人工核对", "Words to clear")


@record
class TaughtCase:
    """What a lesson must know of its case.

    Attributes
    ----------
    hidden
        What tells whose case it was: names of the parties and of who acts for them, the case's numbers.
    """

    id: str
    town: str
    is_closed: bool
    hidden: tuple[str, ...]


@record
class Lesson:
    """What a case teaches.

    Attributes
    ----------
    case
        Which it was; only enforcement's own people are told.
    author
        Who wrote it.
    """

    id: str
    case: str
    town: str
    title: str
    text: str
    cites: tuple[str, ...]
    author: str
    drafted_at: datetime
    status: LessonStatus = LessonStatus.DRAFT
    published_at: datetime | None = None
    reason: str | None = None
    version: int = 1


class LessonCommand(NamedTuple):
    """A move, with what was said of it."""

    action: LessonAction
    reason: str | None = None
    cleared: bool = False


class LessonChange(NamedTuple):
    """A lesson as it is afterwards, and what the history says of it."""

    after: Lesson
    event: LessonEvent


def draft(lesson: Lesson, case: TaughtCase) -> Lesson:
    """Write a lesson of a case.

    Raises
    ------
    CaseNotClosed
        The case is not closed.
    PartyNamed, PersonalNumberInText
        It tells whose case it was.
    """
    if not case.is_closed:
        raise CaseNotClosed
    _refuse_telling(lesson, case.hidden)
    return lesson


def _refuse_telling(lesson: Lesson, hidden: Sequence[str]) -> None:
    public_text.refuse_numbers(title=lesson.title, text=lesson.text)
    public_text.refuse_names(hidden, title=lesson.title, text=lesson.text)


def standing_of(lesson: Lesson, caller: Caller) -> frozenset[LessonHolder]:
    """Return how somebody stands to a lesson."""
    return frozenset(
        holder for holder, roles in LESSON_ROLES.items() if caller.post_over(lesson.town, roles)
    )


def actions_of(lesson: Lesson, caller: Caller) -> list[LessonAction]:
    """Return what somebody may do with a lesson now."""
    own = (LessonAction.PUBLISH,) if lesson.author == caller.person_id else ()
    return LESSONS.open_to(lesson.status, lambda holder: holder in standing_of(lesson, caller), own)


def move(
    lesson: Lesson, command: LessonCommand, case: TaughtCase, caller: Caller, now: datetime
) -> LessonChange:
    """Publish a lesson, or withdraw it.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    OwnLesson
        The caller wrote it.
    CaseNotClosed, PartyNamed, PersonalNumberInText
        The case was taken up again, or a name was added to it since.
    WordsToClear
        Its words point to a police record, and nobody has said that they tell of none.
    """
    row = LESSONS.move(lesson.status, command.action, offered=actions_of(lesson, caller))
    standing = standing_of(lesson, caller)
    LESSONS.allow(row, lambda holder: holder in standing, lambda holder: LESSON_ROLES[holder])
    LESSONS.require_words(row, command)
    if command.action is LessonAction.WITHDRAW:
        after = replace(
            lesson,
            status=LessonStatus.WITHDRAWN,
            reason=command.reason,
            version=lesson.version + 1,
        )
        return LessonChange(after, LessonEvent.WITHDRAWN)
    if lesson.author == caller.person_id:
        raise OwnLesson
    draft(lesson, case)
    _refuse_sealed(lesson, cleared=command.cleared)
    after = replace(
        lesson, status=LessonStatus.PUBLISHED, published_at=now, version=lesson.version + 1
    )
    return LessonChange(after, LessonEvent.PUBLISHED)


def _refuse_sealed(lesson: Lesson, *, cleared: bool) -> None:
    hit = next(wording.find(f"{lesson.title}。{lesson.text}", [_SEALED]), None)
    if hit and not cleared:
        told = Text(
            f"“{hit.words}”可能涉及封存的治安违法记录，请核对，确认不涉及后再公布。",
            f"“{hit.words}” may point to a police record, which is sealed: look, and publish it with the word that you did.",
        )
        raise WordsToClear(told, citation=hit.law)
