"""What notices ask of whatever climbs, an incident or an obligation: where it stands now, and what its kind is called."""

from __future__ import annotations

import escalation
import incidents
from incidents import Following
from kernel.texts import Text
from notices.rules.staleness import Present


def present_state(thing_id: str) -> Present | None:
    """Return where an incident or an obligation stands now; None when there is neither."""
    return incidents.present_state(thing_id) or escalation.present_state(thing_id)


def category_name(code: str, thing_id: str | None = None) -> Text | None:
    """Return what a category of incidents, or a kind of obligations, is called; a removed one as when the incident was reported."""
    return escalation.kind_name(code) or incidents.category_name(code, thing_id)


def following(incident_id: str) -> Following | None:
    """Return who hears what becomes of an incident; of an obligation nobody does but units."""
    return incidents.following(incident_id)
