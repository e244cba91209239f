"""The clock of an incident: reminder, limit, climb, supervision, silence; and which timer counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from escalation.rules import climbing
from escalation.rules.climbing import LIMIT_PASSED, NOBODY_HOLDS_POST, Timer
from escalation.rules.clocked import Addressee, Mark, Severity, Wake
from escalation.rules.events import OwedEvent
from incidents.rules import waking
from incidents.rules.states import Action, Event, Status
from kernel.actors import CLOCK
from kernel.clock import SHANGHAI
from kernel.units import Tier
from kernel.working_time import Limit
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
    move,
    report,
    reported,
    resolved,
    wake,
    without,
    woken,
)

MILLISECOND = timedelta(milliseconds=1)
TEN_SECONDS = timedelta(seconds=10)
HALF = timedelta(seconds=5)


def beijing(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=SHANGHAI)  # type: ignore[misc]


def wakes_at(incident) -> datetime:
    assert incident.wake_at is not None
    return incident.wake_at


def woken_up(incident):
    """All that the clock does until it has nothing more to do: (event, tier) pairs."""
    seen = []
    while incident.wake_at:
        change = wake(incident)
        assert change is not None
        seen += [(entry.event, entry.to_tier) for entry in change.entries]
        incident = change.incident
    return seen, incident


# Reports


def test_a_report_starts_the_clock_of_the_village_with_a_reminder_at_the_share():
    incident = reported()

    assert (incident.tier, incident.turn) == (Tier.VILLAGE, VILLAGE)
    assert incident.due_at == MONDAY + TEN_SECONDS
    assert (incident.wake_at, incident.wake_action) == (MONDAY + HALF, Wake.REMIND)
    assert (incident.epoch, incident.armed_for, incident.version) == (1, MONDAY + HALF, 1)


@pytest.mark.parametrize(("unit", "tier"), [(TOWN, Tier.TOWN), (COUNTY, Tier.COUNTY)])
def test_what_is_known_to_be_somewhere_in_a_town_starts_there(unit, tier):
    assert reported(unit=unit).tier is tier


def test_a_category_may_start_at_the_town():
    assert reported(category="work_safety").responsible_unit == TOWN


def test_urgent_goes_to_the_town_and_the_village_at_once():
    change = report(severity=Severity.URGENT)

    assert change.incident.responsible_unit == TOWN
    assert change.entries[0].addressees == (
        Addressee(Tier.VILLAGE, VILLAGE),
        Addressee(Tier.TOWN, TOWN),
    )


def test_urgent_tells_every_tier_below_the_one_its_category_starts_at():
    county_matter = replace(SECONDS.categories["food_drugs"], start_tier=Tier.COUNTY)
    under = replace(SECONDS, categories={"food_drugs": county_matter})

    change = report(severity=Severity.URGENT, category="food_drugs", under=under)

    assert [told.unit for told in change.entries[0].addressees] == [VILLAGE, TOWN, COUNTY]


def test_only_the_responsible_tier_is_told_of_what_is_not_urgent():
    assert report().entries[0].addressees == (Addressee(Tier.VILLAGE, VILLAGE),)


def test_an_empty_tier_is_passed_over_with_the_reason_on_record():
    change = report(staffing=without(Tier.VILLAGE))

    opened, skipped = change.entries
    assert (opened.event, skipped.event) == (Event.REPORTED, OwedEvent.TIER_SKIPPED)
    assert skipped.reason_code == NOBODY_HOLDS_POST
    assert (skipped.from_tier, skipped.to_tier) == (Tier.VILLAGE, Tier.TOWN)
    assert skipped.addressees == (Addressee(Tier.TOWN, TOWN),)
    assert change.incident.due_at == MONDAY + TEN_SECONDS


def test_two_empty_tiers_are_passed_over_one_by_one():
    change = report(staffing=without(Tier.VILLAGE, Tier.TOWN))

    assert [entry.to_tier for entry in change.entries] == [Tier.VILLAGE, Tier.TOWN, Tier.COUNTY]
    assert change.incident.responsible_unit == COUNTY
    assert change.incident.entries == 3


def test_the_county_is_never_passed_over():
    change = report(staffing=without(*Tier))

    assert change.incident.tier is Tier.COUNTY
    assert change.incident.wake_at is not None


def test_an_escalation_passes_over_an_empty_town():
    change = wake(woken(reported()), staffing=without(Tier.TOWN))

    assert change is not None
    assert [entry.event for entry in change.entries] == [
        OwedEvent.ESCALATED,
        OwedEvent.TIER_SKIPPED,
    ]
    assert change.incident.tier is Tier.COUNTY


# Boundaries


@pytest.mark.parametrize(("at", "event"), [(HALF - MILLISECOND, None), (HALF, OwedEvent.REMINDED)])
def test_the_reminder_comes_at_its_share_and_not_a_millisecond_before(at, event):
    change = wake(reported(), MONDAY + at)

    assert (change.entries[0].event if change else None) == event


@pytest.mark.parametrize(
    ("at", "event"), [(TEN_SECONDS - MILLISECOND, None), (TEN_SECONDS, OwedEvent.ESCALATED)]
)
def test_the_limit_passes_exactly_when_due_and_not_a_millisecond_before(at, event):
    change = wake(woken(reported()), MONDAY + at)

    assert (change.entries[0].event if change else None) == event


def test_an_incident_is_overdue_only_after_its_limit():
    incident = reported()

    assert not incident.is_overdue(MONDAY + TEN_SECONDS)
    assert incident.is_overdue(MONDAY + TEN_SECONDS + MILLISECOND)


def test_a_limit_that_passes_unanswered_says_so():
    change = wake(woken(reported()))

    assert change is not None
    entry = change.entries[0]
    assert (entry.actor, entry.reason_code, entry.reason) == (CLOCK, LIMIT_PASSED, None)
    assert entry.addressees == (Addressee(Tier.TOWN, TOWN),)


# The whole climb


def test_with_nobody_answering_it_climbs_to_the_county_and_is_supervised_up_to_the_cap():
    seen, left = woken_up(reported())

    assert seen == [
        (OwedEvent.REMINDED, Tier.VILLAGE),
        (OwedEvent.ESCALATED, Tier.TOWN),
        (OwedEvent.REMINDED, Tier.TOWN),
        (OwedEvent.ESCALATED, Tier.COUNTY),
        (OwedEvent.REMINDED, Tier.COUNTY),
        (OwedEvent.SUPERVISED, Tier.COUNTY),
        (OwedEvent.SUPERVISED, Tier.COUNTY),
        (OwedEvent.SUPERVISED, Tier.COUNTY),
    ]
    assert (left.status, left.supervisions, left.turn) == (Status.REPORTED, 3, COUNTY)


def test_after_the_cap_there_is_silence_but_the_incident_stays_open_and_overdue():
    _, left = woken_up(reported())

    later = left.updated_at + timedelta(days=400)
    assert waking.wake(left, now=later, policy=SECONDS, staffing=STAFFED) is None
    assert left.is_overdue(later)


def test_accepting_does_not_stop_the_clock():
    accepted = move(reported(), Action.ACCEPT, OFFICER).incident

    seen, left = woken_up(accepted)

    assert left.tier is Tier.COUNTY
    assert seen[1] == (OwedEvent.ESCALATED, Tier.TOWN)


def test_a_person_escalates_as_the_clock_does():
    due = woken(reported())
    by_clock, by_person = wake(due), move(due, Action.ESCALATE, OFFICER, at=wakes_at(due))

    assert by_clock is not None
    apart = {"epoch": 0, "armed_for": None, "tenures": ()}
    assert replace(by_clock.incident, **apart) == replace(by_person.incident, **apart)
    told = {"actor": CLOCK, "reason": None, "reason_code": None}
    assert replace(by_clock.entries[0], **told) == replace(by_person.entries[0], **told)


@pytest.mark.parametrize("late", [timedelta(minutes=5), timedelta(days=30)])
def test_a_timer_that_comes_late_gives_the_next_tier_its_whole_limit(late):
    due = woken(reported())

    risen = woken(due, at=due.wake_at + late)

    assert risen.due_at == due.wake_at + late + TEN_SECONDS


# Rejection


def test_a_rejected_solution_has_the_time_that_was_left_when_it_was_proposed():
    solved_at = MONDAY + timedelta(seconds=3)
    waiting = move(reported(), Action.RESOLVE, OFFICER, at=solved_at).incident

    an_hour_later = solved_at + timedelta(hours=1)
    rejected = move(waiting, Action.REJECT, WORKER, at=an_hour_later).incident

    assert rejected.due_at == an_hour_later + timedelta(seconds=7)


def test_what_was_solved_too_late_goes_up_at_once_when_it_is_rejected():
    too_late = MONDAY + timedelta(seconds=11)
    waiting = move(reported(), Action.RESOLVE, OFFICER, at=too_late).incident

    rejected = move(waiting, Action.REJECT, WORKER, at=too_late).incident

    assert (rejected.tier, rejected.due_at) == (Tier.TOWN, too_late + TEN_SECONDS)


def test_a_second_solution_that_is_rejected_had_the_limit_running():
    waiting = move(reported(), Action.RESOLVE, OFFICER, at=MONDAY + HALF).incident
    back = move(waiting, Action.REJECT, WORKER, at=MONDAY + TEN_SECONDS).incident
    again = move(back, Action.RESOLVE, OFFICER, at=MONDAY + TEN_SECONDS).incident

    rejected = move(again, Action.REJECT, WORKER, at=MONDAY + TEN_SECONDS + HALF / 5).incident

    assert rejected.due_at == back.due_at


def test_a_rejection_that_finds_the_proposing_tier_empty_goes_up_with_a_whole_limit():
    change = move(resolved(), Action.REJECT, WORKER, staffing=without(Tier.VILLAGE))

    assert [entry.event for entry in change.entries] == [Event.REJECTED, OwedEvent.TIER_SKIPPED]
    assert change.incident.tier is Tier.TOWN
    assert change.incident.due_at == MONDAY + TEN_SECONDS


def test_after_supervision_ran_out_a_rejected_county_solution_is_supervised_anew():
    _, silent = woken_up(reported())
    waiting = move(silent, Action.RESOLVE, COUNTY_OFFICER, at=silent.updated_at).incident

    rejected = move(waiting, Action.REJECT, WORKER, at=waiting.updated_at).incident
    seen, _ = woken_up(rejected)

    assert seen == [(OwedEvent.SUPERVISED, Tier.COUNTY)] * silent.supervisions


# Which timer counts


def test_accepting_lets_the_running_timer_ride():
    before = reported()

    accepted = move(before, Action.ACCEPT, OFFICER).incident

    assert (accepted.epoch, accepted.armed_for) == (before.epoch, before.armed_for)


def test_a_solution_rides_when_its_confirmation_is_due_later():
    under = replace(SECONDS, confirmation=POLICY.confirmation)

    solved = move(reported(), Action.RESOLVE, OFFICER, under=under).incident

    assert solved.epoch == 1
    assert solved.armed_for == MONDAY + HALF
    assert wakes_at(solved) > MONDAY + HALF


def test_a_riding_timer_that_wakes_early_finds_nothing_to_do():
    under = replace(SECONDS, confirmation=POLICY.confirmation)
    solved = move(reported(), Action.RESOLVE, OFFICER, under=under).incident

    assert wake(solved, solved.armed_for) is None


@pytest.mark.parametrize("action", [Action.ESCALATE, Action.REJECT])
def test_what_goes_to_somebody_else_gets_a_new_timer(action):
    before = resolved() if action is Action.REJECT else reported()

    after = move(before, action, WORKER).incident

    assert after.epoch == before.epoch + 1
    assert after.armed_for == after.wake_at


def test_the_clock_goes_on_with_its_own_timer():
    reminded = woken(reported())
    risen = woken(reminded)

    assert [reminded.epoch, risen.epoch] == [1, 1]
    assert risen.armed_for == risen.wake_at


def test_the_reconciler_arms_a_new_timer():
    before = reported()

    change = waking.wake(
        before, now=wakes_at(before), policy=SECONDS, staffing=STAFFED, timer=Timer.ANEW
    )

    assert change is not None
    assert change.incident.epoch == 2


def test_closing_needs_no_timer_and_no_new_epoch():
    closed = move(resolved(), Action.CONFIRM, WORKER).incident

    assert (closed.epoch, closed.armed_for) == (1, None)


AN_HOUR = 3600


@pytest.mark.parametrize(
    ("armed_for", "wake_at", "rides"),
    [
        (5, 6, True),
        (5, 5, True),
        (5, 4, False),
        (0, 6, True),
        (-1, 6, False),
        (-1, 2 * AN_HOUR, False),
        (None, 6, False),
        (2 * AN_HOUR, AN_HOUR, True),
        (2 * AN_HOUR, AN_HOUR - 1, False),
    ],
    ids=[
        "later",
        "same",
        "sooner",
        "just now",
        "timer is past",
        "timer is past, much later",
        "no timer",
        "sooner, but far enough for the reconciler",
        "sooner, and too near for it",
    ],
)
def test_a_timer_rides_only_if_it_still_wakes_in_time(armed_for, wake_at, rides):
    before = replace(
        reported(),
        epoch=7,
        armed_for=None if armed_for is None else MONDAY + timedelta(seconds=armed_for),
    )
    after = replace(before, wake_at=MONDAY + timedelta(seconds=wake_at))

    armed = climbing.arm(before, after, MONDAY, Timer.RIDE)

    assert armed.epoch == (7 if rides else 8)
    assert armed.armed_for == (before.armed_for if rides else after.wake_at)


@pytest.mark.parametrize(
    ("marks", "look_in_days"),
    [
        ([(200, Wake.ESCALATE)], 110),
        ([(1, Wake.SIGN), (200, Wake.ESCALATE)], 1),
        ([(150, Wake.RESUME), (200, Wake.ESCALATE)], 110),
        ([(150, Wake.RESUME)], 150),
        ([], None),
    ],
)
def test_what_has_no_timer_is_looked_at_when_it_is_due_or_comes_within_ninety_days(
    marks, look_in_days
):
    far = climbing.with_marks(
        reported(), [Mark(MONDAY + timedelta(days=days), wake) for days, wake in marks]
    )

    looked_at = climbing.look_at(replace(far, armed_for=None))

    expected = None if look_in_days is None else MONDAY + timedelta(days=look_in_days)
    assert looked_at == expected


def test_a_mark_of_an_incident_that_has_come_near_is_armed_without_a_word():
    far = climbing.with_marks(reported(), [Mark(MONDAY + timedelta(days=200), Wake.ESCALATE)])
    waiting = replace(far, armed_for=None)
    near = MONDAY + timedelta(days=110)

    early = wake(waiting, near - timedelta(days=1))
    armed = wake(waiting, near)

    assert early is None
    assert armed is not None
    assert (armed.entries, armed.incident.armed_for) == ((), far.wake_at)
    assert wake(armed.incident, near) is None


# Working time


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (beijing(2026, 9, 18, 10), beijing(2026, 9, 22, 18)),
        (beijing(2026, 9, 30, 10), beijing(2026, 10, 10, 18)),
        (beijing(2026, 2, 13, 23, 30), beijing(2026, 2, 25, 18)),
    ],
    ids=[
        "a make-up Sunday counts",
        "National Day does not",
        "nor the nine days of Spring Festival",
    ],
)
def test_three_working_days_are_counted_by_the_holiday_notice(at, due):
    assert reported(at=at, under=POLICY).due_at == due


def test_a_limit_beyond_the_last_holiday_notice_is_provisional():
    at = beijing(2026, 12, 30, 10)

    incident = reported(at=at, under=POLICY)

    assert incident.due_at == beijing(2027, 1, 4, 18)
    assert incident.provisional


def test_a_limit_within_the_notice_is_not_provisional():
    assert not reported(under=POLICY).provisional


def test_urgent_runs_day_and_night_on_a_holiday():
    at = beijing(2026, 10, 3, 2)

    assert reported(at=at, severity=Severity.URGENT, under=POLICY).due_at == at + timedelta(hours=4)


def test_a_solution_proposed_on_friday_comes_back_with_its_office_time_not_its_weekend():
    friday = beijing(2026, 11, 20, 17)
    waiting = move(
        reported(at=friday, under=POLICY), Action.RESOLVE, OFFICER, at=friday, under=POLICY
    ).incident
    monday = beijing(2026, 11, 23, 9)

    rejected = move(waiting, Action.REJECT, WORKER, at=monday, under=POLICY).incident

    assert rejected.due_at == beijing(2026, 11, 26, 10)


def test_each_tier_has_its_own_time():
    town = at_tier(Tier.TOWN, under=SECONDS)

    solved = move(town, Action.ACCEPT, TOWN_OFFICER, at=town.updated_at).incident

    assert solved.due_at == town.updated_at + TEN_SECONDS
    assert (solved.turn, solved.unit) == (TOWN, GRID)


# Urgent: by day and night in everything


def urgent_flood():
    """Reported at Spring Festival and come to the county, which lets its limit pass."""
    incident = reported(
        at=beijing(2026, 2, 15, 1),
        category="flood_geology",
        severity=Severity.URGENT,
        under=POLICY,
    )
    while incident.supervisions == 0:
        incident = woken(incident, under=POLICY)
    return incident


def test_an_urgent_incident_is_supervised_by_day_and_night():
    flood = urgent_flood()

    assert flood.updated_at == beijing(2026, 2, 16, 5)
    assert flood.wake_at == beijing(2026, 2, 17, 5)


def test_an_order_on_an_urgent_incident_is_answered_by_day_and_night():
    at = beijing(2026, 2, 15, 1)
    incident = reported(at=at, severity=Severity.URGENT, under=POLICY)

    ordered = move(incident, Action.ORDER, COUNTY_OFFICER, at=at, under=POLICY).incident

    assert ordered.order_due == beijing(2026, 2, 17, 1)


def test_the_solution_of_an_urgent_incident_is_confirmed_by_day_and_night():
    at = beijing(2026, 2, 15, 1)
    incident = reported(at=at, severity=Severity.URGENT, under=POLICY)

    proposed = move(incident, Action.RESOLVE, TOWN_OFFICER, at=at, under=POLICY).incident

    assert proposed.due_at == beijing(2026, 2, 16, 1)


def test_more_time_for_an_urgent_incident_is_counted_by_day_and_night():
    at = beijing(2026, 2, 15, 1)
    incident = reported(at=at, severity=Severity.URGENT, under=POLICY)
    accepted = move(incident, Action.ACCEPT, TOWN_OFFICER, at=at, under=POLICY).incident
    a_day = Limit(1, "working_days")
    asked = move(
        accepted, Action.ASK_EXTENSION, TOWN_OFFICER, at=at, under=POLICY, limit=a_day
    ).incident

    more = move(asked, Action.APPROVE, COUNTY_OFFICER, at=at, under=POLICY).incident

    assert more.due_at == incident.due_at + timedelta(days=1)
