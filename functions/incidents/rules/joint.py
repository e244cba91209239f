"""吹哨报到: one incident, several departments, each with a task and a clock of its own.

A task is an incident of the second order: it is accepted, returned, extended, reminded and escalated by the same rules, and done
without confirmation. The incident itself waits with its lead and goes to confirmation when the last task is done.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from escalation.rules.climbing import Timer, to_the_responsible
from escalation.rules.clocked import Addressee
from escalation.rules.steps import entry
from incidents.rules import allowance, clock, confirming
from incidents.rules.incident import Change, Ending, Incident
from incidents.rules.states import Event, Status
from incidents.rules.steps import Command, Facts, Task, by_hand, changed, stage_of, taken_up
from incidents.rules.transfers import refuse_department
from kernel.actors import Actor
from kernel.clock import iso
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import tier_of

MOST_TASKS = 10


def whistle(incident: Incident, command: Command, facts: Facts) -> Change:
    """Open a task for each of several departments; the lead stays where it is.

    Raises
    ------
    InvalidFields
        A task goes to what is no department of the place's county or town, or two go to the same.
    """
    units = [task.unit for task in command.tasks]
    if len(units) != len(set(units)):
        raise InvalidFields.one(
            "tasks", Text("同一部门只能有一项任务。", "A department has one task at most.")
        )
    for unit in units:
        refuse_department(incident.unit, unit)
    opened = tuple(
        _open(incident, task, number, task_id, facts)
        for number, (task, task_id) in enumerate(
            zip(command.tasks, facts.new_ids, strict=False), start=1
        )
    )
    assert len(opened) == len(command.tasks), "every task needs an id"
    stopped = clock.stop_running(incident, facts.now)
    waiting = replace(
        clock.wait_for(stopped, incident.responsible_unit, None, None, facts.now, facts.policy),
        status=Status.JOINT,
        accepted_by=incident.accepted_by or facts.actor.person_id,
        tasks=tuple(task.incident.id for task in opened),
        open_tasks=len(opened),
        limit_passed_at=None,
        helpers=(),
        solvers=incident.solvers_so_far,
    )
    after = _with_the_latest_limit(waiting, tuple(task.incident for task in opened))
    step = by_hand(
        Event.WHISTLED,
        incident,
        after,
        command,
        facts,
        details={
            "tasks": [
                {"task_no": number, "id": task.incident.id, "unit": unit}
                for number, (task, unit) in enumerate(zip(opened, units, strict=True), start=1)
            ]
        },
    )
    return changed(incident, after, (step,), facts.now, others=opened)


def _open(
    incident: Incident,
    task: Task,
    number: int,
    task_id: str,
    facts: Facts,
) -> Change:
    opened = Incident(
        id=task_id,
        case_code=incident.case_code,
        unit=incident.unit,
        category=incident.category,
        severity=incident.severity,
        source=incident.source,
        description=task.what,
        reporter=facts.actor.person_id,
        location=incident.location,
        policy_version=incident.policy_version,
        created_at=facts.now,
        updated_at=facts.now,
        tier=tier_of(task.unit),
        responsible_unit=task.unit,
        parent=incident.id,
        task_no=number,
        dispatcher=incident.responsible_unit,
        # Own people have no longer than the lead itself.
        allowances=incident.allowances,
    )
    step = entry(
        Event.TASK_OPENED,
        opened,
        opened,
        facts.now,
        facts.actor,
        details={"task_no": number},
        addressees=to_the_responsible(opened),
        first=True,
    )
    started, passed = taken_up(
        opened, facts.now, facts.policy, facts.staffing, by=incident.responsible_unit
    )
    return changed(None, started, (step, *passed), facts.now, Timer.ANEW)


def _with_the_latest_limit(incident: Incident, tasks: tuple[Incident, ...]) -> Incident:
    """Until when all tasks should be done, for people to see; their own clocks see to it."""
    limits = [(task.due_at, task.provisional) for task in tasks if task.due_at]
    due_at, provisional = max(limits, default=(None, False))
    return replace(incident, due_at=due_at, provisional=provisional)


def with_its_joint(
    change: Change, joint: Incident | None, siblings: tuple[Incident, ...], now: datetime
) -> Change:
    """Return the change of a task with what it makes of the incident's own date: the last of its tasks' dates, whatever moves them."""
    before, task = change.before, change.incident
    if before is None or joint is None or joint.status is not Status.JOINT or change.others:
        return change
    dated = _with_the_latest_limit(
        replace(joint, limit_passed_at=_first_passed(joint, before, task, now)),
        tuple(one for one in (task, *siblings) if one.is_open),
    )
    if dated == joint:
        return change
    return change._replace(others=(changed(joint, dated, (), now),))


def _first_passed(
    joint: Incident, before: Incident, after: Incident, now: datetime
) -> datetime | None:
    """Return the first limit that a department let pass: before it lost its task, or before it did it at last."""
    lost = len(after.tenures) > len(before.tenures) and after.tenures[-1].late
    passed = before.due_at if lost and before.due_at and before.due_at <= now else None
    return min(filter(None, (joint.limit_passed_at, passed)), default=None)


def task_done(task: Incident, command: Command, done: str, facts: Facts) -> Change:
    """Record a department's task as done; with the last one the incident itself goes to confirmation."""
    settled = clock.hand_over(task, facts.now, Ending.SOLVED)
    closed = replace(
        clock.stop_clock(settled),
        status=Status.CONFIRMED,
        handler=facts.actor.person_id,
        done=done,
        evidence=command.evidence,
        closed_at=facts.now,
    )
    details = {"task_no": task.task_no, "evidence": list(command.evidence)}
    whistler = task.dispatcher or task.unit
    step = entry(
        Event.TASK_DONE,
        task,
        closed,
        facts.now,
        facts.actor,
        reason=done,
        details=details,
        addressees=(Addressee.unit_of(whistler),),
    )
    joint = facts.other
    assert joint is not None, "a task belongs to an incident"
    passed = replace(joint, limit_passed_at=_first_passed(joint, task, closed, facts.now))
    moved = _moved_on(passed, closed, done, facts)
    return changed(task, closed, (step,), facts.now, others=(moved,))


