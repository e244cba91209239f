"""Wake an incident: do what its clock has to do now."""

from __future__ import annotations

from escalation.rules.climbing import Timer
from escalation.service.kinds import Moved, Wanted
from incidents.rules import waking
from incidents.store import incidents
from incidents.store.changes import every_entry, save_change
from incidents.store.policies import policy_of
from incidents.store.staffing import staffing_around
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork


def wake_incident(work: UnitOfWork, incident_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    """Do what an incident's clock has to do now, if it is wanted; None when that is nothing."""
    incident = incidents.find(work, incident_id)
    if incident is None or not wanted(incident):
        return None
    change = waking.wake(
        incident,
        now=clock.now(),
        policy=policy_of(incident),
        staffing=staffing_around(incident),
        timer=timer,
        joint_with=incidents.find_joint_with(work, incident),
    )
    if change is None:
        return None
    kept = save_change(work, change)
    return Moved(kept.incident, every_entry(kept))
