"""Extension, suspension, supervision orders, and limits counted anew: what stops, moves or stands beside a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from escalation.rules.clocked import Severity, Wake
from escalation.rules.events import OwedEvent
from incidents.rules import recounting
from incidents.rules.pauses import CAP_REACHED, AskedTooLate, AskedTooOften
from incidents.rules.standing import AskerMayNotDecide, ConfirmationNotYetYours
from incidents.rules.states import Action, Event, Status
from kernel import working_days
from kernel.access import Role
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields, NotAllowed
from kernel.units import Tier
from kernel.working_time import Limit
from tests.support.incidents import (
    ADMIN,
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
    resolved,
    wake,
    woken,
)

MILLISECOND = timedelta(milliseconds=1)
FIVE_SECONDS = timedelta(seconds=5)
HOUR = Limit(1, "natural_hours")
HOURS = timedelta(hours=5)
STATION = TOWN + "-D01"
STATION_OFFICER = caller("station", (Role.TOWN_OFFICER, STATION))
WITH_TEAMS = replace(STAFFED, teams={STATION: frozenset({"station"}), GRID: frozenset({"worker"})})


def beijing(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=SHANGHAI)  # type: ignore[misc]


def accepted(**how):
    return move(reported(**how), Action.ACCEPT, OFFICER).incident


def asked(incident=None, at=MONDAY, by=OFFICER, **said: Any):
    said = {"limit": HOUR} | said
    return move(incident or accepted(), Action.ASK_EXTENSION, by, at=at, **said).incident


def stopped(incident=None, at=MONDAY):
    """An incident whose suspension waits for the town."""
    said: dict[str, Any] = {"cause": "force_majeure"}
    return move(incident or accepted(), Action.ASK_SUSPENSION, OFFICER, at=at, **said).incident


# Extension


def test_an_extension_asked_before_the_limit_stops_the_clock_until_it_is_answered():
    waiting = asked(at=MONDAY + FIVE_SECONDS)

    assert (waiting.status, waiting.turn) == (Status.EXTENSION_ASKED, TOWN)
    assert (waiting.allowances[0].left, waiting.running_since) == (5, None)
    assert {mark.wake for mark in waiting.marks} == {Wake.LAPSE}


@pytest.mark.parametrize("late", [timedelta(0), MILLISECOND, timedelta(seconds=1)])
def test_an_extension_asked_at_the_limit_or_a_second_later_is_refused(late):
    incident = accepted()

    with pytest.raises(AskedTooLate):
        asked(incident, at=incident.due_at + late)
    assert asked(incident, at=incident.due_at - MILLISECOND).status is Status.EXTENSION_ASKED


def test_a_granted_extension_is_added_to_what_was_left():
    day_later = MONDAY + timedelta(days=1)
    waiting = asked(at=MONDAY + FIVE_SECONDS)

    change = move(waiting, Action.APPROVE, TOWN_OFFICER, at=day_later)

    assert change.incident.due_at == day_later + FIVE_SECONDS + timedelta(hours=1)
    assert (change.incident.status, change.incident.extensions) == (Status.ACCEPTED, 1)
    assert change.entries[0].event is Event.EXTENDED
    assert change.entries[0].details["asked"] == "1 natural_hours"


def test_a_second_extension_is_refused():
    granted = move(asked(), Action.APPROVE, TOWN_OFFICER).incident

    with pytest.raises(AskedTooOften):
        asked(granted)


def test_the_next_owner_has_extensions_of_its_own():
    granted = move(asked(), Action.APPROVE, TOWN_OFFICER).incident
    risen = move(granted, Action.ESCALATE, OFFICER).incident

    accepted_there = move(risen, Action.ACCEPT, TOWN_OFFICER).incident

    assert asked(accepted_there, by=TOWN_OFFICER).turn == COUNTY


def test_no_more_is_asked_for_than_the_policy_gives_at_once():
    most = POLICY.extension.most

    with pytest.raises(InvalidFields):
        asked(limit=Limit(most.amount + 1, most.unit))
    assert asked(limit=most).asked == f"{most.amount} {most.unit}"


def test_a_denied_extension_lets_the_clock_go_on_with_what_was_left():
    later = MONDAY + timedelta(hours=1)
    change = move(asked(at=MONDAY + FIVE_SECONDS), Action.DENY, TOWN_OFFICER, at=later)

    assert change.incident.due_at == later + FIVE_SECONDS
    assert change.entries[0].event is Event.EXTENSION_DENIED


def test_a_request_nobody_decides_in_time_falls_and_counts_as_one():
    waiting = asked(at=MONDAY + FIVE_SECONDS)

    change = wake(waiting)

    assert change.entries[0].event is Event.REQUEST_LAPSED
    assert {told.unit for told in change.entries[0].addressees} == {VILLAGE, TOWN}
    assert (change.incident.status, change.incident.extensions) == (Status.ACCEPTED, 1)
    assert change.incident.due_at == waiting.due_at + FIVE_SECONDS
    with pytest.raises(AskedTooOften):
        asked(change.incident, at=change.incident.updated_at)


def test_a_denied_request_was_a_request():
    denied = move(asked(), Action.DENY, TOWN_OFFICER).incident

    with pytest.raises(AskedTooOften):
        asked(denied)


def test_handing_it_to_the_own_grid_and_having_it_back_is_no_new_request():
    denied = move(asked(), Action.DENY, TOWN_OFFICER).incident
    given = move(denied, Action.ASSIGN, OFFICER, unit=GRID, staffing=WITH_TEAMS).incident
    accepted = move(given, Action.ACCEPT, WORKER).incident

    with pytest.raises(AskedTooOften):
        asked(accepted, by=WORKER)


def test_who_has_no_longer_itself_gives_no_more_to_its_own_team():
    town = at_tier(Tier.TOWN)
    given = move(
        town, Action.ASSIGN, TOWN_OFFICER, at=town.updated_at, unit=STATION, staffing=WITH_TEAMS
    ).incident
    accepted = move(given, Action.ACCEPT, STATION_OFFICER, at=town.updated_at).incident

    waiting = asked(accepted, at=town.updated_at, by=STATION_OFFICER)

    assert waiting.turn == COUNTY
    more = move(waiting, Action.APPROVE, COUNTY_OFFICER, at=town.updated_at).incident
    assert more.due_at == town.due_at + timedelta(hours=1)


@pytest.mark.parametrize("at", [beijing(2026, 11, 23, 10), beijing(2026, 11, 25, 17, 59)])
def test_natural_hours_on_a_limit_of_working_days_are_added_as_natural_time(at):
    incident = move(
        report(at=beijing(2026, 11, 23, 10), under=POLICY).incident,
        Action.ACCEPT,
        OFFICER,
        at=at,
        under=POLICY,
    ).incident
    waiting = asked(incident, at=at, limit=Limit(12, "natural_hours"), under=POLICY)

    more = move(waiting, Action.APPROVE, TOWN_OFFICER, at=at, under=POLICY).incident

    assert more.due_at == incident.due_at + timedelta(hours=12)


@pytest.mark.parametrize("unit", ["seconds", "natural_hours", "working_hours", "working_days"])
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("at", [beijing(2026, 11, 23, 10), beijing(2026, 11, 23, 23)])
def test_whatever_is_granted_on_whatever_limit_makes_it_due_later(unit, severity, at):
    first = report(at=at, severity=severity, under=POLICY).incident
    solver, above = (OFFICER, TOWN_OFFICER)
    if severity is Severity.URGENT:
        solver, above = (TOWN_OFFICER, COUNTY_OFFICER)
    incident = move(first, Action.ACCEPT, solver, at=at, under=POLICY).incident
    waiting = asked(incident, at=at, by=solver, limit=Limit(1, unit), under=POLICY)

    more = move(waiting, Action.APPROVE, above, at=at, under=POLICY).incident

    assert incident.due_at
    assert more.due_at
    assert more.due_at > incident.due_at


def test_granted_natural_time_outlives_a_pause():
    at = beijing(2026, 11, 26, 17)
    incident = move(
        report(at=beijing(2026, 11, 23, 10), under=POLICY).incident,
        Action.ACCEPT,
        OFFICER,
        at=at,
        under=POLICY,
    ).incident
    waiting = asked(incident, at=at, limit=Limit(12, "natural_hours"), under=POLICY)
    more = move(waiting, Action.APPROVE, TOWN_OFFICER, at=at, under=POLICY).incident
    night = beijing(2026, 11, 27, 2)

    proposed = move(more, Action.RESOLVE, OFFICER, at=night, under=POLICY).incident
    back = move(proposed, Action.REJECT, WORKER, at=night + HOURS, under=POLICY).incident

    assert back.due_at == more.due_at + HOURS


def test_the_next_tier_decides_and_nobody_else():
    waiting = asked()

    for who in (OFFICER, COUNTY_OFFICER, ADMIN, WORKER):
        with pytest.raises(NotAllowed):
            move(waiting, Action.APPROVE, who)


def test_whoever_asked_does_not_grant_it_as_the_tier_above():
    both = caller("both", (Role.VILLAGE_OFFICER, VILLAGE), (Role.TOWN_OFFICER, TOWN))
    mine = move(reported(), Action.ACCEPT, both).incident

    with pytest.raises(AskerMayNotDecide):
        move(asked(mine, by=both), Action.APPROVE, both)


def test_above_the_county_its_administrator_decides():
    at_county = move(at_tier(Tier.COUNTY), Action.ACCEPT, COUNTY_OFFICER)
    waiting = asked(at_county.incident, at=at_county.incident.updated_at, by=COUNTY_OFFICER)

    with pytest.raises(NotAllowed):
        move(waiting, Action.APPROVE, caller("second", (Role.COUNTY_OFFICER, COUNTY)))
    assert move(waiting, Action.APPROVE, ADMIN).incident.extensions == 1


def test_a_solution_drops_what_was_asked():
    done = move(asked(), Action.RESOLVE, OFFICER).incident

    assert (done.status, done.asked) == (Status.RESOLVED, None)
    assert Wake.LAPSE not in {mark.wake for mark in done.marks}


# Suspension


def test_a_suspension_needs_a_listed_cause():
    with pytest.raises(InvalidFields):
        move(accepted(), Action.ASK_SUSPENSION, OFFICER, cause="no_time")


def test_a_suspended_clock_stands_still_and_runs_on_with_what_was_left():
    waiting = stopped(at=MONDAY + FIVE_SECONDS)
    suspended = move(waiting, Action.APPROVE, TOWN_OFFICER, at=MONDAY + timedelta(days=1)).incident
    later = MONDAY + timedelta(days=9)

    resumed = move(suspended, Action.RESUME, OFFICER, at=later).incident

    assert (suspended.status, suspended.running_since) == (Status.SUSPENDED, None)
    assert resumed.due_at == later + FIVE_SECONDS
    assert resumed.natural_seconds == 5


def test_a_suspension_ends_by_itself_at_its_cap():
    suspended = move(stopped(), Action.APPROVE, TOWN_OFFICER).incident
    cap = MONDAY + timedelta(hours=720)

    armed = wake(suspended, cap - MILLISECOND)
    change = wake(suspended, cap)

    assert (armed.entries, armed.incident.armed_for) == ((), cap)
    assert armed.incident.status == Status.SUSPENDED

    assert (change.entries[0].event, change.entries[0].reason_code) == (Event.RESUMED, CAP_REACHED)
    assert (change.incident.status, change.incident.due_at) == (
        Status.ACCEPTED,
        cap + timedelta(seconds=10),
    )


def test_suspensions_are_counted():
    incident = accepted()
    for _ in range(POLICY.suspension.times):
        incident = move(
            move(stopped(incident), Action.APPROVE, TOWN_OFFICER).incident, Action.RESUME, OFFICER
        ).incident

    with pytest.raises(AskedTooOften):
        stopped(incident)


# Supervision orders


def ordered(incident=None, at=MONDAY, **said):
    return move(incident or reported(), Action.ORDER, TOWN_OFFICER, at=at, **said).incident


def test_an_order_changes_neither_the_lead_nor_the_limit():
    before = reported()

    after = ordered(before)

    assert (after.responsible_unit, after.due_at, after.status) == (
        before.responsible_unit,
        before.due_at,
        before.status,
    )
    assert (after.order_no, after.order_unit) == (1, TOWN)
    assert [mark.wake for mark in after.marks][-1] is Wake.ORDER_DUE


def test_the_responsible_unit_answers_and_the_one_that_ordered_is_told():
    change = move(ordered(), Action.ANSWER, OFFICER, reason="已派人")

    assert change.entries[0].details == {"order_no": 1, "late": False}
    assert [told.unit for told in change.entries[0].addressees] == [TOWN]
    assert change.incident.order_due is None
    assert Wake.ORDER_DUE not in {mark.wake for mark in change.incident.marks}


def test_an_order_that_is_not_answered_is_said_to_be_overdue_once_and_stays_open():
    incident = ordered(accepted(), limit=Limit(1, "seconds"))

    change = wake(incident)

    assert change.entries[0].event is Event.ORDER_OVERDUE
    assert {told.unit for told in change.entries[0].addressees} == {VILLAGE, TOWN}
    assert change.incident.order_due == incident.order_due
    assert Wake.ORDER_DUE not in {mark.wake for mark in change.incident.marks}
    late = move(change.incident, Action.ANSWER, OFFICER, at=MONDAY + FIVE_SECONDS)
    assert late.entries[0].details["late"] is True


def test_an_open_order_goes_with_the_incident_wherever_it_goes():
    risen = move(ordered(), Action.ESCALATE, OFFICER).incident

    assert Wake.ORDER_DUE in {mark.wake for mark in risen.marks}
    assert move(risen, Action.ANSWER, TOWN_OFFICER).incident.order_due is None


def test_a_closed_incident_has_no_open_order():
    waiting = ordered(resolved())

    assert move(waiting, Action.CONFIRM, WORKER).incident.order_due is None


# Limits counted anew


@pytest.fixture
def with_2027(monkeypatch):
    """The year 2027 with 1 and 4 January off and a make-up Saturday in between, once the function is called."""
    known = working_days.year_of

    def load():
        off = {beijing(2027, 1, day).toordinal() for day in (1, 4)}
        make_up = beijing(2027, 1, 2).toordinal()
        days = sorted({*known(2027).working_days, make_up} - off)
        year = replace(known(2027), loaded=True, working_days=tuple(days))
        monkeypatch.setattr(
            working_days, "year_of", lambda number: year if number == 2027 else known(number)
        )

    return load


def test_a_limit_that_crosses_the_year_is_provisional_and_counted_anew_when_the_year_is_known(
    with_2027,
):
    # Wednesday; three working days later is Monday 4 January 2027, as far as weekdays tell.
    incident = report(at=beijing(2026, 12, 30, 10), under=POLICY).incident
    assert (incident.provisional, incident.due_at) == (True, beijing(2027, 1, 4, 18))
    with_2027()

    change = recounting.recount(incident, beijing(2026, 12, 31, 9), POLICY)

    assert change.incident.due_at == beijing(2027, 1, 5, 18)
    assert not change.incident.provisional
    assert change.entries[0].event is OwedEvent.DUE_RECOUNTED
    assert change.entries[0].details["from"].startswith("2027-01-04")
    assert recounting.recount(change.incident, beijing(2026, 12, 31, 9), POLICY) is None


def test_what_was_done_already_is_not_done_again_when_a_limit_is_counted_anew(with_2027):
    incident = report(at=beijing(2026, 12, 30, 10), under=POLICY).incident
    while incident.wake_action is not Wake.ESCALATE:
        incident = woken(incident, under=POLICY)
    with_2027()

    counted = recounting.recount(incident, beijing(2026, 12, 31, 9), POLICY).incident

    assert [mark.wake for mark in counted.marks] == [Wake.ESCALATE]
    assert counted.wake_at == counted.due_at == beijing(2027, 1, 5, 18)


def test_a_limit_within_known_years_is_left_alone():
    assert recounting.recount(report(under=POLICY).incident, MONDAY, POLICY) is None


def test_a_confirmation_that_crosses_the_year_is_counted_anew_too(with_2027):
    incident = move(
        report(at=beijing(2026, 12, 30, 10), under=POLICY).incident,
        Action.RESOLVE,
        OFFICER,
        at=beijing(2026, 12, 31, 10),
        under=POLICY,
    ).incident
    assert incident.provisional
    with_2027()

    counted = recounting.recount(incident, beijing(2026, 12, 31, 11), POLICY).incident

    assert counted.due_at == beijing(2027, 1, 2, 18)
    assert counted.confirm_stage == incident.confirm_stage


def test_the_deputy_waits_for_the_turn_also_after_a_recount():
    with pytest.raises(ConfirmationNotYetYours):
        move(resolved(), Action.CONFIRM, caller("chief", (Role.GRID_CHIEF, GRID)))


def test_a_limit_counts_a_make_up_sunday():
    # 2026-09-20 is a working Sunday: three working days from Friday the 18th end on Tuesday the 22nd.
    incident = report(at=beijing(2026, 9, 18, 10), under=POLICY).incident

    assert incident.due_at == beijing(2026, 9, 22, 18)
    assert not incident.provisional


def test_seconds_are_seconds_whatever_the_calendar():
    assert not report(at=beijing(2027, 2, 1, 10), under=SECONDS).incident.provisional
