"""吹哨报到: several departments on one incident, each on a clock of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from escalation.rules.clocked import Wake
from escalation.rules.events import OwedEvent
from incidents.rules.standing import HandlerMayNotConfirm
from incidents.rules.states import Action, Event, Status
from incidents.rules.steps import Task
from kernel.access import Role
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import IllegalMove
from kernel.units import Tier
from kernel.working_time import Limit
from tests.support.incidents import (
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    OFFICER,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    WORKER,
    at_tier,
    caller,
    move,
    wake,
)

WATER, ROADS, FIRE = COUNTY + "-SLJ", COUNTY + "-JTJ", COUNTY + "-YJJ"
STATION = TOWN + "-D01"
STAFF = replace(
    STAFFED, teams={WATER: frozenset({"water"}), ROADS: frozenset({"roads"}), FIRE: frozenset()}
)
PEOPLE = {
    WATER: caller("water", (Role.COUNTY_OFFICER, WATER)),
    ROADS: caller("roads", (Role.COUNTY_OFFICER, ROADS)),
}


def whistled(*units, by=TOWN_OFFICER, at_town=None):
    incident = at_town or at_tier(Tier.TOWN)
    given = tuple(Task(unit, f"任务{unit}") for unit in units or (WATER, ROADS))
    change = move(
        incident, Action.WHISTLE, by, at=incident.updated_at, staffing=STAFF, tasks_given=given
    )
    return change.incident, [other.incident for other in change.others]


def done(joint, task, *others):
    """A department finishes its task: the change of the task, with that of the joint incident."""
    by = PEOPLE[task.responsible_unit]
    return move(
        task, Action.RESOLVE, by, at=task.updated_at, staffing=STAFF, other=joint, tasks=others
    )


def test_the_town_stays_the_lead_and_its_clock_stands_still_while_departments_work():
    joint, tasks = whistled()

    assert (joint.status, joint.responsible_unit) == (Status.JOINT, TOWN)
    assert (joint.open_tasks, joint.tasks) == (2, ("task-1", "task-2"))
    assert (joint.wake_at, joint.running_since) == (None, None)
    assert joint.due_at == max(task.due_at for task in tasks if task.due_at)


def test_every_task_has_an_owner_and_a_running_clock_of_its_own():
    joint, tasks = whistled()

    assert [task.responsible_unit for task in tasks] == [WATER, ROADS]
    for task in tasks:
        assert (task.parent, task.case_code, task.unit) == (joint.id, joint.case_code, GRID)
        assert task.status is Status.REPORTED
        assert task.wake_at
        assert task.epoch == 1


def test_the_incident_goes_to_confirmation_when_the_last_task_is_done_and_not_before():
    joint, (water, roads) = whistled()

    first = done(joint, water, roads)
    [still] = first.others
    assert (still.incident.status, still.incident.open_tasks) == (Status.JOINT, 1)
    second = done(still.incident, roads, first.incident)
    [last] = second.others

    assert last.incident.status is Status.RESOLVED
    assert [entry.event for entry in last.entries] == [Event.TASK_DONE, Event.RESOLVED]
    assert last.incident.done == "1. 修好了\n2. 修好了"
    assert last.incident.turn == GRID
    assert move(last.incident, Action.CONFIRM, WORKER).incident.status is Status.CONFIRMED


def test_a_task_is_closed_without_confirmation_and_its_tenure_settled():
    joint, (water, roads) = whistled()

    closed = done(joint, water, roads).incident

    assert (closed.status, closed.wake_at, closed.turn) == (Status.CONFIRMED, None, None)
    assert [(one.unit, one.late) for one in closed.tenures] == [(WATER, False)]


def test_whoever_did_a_task_does_not_confirm_the_incident():
    joint, (water,) = whistled(WATER)
    both = caller("water", (Role.COUNTY_OFFICER, WATER), (Role.GRID_WORKER, GRID))
    resolved = done(joint, water).others[0].incident

    with pytest.raises(HandlerMayNotConfirm):
        move(resolved, Action.CONFIRM, both)


def test_one_late_department_climbs_on_its_own_clock_without_moving_the_others():
    joint, (water, roads) = whistled()
    late = water
    while late.responsible_unit == WATER:
        late = wake(late, staffing=STAFF).incident

    assert (late.responsible_unit, late.tenures[0].late) == (COUNTY, True)
    assert (roads.responsible_unit, joint.responsible_unit) == (ROADS, TOWN)
    assert late.wake_action in (Wake.REMIND, Wake.SUPERVISE)


def test_a_task_that_climbed_is_done_by_the_office_and_counts_all_the_same():
    joint, (water,) = whistled(WATER)
    risen = move(water, Action.ESCALATE, PEOPLE[WATER], at=water.updated_at).incident

    change = move(
        risen, Action.RESOLVE, COUNTY_OFFICER, at=risen.updated_at, other=joint, staffing=STAFF
    )

    assert change.others[0].incident.status is Status.RESOLVED


def test_a_department_returns_its_task_to_the_whistler_who_gives_it_to_another():
    _, (water,) = whistled(WATER)
    returned = move(
        water,
        Action.RETURN,
        PEOPLE[WATER],
        at=water.updated_at,
        staffing=STAFF,
        grounds="not_our_duty",
        unit=ROADS,
    ).incident
    assert returned.turn == TOWN

    placed = move(
        returned, Action.ASSIGN, TOWN_OFFICER, at=water.updated_at, staffing=STAFF, unit=ROADS
    ).incident

    assert (placed.responsible_unit, placed.dispatcher) == (ROADS, TOWN)


def test_a_task_is_never_given_to_a_village():
    _, (water,) = whistled(WATER)

    with pytest.raises(InvalidFields):
        move(water, Action.ASSIGN, COUNTY_OFFICER, staffing=STAFF, unit=TOWN + "221")


@pytest.mark.parametrize(
    "units", [(WATER, WATER), (TOWN + "221",), (COUNTY + "107-D01",), (COUNTY,)]
)
def test_tasks_go_to_different_departments_of_the_places_county_and_town(units):
    with pytest.raises(InvalidFields):
        whistled(*units)


def test_a_whistle_reaches_departments_of_the_town_and_of_the_county():
    staffed = replace(STAFF, teams={**STAFF.teams, STATION: frozenset({"station"})})
    incident = at_tier(Tier.TOWN)

    change = move(
        incident,
        Action.WHISTLE,
        TOWN_OFFICER,
        at=incident.updated_at,
        staffing=staffed,
        tasks_given=(Task(STATION, "查"), Task(WATER, "修")),
    )

    assert [other.incident.tier for other in change.others] == [Tier.TOWN, Tier.COUNTY]


def test_a_task_for_a_department_without_staff_goes_to_its_office_at_once():
    _, (fire,) = whistled(FIRE)

    assert fire.responsible_unit == COUNTY


def test_a_village_does_not_whistle():
    with pytest.raises(IllegalMove):
        move(at_tier(Tier.VILLAGE), Action.WHISTLE, OFFICER, tasks_given=(Task(WATER, "修"),))


def test_a_recalled_whistle_takes_open_tasks_back_and_leaves_done_ones():
    joint, (water, roads) = whistled()
    finished = done(joint, water, roads)
    still = finished.others[0].incident

    change = move(
        still, Action.RECALL, TOWN_OFFICER, at=still.updated_at, tasks=(finished.incident, roads)
    )

    assert (change.incident.status, change.incident.open_tasks) == (Status.ACCEPTED, 0)
    assert [(one.incident.id, one.incident.status) for one in change.others] == [
        ("task-2", Status.CANCELLED)
    ]


def test_a_recalled_whistle_goes_on_as_if_there_had_been_none():
    town = at_tier(Tier.TOWN)
    joint, tasks = whistled(at_town=town)
    eight_seconds = joint.updated_at + timedelta(seconds=8)

    back = move(joint, Action.RECALL, TOWN_OFFICER, at=eight_seconds, tasks=tuple(tasks)).incident

    assert (back.responsible_unit, back.due_at) == (TOWN, town.due_at)


def test_a_whistle_recalled_after_the_limit_is_the_countys():
    joint, tasks = whistled()
    later = joint.updated_at + timedelta(seconds=11)

    change = move(joint, Action.RECALL, TOWN_OFFICER, at=later, tasks=tuple(tasks))

    assert change.incident.responsible_unit == COUNTY
    assert [one.event for one in change.entries] == [Event.RECALLED, OwedEvent.ESCALATED]


def test_a_whistle_recalled_from_above_leaves_the_lead_what_it_had():
    joint, tasks = whistled()
    later = joint.updated_at + timedelta(hours=1)

    back = move(joint, Action.RECALL, COUNTY_OFFICER, at=later, tasks=tuple(tasks)).incident

    assert (back.responsible_unit, back.due_at) == (TOWN, later + timedelta(seconds=10))


def test_the_own_team_has_no_longer_than_the_lead_and_the_county_gets_what_it_lets_lapse():
    town = at_tier(Tier.TOWN)
    six_seconds = town.updated_at + timedelta(seconds=6)
    staff = replace(STAFF, teams={STATION: frozenset({"station"})})
    change = move(
        town,
        Action.WHISTLE,
        TOWN_OFFICER,
        at=six_seconds,
        staffing=staff,
        tasks_given=(Task(STATION, "看看"),),
    )
    task = change.others[0].incident
    assert task.due_at == town.due_at

    while task.responsible_unit == STATION:
        task = wake(task, staffing=staff).incident

    assert (task.responsible_unit, task.updated_at) == (COUNTY, town.due_at)


def test_the_time_departments_above_took_is_not_the_leads():
    joint, (water,) = whistled(WATER)
    later = joint.updated_at + timedelta(seconds=9)
    finished = move(water, Action.RESOLVE, PEOPLE[WATER], at=later, staffing=STAFF, other=joint)

    back = move(finished.others[0].incident, Action.REJECT, WORKER, at=later).incident

    assert back.due_at == later + timedelta(seconds=10)


def test_only_the_lead_and_those_above_recall():
    joint, _ = whistled()

    with pytest.raises(NotAllowed):
        move(joint, Action.RECALL, PEOPLE[WATER])


def test_a_rejected_joint_solution_goes_back_to_the_town():
    joint, (water,) = whistled(WATER)
    resolved = done(joint, water).others[0].incident

    back = move(resolved, Action.REJECT, WORKER, at=resolved.updated_at).incident

    assert (back.status, back.responsible_unit, back.helpers) == (Status.ACCEPTED, TOWN, ())


# The incident's own date


def joint_date(change):
    [joint] = change.others
    assert joint.entries == ()
    assert joint.incident.version == joint.before.version + 1
    return joint.incident.due_at


def with_time_asked():
    """A joint handling of which one department waits for more time, with the other one's task."""
    joint, (water, roads) = whistled()
    at = water.updated_at
    accepted = move(water, Action.ACCEPT, PEOPLE[WATER], at=at, other=joint, tasks=(roads,))
    assert accepted.others == ()
    asked = move(
        accepted.incident,
        Action.ASK_EXTENSION,
        PEOPLE[WATER],
        at=at,
        staffing=STAFF,
        other=joint,
        tasks=(roads,),
        limit=Limit(60, "seconds"),
    )
    return asked, roads


