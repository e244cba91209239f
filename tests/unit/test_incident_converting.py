"""An incident that turns out to be something else is handled as that, and goes on here when that has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incidents.rules.converting import AlreadyConverted, NotConvertible, Solution, post_to_convert
from incidents.rules.incident import ConfirmStage, Ending
from incidents.rules.states import Action, Status
from kernel.access import Role
from kernel.problems import NotAllowed
from kernel.states import IllegalMove
from kernel.units import Tier
from tests.support.incidents import (
    CHIEF,
    GRID,
    MONDAY,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    TOWN_OFFICER,
    WORKER,
    at_tier,
    caller,
    converted,
    move,
    reported,
    resolved,
    taken_back,
)

LATER = MONDAY + timedelta(days=30)


def test_what_was_converted_has_no_clock_of_its_own() -> None:
    incident = converted(reported())

    assert (incident.status, incident.due_at, incident.turn) == (Status.CONVERTED, None, None)
    assert (incident.marks, incident.wake_at) == ((), None)
    assert incident.tenures[-1].ending is Ending.CONVERTED


def test_what_is_taken_back_unsolved_goes_on_with_what_was_left() -> None:
    before = reported()
    assert before.due_at is not None
    used = timedelta(seconds=1)
    incident = taken_back(converted(before, at=MONDAY + used), at=LATER)

    assert incident.status is Status.REPORTED
    assert incident.due_at == LATER + (before.due_at - MONDAY - used)


def test_what_is_taken_back_solved_waits_for_the_grid_worker_and_not_for_who_solved_it() -> None:
    solved = taken_back(converted(reported()), Solution("双方达成协议", "mediator"), at=LATER)
    by_the_worker = taken_back(
        converted(reported()), Solution("已调解", WORKER.person_id), at=LATER
    )

    assert (solved.status, solved.confirm_stage) == (Status.RESOLVED, ConfirmStage.WORKER)
    assert (solved.handler, solved.done) == ("mediator", "双方达成协议")
    assert move(solved, Action.CONFIRM, WORKER, at=LATER).incident.status is Status.CONFIRMED
    assert by_the_worker.confirm_stage is ConfirmStage.CHIEF


def test_a_solution_from_elsewhere_that_is_rejected_goes_back_to_the_unit_that_converted_it() -> (
    None
):
    solved = taken_back(converted(reported()), Solution("双方达成协议", "mediator"), at=LATER)

    back = move(solved, Action.REJECT, WORKER, at=LATER).incident

    assert (back.status, back.responsible_unit) == (Status.REPORTED, solved.responsible_unit)


def test_it_is_converted_into_each_kind_once() -> None:
    back = taken_back(converted(reported(), "mediation:m1"), at=LATER)

    with pytest.raises(AlreadyConverted):
        converted(back, "mediation:m2", at=LATER)
    assert converted(back, "hazard:h1", at=LATER).conversions == ("mediation:m1", "hazard:h1")


@pytest.mark.parametrize("status", ["resolved", "confirmed", "converted"])
def test_only_what_is_in_hand_is_converted(status: str) -> None:
    incident = {
        "resolved": resolved,
        "confirmed": lambda: move(resolved(), Action.CONFIRM, WORKER).incident,
        "converted": lambda: converted(reported()),
    }[status]()

    with pytest.raises(IllegalMove):
        converted(incident, "hazard:h1")
    with pytest.raises(IllegalMove):
        taken_back(reported())


def test_a_departments_task_is_not_converted_by_itself() -> None:
    task = reported()
    object.__setattr__(task, "parent", "lead")

    with pytest.raises(NotConvertible):
        converted(task)


def test_the_responsible_unit_its_grid_and_those_above_convert_and_nobody_else() -> None:
    in_the_village, in_the_town = reported(), at_tier(Tier.TOWN)

    assert [
        post_to_convert(in_the_village, one).role for one in (OFFICER, WORKER, CHIEF, TOWN_OFFICER)
    ] == [Role.VILLAGE_OFFICER, Role.GRID_WORKER, Role.GRID_CHIEF, Role.TOWN_OFFICER]
    assert post_to_convert(in_the_town, TOWN_OFFICER).role is Role.TOWN_OFFICER
    for incident, who in (
        (in_the_village, RESIDENT),
        (in_the_village, NEIGHBOUR),
        (in_the_village, caller("stranger", (Role.RESIDENT, GRID))),
        (in_the_town, WORKER),
        (in_the_town, OFFICER),
    ):
        with pytest.raises(NotAllowed):
            post_to_convert(incident, who)
