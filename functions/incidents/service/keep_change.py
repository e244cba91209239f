"""Keep a change of an incident, with what is owed to whatever it was made from: to take that back, from its end until somebody does."""

from __future__ import annotations

from dataclasses import replace

import escalation
from incidents.rules.incident import Change, Incident
from incidents.store.changes import every_change, save_change
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor


def keep_change(work: UnitOfWork, change: Change) -> Change:
    """Write a change that was decided on what `work` has read; return it with the id by which its arrival is recognised."""
    kept = save_change(work, _opened_again(work, change))
    for one in every_change(kept):
        incident, before = one.incident, one.before
        if incident.origin and incident.has_ended and not (before and before.has_ended):
            actor = one.entries[-1].actor if one.entries else None
            owner = ancestor(incident.unit, Level.VILLAGE) or incident.responsible_unit
            escalation.owe_taking_back(work, _matter(incident), owner, actor, incident.closed_at)
    return kept


def _matter(incident: Incident) -> str:
    return f"incident:{incident.id}"


def _opened_again(work: UnitOfWork, change: Change) -> Change:
    """Let nobody owe to take back what goes on after all; what was taken back meanwhile waits for it no more."""
    others = tuple(_opened_again(work, one) for one in change.others)
    incident, before = change.incident, change.before
    if incident.origin and before and before.has_ended and not incident.has_ended:
        waits = escalation.not_taken_back(work, _matter(before), before.closed_at)
        incident = incident if waits else replace(incident, origin=None)
    return change._replace(incident=incident, others=others)
