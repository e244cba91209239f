"""Whoever is to act is told: what climbs, is told where it comes to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.simulation.invariants import days
from tests.simulation.invariants.incidents import CLOSED, ENDED
from tests.simulation.world import Violated, World, number, text

_LONGEST = 2 * days.A_DAY
"""Whatever went wrong with streams and topics is put right within two working days."""


def what_climbs_is_told(world: World) -> None:
    """Let everything open that climbed some working days ago have been told at the tier it came to."""
    told: set[tuple[str, int]] = world.memory.setdefault("told climbs", set())
    since = world.memory.get("letters looked at for climbs", 0)
    world.memory["letters looked at for climbs"] = len(world.account.letters)
    for letter in world.account.letters[since:]:
        told.update(_notices_of(letter.said))
    for table, sort in (("incidents", "INCIDENT"), ("obligations", "OBLIGATION")):
        held = world.account.store.tables[table].rows
        for (pk, _), row in world.live(table, sort, CLOSED | ENDED):
            if text(row, "status") in CLOSED | ENDED:
                continue
            for seq in range(1, number(row, "entries") + 1):
                step = held[pk, f"HIST#{seq:06d}"]
                if text(step, "event") != "escalated" or (text(row, "id"), seq) in told:
                    continue
                at = datetime.fromisoformat(text(step, "at") or "")
                if days.worked(at, world.now) > _LONGEST:
                    raise Violated(
                        "told", f"{pk} climbed at {at} to {text(step, 'responsible_unit')}, untold"
                    )


def _notices_of(said: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return id and step of what a letter tells; several that waited come in one."""
    told = json.loads(json.loads(said["Message"])["default"])
    return [
        (each.get("incident_id") or each["obligation_id"], each["seq"])
        for each in told.get("notices") or [told]
    ]


CHECKS = (what_climbs_is_told,)
