"""See to it that a panel is renewed whose words do not hold any more: its keeper owes it, and it climbs."""

from __future__ import annotations

from datetime import datetime

import escalation
from enforcement.outreach.rules.sites import SiteChange
from enforcement.outreach.rules.terms import limit
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from kernel.working_time import add

_KIND = "panel"


def owe_renewal(work: UnitOfWork, change: SiteChange, actor: Actor, now: datetime) -> None:
    """Let the keeper owe a renewal, or owe it no more."""
    site = change.after
    if change.begins:
        due = add(now, limit("renew_within")).at
        one = escalation.Owed(change.begins, site.keeper, due, {"site": site.id})
        escalation.owe(work, [one], actor, kind=_KIND)
    if change.ends and site.stands:
        escalation.fulfil(work, [change.ends], actor)
    elif change.ends:
        escalation.drop(work, [change.ends], actor)
