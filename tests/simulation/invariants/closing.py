"""Who may let an incident be over without anybody having solved it: whoever it is of, and the county."""

from __future__ import annotations

from tests.simulation.invariants.incidents import steps_of
from tests.simulation.town import COUNTY
from tests.simulation.world import Violated, World, number, text


def nobody_cancels_what_was_given_to_them(world: World) -> None:
    """Whoever cancels an incident reported it, had it reported, or works for the county."""
    for (pk, _), row in world.moved("incidents", "INCIDENT"):
        if text(row, "status") != "cancelled" or text(row, "parent"):
            continue
        last = steps_of(world, pk, number(row, "entries"))[-1]
        actor = text(last, "actor") or ""
        own = actor in (text(row, "reporter"), text(row, "on_behalf_of"))
        if not own and not any(unit == COUNTY for _, unit in world.held_by(actor)):
            raise Violated("cancelled", f"{pk}: {actor} cancelled it, and did not report it")


CHECKS = (nobody_cancels_what_was_given_to_them,)
