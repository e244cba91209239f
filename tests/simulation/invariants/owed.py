"""What waits for a unit is owed by it and climbs; what is over is owed by nobody any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.simulation.invariants.incidents import ENDED
from tests.simulation.world import Violated, World, document, text

_WAITS = {
    "claim": {"checking", "objected"},
    "finding": {
        *("to_control", "to_plan", "rectifying", "major_rectifying"),
        *("to_recheck", "awaiting_release"),
    },
    "errand": {"accepted", "handling", "decided"},
    "case": {"clue", "filing", "investigating", "investigated", "notified", "deciding"},
    "idea": {"open"},
}
"""In which status each kind of thing waits for the unit that has it."""
_OVER = {
    "claim": {"refused", "withdrawn", "published", "posted"},
    "finding": {"closed", "released", "withdrawn", "reported"},
    "errand": {"void", "declined"},
    "case": {"not_filed"},
    "idea": {"adopted", "declined"},
}
"""In which nobody has anything to do with it."""


def _things(world: World) -> Iterator[tuple[str, str, str]]:
    """Yield kind, id and status of what may wait for a unit."""
    for _, row in world.live("points", "CLAIM", _OVER["claim"]):
        yield "claim", text(row, "id") or "", text(row, "status") or ""
    for table, sort, kind in (
        ("services", "HAZARD", "finding"),
        ("services", "ERRAND", "errand"),
        ("enforcement", "CASE", "case"),
        ("assembly", "IDEA", "idea"),
    ):
        for (pk, _), row in world.live(table, sort, _OVER[kind]):
            if pk.startswith(f"{sort}#"):
                said = document(row, "document")
                yield kind, said["id"], said["status"]


def what_waits_is_owed(world: World) -> None:
    """Let everything that waits for a unit be owed by one, and nothing that is over."""
    running: Counter[tuple[str, str]] = Counter()
    for _, row in world.live("obligations", "OBLIGATION", ENDED):
        if text(row, "status") not in ENDED:
            running.update(
                (kind, thing)
                for kind, thing in (document(row, "about") or {}).items()
                if isinstance(thing, str)
            )
    for kind, thing, status in _things(world):
        owed = running[kind, thing]
        if status in _WAITS[kind] and not owed:
            raise Violated("owed", f"{kind} {thing} is {status}, and nobody owes anything")
        if status in _OVER[kind] and owed:
            raise Violated("owed", f"{kind} {thing} is {status}, and something is owed still")


CHECKS = (what_waits_is_owed,)
