"""What the county reports is what happened: figures beside a plain count of the simulation's own log."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from tests.simulation.world import Violated, World, text

_FIGURES = ("incidents_reported", "incidents_confirmed")


def figures_are_what_happened(world: World) -> None:
    """Let the county's and each village's figures of the whole time be counted, and compare them with what people did."""
    units = [world.town.units[0], *world.town.villages]
    body = {
        "unit": units[0],
        "first": world.plan.begin.astimezone(world.local.tzinfo).date().isoformat(),
        "last": world.local.date().isoformat(),
        "figures": [{"figure": figure, "unit": unit} for figure in _FIGURES for unit in units],
    }
    deed = world.do(world.town.people["admin"], "POST", "/v1/reports/counts", body)
    if not deed.went_through:
        raise Violated("figures", f"nothing was counted: {deed.status} {deed.problem}")
    # As it stands now: a phone that finds a line while it is counted tells of what comes after.
    naive = _naive(world, units)
    world.account.run(world.now + timedelta(hours=3))
    told = world.look(world.town.people["admin"], f"/v1/reports/counts/{deed.made}") or {}
    values: Any = told.get("values") or []
    counted = {(one["figure"], one["unit"]): one["exact"] for one in values}
    for place, expected in naive.items():
        if counted.get(place) != expected:
            raise Violated("figures", f"{place}: reported {counted.get(place)}, it was {expected}")


def _naive(world: World, units: list[str]) -> dict[tuple[str, str], int]:
    """Count the reports of the diary that are neither another's by now nor cancelled, and those that were confirmed."""
    rows = world.account.store.tables["incidents"].rows
    made = {deed.made for deed in world.diary.deeds if deed.made and deed.path == "/v1/incidents"}
    made |= {one for ids in world.known.get("sent from phones", {}).values() for one in ids}
    found: Counter[tuple[str, str]] = Counter()
    for incident in made:
        row = rows[f"INC#{incident}", "INCIDENT"]
        status, place = text(row, "status"), text(row, "unit") or ""
        for unit in units:
            if place.startswith(unit):
                found["incidents_reported", unit] += status not in ("merged", "cancelled")
                found["incidents_confirmed", unit] += status == "confirmed"
    return {(figure, unit): found[figure, unit] for figure in _FIGURES for unit in units}
