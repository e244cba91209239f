"""After the period everybody acts and nothing new begins: what is open then is stuck."""

from __future__ import annotations

from collections import Counter

from tests.simulation.invariants.incidents import CLOSED, ENDED, Row
from tests.simulation.world import Violated, World, text

OVER = {"posted", "refused", "withdrawn", "reversed"}


def nothing_is_stuck(world: World) -> None:
    """Every incident and every claim came to its end."""
    for (pk, _), row in world.rows("incidents", "INCIDENT"):
        if text(row, "status") not in CLOSED:
            raise Violated("stuck", f"{pk} is {text(row, 'status')} still, {_said(row)}")
    for (pk, _), row in world.rows("points", "CLAIM"):
        if text(row, "status") not in OVER:
            raise Violated("stuck", f"{pk} is {text(row, 'status')} still")


def left_open(world: World) -> Counter[tuple[str, str]]:
    """Return how many things of each kind are in which status: what is told of a settling."""
    found: Counter[tuple[str, str]] = Counter()
    for table, sort in (("incidents", "INCIDENT"), ("points", "CLAIM")):
        for _, row in world.rows(table, sort):
            found[sort, text(row, "status") or ""] += 1
    for _, row in world.rows("obligations", "OBLIGATION"):
        if text(row, "status") not in ENDED:
            found[f"OBLIGATION {text(row, 'kind')}", text(row, "status") or ""] += 1
    return found


def _said(row: Row) -> str:
    names = ("tier", "responsible_unit", "queue", "wake_at", "confirm_asked", "supervisions")
    return ", ".join(f"{name} {text(row, name)}" for name in names)
