"""Return and assignment (退回, 派遣): who gets an incident, by which rule it may not be pushed down, and when returning ends.

There is exactly one lead at any time: whoever returns an incident stays responsible until the dispatcher has decided (首接负责,
唐山市12345条例 Art. 15(6)); the assignment itself changes the lead in one step.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from escalation.rules.climbing import LIMIT_PASSED, Timer, to_the_responsible
from escalation.rules.clocked import Addressee, Entry, Staffing, Wake
from escalation.rules.steps import entry
from incidents.rules import clock
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.policy import Duty, Policy
from incidents.rules.states import Event, Status
from incidents.rules.steps import Command, Facts, by_hand, changed, owned_by, taken_up
from kernel.actors import CLOCK
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import Level, is_within, level_of, parent_of, tier_of
from kernel.working_time import add

MOST_RETURNS = 2
"""After so many returns the next assignment is final whoever gets it: an incident is no ball (design)."""
MOST_HOLDERS = 30
"""Units that may have had one incident in their hands: every change of it is told in the feed of each, in one transaction (design)."""
MOST_TENURES = 200
"""How often it may change hands: its row tells of each time (design)."""


class FinallyAssigned(Conflict):
    """The dispatcher decided for good; a unit that was assigned so may not return it (潍坊 Art. 22)."""

    slug = "finally-assigned"
    said = Text(
        "该事件已经最终指派，不得再次退回。",
        "This incident was assigned for good: it may not be returned.",
    )


class ReturnTooLate(Conflict):
    """An incident is returned within its limit or not at all (唐山 Art. 23(3))."""

    slug = "return-too-late"

    def __init__(self, until: datetime) -> None:
        from kernel.clock import for_people, local_iso

        said = for_people(until)
        detail = Text(
            f"退回期限已于 {said} 届满，请办理或上报。",
            f"It could be returned until {said} (Beijing time); handle it or escalate it.",
        )
        super().__init__(detail, returnable_until=local_iso(until))


class DutyNotTransferable(Conflict):
    """A tier may not push its own duty to one below (唐山 Art. 20, 潍坊 Art. 24); `rule` names the duty."""

    slug = "duty-not-transferable"

    def __init__(self, duty: Duty) -> None:
        detail = Text(
            f"{duty.name.zh}，不得下派（规则 {duty.id}）。",
            f"{duty.name.en}: it may not be handed down (rule {duty.id}).",
        )
        super().__init__(detail, rule=duty.id, citation=duty.law)


class NotAGridItem(Conflict):
    """What is not on the grid's item list may not be given to a grid (泸州 Art. 15)."""

    slug = "not-a-grid-item"
    said = Text(
        "该类事件不在网格事项清单内，不得派给网格。",
        "This category is not on the grid's item list: it may not be given to a grid (rule grid-items).",
    )

    def __init__(self) -> None:
        super().__init__(rule="grid-items")


def give_back(incident: Incident, command: Command, facts: Facts) -> Change:
    """Return an incident to whoever dispatches above, with grounds, a reason and the owner one would suggest.

    Raises
    ------
    FinallyAssigned
        It was assigned for good.
    ReturnTooLate
        The limit to return has passed, counted from when the unit got it.
    InvalidFields
        The grounds are not listed, or the suggested owner is the unit itself.
    """
    policy = facts.policy
    refuse_returning(incident, policy, facts.now)
    if command.grounds not in policy.grounds:
        raise InvalidFields.one(
            "grounds",
            Text(
                f"只能是：{'、'.join(policy.grounds)}。",
                f"Must be one of: {', '.join(policy.grounds)}.",
            ),
        )
    if command.unit == incident.responsible_unit:
        raise InvalidFields.one(
            "unit", Text("请建议其他单位。", "Suggest another unit than your own.")
        )
    dispatcher = _dispatcher_of(incident, facts.staffing)
    waiting = replace(
        clock.stop_running(incident, facts.now),
        status=Status.RETURNED,
        returned_by=incident.responsible_unit,
        returned_at_all=tuple(
            dict.fromkeys((*incident.returned_at_all, incident.responsible_unit))
        ),
        dispatcher=incident.dispatcher if incident.is_task else dispatcher,
    )
    after = clock.wait_for(
        waiting, dispatcher, policy.dispatch(incident.severity), Wake.TAKE_UP, facts.now, policy
    )
    step = by_hand(
        Event.RETURNED,
        incident,
        after,
        command,
        facts,
        reason_code=command.grounds,
        details={"suggested_unit": command.unit},
        addressees=(Addressee.unit_of(dispatcher),),
    )
    return changed(incident, after, (step,), facts.now)


def refuse_returning(incident: Incident, policy: Policy, now: datetime) -> None:
    """Keep an incident with whoever has it for good, or has had it for too long.

    Raises
    ------
    FinallyAssigned, ReturnTooLate
        See `give_back`.
    """
    if incident.final_assignment:
        raise FinallyAssigned
    limit = policy.give_back(incident.category, incident.severity)
    until = add(incident.held_since or incident.created_at, limit).at
    if now > until:
        raise ReturnTooLate(until)


