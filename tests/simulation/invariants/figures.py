"""What the county reports is what happened: figures beside a plain count of the simulation's own log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from tests.simulation.world import Violated, World, document, text

_AT_ONCE = 20
_FIGURES = ("incidents_reported", "incidents_confirmed")


def figures_are_what_happened(world: World) -> None:
    """Let the county's and each village's figures of the whole time be counted, and compare them with what people did."""
    units = [world.town.units[0], *world.town.villages]
    wanted = [{"figure": figure, "unit": unit} for figure in _FIGURES for unit in units]
    wanted += [{"figure": figure, "unit": units[0]} for figure in _OF_THE_COUNTY]
    for first in range(0, len(wanted), _AT_ONCE):
        _compare(world, units, wanted[first : first + _AT_ONCE])


def _compare(world: World, units: list[str], figures: list[dict[str, str]]) -> None:
    """Have some figures counted, and compare them."""
    body = {
        "unit": units[0],
        "first": world.plan.begin.astimezone(world.local.tzinfo).date().isoformat(),
        "last": world.local.date().isoformat(),
        "figures": figures,
    }
    deed = world.do(world.town.people["admin"], "POST", "/v1/reports/counts", body)
    if not deed.went_through:
        raise Violated("figures", f"nothing was counted: {deed.status} {deed.problem}")
    # As it stands now: a phone that finds a line while it is counted tells of what comes after.
    naive = _naive(world, units) | {
        (figure, units[0]): count(world) for figure, count in _OF_THE_COUNTY.items()
    }
    world.account.run(world.now + timedelta(hours=3))
    told = world.look(world.town.people["admin"], f"/v1/reports/counts/{deed.made}") or {}
    values: Any = told.get("values") or []
    counted = {(one["figure"], one["unit"]): one["exact"] for one in values}
    for each in figures:
        place = each["figure"], each["unit"]
        if counted.get(place) != naive[place]:
            raise Violated(
                "figures", f"{place}: reported {counted.get(place)}, it was {naive[place]}"
            )


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


def _made_by_hand(world: World) -> set[str]:
    """Return the incidents that count: reported by people, neither merged nor cancelled by now."""
    return {
        pk
        for (pk, _), row in world.rows("incidents", "INCIDENT")
        if not text(row, "parent") and text(row, "status") not in ("merged", "cancelled")
    }


def _incidents_with(event: str) -> Callable[[World], int]:
    """Count the incidents to which something happened, each once."""

    def count(world: World) -> int:
        met = {
            pk for (pk, _), row in world.rows("incidents", "HIST#") if text(row, "event") == event
        }
        return len(met & _made_by_hand(world))

    return count


def _things(world: World, table: str, kind: str) -> Iterator[tuple[str, Any]]:
    for (pk, sk), row in world.rows(table, kind):
        if sk == kind and pk.startswith(f"{kind}#"):
            yield pk, document(row, "document")


def _with_event(world: World, table: str, event: str) -> set[str]:
    return {pk for (pk, _), row in world.rows(table, "HIST#") if text(row, "event") == event}


def _penalties(world: World) -> list[int]:
    """Return the fines of the decisions on a penalty that were not revoked."""
    return [
        one["decision"].get("fine", 0)
        for _, one in _things(world, "enforcement", "CASE")
        if (one.get("decision") or {}).get("outcome") == "penalty" and one["status"] != "revoked"
    ]


def _income(world: World) -> int:
    """Return what vouchers in the books brought in on the account of income."""
    return -sum(
        amount
        for _, one in _things(world, "economy", "VOUCHER")
        if one["status"] == "posted"
        for account, amount in one["postings"]
        if account == "501"
    )


_OF_THE_COUNTY: Mapping[str, Callable[[World], int]] = {
    "incidents_returned": _incidents_with("returned"),
    "incidents_reopened": _incidents_with("reopened"),
    "errands_delivered": lambda world: len(_with_event(world, "services", "delivered")),
    "disputes_mediated": lambda world: len(_with_event(world, "services", "effective")),
    "inspections": lambda world: len(_with_event(world, "enforcement", "recorded")),
    "penalties": lambda world: len(_penalties(world)),
    "fines_fen": lambda world: sum(_penalties(world)),
    "collective_income_fen": _income,
}
"""How each figure of the whole county is counted in words of one's own."""
