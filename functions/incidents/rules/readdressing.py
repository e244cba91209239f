"""What becomes of an open incident when a unit it hangs on is no more: the unit that takes its place goes on with it, as it stands.

Nothing starts afresh: status, limit, what is left of it, what was asked, counted and ordered stay. Only where a unit closes without an heir
does what it was responsible for go up at once, as it would at its limit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby

from escalation.rules.climbing import Timer, to_the_responsible
from escalation.rules.clocked import Entry, Staffing
from escalation.rules.events import OwedEvent
from escalation.rules.readdressing import UNIT_CLOSED, Heirs, heir_of
from escalation.rules.steps import entry
from incidents.rules import allowance, clock, joint
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import Event, Status
from incidents.rules.steps import changed, owned_by, taken_up
from kernel.actors import Actor
from kernel.units import Level, ancestor, tier_of

_STAYS = frozenset({Status.JOINT, Status.RESOLVED})
"""What waits for others than the unit that closes: it keeps its status whoever is responsible."""


def heirs_for(incident: Incident, heirs: Heirs) -> Heirs:
    """Return the heirs with the town of its new place in place of the old one, where that is another: it decides from here on."""
    old, new = (
        ancestor(place, Level.TOWN) for place in (incident.unit, heir_of(incident.unit, heirs))
    )
    return heirs if old == new or old is None else {**heirs, old: new}


def hangs_on(incident: Incident, heirs: Heirs) -> bool:
    """Tell whether an open incident names a unit that is no more where somebody still has to act."""
    named = (incident.unit, incident.responsible_unit, incident.turn, incident.dispatcher)
    return incident.is_open and any(unit in heirs for unit in named)


def readdress(
    incident: Incident,
    heirs: Heirs,
    by: Actor,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    *,
    tasks: tuple[Incident, ...] = (),
    joint_with: tuple[Incident, ...] = (),
) -> Change | None:
    """Give an incident, with its tasks, to whoever takes the place of the units it hangs on; None when it hangs on none that is no more.

    Parameters
    ----------
    staffing
        Who holds the posts around the place as it will be.
    tasks
        Its tasks, of a joint handling.
    joint_with
        Of a task, what it belongs to and the other tasks.
    """
    if not hangs_on(incident, heirs):
        return None
    heirs = heirs_for(incident, heirs)
    others = tuple(filter(None, (_with_its_lead(task, heirs, by, now) for task in tasks)))
    ends_here = heirs.get(incident.responsible_unit, "") is None
    if ends_here and incident.status not in _STAYS:
        change = _gone_up(incident, heirs, by, now, policy, staffing)
        return (
            joint.with_its_joint(change, joint_with[0], joint_with[1:], now)
            if joint_with
            else change
        )
    after = _renamed(incident, heirs)
    if after.responsible_unit != incident.responsible_unit:
        settled = clock.hand_over(after, now, Ending.ASSIGNED)
        tenure = replace(settled.tenures[-1], unit=incident.responsible_unit)
        runs = now if incident.running_since else None
        after = replace(settled, tenures=(*settled.tenures[:-1], tenure), running_since=runs)
    return changed(incident, after, (_told(incident, after, by, now),), now, others=others)


def _gone_up(
    incident: Incident, heirs: Heirs, by: Actor, now: datetime, policy: Policy, staffing: Staffing
) -> Change:
    placed = replace(incident, unit=heir_of(incident.unit, heirs))
    settled = clock.hand_over(placed, now, Ending.PASSED_ON)
    above = owned_by(settled, heir_of(incident.responsible_unit, heirs))
    told = entry(
        OwedEvent.ESCALATED,
        incident,
        above,
        now,
        by,
        reason_code=UNIT_CLOSED,
        addressees=to_the_responsible(above),
    )
    after, entries = taken_up(above, now, policy, staffing)
    return changed(incident, after, (told, *entries), now, Timer.ANEW)


def _with_its_lead(task: Incident, heirs: Heirs, by: Actor, now: datetime) -> Change | None:
    """Return what a lead's new unit makes of its task: place, dispatcher and what is lent to it; the department keeps it."""
    after = replace(_renamed(task, heirs), responsible_unit=task.responsible_unit, turn=task.turn)
    if after == task or not task.is_open:
        return None
    return changed(task, after, (_told(task, after, by, now),), now)


def _renamed(incident: Incident, heirs: Heirs) -> Incident:
    responsible = heir_of(incident.responsible_unit, heirs)
    renamed = (replace(one, unit=heir_of(one.unit, heirs)) for one in incident.allowances)
    # Where the unit above takes over, what it has itself counts, and not what it had lent.
    held = tuple(
        list(same)[-1] for _, same in groupby(renamed, lambda one: allowance.standing(one.unit))
    )
    return replace(
        incident,
        unit=heir_of(incident.unit, heirs),
        tier=tier_of(responsible),
        responsible_unit=responsible,
        turn=heir_of(incident.turn, heirs) if incident.turn else None,
        dispatcher=heir_of(incident.dispatcher, heirs) if incident.dispatcher else None,
        returned_by=heir_of(incident.returned_by, heirs) if incident.returned_by else None,
        returned_at_all=tuple(
            dict.fromkeys(heir_of(unit, heirs) for unit in incident.returned_at_all)
        ),
        order_unit=heir_of(incident.order_unit, heirs) if incident.order_unit else None,
        allowances=held,
    )


def _told(before: Incident, after: Incident, by: Actor, now: datetime) -> Entry:
    moved = before.unit != after.unit
    return entry(
        Event.ASSIGNED,
        before,
        after,
        now,
        by,
        reason_code=UNIT_CLOSED,
        details={"from_unit": before.responsible_unit, "final": after.final_assignment}
        | ({"place_before": before.unit} if moved else {}),
        addressees=()
        if before.responsible_unit == after.responsible_unit
        else to_the_responsible(after),
    )
