"""Wake an incident: do what its clock has to do now."""

from __future__ import annotations

from escalation.rules.climbing import Timer
from escalation.service.kinds import Moved, Wanted
from incidents.rules import followers, waking
from incidents.rules.followers import MOST_FOLLOWERS
from incidents.rules.incident import Incident
from incidents.service.keep_change import keep_change
from incidents.store import incidents
from incidents.store.changes import every_entry
from incidents.store.policies import policy_of
from incidents.store.staffing import staffing_around
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork


def wake_incident(work: UnitOfWork, incident_id: str, wanted: Wanted, timer: Timer) -> Moved | None:
    """Do what an incident's clock has to do now, if it is wanted; None when that is nothing."""
    incident = incidents.find(work, incident_id)
    if incident is None or not wanted(incident):
        return None
    if incident.settles:
        return _settled(work, incident, incident.settles)
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
    kept = keep_change(work, change)
    return Moved(kept.incident, every_entry(kept))


def _settled(work: UnitOfWork, incident: Incident, lead_id: str) -> Moved:
    """Bring some more of an incident's reporters to its lead, or away from it, while neither moves."""
    lead = incidents.find(work, lead_id)
    assert lead is not None, "no incident is ever deleted"
    people = incidents.reporters_after(incident.id, incident.settled_to, MOST_FOLLOWERS)
    known = incidents.find_followed_by(work, lead.id, people)
    kept = keep_change(work, followers.settle(incident, lead, people, known, clock.now()))
    incidents.hold(work, lead)
    return Moved(kept.incident, ())
