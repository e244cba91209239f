"""What is owed of a matter, as it is followed up by the engine that incidents climb with; nothing else here speaks to it."""

from __future__ import annotations

from collections.abc import Mapping

import escalation
from assembly.rules import matters
from assembly.rules.followup import DUTY_NAMES, Duty
from assembly.rules.matters import Matter
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork

RESOLUTION = "resolution"


def owed(matter: Matter) -> list[escalation.Owed]:
    """Return what is still owed of a matter: the step that is due, or each milestone by its day."""
    about = {"matter": matter["id"], "title": matter["title"]}
    milestones = [
        escalation.Owed(
            each["id"],
            matter["village"],
            clock.from_iso(each["due_at"]),
            {**about, "milestone": each["title"]},
        )
        for each in matter["milestones"]
        if not each["done_at"]
    ]
    deadline = matter["deadline"]
    if deadline is None:
        return milestones
    details = {**about, "duty": deadline["duty"], "step": DUTY_NAMES[Duty(deadline["duty"])].zh}
    return [
        *milestones,
        escalation.Owed(
            deadline["id"], deadline["unit"], clock.from_iso(deadline["due_at"]), details
        ),
    ]


def moved(work: UnitOfWork, before: Matter, after: Matter, by: Actor) -> None:
    """Let climb what has become owed by a move, and end what ends by it."""
    met, dropped = matters.ended_by(before, after)
    escalation.fulfil(work, met, _by(by))
    escalation.drop(work, dropped, _by(by))
    escalation.owe(work, owed(after), _by(by), kind=RESOLUTION)


def looked_at(work: UnitOfWork, matter: Matter) -> None:
    """Let climb what stood open before it could."""
    escalation.owe(work, owed(matter), None, kind=RESOLUTION)


def done(work: UnitOfWork, milestone: str, by: Actor) -> None:
    """End the climbing of a milestone that is done."""
    escalation.fulfil(work, [milestone], _by(by))


def climbs(matter: Matter) -> Mapping[str, escalation.Climb]:
    """Return who answers by now for each milestone and for the step that is due, where they are followed up."""
    deadline = matter["deadline"]
    standing = [*matter["milestones"], *([deadline] if deadline else [])]
    return escalation.climbs([each["id"] for each in standing])


def _by(actor: Actor) -> escalation.By:
    return escalation.By(actor.person_id, actor.name, actor.role, actor.unit)
