"""What a village owes by a day, and how it climbs when it is not done by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from escalation.rules import obligations as rules
from escalation.rules.climbing import HOLIDAYS_PUBLISHED, LIMIT_PASSED, NOBODY_HOLDS_POST, Timer
from escalation.rules.clocked import Addressee, Wake
from escalation.rules.events import OwedEvent
from escalation.rules.obligations import (
    Kind,
    NobodyAbove,
    Obligation,
    ObligationAction,
    ObligationChange,
    ObligationClosed,
    ObligationStatus,
)
from incidents.rules.states import Event
from kernel.actors import CLOCK, Actor
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields
from kernel.units import Tier
from tests.support.incidents import (
    CHIEF,
    COUNTY,
    COUNTY_OFFICER,
    MONDAY,
    OFFICER,
    STAFFED,
    TERMS,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    without,
)

DUE = MONDAY + timedelta(days=10)
TOWN_LIMIT = datetime(2026, 12, 10, 18, tzinfo=SHANGHAI)
"""Five working days after Thursday, 3 December 2026, to the end of the day."""
SECRETARY = Actor("village", "演示村干部")


def followed() -> Obligation:
    return rules.owe(
        obligation_id="F1",
        case_code="140426-26-00000-00000",
        kind=Kind.RESOLUTION,
        unit=VILLAGE,
        due_at=DUE,
        about={"matter": "M1", "title": "村道硬化", "milestone": "开工"},
        actor=SECRETARY,
        now=MONDAY,
        terms=TERMS,
    ).after


def woken(obligation: Obligation, staffing=STAFFED, **how) -> ObligationChange:
    assert obligation.wake_at is not None
    change = rules.wake(obligation, now=obligation.wake_at, terms=TERMS, staffing=staffing, **how)
    assert change is not None
    return change


def at_the(tier: Tier) -> Obligation:
    obligation = followed()
    while obligation.tier is not tier:
        obligation = woken(obligation).after
    return obligation


def moved(obligation: Obligation, action: ObligationAction, reason: str | None = "理由", **how):
    how = {"actor": SECRETARY, "now": MONDAY, "terms": TERMS, "staffing": STAFFED} | how
    return rules.move(obligation, action, reason, **how)


def test_until_its_day_the_village_alone_answers_for_what_it_decided():
    obligation = followed()

    assert (obligation.tier, obligation.responsible_unit) == (Tier.VILLAGE, VILLAGE)
    assert (obligation.due_at, obligation.has_climbed) == (DUE, False)
    assert [mark.wake for mark in obligation.marks] == [Wake.REMIND, Wake.ESCALATE]
    assert obligation.wake_at == MONDAY + timedelta(days=8)
    assert (obligation.epoch, obligation.armed_for) == (1, obligation.wake_at)


def test_a_village_is_reminded_before_the_day_comes():
    change = woken(followed())

    assert [(one.event, one.addressees) for one in change.entries] == [
        (OwedEvent.REMINDED, (Addressee(Tier.VILLAGE, VILLAGE),))
    ]
    assert change.after.wake_at == DUE


def test_a_day_that_passes_takes_it_to_the_town_and_the_village_is_told():
    reminded = woken(followed()).after

    change = woken(reminded)

    assert (change.after.tier, change.after.responsible_unit) == (Tier.TOWN, TOWN)
    assert change.after.due_at == TOWN_LIMIT
    assert change.after.unit == VILLAGE
    [told] = change.entries
    assert (told.event, told.actor, told.reason_code) == (OwedEvent.ESCALATED, CLOCK, LIMIT_PASSED)
    assert told.addressees == (Addressee(Tier.TOWN, TOWN), Addressee(Tier.VILLAGE, VILLAGE))


def test_it_climbs_to_the_county_which_is_urged_up_to_the_cap_and_never_closes_by_itself():
    obligation, seen = followed(), list[tuple[Event, Tier]]()
    while obligation.wake_at:
        change = woken(obligation)
        seen += [(one.event, one.to_tier) for one in change.entries]
        obligation = change.after

    assert seen == [
        (OwedEvent.REMINDED, Tier.VILLAGE),
        (OwedEvent.ESCALATED, Tier.TOWN),
        (OwedEvent.REMINDED, Tier.TOWN),
        (OwedEvent.ESCALATED, Tier.COUNTY),
        (OwedEvent.REMINDED, Tier.COUNTY),
        *[(OwedEvent.SUPERVISED, Tier.COUNTY)] * 5,
    ]
    assert (obligation.status, obligation.responsible_unit) == (ObligationStatus.OPEN, COUNTY)


def test_a_town_without_officers_is_passed_over_with_the_reason():
    reminded = woken(followed()).after

    change = woken(reminded, without(Tier.TOWN))

    assert change.after.responsible_unit == COUNTY
    assert [(one.event, one.reason_code) for one in change.entries] == [
        (OwedEvent.ESCALATED, LIMIT_PASSED),
        (OwedEvent.TIER_SKIPPED, NOBODY_HOLDS_POST),
    ]


def test_its_timer_rides_through_its_own_moves_and_is_replaced_when_an_officer_takes_it_up():
    obligation = followed()

    by_the_clock = woken(obligation).after
    by_hand = moved(obligation, ObligationAction.ESCALATE).after

    assert by_the_clock.epoch == obligation.epoch
    assert by_hand.epoch == obligation.epoch + 1


def test_a_lost_timer_is_replaced_by_the_reconciler():
    late = followed()

    change = rules.wake(
        late, now=DUE + timedelta(hours=1), terms=TERMS, staffing=STAFFED, timer=Timer.RIDE
    )

    assert change is not None
    assert change.after.epoch == late.epoch + 1


def test_an_officer_takes_it_up_with_a_reason_before_the_limit_does():
    change = moved(at_the(Tier.TOWN), ObligationAction.ESCALATE, "乡镇无法协调")

    [told] = change.entries
    assert change.after.responsible_unit == COUNTY
    assert (told.actor, told.reason, told.reason_code) == (SECRETARY, "乡镇无法协调", None)


def test_above_the_county_there_is_nobody():
    with pytest.raises(NobodyAbove):
        moved(at_the(Tier.COUNTY), ObligationAction.ESCALATE)


def test_urging_tells_the_village_and_moves_no_clock():
    obligation = at_the(Tier.TOWN)

    change = moved(obligation, ObligationAction.URGE)

    assert [(one.event, one.addressees) for one in change.entries] == [
        (OwedEvent.URGED, (Addressee(Tier.VILLAGE, VILLAGE),))
    ]
    assert (change.after.marks, change.after.epoch) == (obligation.marks, obligation.epoch)


@pytest.mark.parametrize("action", ObligationAction)
def test_officers_say_why(action):
    with pytest.raises(InvalidFields):
        moved(at_the(Tier.TOWN), action, None)


def test_only_being_done_ends_it_and_every_tier_it_climbed_to_is_told():
    change = rules.fulfil(at_the(Tier.COUNTY), actor=SECRETARY, now=DUE)

    after = change.after
    assert (after.status, after.turn, after.due_at, after.marks) == (
        ObligationStatus.DONE,
        None,
        None,
        (),
    )
    assert [(one.event, one.addressees) for one in change.entries] == [
        (OwedEvent.FULFILLED, (Addressee(Tier.TOWN, TOWN), Addressee(Tier.COUNTY, COUNTY)))
    ]


def test_what_is_done_in_time_disturbs_nobody():
    change = rules.fulfil(followed(), actor=SECRETARY, now=MONDAY)

    assert change.entries[0].addressees == ()


@pytest.mark.parametrize("end", [rules.fulfil, rules.drop])
def test_what_is_closed_stays_closed(end):
    closed = end(followed(), actor=SECRETARY, now=MONDAY).after

    assert rules.wake(closed, now=DUE, terms=TERMS, staffing=STAFFED) is None
    with pytest.raises(ObligationClosed):
        end(closed, actor=SECRETARY, now=MONDAY)
    with pytest.raises(ObligationClosed):
        moved(closed, ObligationAction.URGE)


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

    change = rules.recount(provisional, MONDAY, TERMS)

    assert change is not None
    assert (change.after.due_at, change.after.provisional) == (TOWN_LIMIT, False)
    assert [mark.wake for mark in change.after.marks] == [Wake.REMIND, Wake.ESCALATE]
    assert change.entries[0].reason_code == HOLIDAYS_PUBLISHED


def test_the_day_a_village_chose_itself_is_never_counted_again():
    assert rules.recount(followed(), MONDAY, TERMS) is None
