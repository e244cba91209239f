"""Keep a finding as it is from now on, with the one thing that is owed for it: what was owed ends where something else begins."""

from __future__ import annotations

from dataclasses import replace

import escalation
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_states import FindingStatus
from services.hazards.rules.findings import FindingChange
from services.hazards.store import findings as kept

_NOT_DONE = frozenset({FindingStatus.WITHDRAWN, FindingStatus.HANDED_OVER})


def keep_finding(work: UnitOfWork, change: FindingChange, actor: Actor) -> Finding:
    """Keep a finding, end what was owed for it and begin what is owed now: to take back what it was made from, where it is over."""
    before, after = change.before, change.after
    if after.origin and not after.is_open and (before is None or before.is_open):
        escalation.owe_taking_back(work, f"hazard:{after.id}", after.unit, actor)
    was = before.owed if before else None
    if after.owed == was:
        kept.save(work, change, actor)
        return after
    if after.owed:
        after = replace(after, owed=replace(after.owed, id=work.change_id))
    kept.save(work, change._replace(after=after), actor)
    if was:
        done = after.status not in _NOT_DONE
        (escalation.fulfil if done else escalation.drop)(work, [was.id], actor)
    if after.owed:
        owed = escalation.Owed(after.owed.id, after.unit, after.owed.due_at, {"finding": after.id})
        escalation.owe(work, [owed], actor, kind=after.owed.kind)
    return after
