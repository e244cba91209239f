"""Who closes the loop: the grid worker, else the chief, else the tier above; never the handler, never silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalation.rules.clocked import Wake
from incidents.rules import standing
from incidents.rules.incident import ConfirmStage
from incidents.rules.standing import ConfirmationNotYetYours, HandlerMayNotConfirm
from incidents.rules.states import Action, Status
from kernel.access import Role
from kernel.problems import NotAllowed
from kernel.units import Tier
from tests.support.incidents import (
    ADMIN,
    CHIEF,
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    OFFICER,
    RESIDENT,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    caller,
    move,
    reported,
    resolved,
    without,
    woken,
)


def passed_to(stage: ConfirmStage, incident):
    """Let turns lapse until a stage."""
    while incident.confirm_stage is not stage:
        incident = woken(incident)
    return incident


def confirm(incident, by, **how):
    return move(incident, Action.CONFIRM, by, **how).incident


@pytest.mark.parametrize("tier", list(Tier))
def test_the_grid_worker_confirms_what_any_tier_solved(tier):
    waiting = resolved(tier)

    assert (waiting.confirm_stage, waiting.turn) == (ConfirmStage.WORKER, GRID)
    assert confirm(waiting, WORKER).status is Status.CONFIRMED


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.REJECT])
def test_whoever_handled_it_may_neither_confirm_nor_reject(action):
    handler = caller("village", (Role.VILLAGE_OFFICER, VILLAGE), (Role.GRID_WORKER, GRID))
    waiting = resolved(by=handler)

    with pytest.raises(HandlerMayNotConfirm):
        move(waiting, action, handler)


def test_whoever_accepted_it_may_not_confirm_what_a_colleague_solved():
    acceptor = caller("acceptor", (Role.VILLAGE_OFFICER, VILLAGE), (Role.GRID_WORKER, GRID))
    accepted = move(reported(), Action.ACCEPT, acceptor).incident
    waiting = move(accepted, Action.RESOLVE, OFFICER).incident

    with pytest.raises(HandlerMayNotConfirm):
        confirm(waiting, acceptor)


@pytest.mark.parametrize("deputy", [CHIEF, TOWN_OFFICER])
def test_a_deputy_confirms_only_after_the_turns_before_have_lapsed(deputy):
    waiting = resolved()

    with pytest.raises(ConfirmationNotYetYours):
        confirm(waiting, deputy)


def test_the_chief_confirms_once_the_worker_let_the_turn_lapse():
    waiting = passed_to(ConfirmStage.CHIEF, resolved())

    assert waiting.turn == GRID
    assert confirm(waiting, CHIEF).status is Status.CONFIRMED
    with pytest.raises(ConfirmationNotYetYours):
        confirm(waiting, TOWN_OFFICER)


@pytest.mark.parametrize(
    ("tier", "above", "unit"),
    [
        (Tier.VILLAGE, TOWN_OFFICER, TOWN),
        (Tier.TOWN, COUNTY_OFFICER, COUNTY),
        (Tier.COUNTY, ADMIN, COUNTY),
    ],
)
def test_the_tier_above_the_solution_confirms_last(tier, above, unit):
    waiting = passed_to(ConfirmStage.ABOVE, resolved(tier))

    assert waiting.turn == unit
    assert confirm(waiting, above).status is Status.CONFIRMED


def test_a_county_officer_may_not_confirm_what_the_county_itself_solved():
    colleague = caller("colleague", (Role.COUNTY_OFFICER, COUNTY))
    waiting = passed_to(ConfirmStage.ABOVE, resolved(Tier.COUNTY))

    with pytest.raises(NotAllowed):
        confirm(waiting, colleague)


@pytest.mark.parametrize("late", [WORKER, CHIEF])
def test_those_before_in_turn_may_still_confirm_late(late):
    waiting = passed_to(ConfirmStage.ABOVE, resolved())

    assert confirm(waiting, late).status is Status.CONFIRMED


def test_what_a_grid_worker_settled_alone_needs_the_chief():
    waiting = resolved(by=WORKER)
    colleague = caller("colleague", (Role.GRID_WORKER, GRID))

    assert waiting.self_handled
    assert waiting.confirm_stage is ConfirmStage.CHIEF
    assert confirm(waiting, CHIEF).status is Status.CONFIRMED
    with pytest.raises(ConfirmationNotYetYours):
        confirm(waiting, colleague)


def test_what_a_grid_worker_settled_goes_to_the_responsible_officer_when_there_is_no_chief():
    waiting = resolved(by=WORKER, staffing=without(chiefs=False))

    assert (waiting.confirm_stage, waiting.turn) == (ConfirmStage.ABOVE, VILLAGE)
    assert confirm(waiting, OFFICER).status is Status.CONFIRMED


def test_an_officer_who_had_accepted_is_passed_over_when_the_worker_settled_it():
    accepted = move(reported(), Action.ACCEPT, OFFICER).incident

    waiting = move(accepted, Action.RESOLVE, WORKER, staffing=without(chiefs=False)).incident

    assert waiting.turn == TOWN
    assert confirm(waiting, TOWN_OFFICER).status is Status.CONFIRMED


def test_with_no_worker_left_the_chief_is_asked_at_once():
    waiting = resolved(staffing=without(workers=False))

    assert waiting.confirm_stage is ConfirmStage.CHIEF


def test_with_nobody_at_the_grid_the_tier_above_is_asked_at_once():
    waiting = resolved(staffing=without(workers=False, chiefs=False))

    assert (waiting.confirm_stage, waiting.turn) == (ConfirmStage.ABOVE, TOWN)


def test_a_confirmation_is_not_waited_for_where_nobody_holds_the_post():
    waiting = resolved(staffing=without(Tier.TOWN, workers=False, chiefs=False))

    assert waiting.turn == COUNTY
    assert confirm(waiting, COUNTY_OFFICER).status is Status.CONFIRMED


def test_the_last_in_turn_is_looked_for_again_when_that_post_falls_empty():
    waiting = passed_to(ConfirmStage.ABOVE, resolved())

    asked_again = woken(waiting, staffing=without(Tier.TOWN))

    assert (waiting.turn, asked_again.turn) == (TOWN, COUNTY)


def test_the_successor_of_the_worker_confirms():
    waiting = resolved()

    successor = caller("successor", (Role.GRID_WORKER, GRID))

    assert confirm(waiting, successor).status is Status.CONFIRMED


def test_a_worker_who_left_may_not_confirm_any_more():
    with pytest.raises(NotAllowed) as refused:
        confirm(resolved(), caller("worker", (Role.RESIDENT, GRID)))

    assert refused.value.more["allowed_roles"] == ["grid_worker", "grid_chief", "town_officer"]


def test_a_worker_who_reported_for_the_whole_village_confirms_for_it():
    staffing = replace(STAFFED, workers=frozenset({"worker"}), chiefs=frozenset())
    village_wide = reported(unit=VILLAGE, reporter="worker", staffing=staffing)

    waiting = move(village_wide, Action.RESOLVE, OFFICER, staffing=staffing).incident

    assert waiting.confirm_stage is ConfirmStage.WORKER
    assert confirm(waiting, WORKER).status is Status.CONFIRMED


def test_another_grids_worker_does_not_confirm_for_the_whole_village():
    village_wide = reported(unit=VILLAGE, reporter="resident")
    waiting = move(village_wide, Action.RESOLVE, OFFICER).incident

    with pytest.raises(NotAllowed):
        confirm(waiting, WORKER)


def test_the_worker_is_reminded_before_the_turn_passes_on():
    waiting = resolved()

    assert waiting.wake_action is Wake.REMIND_CONFIRMER
    reminded = woken(waiting)
    assert (reminded.confirm_stage, reminded.wake_action) == (
        ConfirmStage.WORKER,
        Wake.PASS_CONFIRMATION,
    )
    assert woken(reminded).confirm_stage is ConfirmStage.CHIEF


def test_no_confirmation_never_closes_an_incident_however_long_it_waits():
    waiting = resolved()

    while waiting.wake_at:
        waiting = woken(waiting)

    assert waiting.status is Status.RESOLVED
    assert waiting.confirm_stage is ConfirmStage.ABOVE
    assert waiting.is_overdue(waiting.updated_at.replace(year=2030))
    assert Action.CONFIRM in standing.actions_of(waiting, WORKER)


def test_the_last_in_turn_is_asked_again_up_to_the_cap():
    waiting = passed_to(ConfirmStage.ABOVE, resolved(Tier.TOWN))

    once = woken(waiting)
    twice = woken(once)

    assert (once.confirm_asked, once.wake_at is not None) == (1, True)
    assert (twice.confirm_asked, twice.wake_at) == (2, None)


def test_silence_takes_a_confirmation_up_to_the_county():
    """Else a village would keep from everybody above what its own grid worker says is settled."""
    settled = move(reported(), Action.RESOLVE, WORKER).incident
    waiting = passed_to(ConfirmStage.ABOVE, settled)
    turns = [waiting.turn]

    while waiting.wake_at:
        waiting = woken(waiting)
        turns.append(waiting.turn)

    assert [turn for n, turn in enumerate(turns) if turn not in turns[:n]] == [
        VILLAGE,
        TOWN,
        COUNTY,
    ]
    assert confirm(waiting, COUNTY_OFFICER).status is Status.CONFIRMED


def test_a_turn_that_silence_took_up_does_not_come_down_again():
    settled = move(reported(), Action.RESOLVE, WORKER).incident
    waiting = passed_to(ConfirmStage.ABOVE, settled)
    while waiting.turn == VILLAGE:
        waiting = woken(waiting)

    asked_again = woken(waiting)

    assert (waiting.turn, asked_again.turn, asked_again.confirm_asked) == (TOWN, TOWN, 1)


@pytest.mark.parametrize("tier", list(Tier))
def test_a_rejected_solution_goes_back_to_the_tier_that_proposed_it(tier):
    rejected = move(resolved(tier), Action.REJECT, WORKER).incident

    assert rejected.tier is tier
    assert rejected.status is Status.REPORTED
    assert (rejected.handler, rejected.rejections) == (None, 1)


def test_a_rejected_solution_goes_back_to_the_officer_who_had_accepted():
    accepted = move(reported(), Action.ACCEPT, OFFICER).incident
    waiting = move(accepted, Action.RESOLVE, OFFICER).incident

    rejected = move(waiting, Action.REJECT, WORKER).incident

    assert (rejected.status, rejected.accepted_by) == (Status.ACCEPTED, "village")


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.REJECT])
def test_whoever_solved_a_rejected_round_does_not_judge_what_another_did_later(action):
    own = move(reported(), Action.RESOLVE, WORKER).incident
    rejected = move(passed_to(ConfirmStage.CHIEF, own), Action.REJECT, CHIEF).incident
    later = move(rejected, Action.RESOLVE, OFFICER).incident

    with pytest.raises(HandlerMayNotConfirm):
        move(later, action, WORKER)


def test_whoever_solved_a_rejected_round_is_passed_over_when_a_later_one_is_to_be_confirmed():
    own = move(reported(), Action.RESOLVE, WORKER).incident
    rejected = move(passed_to(ConfirmStage.CHIEF, own), Action.REJECT, CHIEF).incident

    later = move(rejected, Action.RESOLVE, OFFICER).incident

    assert later.confirm_stage is ConfirmStage.CHIEF
    assert confirm(later, CHIEF).status is Status.CONFIRMED


def test_whoever_solved_what_was_opened_again_does_not_confirm_the_next_solution():
    closed = confirm(
        passed_to(ConfirmStage.CHIEF, move(reported(), Action.RESOLVE, WORKER).incident), CHIEF
    )
    told = {"satisfied": False, "answer": "not_solved", "reason": None}
    assert closed.closed_at
    opened = move(closed, Action.RATE, RESIDENT, at=closed.closed_at, **told).incident
    later = move(opened, Action.RESOLVE, OFFICER).incident

    with pytest.raises(HandlerMayNotConfirm):
        confirm(later, WORKER)


def test_whoever_only_took_it_up_confirms_what_those_above_did():
    both = caller("worker", (Role.GRID_WORKER, GRID), (Role.VILLAGE_OFFICER, VILLAGE))
    climbed = move(move(reported(), Action.ACCEPT, both).incident, Action.ESCALATE, both).incident

    solved = move(climbed, Action.RESOLVE, TOWN_OFFICER).incident

    assert confirm(solved, WORKER).status is Status.CONFIRMED