def _dispatcher_of(incident: Incident, staffing: Staffing) -> str:
    unit = incident.dispatcher if incident.is_task else incident.superior
    assert unit is not None, "the county has nobody to return to"
    while (above := parent_of(unit)) and not staffing.answering(unit):
        unit = above
    return unit


def assign(incident: Incident, command: Command, facts: Facts) -> Change:
    """Give an incident to a unit: a department, a village, a grid; or back to who returned it, for good.

    A unit that is not over the place moves the place too: it was reported in the wrong one. By those above the limit begins anew; what a
    unit hands to its own people, and they to each other, draws on the time it has itself.

    Raises
    ------
    InvalidFields
        The unit is outside the area of whoever assigns, has it already, or is a department of somewhere else.
    DutyNotTransferable, NotAGridItem
        A rule keeps it from being handed down.
    """
    target = command.unit
    assert target is not None
    refuse_target(incident, target, facts.actor.unit, facts.policy)
    returned = incident.status is Status.RETURNED
    final = (
        command.final
        or target in incident.returned_at_all
        or len(incident.returned_at_all) >= MOST_RETURNS
    )
    settled = clock.hand_over(incident, facts.now, Ending.RETURNED if returned else Ending.ASSIGNED)
    placed = replace(
        owned_by(settled, target),
        unit=_place_after(incident, target),
        final_assignment=final,
        dispatcher=incident.dispatcher if incident.is_task else facts.actor.unit,
    )
    details = {"final": final, "from_unit": incident.responsible_unit}
    if placed.unit != incident.unit:
        details["place_before"] = incident.unit
    step = by_hand(
        Event.ASSIGNED,
        incident,
        placed,
        command,
        facts,
        details=details,
        addressees=to_the_responsible(placed),
    )
    started, passed = taken_up(placed, facts.now, facts.policy, facts.staffing, by=facts.actor.unit)
    return changed(incident, started, (step, *passed), facts.now, Timer.ANEW)


def refuse_target(incident: Incident, target: str, assigner: str | None, policy: Policy) -> None:
    """Keep an incident from being given where no rule lets it go.

    Raises
    ------
    InvalidFields, DutyNotTransferable, NotAGridItem
        See `assign`.
    """
    level = level_of(target)
    _refuse_too_many(incident, target)
    if target == incident.responsible_unit and incident.status is not Status.RETURNED:
        raise _wrong(Text("该单位正在办理此事件。", "This unit has the incident already."))
    if incident.is_task:
        refuse_department(incident.unit, target)
        return
    if assigner is None or not is_within(target, assigner):
        raise _wrong(
            Text(
                "只能派给本辖区内的单位和部门。",
                "An incident is assigned within one's own area only.",
            )
        )
    if level is Level.DEPARTMENT:
        refuse_department(incident.unit, target)
    duty = policy.duty_of(incident.category)
    if duty and tier_of(target).rank < duty.tier.rank:
        raise DutyNotTransferable(duty)
    if level is Level.GRID and not policy.category(incident.category).grid_item:
        raise NotAGridItem


def _refuse_too_many(incident: Incident, target: str) -> None:
    held = {incident.responsible_unit, *(tenure.unit for tenure in incident.tenures)}
    if target not in held and len(held) >= MOST_HOLDERS:
        raise _wrong(
            Text(
                f"一个事件最多经 {MOST_HOLDERS} 个单位办理，请在已办理过的单位中选择或由本级办理。",
                f"At most {MOST_HOLDERS} units handle one incident; choose one that had it, or handle it here.",
            )
        )
    if len(incident.tenures) >= MOST_TENURES:
        raise _wrong(
            Text(
                f"该事件已转手 {MOST_TENURES} 次，请由本级办理。",
                f"This incident changed hands {MOST_TENURES} times; handle it here.",
            )
        )


def refuse_department(place: str, target: str) -> None:
    """Keep a matter of a place from going to a department that does not serve it.

    Raises
    ------
    InvalidFields
        `target` is no department, or that of an office elsewhere.
    """
    office = parent_of(target) if level_of(target) is Level.DEPARTMENT else None
    if office is None or not is_within(place, office):
        raise _wrong(
            Text(
                "须为事发地所属县或乡镇的部门。",
                "Must be a department of the county or town the place lies in.",
            )
        )


def _wrong(text: Text) -> InvalidFields:
    return InvalidFields.one("unit", text)


def _place_after(incident: Incident, target: str) -> str:
    if level_of(target) is Level.DEPARTMENT or is_within(incident.unit, target):
        return incident.unit
    return target


def take_up(
    incident: Incident, now: datetime, policy: Policy, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Let the dispatcher have what it did not assign in time: silence never leaves an incident between two chairs."""
    dispatcher = incident.turn
    assert dispatcher is not None
    taken = owned_by(clock.hand_over(incident, now, Ending.RETURNED), dispatcher)
    step = entry(
        Event.DISPATCH_LAPSED,
        incident,
        taken,
        now,
        CLOCK,
        reason_code=LIMIT_PASSED,
        addressees=to_the_responsible(taken),
    )
    started, passed = taken_up(taken, now, policy, staffing)
    return started, (step, *passed)
