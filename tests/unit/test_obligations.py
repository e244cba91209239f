"""What a village owes by a day, and how it climbs when it is not done by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from escalation.rules import obligation_moves, terms
from escalation.rules import obligations as rules
from escalation.rules.climbing import HOLIDAYS_PUBLISHED, LIMIT_PASSED, NOBODY_HOLDS_POST, Timer
from escalation.rules.clocked import Addressee, Wake
from escalation.rules.events import OwedEvent
from escalation.rules.ladders import UnknownRung, way_up
from escalation.rules.obligation_moves import Command, Facts, actions_of
from escalation.rules.obligation_states import (
    OBLIGATIONS,
    ObligationAction,
    ObligationStatus,
)
from escalation.rules.obligations import Obligation, ObligationChange
from escalation.store.terms import _complete, packaged
from incidents.rules.states import Event
from kernel.actors import CLOCK, Actor
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import IllegalMove, WordsMissing
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
from tests.support.states import with_nobody_in_row, without_row

BY_HAND = [row.action for row in OBLIGATIONS.moves if row.by]
DUE = MONDAY + timedelta(days=10)
TOWN_LIMIT = datetime(2026, 12, 10, 18, tzinfo=SHANGHAI)
"""Five working days after Thursday, 3 December 2026, to the end of the day."""
SECRETARY = Actor("village", "演示村干部")


def followed(**how) -> Obligation:
    said = {
        "obligation_id": "F1",
        "case_code": "140426-26-00000-00000",
        "kind": "resolution",
        "unit": VILLAGE,
        "due_at": DUE,
        "about": {"matter": "M1", "title": "村道硬化", "milestone": "开工"},
        "actor": SECRETARY,
        "now": MONDAY,
        "terms": TERMS,
    }
    return rules.owe(**(said | how)).after


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


def moved(
    obligation: Obligation, action: ObligationAction, reason="理由", by=COUNTY_OFFICER, **how
) -> ObligationChange:
    facts = Facts(by, TERMS, STAFFED, how.pop("now", MONDAY))
    return obligation_moves.move(obligation, Command(action, reason, **how), facts)


def ended(obligation: Obligation, action: ObligationAction) -> ObligationChange:
    return rules.end(obligation, action, actor=SECRETARY, now=MONDAY, terms=TERMS)


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
    assert (told.actor.person_id, told.reason, told.reason_code) == ("county", "乡镇无法协调", None)


def test_above_the_county_there_is_nobody():
    with pytest.raises(IllegalMove) as refused:
        moved(at_the(Tier.COUNTY), ObligationAction.ESCALATE)

    assert refused.value.more["legal_actions"] == ["urge"]


def test_urging_tells_the_village_and_moves_no_clock():
    obligation = at_the(Tier.TOWN)

    change = moved(obligation, ObligationAction.URGE)

    assert [(one.event, one.addressees) for one in change.entries] == [
        (OwedEvent.URGED, (Addressee(Tier.VILLAGE, VILLAGE),))
    ]
    assert (change.after.marks, change.after.epoch) == (obligation.marks, obligation.epoch)


@pytest.mark.parametrize("action", BY_HAND)
def test_officers_say_why(action):
    with pytest.raises(WordsMissing):
        moved(at_the(Tier.TOWN), action, " ")


def test_only_being_done_ends_it_and_every_tier_it_climbed_to_is_told():
    change = ended(at_the(Tier.COUNTY), ObligationAction.FULFIL)

    after = change.after
    assert (after.status, after.turn, after.due_at, after.marks) == (
        ObligationStatus.FULFILLED,
        None,
        None,
        (),
    )
    assert [(one.event, one.addressees) for one in change.entries] == [
        (OwedEvent.FULFILLED, (Addressee(Tier.TOWN, TOWN), Addressee(Tier.COUNTY, COUNTY)))
    ]


def test_what_is_done_in_time_disturbs_nobody():
    change = ended(followed(), ObligationAction.FULFIL)

    assert change.entries[0].addressees == ()


@pytest.mark.parametrize("end", [ObligationAction.FULFIL, ObligationAction.DROP])
def test_what_is_closed_stays_closed(end):
    closed = ended(followed(), end).after

    assert rules.wake(closed, now=DUE, terms=TERMS, staffing=STAFFED) is None
    with pytest.raises(IllegalMove):
        ended(closed, end)
    with pytest.raises(IllegalMove):
        moved(closed, ObligationAction.URGE)


@pytest.mark.parametrize(
    ("tier", "caller", "actions"),
    [
        (Tier.VILLAGE, OFFICER, ["escalate"]),
        (Tier.VILLAGE, TOWN_OFFICER, ["urge", "escalate", "extend"]),
        (Tier.TOWN, OFFICER, []),
        (Tier.TOWN, TOWN_OFFICER, ["urge", "escalate"]),
        (Tier.TOWN, COUNTY_OFFICER, ["urge", "escalate", "extend"]),
        (Tier.COUNTY, TOWN_OFFICER, []),
        (Tier.COUNTY, COUNTY_OFFICER, ["urge"]),
        (Tier.VILLAGE, CHIEF, []),
    ],
)
def test_whoever_answers_for_it_and_whoever_stands_above_may_act(tier, caller, actions):
    assert actions_of(at_the(tier), TERMS, caller) == actions


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("who", [OFFICER, TOWN_OFFICER, COUNTY_OFFICER, CHIEF])
@pytest.mark.parametrize("status", ObligationStatus)
@pytest.mark.parametrize("action", ObligationAction)
def test_an_action_is_listed_exactly_when_it_succeeds(tier, who, status, action):
    obligation = replace(at_the(tier), status=status)
    begun = max(obligation.due_at or MONDAY, MONDAY)

    try:
        moved(obligation, action, by=who, until=begun + timedelta(hours=1))
        succeeds = True
    except (IllegalMove, NotAllowed):
        succeeds = False

    assert (action in actions_of(obligation, TERMS, who)) is succeeds


@pytest.mark.parametrize("action", BY_HAND)
def test_without_its_row_an_action_is_neither_listed_nor_done(monkeypatch, action):
    obligation = at_the(Tier.TOWN) if action is not ObligationAction.EXTEND else followed()
    until = obligation.due_at + timedelta(hours=1)
    before = actions_of(obligation, TERMS, COUNTY_OFFICER)

    without_row(monkeypatch, OBLIGATIONS, action)

    assert action in before
    assert action not in actions_of(obligation, TERMS, COUNTY_OFFICER)
    with pytest.raises(IllegalMove):
        moved(obligation, action, until=until)


@pytest.mark.parametrize("action", BY_HAND)
def test_whoever_the_row_no_longer_names_may_not(monkeypatch, action):
    obligation = followed()

    with_nobody_in_row(monkeypatch, OBLIGATIONS, action)

    assert action not in actions_of(obligation, TERMS, COUNTY_OFFICER)
    with pytest.raises(NotAllowed):
        moved(obligation, action, until=obligation.due_at + timedelta(hours=1))


def test_the_tier_above_gives_more_time_once_and_the_village_hears_of_it():
    obligation = followed()

    change = moved(
        obligation, ObligationAction.EXTEND, by=TOWN_OFFICER, until=DUE + timedelta(days=3)
    )

    [told] = change.entries
    assert (change.after.due_at, change.after.responsible_unit) == (
        DUE + timedelta(days=3),
        VILLAGE,
    )
    assert told.addressees == (Addressee(Tier.VILLAGE, VILLAGE),)
    assert [mark.at for mark in change.after.marks][-1] == DUE + timedelta(days=3)
    with pytest.raises(IllegalMove):
        moved(change.after, ObligationAction.EXTEND, by=TOWN_OFFICER, until=DUE + timedelta(days=4))


@pytest.mark.parametrize("days", [-1, 0, 60])
def test_more_time_is_more_and_bounded(days):
    with pytest.raises(InvalidFields):
        moved(followed(), ObligationAction.EXTEND, until=DUE + timedelta(days=days))


def test_a_day_that_was_granted_is_never_counted_again():
    granted = moved(
        at_the(Tier.TOWN), ObligationAction.EXTEND, until=TOWN_LIMIT + timedelta(days=3)
    ).after

    assert rules.recount(replace(granted, provisional=True), MONDAY, TERMS) is None


def test_a_mark_far_away_waits_in_the_row_until_it_is_near():
    far = followed(due_at=MONDAY + timedelta(days=250))
    near = MONDAY + timedelta(days=111)

    early = rules.wake(far, now=near - timedelta(days=2), terms=TERMS, staffing=STAFFED)
    armed = rules.wake(far, now=near, terms=TERMS, staffing=STAFFED, timer=Timer.RIDE)

    assert (far.epoch, far.armed_for, far.wake_at) == (0, None, MONDAY + timedelta(days=200))
    assert early is None
    assert armed is not None
    assert (armed.after.epoch, armed.after.armed_for) == (1, far.wake_at)
    assert armed.entries == ()
    assert rules.wake(armed.after, now=near, terms=TERMS, staffing=STAFFED) is None


@pytest.mark.parametrize(
    ("unit", "ladder", "way"),
    [
        (VILLAGE, "places", (TOWN, COUNTY)),
        (TOWN, "places", (COUNTY,)),
        (COUNTY, "places", ()),
        (COUNTY + "-SLJ", "departments", (COUNTY,)),
        (TOWN + "-D01", "departments", (TOWN, COUNTY)),
        (TOWN + "-D02", "enforcement", (TOWN, COUNTY + "-SFJ", COUNTY)),
        (COUNTY + "-SFJ", "enforcement", (COUNTY,)),
    ],
)
def test_a_ladder_leads_from_where_one_stands_to_the_county(unit, ladder, way):
    assert way_up(unit, packaged().document["ladders"][ladder]["rungs"]) == way


def test_a_rung_that_is_none_is_refused():
    with pytest.raises(UnknownRung):
        way_up(VILLAGE, ["province"])


def test_a_rung_between_the_tiers_is_climbed_to_and_passed_over_when_nobody_is_there():
    justice = COUNTY + "-SFJ"
    team = followed(
        unit=TOWN + "-D02", terms=replace(TERMS, rungs=("town", "county-SFJ", "county"))
    )
    staffed = replace(STAFFED, teams={justice: frozenset({"justice"})})

    at_the_town = woken(woken(team).after).after
    to_justice = woken(woken(at_the_town).after, staffed).after
    past_justice = woken(woken(at_the_town).after).after

    assert at_the_town.responsible_unit == TOWN
    assert (to_justice.responsible_unit, to_justice.superior) == (justice, COUNTY)
    assert (past_justice.responsible_unit, past_justice.superior) == (COUNTY, None)


def test_every_kind_says_whom_it_tells_of_its_end_and_its_climb():
    for said in packaged().value.values():
        assert said.rungs
        assert {OwedEvent.ESCALATED, OwedEvent.FULFILLED, OwedEvent.DROPPED} <= set(said.told)


def test_what_a_county_sets_of_one_kind_leaves_its_ladder_and_the_other_kinds():
    county = {"kinds": {"resolution": {"reminder_share": 0.5}}}

    said = terms.parse(_complete(county, packaged().document), 3)["resolution"]

    assert (said.reminder_share, said.version) == (0.5, 3)
    assert (said.rungs, said.limits) == (TERMS.rungs, TERMS.limits)


def test_what_is_closed_says_to_nobody_who_may():
    assert OBLIGATIONS.legal(ObligationStatus.FULFILLED) == ()
    assert OBLIGATIONS.legal(ObligationStatus.DROPPED) == ()


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
