"""The work of a grid on one screen: what is to be visited and why, what is open, which rounds are on and which warnings hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from kernel import clock
from kernel.access import Caller
from kernel.units import path_of
from services.hazards.rules.calendar import PlannedRound, planned
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_states import Standing
from services.hazards.rules.places import Due, Place, actions_of, due_at
from services.hazards.rules.terms import amount
from services.hazards.rules.warnings import Warned
from services.hazards.service.see_findings import seen_by
from services.hazards.service.seeing import HazardSeen
from services.hazards.store import findings, places, warnings

MOST_FINDINGS = 50


class DuePlace(NamedTuple):
    """A place that is to be visited, and why."""

    seen: HazardSeen[Place]
    due: Due


class DueList(NamedTuple):
    """The work of a grid; of findings those that are due first, major ones before all."""

    places: Sequence[DuePlace]
    findings: Sequence[HazardSeen[Finding]]
    rounds: Sequence[PlannedRound]
    warnings: Sequence[Warned]
    next_cursor: str | None


def see_due(grid: str, caller: Caller, limit: int, cursor: str | None) -> DueList:
    """Return the work of a grid; what is open comes with the first page of places.

    While a round is on or a warning holds, every place of the grid is looked at, and a page may hold fewer than `limit`.
    """
    now, today = clock.now(), clock.today()
    until = today + timedelta(days=amount("look_ahead_days"))
    rounds = planned(today, until)
    on = [one for one in rounds if one.first <= today]
    holding = [one for each in warnings.of_units(path_of(grid)) for one in each.now(now)]
    bound = None if on or holding else until.isoformat()
    found = places.of_grid(grid, limit, cursor, bound)
    due = [(one, due_at(one, until, on, holding)) for one in found.rows]
    return DueList(
        [DuePlace(HazardSeen(one, actions_of(one, caller)), why) for one, why in due if why],
        _open(grid, caller) if cursor is None else (),
        rounds,
        holding,
        found.next_cursor,
    )


def _open(grid: str, caller: Caller) -> Sequence[HazardSeen[Finding]]:
    pages = [findings.of_unit(grid, one, MOST_FINDINGS) for one in (Standing.MAJOR, Standing.OPEN)]
    return [one for page in pages for one in seen_by(page, caller).rows][:MOST_FINDINGS]
