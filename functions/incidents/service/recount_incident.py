"""Count an incident's limit again once the holidays of a year are known."""

from __future__ import annotations

from dataclasses import replace

from escalation.service.kinds import Moved, limit_of
from incidents.rules import recounting
from incidents.service.keep_change import keep_change
from incidents.store import incidents
from incidents.store.changes import every_entry
from incidents.store.policies import policy_of
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork


def recount_incident(work: UnitOfWork, incident_id: str, everything: bool) -> Moved | None:
    """Count an incident's limit again; None when it does not move.

    Parameters
    ----------
    everything
        Also what is certain: a notice that corrects another one makes provisional again what was certain under that.
    """
    incident = incidents.find(work, incident_id)
    if incident is None:
        return None
    doubtful = replace(incident, provisional=incident.provisional or everything)
    change = recounting.recount(
        doubtful,
        clock.now(),
        policy_of(incident),
        joint_with=incidents.find_joint_with(work, incident),
    )
    if change is None or limit_of(change.incident) == limit_of(incident):
        return None
    kept = keep_change(work, change)
    return Moved(kept.incident, every_entry(kept))
