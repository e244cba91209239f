"""数治: incidents from the report to the grid worker's confirmation, against a clock that climbs village → town → county."""

from __future__ import annotations

from typing import NamedTuple


class PresentState(NamedTuple):
    """Where an incident stands now, for contexts that must not act on old news."""

    status: str
    tier: str
    epoch: int
    responsible_unit: str
    unit: str


def present_state(incident_id: str) -> PresentState | None:
    """Return where an incident stands now, or None when there is none (one consistent read)."""
    from incidents import store

    incident = store.load(incident_id)
    if incident is None:
        return None
    return PresentState(
        str(incident.status), str(incident.tier), incident.epoch, incident.responsible_unit, incident.unit
    )
