"""What a village owes of a matter, as it is followed up by the engine that incidents climb with."""

from __future__ import annotations

import incidents
from assembly.rules.matters import Matter
from kernel import clock


def owed(matter: Matter) -> list[incidents.Owed]:
    """Return what is still owed of a matter, each milestone by its day."""
    return [
        incidents.Owed(
            each["id"],
            matter["village"],
            clock.from_iso(each["due_at"]),
            {"matter": matter["id"], "title": matter["title"], "milestone": each["title"]},
        )
        for each in matter["milestones"]
        if not each["done_at"]
    ]
