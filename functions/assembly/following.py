"""What is owed of a matter, as it is followed up by the engine that incidents climb with; nothing else here speaks to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import escalation
from assembly.rules import matters
from assembly.rules.followup import DUTY_NAMES, Deadline, Duty
from assembly.rules.matters import Matter
from kernel import clock
from kernel.actors import Actor
from kernel.storage.rows import Write


def owed(matter: Matter) -> list[escalation.Owed]:
    """Return what is still owed of a matter: the step that is due, or each milestone by its day."""
    about = {"matter": matter["id"], "title": matter["listed_as"] or matter["title"]}
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
    return [
        *milestones,
        *(
            escalation.Owed(
                each["id"],
                each["unit"],
                clock.from_iso(each["due_at"]),
                {**about, "duty": each["duty"], "step": DUTY_NAMES[Duty(each["duty"])].zh},
            )
            for each in _deadlines(matter)
        ),
    ]


def _deadlines(matter: Matter) -> list[Deadline]:
    deadline = matter["deadline"]
    return [*([deadline] if deadline else []), *matter["republish"]]


def moved(before: Matter, after: Matter, by: Actor) -> Sequence[Write]:
    """Return what makes climb what has become owed by a move, and what ends by it."""
    met, dropped = matters.ended_by(before, after)
    return [
        *(write for one in met for write in escalation.fulfil(one, _by(by))),
        *escalation.drop(dropped, _by(by)),
        *escalation.owe(owed(after), _by(by)),
    ]


def looked_at(matter: Matter) -> Sequence[Write]:
    """Return what makes climb what stood open before it could."""
    return escalation.owe(owed(matter), None)


def done(milestone: str, by: Actor) -> Sequence[Write]:
    """Return what ends the climbing of a milestone that is done."""
    return escalation.fulfil(milestone, _by(by))


def climbs(matter: Matter) -> Mapping[str, escalation.Climb]:
    """Return who answers by now for each milestone and for the step that is due, where they are followed up."""
    standing = [*matter["milestones"], *_deadlines(matter)]
    return escalation.climbs([each["id"] for each in standing])


def _by(actor: Actor) -> escalation.By:
    return escalation.By(actor.person_id, actor.name, actor.role, actor.unit)
