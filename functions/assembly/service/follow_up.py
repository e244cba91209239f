"""What is owed in self-government, as it climbs by the engine of everything owed; nothing else here speaks to it.

Of a matter its milestones and its next step; of an idea, an objection, a review before the town the answer; of a duty the publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import escalation
from assembly.rules import matters
from assembly.rules.followup import DUTY_NAMES, Deadline
from assembly.rules.matters import Matter
from assembly.rules.publications import Publication
from assembly.rules.publications.duties import DutyRecord
from assembly.rules.reviews import Review
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level


class Owes(StrEnum):
    """What is owed, by the kinds that escalation has ladders and terms for."""

    RESOLUTION = "resolution"
    PUBLICATION = "publication"
    IDEA = "idea"
    OBJECTION = "objection"
    REVIEW_ANSWER = "review_answer"


def owed(matter: Matter) -> list[escalation.Owed]:
    """Return what is still owed of a matter: the step that is due, or each milestone by its day."""
    about = {"matter": matter.id, "title": matter.listed_as or matter.title}
    milestones = [
        escalation.Owed(
            each.id, matter.village, clock.from_iso(each.due_at), {**about, "milestone": each.title}
        )
        for each in matter.milestones
        if not each.done_at
    ]
    return [
        *milestones,
        *(
            escalation.Owed(
                each.id,
                each.unit,
                clock.from_iso(each.due_at),
                {**about, "duty": each.duty, "step": DUTY_NAMES[each.duty].zh},
            )
            for each in _deadlines(matter)
        ),
    ]


def _deadlines(matter: Matter) -> list[Deadline]:
    deadline = matter.deadline
    return [*([deadline] if deadline else []), *matter.republish]


def moved(work: UnitOfWork, before: Matter, after: Matter, by: Actor) -> None:
    """Let climb what has become owed by a move, and end what ends by it."""
    met, dropped = matters.ended_by(before, after)
    escalation.fulfil(work, met, by)
    escalation.drop(work, dropped, by)
    escalation.owe(work, owed(after), by, kind=Owes.RESOLUTION)


def looked_at(work: UnitOfWork, matter: Matter) -> None:
    """Let climb what stood open before it could."""
    escalation.owe(work, owed(matter), None, kind=Owes.RESOLUTION)


def wait(
    work: UnitOfWork,
    kind: Owes,
    obligation: str,
    unit: str,
    due_at: str,
    about: Mapping[str, str],
    by: Actor,
) -> None:
    """Let what a unit owes by a day climb when it is not done by then."""
    one = escalation.Owed(obligation, unit, clock.from_iso(due_at), about)
    escalation.owe(work, [one], by, kind=kind)


def publication(
    work: UnitOfWork, obligation: str, thing: DutyRecord | Publication, due_at: str, by: Actor
) -> None:
    """Let climb what a village has to publish: a period's report, or what was removed."""
    about = {"title": str(thing.title), "thing": thing.id}
    wait(work, Owes.PUBLICATION, obligation, thing.village, due_at, about, by)


def before_town(work: UnitOfWork, review: Review, by: Actor) -> None:
    """Let the answer that the town owes to a review climb; where it is before the county already, it has climbed."""
    about = {"review": review.id, "subject_kind": review.subject_kind}
    town = review.village[: Level.TOWN.digits]
    wait(work, Owes.REVIEW_ANSWER, review.id, town, str(review.due_at), about, by)


def done(work: UnitOfWork, obligation: str | None, by: Actor) -> None:
    """End the climbing of what is done; None: nobody followed it up yet."""
    escalation.fulfil(work, [obligation] if obligation else [], by)


def climbs(matter: Matter) -> Mapping[str, escalation.Climb]:
    """Return who answers by now for each milestone and for the step that is due, where they are followed up."""
    standing = [*matter.milestones, *_deadlines(matter)]
    return escalation.climbs([each.id for each in standing])
