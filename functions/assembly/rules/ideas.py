"""Ideas (出点子): party members and villagers hand them in, others second them, the committee answers, the adopted become matters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from assembly.rules import limits
from assembly.rules.states.ideas import IDEAS, IdeaAction, IdeaStatus
from kernel import clock
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text


@record
class Idea:
    """An idea; `seconds` are the persons who second it."""

    id: str
    village: str
    title: str
    text: str
    by: str
    by_party_member: bool
    submitted_at: str
    status: IdeaStatus
    seconds: tuple[str, ...] = ()
    answer: str | None = None
    answered_by: str | None = None
    answered_at: str | None = None
    matter: str | None = None
    overdue_since: str | None = None
    due_at: str | None = None
    wake_at: str | None = None
    turn: str | None = None


class SecondedAlready(Conflict):
    """Nobody seconds twice, nor an idea of one's own."""

    slug = "seconded-already"
    said = Text(
        "您已附议，或这是您自己的点子。", "You have seconded this already, or it is your own."
    )


def submit(
    *,
    idea_id: str,
    village: str,
    title: str,
    text: str,
    by: str,
    by_party_member: bool,
    now: datetime,
) -> Idea:
    """Return a new idea; its answer is due from now."""
    return Idea(
        id=idea_id,
        village=village,
        title=title,
        text=text,
        by=by,
        by_party_member=by_party_member,
        submitted_at=clock.iso(now),
        status=IdeaStatus.OPEN,
        due_at=limits.due("idea_answer", now),
        wake_at=limits.due("idea_answer", now),
        turn=village,
    )


def shut(idea: Idea, person: str) -> Collection[IdeaAction]:
    """Return what a person cannot do with an idea, whatever its status: second it twice, or the own one."""
    spoken = person == idea.by or person in idea.seconds
    return {IdeaAction.SECOND} if spoken else frozenset()


def second(idea: Idea, by: str) -> Idea:
    """Second an idea, once each.

    Raises
    ------
    IllegalMove
        It was answered.
    SecondedAlready
        By the same person before, or it is the person's own.
    """
    IDEAS.move(idea.status, IdeaAction.SECOND)
    if shut(idea, by):
        raise SecondedAlready
    return replace(idea, seconds=(*idea.seconds, by))


def answer(
    idea: Idea, action: IdeaAction, text: str, *, matter: str | None, by: str, now: datetime
) -> Idea:
    """Adopt an idea as a matter, or decline it.

    Raises
    ------
    IllegalMove
        It was answered before.
    """
    move = IDEAS.move(idea.status, action)
    return replace(
        idea,
        status=move.target,
        answer=text,
        answered_by=by,
        answered_at=clock.iso(now),
        matter=matter,
        due_at=None,
        wake_at=None,
        turn=None,
    )


def mark_overdue(idea: Idea) -> Idea:
    """Return the idea marked as not answered in time; it is still to be answered."""
    return replace(idea, overdue_since=idea.due_at, wake_at=None)
