"""Lessons from closed cases, without whoever they were about (法治宣传教育法 Arts. 18, 19; 处罚法 Art. 50; 治安管理处罚法 Art. 136)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from enforcement.outreach.rules import citing, public_text
from enforcement.outreach.rules.terms import law_of
from kernel import clock, wording
from kernel.access import Caller, Role
from kernel.problems import Conflict, NotAllowed
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names

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
    CLEAR_AWAY = "clear_away", "登记已全部撤下", "say that all that showed it is down"


class LessonEvent(Named):
    """What the history of a lesson tells."""

    DRAFTED = "drafted", "起草", "drafted"
    PUBLISHED = "published", "公布", "published"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    FELL = "fell", "决定错误，案例自动撤回", "withdrawn by itself, as its decision was wrong"
    CLEARED_AWAY = "cleared_away", "已全部撤下", "all that showed it is down"


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
        Move(
            LessonAction.CLEAR_AWAY,
            frozenset({LessonStatus.WITHDRAWN}),
            None,
            _BOTH,
            ("reason",),
            LessonEvent.CLEARED_AWAY,
            ends=("lesson_cleared_away",),
        ),
    ],
    statuses=names(LessonStatus),
    actions=names(LessonAction),
    holders=names(LessonHolder),
    words={"reason": Text("请说明情况。", "Say why, or how.")},
)


class CaseNotClosed(Conflict):
    """A lesson is drawn from a case that is closed: before, its outcome may still change."""

    slug = "case-not-closed"
    title = Text("案件尚未结案", "Case not closed")
    said = Text("结案后才能作为案例。", "A lesson is drawn once the case is closed.")

    def __init__(self) -> None:
        super().__init__(citation=law_of("from_cases"))


class NoLessonOfWrong(Conflict):
    """A decision that was revoked or found wrong teaches nothing."""

    slug = "lesson-of-a-wrong-decision"
    said = Text(
        "决定已撤销或者被认定错误的案件不作为案例。", "A decision that was wrong makes no lesson."
    )


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
        What tells whose case it was: names of the party, of witnesses and of who reported it, the case's numbers.
    revoked
        Whether its decision was revoked, or found wrong by a review or a court.
    """

    id: str
    town: str
    is_closed: bool
    hidden: tuple[str, ...]
    revoked: bool = False


@record
class Lesson:
    """What a case teaches.

    Attributes
    ----------
    case
        Which it was; only enforcement's own people are told.
    author
        Who wrote it.
    owed
        The obligation to take down whatever still shows it, since it fell with its decision.
    cleared_at, cleared
        When that was done, and how.
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
    owed: str | None = None
    cleared_at: datetime | None = None
    cleared: str | None = None
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
    CaseNotClosed, NoLessonOfWrong
        The case is not closed; its decision was revoked.
    PartyNamed, PersonalNumberInText
        It tells whose case it was.
    """
    if not case.is_closed:
        raise CaseNotClosed
    if case.revoked:
        raise NoLessonOfWrong
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
    own = [LessonAction.PUBLISH] if lesson.author == caller.person_id else []
    out = [*own, *_shut(lesson)]
    return LESSONS.open_to(lesson.status, lambda holder: holder in standing_of(lesson, caller), out)


def _shut(lesson: Lesson) -> tuple[LessonAction, ...]:
    """Return what is shut besides what the status rules out: nothing is to be taken down of what did not fall, or is down."""
    return () if lesson.owed and lesson.cleared_at is None else (LessonAction.CLEAR_AWAY,)


FELL_FOR = Text(
    "所依据的决定已被撤销或者认定错误，自动撤回。",
    "Withdrawn by itself: the decision it was drawn from was revoked or found wrong.",
)


def fall(lesson: Lesson, owed: str) -> LessonChange:
    """Return a public lesson as it is once the decision it was drawn from was wrong: withdrawn, whoever looks; what still shows it is to come down.

    Parameters
    ----------
    owed
        The obligation to take down what still shows it.
    """
    after = replace(
        lesson,
        status=LessonStatus.WITHDRAWN,
        reason=FELL_FOR.zh,
        owed=owed,
        version=lesson.version + 1,
    )
    return LessonChange(after, LessonEvent.FELL)


def move(
    lesson: Lesson, command: LessonCommand, case: TaughtCase, caller: Caller, now: datetime
) -> LessonChange:
    """Publish a lesson, withdraw it, or say that nothing shows it any more.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    OwnLesson
        The caller wrote it.
    CaseNotClosed, NoLessonOfWrong, PartyNamed, PersonalNumberInText
        The case was taken up again, its decision revoked, or a name was added to it since.
    NotInForce
        What it cites has ended since it was written.
    WordsToClear
        Its words point to a police record, and nobody has said that they tell of none.
    """
    offered = actions_of(lesson, caller)
    row = LESSONS.move(lesson.status, command.action, _shut(lesson), offered)
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
    if command.action is LessonAction.CLEAR_AWAY:
        down = replace(lesson, cleared_at=now, cleared=command.reason, version=lesson.version + 1)
        return LessonChange(down, LessonEvent.CLEARED_AWAY)
    if lesson.author == caller.person_id:
        raise OwnLesson
    draft(lesson, case)
    citing.refuse_out_of_force(map(citing.read, lesson.cites), clock.day_of(now))
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
