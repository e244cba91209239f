"""Who holds the posts around an incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escalation.rules.clocked import Staffing
from escalation.store.staffing import staffing_keys, staffing_of
from incidents.rules.incident import Incident
from incidents.rules.seeing import answering_roles
from incidents.rules.transfers import moves_the_place
from kernel import clock
from kernel.directory import PersonRow, Remembered, UnitRow
from kernel.units import Level, level_of


def staffing_around(incident: Incident, *others: str) -> Staffing:
    """Return who holds the posts around an incident today (remembered rows where possible).

    Parameters
    ----------
    others
        Further units a step is about to give it to.
    """
    place = next((unit for unit in others if moves_the_place(incident, unit)), incident.unit)
    keys = staffing_keys(place)
    reporter = PersonRow.key(incident.reporter)
    wider_than_a_grid = level_of(place) is not Level.GRID
    teams = {
        unit: UnitRow.key(unit)
        for unit in (incident.responsible_unit, *others)
        if level_of(unit) in (Level.DEPARTMENT, Level.GRID)
    }
    wanted = [*keys, *teams.values(), *([reporter] if wider_than_a_grid else [])]
    rows = Remembered.recall(wanted)
    staffing = staffing_of(place, [rows[key] for key in keys], rows.get(reporter))
    day = clock.today()
    return replace(
        staffing, teams={unit: _answering(unit, rows[key], day) for unit, key in teams.items()}
    )


def _answering(unit: str, row: UnitRow | None, day: date) -> frozenset[str]:
    if row is None:
        return frozenset()
    return frozenset(person for role in answering_roles(unit) for person in row.holders(role, day))