def test_the_incidents_date_is_that_of_a_task_that_was_given_more_time():
    asked, roads = with_time_asked()
    assert joint_date(asked) == asked.incident.due_at

    given = move(
        asked.incident,
        Action.APPROVE,
        COUNTY_OFFICER,
        at=asked.incident.updated_at,
        staffing=STAFF,
        other=asked.others[0].incident,
        tasks=(roads,),
    )

    assert joint_date(given) == given.incident.due_at == roads.due_at + timedelta(seconds=60)


def test_the_incidents_date_follows_a_task_that_climbed():
    joint, (water, roads) = whistled()
    reminded = wake(water, staffing=STAFF).incident

    change = wake(reminded, staffing=STAFF, joint_with=(joint, roads))

    assert joint_date(change) == change.incident.due_at == water.due_at + timedelta(seconds=10)
    assert change.others[0].incident.limit_passed_at == water.due_at


def test_the_incidents_date_is_that_of_what_is_left_when_a_task_is_done():
    asked, roads = with_time_asked()
    joint, water = asked.others[0].incident, asked.incident

    change = done(joint, water, roads)

    assert change.others[0].incident.due_at == roads.due_at


def test_a_task_given_to_another_department_keeps_to_the_incidents_date():
    joint, (water,) = whistled(WATER)
    later = water.updated_at + timedelta(seconds=5)
    returned = move(
        water,
        Action.RETURN,
        PEOPLE[WATER],
        at=later,
        staffing=STAFF,
        other=joint,
        grounds="not_our_duty",
        unit=ROADS,
    )
    assert (returned.others, returned.incident.due_at) == ((), joint.due_at)

    given = move(
        returned.incident,
        Action.ASSIGN,
        TOWN_OFFICER,
        at=later,
        staffing=STAFF,
        other=joint,
        unit=ROADS,
    )

    assert (given.others, given.incident.due_at) == ((), joint.due_at)


def test_each_step_of_a_change_carries_the_limit_it_leaves():
    joint, (water,) = whistled(WATER)

    [last] = done(joint, water).others

    assert [one.due_at for one in last.entries] == [joint.due_at, last.incident.due_at]
