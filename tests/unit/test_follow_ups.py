"""What a village owes by a day, and how it climbs when it is not done by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from incidents.followups import rules
from incidents.followups.rules import (
    FollowUp,
    FollowUpAction,
    FollowUpChange,
    FollowUpClosed,
    FollowUpStatus,
    Kind,
    NobodyAbove,
)
from incidents.rules.climbing import HOLIDAYS_PUBLISHED, LIMIT_PASSED, NOBODY_HOLDS_POST, Timer
from incidents.rules.clocked import CLOCK, Actor, Addressee, Wake
from incidents.rules.states import Event
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields
from kernel.units import Tier
from tests.support.incidents import (
    CHIEF,
    COUNTY,
    COUNTY_OFFICER,
    MONDAY,
    OFFICER,
    POLICY,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    without,
)

DUE = MONDAY + timedelta(days=10)
TOWN_LIMIT = datetime(2026, 12, 10, 18, tzinfo=SHANGHAI)
"""Five working days after Thursday, 3 December 2026, to the end of the day."""
SECRETARY = Actor("village", "演示村干部")


def followed() -> FollowUp:
    return rules.follow(
        follow_up_id="F1",
        case_code="140426-26-00000-00000",
        kind=Kind.RESOLUTION,
        unit=VILLAGE,
        due_at=DUE,
        about={"matter": "M1", "title": "村道硬化", "milestone": "开工"},
        actor=SECRETARY,
        now=MONDAY,
        policy=POLICY,
    ).after


def woken(follow_up: FollowUp, staffing=STAFFED, **how) -> FollowUpChange:
    assert follow_up.wake_at is not None
    change = rules.wake(follow_up, now=follow_up.wake_at, policy=POLICY, staffing=staffing, **how)
    assert change is not None
    return change


def at_the(tier: Tier) -> FollowUp:
    follow_up = followed()
    while follow_up.tier is not tier:
        follow_up = woken(follow_up).after
    return follow_up


def moved(follow_up: FollowUp, action: FollowUpAction, reason: str | None = "理由", **how):
    how = {"actor": SECRETARY, "now": MONDAY, "policy": POLICY, "staffing": STAFFED} | how
    return rules.move(follow_up, action, reason, **how)


def test_until_its_day_the_village_alone_answers_for_what_it_decided():
    follow_up = followed()

    assert (follow_up.tier, follow_up.responsible_unit) == (Tier.VILLAGE, VILLAGE)
    assert (follow_up.due_at, follow_up.has_climbed) == (DUE, False)
    assert [mark.wake for mark in follow_up.marks] == [Wake.REMIND, Wake.ESCALATE]
    assert follow_up.wake_at == MONDAY + timedelta(days=8)
    assert (follow_up.epoch, follow_up.armed_for) == (1, follow_up.wake_at)


def test_a_village_is_reminded_before_the_day_comes():
    change = woken(followed())

    assert [(one.event, one.addressees) for one in change.entries] == [
        (Event.REMINDED, (Addressee(Tier.VILLAGE, VILLAGE),))
    ]
    assert change.after.wake_at == DUE


def test_a_day_that_passes_takes_it_to_the_town_and_the_village_is_told():
    reminded = woken(followed()).after

    change = woken(reminded)

    assert (change.after.tier, change.after.responsible_unit) == (Tier.TOWN, TOWN)
    assert change.after.due_at == TOWN_LIMIT
    assert change.after.unit == VILLAGE
    [told] = change.entries
    assert (told.event, told.actor, told.reason_code) == (Event.ESCALATED, CLOCK, LIMIT_PASSED)
    assert told.addressees == (Addressee(Tier.TOWN, TOWN), Addressee(Tier.VILLAGE, VILLAGE))


def test_it_climbs_to_the_county_which_is_urged_up_to_the_cap_and_never_closes_by_itself():
    follow_up, seen = followed(), list[tuple[Event, Tier]]()
    while follow_up.wake_at:
        change = woken(follow_up)
        seen += [(one.event, one.to_tier) for one in change.entries]
        follow_up = change.after

    assert seen == [
        (Event.REMINDED, Tier.VILLAGE),
        (Event.ESCALATED, Tier.TOWN),
        (Event.REMINDED, Tier.TOWN),
        (Event.ESCALATED, Tier.COUNTY),
        (Event.REMINDED, Tier.COUNTY),
        *[(Event.SUPERVISED, Tier.COUNTY)] * 5,
    ]
    assert (follow_up.status, follow_up.responsible_unit) == (FollowUpStatus.OPEN, COUNTY)


def test_a_town_without_officers_is_passed_over_with_the_reason():
    reminded = woken(followed()).after

    change = woken(reminded, without(Tier.TOWN))

    assert change.after.responsible_unit == COUNTY
    assert [(one.event, one.reason_code) for one in change.entries] == [
        (Event.ESCALATED, LIMIT_PASSED),
        (Event.TIER_SKIPPED, NOBODY_HOLDS_POST),
    ]


def test_its_timer_rides_through_its_own_moves_and_is_replaced_when_an_officer_takes_it_up():
    follow_up = followed()

    by_the_clock = woken(follow_up).after
    by_hand = moved(follow_up, FollowUpAction.ESCALATE).after

    assert by_the_clock.epoch == follow_up.epoch
    assert by_hand.epoch == follow_up.epoch + 1


def test_a_lost_timer_is_replaced_by_the_reconciler():
    late = followed()

    change = rules.wake(
        late, now=DUE + timedelta(hours=1), policy=POLICY, staffing=STAFFED, timer=Timer.RIDE
    )

    assert change is not None
    assert change.after.epoch == late.epoch + 1


def test_an_officer_takes_it_up_with_a_reason_before_the_limit_does():
    change = moved(at_the(Tier.TOWN), FollowUpAction.ESCALATE, "乡镇无法协调")

    [told] = change.entries
    assert change.after.responsible_unit == COUNTY
    assert (told.actor, told.reason, told.reason_code) == (SECRETARY, "乡镇无法协调", None)


def test_above_the_county_there_is_nobody():
    with pytest.raises(NobodyAbove):
        moved(at_the(Tier.COUNTY), FollowUpAction.ESCALATE)


def test_urging_tells_the_village_and_moves_no_clock():
    follow_up = at_the(Tier.TOWN)

    change = moved(follow_up, FollowUpAction.URGE)

    assert [(one.event, one.addressees) for one in change.entries] == [
        (Event.URGED, (Addressee(Tier.VILLAGE, VILLAGE),))
    ]
    assert (change.after.marks, change.after.epoch) == (follow_up.marks, follow_up.epoch)


@pytest.mark.parametrize("action", FollowUpAction)
def test_officers_say_why(action):
    with pytest.raises(InvalidFields):
        moved(at_the(Tier.TOWN), action, None)


def test_only_being_done_ends_it_and_every_tier_it_climbed_to_is_told():
    change = rules.fulfil(at_the(Tier.COUNTY), actor=SECRETARY, now=DUE)

    after = change.after
    assert (after.status, after.turn, after.due_at, after.marks) == (
        FollowUpStatus.DONE,
        None,
        None,
        (),
    )
    assert [(one.event, one.addressees) for one in change.entries] == [
        (Event.FULFILLED, (Addressee(Tier.TOWN, TOWN), Addressee(Tier.COUNTY, COUNTY)))
    ]


def test_what_is_done_in_time_disturbs_nobody():
    change = rules.fulfil(followed(), actor=SECRETARY, now=MONDAY)

    assert change.entries[0].addressees == ()


@pytest.mark.parametrize("end", [rules.fulfil, rules.drop])
def test_what_is_closed_stays_closed(end):
    closed = end(followed(), actor=SECRETARY, now=MONDAY).after

    assert rules.wake(closed, now=DUE, policy=POLICY, staffing=STAFFED) is None
    with pytest.raises(FollowUpClosed):
        end(closed, actor=SECRETARY, now=MONDAY)
    with pytest.raises(FollowUpClosed):
        moved(closed, FollowUpAction.URGE)


@pytest.mark.parametrize(
    ("tier", "caller", "actions"),
    [
        (Tier.VILLAGE, OFFICER, ["escalate"]),
        (Tier.VILLAGE, TOWN_OFFICER, ["urge", "escalate"]),
        (Tier.TOWN, OFFICER, []),
        (Tier.TOWN, TOWN_OFFICER, ["urge", "escalate"]),
        (Tier.TOWN, COUNTY_OFFICER, ["urge", "escalate"]),
        (Tier.COUNTY, TOWN_OFFICER, []),
        (Tier.COUNTY, COUNTY_OFFICER, ["urge"]),
        (Tier.VILLAGE, CHIEF, []),
    ],
)
def test_whoever_answers_for_it_and_whoever_stands_above_may_act(tier, caller, actions):
    assert rules.actions_of(at_the(tier), caller) == actions


def test_a_limit_that_ran_into_an_unpublished_year_is_counted_again():
    provisional = replace(
        at_the(Tier.TOWN), provisional=True, due_at=TOWN_LIMIT + timedelta(days=1)
    )

    change = rules.recount(provisional, MONDAY, POLICY)

    assert change is not None
    assert (change.after.due_at, change.after.provisional) == (TOWN_LIMIT, False)
    assert [mark.wake for mark in change.after.marks] == [Wake.REMIND, Wake.ESCALATE]
    assert change.entries[0].reason_code == HOLIDAYS_PUBLISHED


def test_the_day_a_village_chose_itself_is_never_counted_again():
    assert rules.recount(followed(), MONDAY, POLICY) is None