def _moved_on(joint: Incident, task: Incident, done: str, facts: Facts) -> Change:
    counted = replace(
        joint,
        open_tasks=joint.open_tasks - 1,
        helpers=tuple(dict.fromkeys((*joint.helpers, facts.actor.person_id))),
    )
    step = entry(
        Event.TASK_DONE,
        joint,
        counted,
        facts.now,
        facts.actor,
        reason=done,
        details={"task_no": task.task_no},
    )
    if counted.open_tasks:
        left = tuple(one for one in facts.tasks if one.is_open)
        return changed(joint, _with_the_latest_limit(counted, left), (step,), facts.now)
    parts = sorted(
        [*((one.task_no, one.done) for one in facts.tasks if one.done), (task.task_no, done)],
        key=lambda part: part[0] or 0,
    )
    clocked = counted
    by_those_above = max((task, *facts.tasks), key=lambda one: one.tier.rank)
    if by_those_above.tier.rank > joint.tier.rank:
        assert joint.clock_started_at is not None
        clocked = clock.not_charged(
            counted,
            joint.clock_started_at,
            facts.now,
            facts.policy,
            by_those_above.responsible_unit,
        )
    proposed = replace(
        clock.propose(clocked, facts.now, facts.policy),
        status=Status.RESOLVED,
        handler=facts.actor.person_id,
        self_handled=False,
        done="\n".join(f"{number}. {text}" for number, text in parts),
        confirm_asked=0,
    )
    after = confirming.ask_to_confirm(proposed, facts.now, facts.policy, facts.staffing)
    resolved = entry(
        Event.RESOLVED,
        counted,
        after,
        facts.now,
        facts.actor,
        reason=after.done,
        details=stage_of(after) | _passed(joint),
        addressees=(Addressee.unit_of(after.turn or after.unit),),
    )
    return changed(joint, after, (step, resolved), facts.now)


def _passed(joint: Incident) -> dict[str, str]:
    return {"limit_passed_at": iso(joint.limit_passed_at)} if joint.limit_passed_at else {}


def recall(incident: Incident, command: Command, facts: Facts) -> Change:
    """Take back the tasks that are not done; the lead goes on as if it had not whistled, or, by those above, with what was left then."""
    assert incident.clock_started_at is not None
    clocked = incident
    if facts.actor.unit and allowance.standing(facts.actor.unit) > allowance.standing(
        incident.responsible_unit
    ):
        clocked = clock.not_charged(
            incident, incident.clock_started_at, facts.now, facts.policy, facts.actor.unit
        )
    back = replace(clocked, status=Status.ACCEPTED, open_tasks=0, limit_passed_at=None)
    after, climbed = taken_up(back, facts.now, facts.policy, facts.staffing)
    step = by_hand(
        Event.RECALLED, incident, back, command, facts, addressees=to_the_responsible(back)
    )
    taken_back = tuple(
        _taken_back(task, command, facts.actor, facts.now)
        for task in facts.tasks
        if task.status.is_open
    )
    return changed(incident, after, (step, *climbed), facts.now, others=taken_back)


def _taken_back(task: Incident, command: Command, actor: Actor, now: datetime) -> Change:
    settled = clock.hand_over(task, now, Ending.CANCELLED)
    closed = replace(clock.stop_clock(settled), status=Status.CANCELLED, closed_at=now)
    step = entry(
        Event.TASK_RECALLED,
        task,
        closed,
        now,
        actor,
        reason=command.reason,
        details={"task_no": task.task_no},
        addressees=to_the_responsible(task),
    )
    return changed(task, closed, (step,), now)
