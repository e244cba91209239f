"""Objections to what is published, and their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from assembly.rules import limits
from assembly.rules.publications.kinds import Publication, PublicationObjection
from assembly.rules.publications.table import days_after, table
from assembly.rules.states.publications import (
    OBJECTIONS,
    PUBLICATIONS,
    ObjectionAction,
    ObjectionStatus,
    PublicationAction,
)
from kernel import clock


def object_to(
    publication: Publication, objection_id: str, text: str, *, by: str, now: datetime
) -> tuple[Publication, PublicationObjection]:
    """Return the publication with one more objection, and the objection; its answer is due from now.

    Raises
    ------
    IllegalMove
        The publication is down.
    """
    PUBLICATIONS.move(publication.status, PublicationAction.OBJECT)
    due = limits.due("objection_answer", now)
    objection = PublicationObjection(
        id=objection_id,
        village=publication.village,
        publication=publication.id,
        title=publication.title,
        status=ObjectionStatus.OPEN,
        text=text,
        by=by,
        at=clock.iso(now),
        due_at=due,
        wake_at=due,
        turn=publication.village,
    )
    return replace(publication, objections=publication.objections + 1), objection


def answer_objection(
    publication: Publication,
    objection: PublicationObjection,
    answer: str,
    *,
    by: str,
    now: datetime,
) -> tuple[Publication, PublicationObjection]:
    """Answer an objection; the publication stays up a while longer, so that the answer can be read beside it.

    Raises
    ------
    IllegalMove
        It was answered before.
    """
    move = OBJECTIONS.move(objection.status, ObjectionAction.ANSWER)
    answered = replace(
        objection,
        status=move.target,
        answer=answer,
        answered_at=clock.iso(now),
        answered_by=by,
        due_at=None,
        wake_at=None,
        turn=None,
    )
    longer = clock.iso(days_after(now, table()["after_objection"]["days"]))
    moved = replace(
        publication,
        answered=publication.answered + 1,
        stays_until=max(publication.stays_until, longer),
    )
    return moved, answered


def mark_overdue(objection: PublicationObjection) -> PublicationObjection:
    """Return an objection marked as not answered in time; it is still to be answered."""
    return replace(objection, overdue_since=objection.due_at, wake_at=None)
