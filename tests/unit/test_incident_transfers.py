"""Return and assignment: in time, with grounds, by rule, and never to and fro."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from escalation.rules.climbing import LIMIT_PASSED, NOBODY_HOLDS_POST
from escalation.rules.clocked import Mark, Severity, Wake
from escalation.rules.events import OwedEvent
from incidents.rules.feeds import feeds_of
from incidents.rules.incident import ConfirmStage, Ending
from incidents.rules.moves import AfterPhotoMissing
from incidents.rules.states import Action, Event, Status
from incidents.rules.transfers import (
    MOST_HOLDERS,
    MOST_TENURES,
    DutyNotTransferable,
    FinallyAssigned,
    NotAGridItem,
    ReturnTooLate,
)
from kernel.access import Role
from kernel.problems import InvalidFields, NotAllowed
from kernel.storage.unit_of_work import MOST_WRITES
from kernel.units import Tier
from tests.support.incidents import (
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    MONDAY,
    OFFICER,
    POLICY,
    SECONDS,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    at_tier,
    caller,
    move,
    report,
    reported,
    wake,
    without,
)

BUREAU = COUNTY + "-SLJ"
STATION = TOWN + "-D01"
OTHER_VILLAGE = TOWN + "222"
STAFF = replace(STAFFED, teams={BUREAU: frozenset({"water"}), STATION: frozenset({"station"})})
WATER = caller("water", (Role.COUNTY_OFFICER, BUREAU))
MILLISECOND = timedelta(milliseconds=1)


def given_back(incident=None, by=OFFICER, at=MONDAY, under=POLICY, **said: Any):
    said = {"grounds": "not_our_duty", "unit": BUREAU} | said
    incident = incident or report(under=under).incident
    return move(incident, Action.RETURN, by, at=at, under=under, staffing=STAFF, **said).incident


def assigned(incident, to, by=TOWN_OFFICER, at=MONDAY, **said):
    said |= {"under": POLICY, "staffing": said.get("staffing", STAFF), "at": at}
    return move(incident, Action.ASSIGN, by, unit=to, **said).incident


def test_whoever_returns_stays_the_lead_until_the_dispatcher_has_decided():
    returned = given_back()

    assert (returned.status, returned.responsible_unit) == (Status.RETURNED, VILLAGE)
    assert (returned.turn, returned.dispatcher) == (TOWN, TOWN)
    assert returned.running_since is None


@pytest.mark.parametrize(("category", "working_days"), [("public_facilities", 1), ("dispute", 3)])
def test_an_incident_is_returned_within_its_limit_and_not_a_moment_later(category, working_days):
    incident = report(category=category, under=POLICY).incident
    # Monday ten o'clock: the limit ends with office hours, at 18:00 in Beijing.
    close = MONDAY.replace(hour=10) + timedelta(days=working_days)

    assert given_back(incident, at=close).status is Status.RETURNED
    with pytest.raises(ReturnTooLate) as refused:
        given_back(incident, at=close + MILLISECOND)
    assert refused.value.more["returnable_until"].startswith(close.strftime("%Y-%m-%dT18:00"))


def test_the_limit_to_return_begins_anew_with_every_owner():
    later = MONDAY + timedelta(days=2)
    incident = assigned(given_back(), OTHER_VILLAGE, at=later)
    neighbour = caller("neighbour", (Role.VILLAGE_OFFICER, OTHER_VILLAGE))

    assert given_back(incident, neighbour, at=later + timedelta(hours=1)).status is Status.RETURNED


def test_grounds_must_be_listed_and_somebody_else_suggested():
    with pytest.raises(InvalidFields):
        given_back(grounds="no_time")
    with pytest.raises(InvalidFields):
        given_back(unit=VILLAGE)


def test_what_is_accepted_is_not_returned():
    accepted = move(report(under=POLICY).incident, Action.ACCEPT, OFFICER, under=POLICY).incident

    with pytest.raises(Exception, match="not possible"):
        given_back(accepted)


def test_the_dispatcher_gives_it_to_a_department_with_a_limit_of_its_own():
    later = MONDAY + timedelta(hours=1)
    placed = assigned(given_back(), BUREAU, by=COUNTY_OFFICER, at=later)

    assert (placed.responsible_unit, placed.tier, placed.turn) == (BUREAU, Tier.COUNTY, BUREAU)
    assert (placed.status, placed.accepted_by) == (Status.REPORTED, None)
    assert placed.clock_started_at == later
    assert [(one.unit, one.ending) for one in placed.tenures] == [(VILLAGE, Ending.RETURNED)]


def test_whoever_returned_it_does_not_choose_who_gets_it():
    both = caller("both", (Role.VILLAGE_OFFICER, VILLAGE), (Role.GRID_WORKER, GRID))

    with pytest.raises(NotAllowed):
        assigned(given_back(by=both), OTHER_VILLAGE, by=both)


def test_a_finally_assigned_owner_may_not_return_it_again():
    placed = assigned(given_back(), OTHER_VILLAGE, final=True)
    neighbour = caller("neighbour", (Role.VILLAGE_OFFICER, OTHER_VILLAGE))

    with pytest.raises(FinallyAssigned):
        given_back(placed, neighbour)


def test_an_incident_given_back_to_who_returned_it_is_there_for_good():
    back = assigned(given_back(), VILLAGE)

    assert back.final_assignment
    with pytest.raises(FinallyAssigned):
        given_back(back)


def test_after_two_returns_the_third_owner_keeps_it():
    neighbour = caller("neighbour", (Role.VILLAGE_OFFICER, OTHER_VILLAGE))
    twice = given_back(assigned(given_back(), OTHER_VILLAGE), neighbour)

    assert assigned(twice, STATION).final_assignment


def test_escalation_frees_the_next_owner_to_return_it():
    placed = assigned(given_back(), OTHER_VILLAGE, final=True)
    neighbour = caller("neighbour", (Role.VILLAGE_OFFICER, OTHER_VILLAGE))

    risen = move(placed, Action.ESCALATE, neighbour, under=POLICY).incident

    assert (risen.responsible_unit, risen.final_assignment) == (TOWN, False)


@pytest.mark.parametrize(
    ("category", "to", "rule"),
    [
        ("food_drugs", TOWN, "county-food-drugs"),
        ("food_drugs", VILLAGE, "county-food-drugs"),
        ("illegal_building", VILLAGE, "town-illegal-building"),
        ("work_safety", GRID, "town-work-safety"),
    ],
)
def test_no_tier_pushes_its_own_duty_down_and_the_refusal_names_the_rule(category, to, rule):
    incident = report(category=category, under=POLICY).incident

    with pytest.raises(DutyNotTransferable) as refused:
        assigned(incident, to, by=COUNTY_OFFICER)

    assert refused.value.more["rule"] == rule
    assert rule in refused.value.detail.zh


def test_a_tier_may_give_its_own_duty_to_its_own_department():
    incident = report(category="food_drugs", under=POLICY).incident

    assert assigned(incident, BUREAU, by=COUNTY_OFFICER).responsible_unit == BUREAU


def test_only_items_of_the_grids_list_are_given_to_a_grid():
    listed = report(category="environment", under=POLICY).incident
    unlisted = report(category="road_traffic", under=POLICY).incident

    given = assigned(listed, GRID, by=OFFICER)
    assert (given.responsible_unit, given.tier) == (GRID, Tier.VILLAGE)
    with pytest.raises(NotAGridItem) as refused:
        assigned(unlisted, GRID, by=OFFICER)
    assert refused.value.more["rule"] == "grid-items"


def test_a_grid_that_was_given_it_handles_it_and_the_chief_confirms():
    given = assigned(report(category="environment", under=POLICY).incident, GRID, by=OFFICER)

    accepted = move(given, Action.ACCEPT, WORKER, under=POLICY).incident
    done = move(accepted, Action.RESOLVE, WORKER, under=POLICY, after_photo=True).incident

    assert done.self_handled
    assert done.confirm_stage == "chief"


def test_an_incident_goes_through_so_many_units_and_is_then_decided_by_those_who_had_it():
    departments = [f"{COUNTY}-D{number:02d}" for number in range(MOST_HOLDERS)]
    staffed = replace(STAFF, teams={one: frozenset({"somebody"}) for one in departments})
    held = report(category="environment", under=POLICY).incident
    # The village had it first.
    *others, one_too_many = departments
    for department in others:
        held = assigned(held, department, by=COUNTY_OFFICER, staffing=staffed)

    with pytest.raises(InvalidFields, match=f"At most {MOST_HOLDERS} units"):
        assigned(held, one_too_many, by=COUNTY_OFFICER, staffing=staffed)
    again = assigned(held, others[0], by=COUNTY_OFFICER, staffing=staffed)

    units = {held.responsible_unit, *(tenure.unit for tenure in held.tenures)}
    assert len(units) == MOST_HOLDERS
    assert again.responsible_unit == others[0]
    # With ten tasks, each of five rows, every change of it still fits into a transaction.
    assert len(feeds_of(held)) + 10 * 5 + 10 <= MOST_WRITES


def test_an_incident_changes_hands_so_often_and_no_more():
    incident = report(category="environment", under=POLICY).incident
    often = replace(incident, tenures=_tenures_of(incident, MOST_TENURES))

    with pytest.raises(InvalidFields):
        assigned(often, GRID, by=OFFICER)


def _tenures_of(incident, number):
    once = assigned(incident, GRID, by=OFFICER)
    return once.tenures * number


def test_nobody_assigns_outside_the_own_area():
    for to in (COUNTY, BUREAU, COUNTY + "107"):
        with pytest.raises(InvalidFields):
            assigned(given_back(), to)


def test_a_department_serves_only_the_places_of_its_office():
    elsewhere = COUNTY + "107-D01"

    with pytest.raises(InvalidFields):
        assigned(given_back(), elsewhere, by=COUNTY_OFFICER)


def test_an_incident_reported_in_the_wrong_village_moves_to_the_right_one():
    placed = assigned(given_back(grounds="not_our_area", unit=OTHER_VILLAGE), OTHER_VILLAGE)

    assert (placed.unit, placed.responsible_unit) == (OTHER_VILLAGE, OTHER_VILLAGE)


def test_what_turns_out_to_be_another_villages_is_confirmed_by_the_places_own_worker():
    right = TOWN + "222"
    there = caller("there", (Role.GRID_WORKER, right + "001"))
    officer = caller("there2", (Role.VILLAGE_OFFICER, right))
    by_point = move(reported(), Action.ASSIGN, TOWN_OFFICER, unit=right, place=right + "001")
    by_name = move(reported(), Action.ASSIGN, TOWN_OFFICER, unit=right)

    assert by_point.incident.unit == right + "001"
    for moved in (by_point.incident, by_name.incident):
        waiting = move(moved, Action.RESOLVE, officer).incident
        with pytest.raises(NotAllowed):
            move(waiting, Action.CONFIRM, WORKER)
        assert move(waiting, Action.CONFIRM, there).incident.status is Status.CONFIRMED


def test_what_is_somewhere_in_another_village_waits_for_a_worker_there_before_it_is_passed_on():
    right = TOWN + "222"
    officer = caller("there2", (Role.VILLAGE_OFFICER, right))
    moved = move(reported(), Action.ASSIGN, TOWN_OFFICER, unit=right).incident
    nobody_known = replace(STAFF, workers=frozenset(), chiefs=frozenset())

    waiting = move(moved, Action.RESOLVE, officer, staffing=nobody_known).incident
    reminded = wake(waiting, under=POLICY, staffing=nobody_known).incident
    passed_on = wake(reminded, under=POLICY, staffing=nobody_known).incident

    assert (waiting.confirm_stage, waiting.turn) == (ConfirmStage.WORKER, right)
    assert (passed_on.confirm_stage, passed_on.turn) == (ConfirmStage.ABOVE, TOWN)


def test_what_nobody_assigns_in_time_the_dispatching_unit_has_itself():
    returned = given_back()
    assert returned.marks == (Mark(MONDAY + timedelta(hours=2), Wake.TAKE_UP),)

    change = wake(returned, under=POLICY, staffing=STAFF)

    assert change.entries[0].event is Event.DISPATCH_LAPSED
    assert change.entries[0].reason_code == LIMIT_PASSED
    assert (change.incident.responsible_unit, change.incident.status) == (TOWN, Status.REPORTED)


def test_an_urgent_incident_is_dispatched_by_the_hours_of_the_night():
    midnight = MONDAY.replace(hour=16)
    urgent = report(severity=Severity.URGENT, at=midnight, under=POLICY).incident

    returned = given_back(urgent, TOWN_OFFICER, at=midnight, unit=COUNTY)

    assert returned.due_at == midnight + timedelta(hours=2)


def test_a_return_goes_past_a_unit_where_nobody_is():
    returned = move(
        report(under=POLICY).incident,
        Action.RETURN,
        OFFICER,
        under=POLICY,
        staffing=without(Tier.TOWN),
        grounds="not_our_duty",
        unit=BUREAU,
    ).incident

    assert returned.turn == COUNTY


def test_an_assignment_to_a_department_without_staff_goes_to_its_office_and_says_why():
    empty = COUNTY + "-YJJ"
    change = move(
        given_back(),
        Action.ASSIGN,
        COUNTY_OFFICER,
        under=POLICY,
        staffing=replace(STAFF, teams={empty: frozenset()}),
        unit=empty,
    )

    assert [entry.event for entry in change.entries] == [Event.ASSIGNED, OwedEvent.TIER_SKIPPED]
    assert change.entries[1].reason_code == NOBODY_HOLDS_POST
    assert change.incident.responsible_unit == COUNTY


def test_a_department_that_lets_its_limit_pass_loses_it_to_its_office():
    at_bureau = assigned(given_back(), BUREAU, by=COUNTY_OFFICER)
    escalating = replace(at_bureau, wake_at=at_bureau.due_at, wake_action=Wake.ESCALATE, later=())

    change = wake(escalating, under=POLICY, staffing=STAFF)

    assert (change.incident.responsible_unit, change.incident.tier) == (COUNTY, Tier.COUNTY)
    assert change.incident.tenures[-1].late


def test_only_the_department_itself_acts_for_it():
    at_bureau = assigned(given_back(), BUREAU, by=COUNTY_OFFICER)

    assert move(at_bureau, Action.ACCEPT, WATER, under=POLICY).incident.accepted_by == "water"
    with pytest.raises(NotAllowed):
        move(at_bureau, Action.ACCEPT, COUNTY_OFFICER, under=POLICY)


def test_an_owner_who_does_not_sign_in_time_is_named_to_the_unit_above():
    incident = report(under=POLICY).incident
    assert (incident.wake_action, incident.armed_for) == (Wake.SIGN, incident.later[0].at)

    change = wake(incident, under=POLICY)

    assert change.entries[0].event is Event.SIGN_OVERDUE
    assert {told.unit for told in change.entries[0].addressees} == {VILLAGE, TOWN}
    assert (change.incident.tier, change.incident.due_at) == (Tier.VILLAGE, incident.due_at)


def climbed_back(incident, staffing=STAFF, under=SECONDS):
    """The incident once its present unit has let it lapse."""
    unit = incident.responsible_unit
    while incident.responsible_unit == unit:
        incident = wake(incident, under=under, staffing=staffing).incident
    return incident


def handed(incident, to, by, at):
    return move(incident, Action.ASSIGN, by, at=at, staffing=STAFF, unit=to).incident


@pytest.mark.parametrize("to", [STATION, VILLAGE])
def test_what_the_own_people_let_lapse_goes_on_to_the_county(to):
    town = at_tier(Tier.TOWN)
    given = handed(town, to, TOWN_OFFICER, town.updated_at + timedelta(seconds=4))
    assert given.due_at == town.due_at

    lapsed = climbed_back(given)

    assert (lapsed.responsible_unit, lapsed.updated_at) == (COUNTY, town.due_at)
    assert [(one.unit, one.late) for one in lapsed.tenures[-2:]] == [(to, True), (TOWN, True)]


def test_a_village_that_hands_it_to_its_own_grid_has_no_longer_for_it():
    incident = reported()
    given = handed(incident, GRID, OFFICER, MONDAY + timedelta(seconds=9))
    back = handed(given, VILLAGE, OFFICER, MONDAY + timedelta(seconds=9))

    assert given.due_at == back.due_at == incident.due_at
    assert (
        climbed_back(given, replace(STAFF, teams={GRID: frozenset({"worker"})})).tier is Tier.TOWN
    )


def test_a_return_to_the_own_office_stops_nothing():
    grid_team = replace(STAFF, teams={GRID: frozenset({"worker"})})
    incident = reported()
    given = move(incident, Action.ASSIGN, OFFICER, staffing=grid_team, unit=GRID).incident

    returned = given_back(given, WORKER, under=SECONDS, unit=VILLAGE)

    assert (returned.turn, returned.due_at) == (VILLAGE, incident.due_at)


def test_an_assignment_back_down_from_above_begins_anew():
    later = MONDAY + timedelta(seconds=8)
    town = move(reported(), Action.ESCALATE, OFFICER, at=later).incident

    back = handed(town, VILLAGE, TOWN_OFFICER, later + timedelta(seconds=3))
    assert back.due_at == town.due_at == later + timedelta(seconds=10)

    decided = handed(town, VILLAGE, COUNTY_OFFICER, later + timedelta(seconds=3))
    assert decided.due_at == later + timedelta(seconds=13)


def test_the_county_gives_its_own_bureau_a_whole_limit_and_is_overdue_when_it_has_it_back():
    county = at_tier(Tier.COUNTY)
    given = handed(county, BUREAU, COUNTY_OFFICER, county.updated_at + timedelta(seconds=11))
    assert given.due_at == given.updated_at + timedelta(seconds=10)

    back = climbed_back(given)

    assert (back.responsible_unit, back.due_at) == (COUNTY, county.due_at)
    assert (back.wake_action, back.wake_at) == (Wake.SUPERVISE, county.due_at)


def test_who_signed_is_not_asked_to_sign():
    accepted = move(report(under=POLICY).incident, Action.ACCEPT, OFFICER, under=POLICY).incident

    assert Wake.SIGN not in {mark.wake for mark in accepted.marks}


def test_the_clock_of_each_owner_is_settled_in_working_time():
    # Monday 10:00 to Tuesday 10:00: two hours, then the afternoon (3.5 h), then two hours in the morning.
    day = timedelta(days=1)
    risen = move(
        report(under=POLICY).incident, Action.ESCALATE, OFFICER, at=MONDAY + day, under=POLICY
    ).incident

    [tenure] = risen.tenures

    assert (tenure.unit, tenure.ending, tenure.late) == (VILLAGE, Ending.PASSED_ON, False)
    assert tenure.working_seconds == (2 + 3.5 + 2) * 3600
    assert tenure.natural_seconds == day.total_seconds()


def test_time_that_others_took_to_decide_is_not_the_owners():
    returned = given_back(at=MONDAY + timedelta(hours=1))

    placed = assigned(returned, OTHER_VILLAGE, at=MONDAY + timedelta(hours=2))

    assert placed.tenures[0].natural_seconds == 3600


def test_a_climb_leaves_a_tenure_for_every_tier_that_lost_it():
    county = at_tier(Tier.COUNTY)

    assert [(one.unit, one.late) for one in county.tenures] == [(VILLAGE, True), (TOWN, True)]
    assert county.responsible_unit == COUNTY


def test_reported_incidents_have_one_running_clock():
    incident = reported()

    assert incident.running_since == incident.held_since == incident.clock_started_at


def test_a_category_that_asks_for_a_photo_is_not_solved_without_one():
    incident = report(category="environment", under=POLICY).incident

    with pytest.raises(AfterPhotoMissing):
        move(incident, Action.RESOLVE, OFFICER, under=POLICY)
    assert move(incident, Action.RESOLVE, OFFICER, under=POLICY, after_photo=True)


def test_no_other_category_asks_for_one():
    asking = {code for code, category in POLICY.categories.items() if category.after_photo}

    assert asking == {"environment"}
