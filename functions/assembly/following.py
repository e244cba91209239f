"""What is owed of a matter, as it is followed up by the engine that incidents climb with."""

from __future__ import annotations

import escalation
from assembly.rules.followup import DUTY_NAMES, Duty
from assembly.rules.matters import Matter
from kernel import clock


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
    said = {**about, "duty": deadline["duty"], "step": DUTY_NAMES[Duty(deadline["duty"])].zh}
    return [
        *milestones,
        escalation.Owed(deadline["id"], deadline["unit"], clock.from_iso(deadline["due_at"]), said),
    ]
