"""数治: incidents from the report to the grid worker's confirmation, against a clock that climbs village → town → county."""

from __future__ import annotations

from typing import NamedTuple

from kernel.texts import Text


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
        str(incident.status),
        str(incident.tier),
        incident.epoch,
        incident.responsible_unit,
        incident.unit,
    )


def category_name(code: str) -> Text | None:
    """Return what a category is called in the policy in force; None if it is not in it."""
    from incidents import store

    category = store.current_policy().policy.categories.get(code)
    return category.name if category else None
