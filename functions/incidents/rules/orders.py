"""Supervision orders (督办): a formal order from above, which the responsible unit must answer (唐山市12345条例 Art. 37).

An order changes neither who is responsible nor its limit. There is one open order at a time; all of them stand in the history.
"""

from __future__ import annotations

from datetime import datetime

from escalation.rules.climbing import LIMIT_PASSED, to_the_responsible
from escalation.rules.clocked import Addressee, Entry, Staffing, Wake
from escalation.rules.steps import entry
from incidents.rules import clock
from incidents.rules.incident import Change, Incident
from incidents.rules.policy import Policy, at_all_hours
from incidents.rules.states import Event
from incidents.rules.steps import Command, Facts, by_hand, changed
from kernel.actors import CLOCK
from kernel.clock import local_iso
from kernel.working_time import add


def order(incident: Incident, command: Command, facts: Facts) -> Change:
    """Give a supervision order, to be answered within the policy's limit or the one named."""
    assert facts.actor.unit is not None
    limit = at_all_hours(command.limit or facts.policy.order_answer, incident.severity)
    answer_by = add(facts.now, limit).at
    after = clock.with_order(incident, facts.actor.unit, answer_by)
    step = by_hand(
        Event.ORDERED,
        incident,
        after,
        command,
        facts,
        details={"order_no": after.order_no, "answer_by": local_iso(answer_by)},
        addressees=to_the_responsible(incident),
    )
    return changed(incident, after, (step,), facts.now)


def answer(incident: Incident, command: Command, facts: Facts) -> Change:
    """Answer the open supervision order; late answers are answers too, and seen to be late."""
    assert incident.order_unit is not None
    assert incident.order_due is not None
    after = clock.without_order(incident)
    step = by_hand(
        Event.ANSWERED,
        incident,
        after,
        command,
        facts,
        details={"order_no": incident.order_no, "late": facts.now > incident.order_due},
        addressees=(Addressee.unit_of(incident.order_unit),),
    )
    return changed(incident, after, (step,), facts.now)


def overdue(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Say once to both sides that an order was not answered in time; it stays open."""
    assert incident.order_unit is not None
    after = clock.without(incident, Wake.ORDER_DUE)
    step = entry(
        Event.ORDER_OVERDUE,
        incident,
        after,
        now,
        CLOCK,
        reason_code=LIMIT_PASSED,
        details={"order_no": incident.order_no},
        addressees=(*to_the_responsible(incident), Addressee.unit_of(incident.order_unit)),
    )
    return after, (step,)
