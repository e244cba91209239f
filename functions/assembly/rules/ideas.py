"""Ideas (出点子): party members and villagers hand them in, others second them, the committee answers, the adopted become matters."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from typing_extensions import TypedDict

from assembly.rules import limits
from kernel import clock
from kernel.problems import Conflict
from kernel.texts import Text


class IdeaStatus(StrEnum):
    """Where an idea stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"


IDEA_STATUS_NAMES: dict[IdeaStatus, Text] = {
    IdeaStatus.OPEN: Text("待答复", "to be answered"),
    IdeaStatus.ADOPTED: Text("已采纳", "adopted"),
    IdeaStatus.DECLINED: Text("未采纳", "declined"),
}


class Idea(TypedDict):
    """An idea; `seconds` are the persons who second it."""

    id: str
    village: str
    title: str
    text: str
    by: str
    by_party_member: bool
    submitted_at: str
    seconds: list[str]
    status: str
    answer: str | None
    answered_by: str | None
    answered_at: str | None
    matter: str | None
    overdue_since: str | None
    due_at: str | None
    wake_at: str | None
    turn: str | None


class IdeaAnswered(Conflict):
    """The idea has its answer."""

    slug = "idea-answered"
    said = Text("该点子已答复。", "This idea was answered already.")


class SecondedAlready(Conflict):
    """Nobody seconds twice, nor an idea of one's own."""

    slug = "seconded-already"
    said = Text(
        "您已附议，或这是您自己的点子。",
        "You have seconded this already, or it is your own.",
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
    return {
        "id": idea_id,
        "village": village,
        "title": title,
        "text": text,
        "by": by,
        "by_party_member": by_party_member,
        "submitted_at": clock.iso(now),
        "seconds": [],
        "status": str(IdeaStatus.OPEN),
        "answer": None,
        "answered_by": None,
        "answered_at": None,
        "matter": None,
        "overdue_since": None,
        "due_at": limits.due("idea_answer", now),
        "wake_at": limits.due("idea_answer", now),
        "turn": village,
    }


def second(idea: Idea, by: str) -> Idea:
    """Second an idea, once each.

    Raises
    ------
    IdeaAnswered
        It was answered.
    SecondedAlready
        By the same person before, or it is the person's own.
    """
    _refuse_answered(idea)
    if by == idea["by"] or by in idea["seconds"]:
        raise SecondedAlready
    return {**idea, "seconds": [*idea["seconds"], by]}


def answer(idea: Idea, text: str, *, matter: str | None, by: str, now: datetime) -> Idea:
    """Answer an idea; with a matter it is adopted.

    Raises
    ------
    IdeaAnswered
        It was answered before.
    """
    _refuse_answered(idea)
    return {
        **idea,
        "status": str(IdeaStatus.ADOPTED if matter else IdeaStatus.DECLINED),
        "answer": text,
        "answered_by": by,
        "answered_at": clock.iso(now),
        "matter": matter,
        "due_at": None,
        "wake_at": None,
        "turn": None,
    }


def mark_overdue(idea: Idea) -> Idea:
    """Return the idea marked as not answered in time; it is still to be answered."""
    return {**idea, "overdue_since": idea["due_at"], "wake_at": None}


def _refuse_answered(idea: Idea) -> None:
    if idea["status"] != IdeaStatus.OPEN:
        raise IdeaAnswered
