"""One matter, several reporters: hints, joining, merging; and what reporters say of the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from escalation.rules.climbing import Timer
from escalation.rules.clocked import Severity, Wake
from escalation.rules.events import OwedEvent
from incidents.rules import followers
from incidents.rules.duplicates import (
    AlreadyFollowing,
    NotMergeable,
    Seen,
    similar,
)
from incidents.rules.followers import MOST_FOLLOWERS, StillSettling
from incidents.rules.incident import Ending, Follows, NoteKind
from incidents.rules.open_actions import open_actions
from incidents.rules.ratings import REOPENED_OFTEN, RatedTooLate
from incidents.rules.standing import OwnResult
from incidents.rules.states import Action, Event, Status
from incidents.rules.stricter import MergersDiffer
from incidents.rules.waking import wake
from kernel.access import Role
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import WordsMissing
from kernel.units import Tier
from tests.support.incidents import (
    COUNTY,
    GRID,
    MONDAY,
    OFFICER,
    POLICY,
    RESIDENT,
    SECONDS,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    at_tier,
    caller,
    move,
    reported,
    resolved,
)

NEIGHBOUR = caller("neighbour", (Role.RESIDENT, VILLAGE + "002"))
OTHER_WORKER = caller("worker2", (Role.GRID_WORKER, GRID))
HERE = (36.502, 113.387)
# 0.00045 degrees of latitude are 50 m.
FIFTY_METRES = 50 / 110_978


def seen(**other):
    said: dict[str, Any] = {
        "id": "a",
        "case_code": "c",
        "category": "public_facilities",
        "status": Status.ACCEPTED,
        "unit": GRID,
        "created_at": MONDAY,
        "point": HERE,
    } | other
    return Seen(**said)


def hints(point, *candidates, unit=GRID, now=MONDAY, category="public_facilities"):
    return similar(category, unit, point, candidates, POLICY, now)


# Hints


@pytest.mark.parametrize(("metres", "near"), [(0, True), (49, True), (52, False)])
def test_a_report_within_the_categorys_radius_is_hinted_at(metres, near):
    point = (HERE[0] + FIFTY_METRES * metres / 50, HERE[1])

    found = hints(point, seen())

    assert bool(found) is near
    if found:
        assert found[0].metres == pytest.approx(metres, abs=1)


def test_a_report_older_than_the_categorys_window_is_not():
    window = timedelta(hours=POLICY.nearness_of("public_facilities").hours)

    assert hints(HERE, seen(), now=MONDAY + window)
    assert not hints(HERE, seen(), now=MONDAY + window + timedelta(milliseconds=1))


def test_closed_and_other_matters_are_not_hinted_at():
    assert not hints(HERE, seen(status=Status.CONFIRMED), seen(category="dispute"))


def test_without_a_point_the_same_grid_counts_as_near_and_the_nearest_comes_first():
    pointless = seen(id="b", point=None)
    near = seen(id="c", point=(HERE[0] + FIFTY_METRES / 5, HERE[1]))

    assert [hint.seen.id for hint in hints(HERE, pointless, near)] == ["c", "b"]
    assert not hints(HERE, seen(point=None, unit=VILLAGE + "009"))


# Joining


def test_whoever_joins_is_a_reporter_without_a_second_incident():
    change = move(reported(), Action.JOIN, NEIGHBOUR)

    assert (change.incident.joined, change.incident.status) == (1, Status.REPORTED)
    [note] = change.notes
    assert (note.kind, note.key, note.is_news) == (NoteKind.REPORTER, "neighbour", True)


def test_nobody_joins_what_is_already_theirs():
    with pytest.raises(AlreadyFollowing):
        move(reported(), Action.JOIN, RESIDENT)
    with pytest.raises(AlreadyFollowing):
        move(reported(), Action.JOIN, NEIGHBOUR, joined=Follows.JOINED)


def test_a_stranger_to_the_village_does_not_join():
    with pytest.raises(NotAllowed):
        move(reported(), Action.JOIN, caller("far", (Role.RESIDENT, TOWN + "222001")))


# Merging


def lead_and_duplicate():
    return replace(reported(reporter="first"), id="lead", case_code="140426-26-AAAAA-AAAAA"), (
        reported(reporter="second")
    )


def merged(**how):
    lead, duplicate = lead_and_duplicate()
    return move(duplicate, Action.MERGE, OFFICER, other=how.pop("lead", lead), into="lead", **how)


def test_a_merged_incident_has_no_clock_and_never_escalates():
    change = merged()

    follows = change.incident
    assert (follows.status, follows.merged_into) == (Status.MERGED, "lead")
    assert (follows.wake_at, follows.due_at, follows.armed_for) == (None, None, None)
    assert follows.tenures[-1].ending is Ending.MERGED
    later = MONDAY + timedelta(days=99)
    assert wake(follows, now=later, policy=SECONDS, staffing=STAFFED, timer=Timer.RIDE) is None


def test_its_reporters_become_reporters_of_the_lead():
    change = merged(followers=("third", "first"))

    [lead] = change.others
    assert (lead.incident.duplicates, lead.entries[0].event) == (1, Event.ABSORBED)
    people = {note.key for note in change.notes if note.kind is NoteKind.REPORTER}
    assert people == {"second", "third"}
    assert all(note.incident_id == "lead" for note in change.notes)


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED, Status.MERGED])
def test_only_what_is_open_leads(status):
    lead, _ = lead_and_duplicate()

    with pytest.raises(NotMergeable):
        merged(lead=replace(lead, status=status))


def test_an_incident_that_others_follow_is_not_merged_itself():
    lead, duplicate = lead_and_duplicate()
    popular = replace(duplicate, duplicates=1)

    with pytest.raises(NotMergeable):
        move(popular, Action.MERGE, OFFICER, other=lead, into="lead")


def test_more_reporters_than_a_transaction_holds_are_brought_afterwards_and_meanwhile_nothing_is_undone():
    many = tuple(map(str, range(MOST_FOLLOWERS + 1)))
    change = merged(followers=many)
    incident, lead = change.incident, change.others[0].incident

    # The reporter at once, the further ones by the clock, in two parts.
    assert [note.key for note in change.notes if note.kind is NoteKind.REPORTER] == ["second"]
    assert (incident.settles, incident.wake_action) == ("lead", Wake.FOLLOWERS)
    with pytest.raises(StillSettling):
        move(incident, Action.SEPARATE, OFFICER, other=lead, followers=many)
    some = followers.settle(incident, lead, many[:MOST_FOLLOWERS], {}, MONDAY)
    last = followers.settle(some.incident, lead, many[MOST_FOLLOWERS:], {}, MONDAY)
    brought = [note.key for one in (some, last) for note in one.notes]
    assert brought == list(many)
    assert (some.incident.settled_to, last.incident.settles) == (many[MOST_FOLLOWERS - 1], None)
    assert last.incident.wake_at is None


def test_a_merger_brought_twice_by_a_run_that_died_counts_once():
    many = tuple(map(str, range(MOST_FOLLOWERS + 1)))
    change = merged(followers=many)
    incident, lead = change.incident, change.others[0].incident
    known = {"0": {"from": [incident.case_code]}}

    again = followers.settle(incident, lead, ["0"], known, MONDAY)

    assert again.notes[0].details == {"from": [incident.case_code]}


def test_an_incident_does_not_follow_itself_or_nothing():
    _, duplicate = lead_and_duplicate()

    for other in (duplicate, None):
        with pytest.raises(InvalidFields):
            move(duplicate, Action.MERGE, OFFICER, other=other, into=duplicate.id)


def merge_into(lead, **kind):
    """Merge a report of some kind, a second after its own time, into a lead."""
    duplicate = reported(reporter="second", **kind)
    at = MONDAY + timedelta(seconds=1)
    return move(duplicate, Action.MERGE, OFFICER, at=at, other=lead, into="lead")


def test_a_merger_that_would_lose_urgency_category_or_tier_is_refused_with_what_differs():
    lead = replace(reported(reporter="first", category="policy_advice"), id="lead")
    urgent = reported(category="fire_safety", severity=Severity.URGENT)

    with pytest.raises(MergersDiffer) as refused:
        move(urgent, Action.MERGE, TOWN_OFFICER, other=lead, into="lead")

    assert refused.value.more["differs"] == ["category", "severity", "tier"]


def test_a_supervision_order_is_answered_before_its_incident_is_merged():
    lead, duplicate = lead_and_duplicate()
    ordered = move(duplicate, Action.ORDER, TOWN_OFFICER).incident

    with pytest.raises(MergersDiffer) as refused:
        move(ordered, Action.MERGE, OFFICER, other=lead, into="lead")
    answered = move(ordered, Action.ANSWER, OFFICER).incident

    assert refused.value.more["differs"] == ["order"]
    assert move(answered, Action.MERGE, OFFICER, other=lead, into="lead")


def test_a_more_pressing_or_higher_lead_takes_a_report_of_its_category():
    for lead in (reported(severity=Severity.PRESSING), at_tier(Tier.TOWN)):
        assert merge_into(replace(lead, id="lead")).incident.status is Status.MERGED


def test_a_lead_is_due_no_later_than_what_is_merged_into_it():
    later = MONDAY + timedelta(seconds=4)
    lead = replace(reported(reporter="first", at=later), id="lead")
    duplicate = reported(reporter="second")
    at = MONDAY + timedelta(seconds=5)

    [leads] = move(duplicate, Action.MERGE, OFFICER, at=at, other=lead, into="lead").others

    assert lead.due_at == MONDAY + timedelta(seconds=14)
    assert leads.incident.due_at == duplicate.due_at == MONDAY + timedelta(seconds=10)
    assert leads.incident.natural_seconds == 1


def test_a_lead_that_is_due_earlier_keeps_its_limit():
    lead = replace(reported(reporter="first"), id="lead")

    [leads] = merge_into(lead, at=MONDAY + timedelta(seconds=1)).others

    assert leads.incident.due_at == lead.due_at


def separated(by=OFFICER, **after):
    change = merged()
    return move(
        change.incident,
        Action.SEPARATE,
        by,
        at=MONDAY + timedelta(**after),
        other=change.others[0].incident,
    )


def test_a_merger_that_was_a_mistake_is_undone_and_goes_on_with_what_was_left():
    alone = separated(seconds=6)

    assert (alone.incident.status, alone.incident.merged_into) == (Status.REPORTED, None)
    assert alone.incident.due_at == MONDAY + timedelta(seconds=10)
    assert alone.others[0].incident.duplicates == 0


def test_a_merger_undone_after_the_limit_is_the_next_tiers():
    alone = separated(seconds=11)

    assert alone.incident.responsible_unit == TOWN
    assert [one.event for one in alone.entries] == [Event.SEPARATED, OwedEvent.ESCALATED]


def test_a_merger_undone_from_above_leaves_what_there_was():
    alone = separated(TOWN_OFFICER, days=1).incident

    assert (alone.responsible_unit, alone.due_at) == (
        VILLAGE,
        MONDAY + timedelta(days=1, seconds=10),
    )


def test_merging_and_separating_again_and_again_brings_it_to_the_town_in_time():
    lead, incident = lead_and_duplicate()
    at = MONDAY
    while incident.tier is Tier.VILLAGE and at < MONDAY + timedelta(seconds=60):
        follows = move(incident, Action.MERGE, OFFICER, at=at, other=lead, into="lead")
        at += timedelta(seconds=6)
        joined = follows.others[0].incident
        incident = move(follows.incident, Action.SEPARATE, OFFICER, at=at, other=joined).incident

    assert (incident.tier, at - MONDAY) == (Tier.TOWN, timedelta(seconds=12))


def test_whoever_came_to_the_lead_by_the_merger_alone_leaves_it_with_the_separation():
    by_merger = {"from": ["140426-26-7KQ2M-9XD4V"]}
    change = merged(followers=("third", "fourth"), at_the_lead={"third": {"description": "也来了"}})
    at_the_lead = {
        note.key: note.details for note in change.notes if note.kind is NoteKind.REPORTER
    }

    apart = move(
        change.incident,
        Action.SEPARATE,
        OFFICER,
        other=change.others[0].incident,
        followers=("third", "fourth"),
        at_the_lead=at_the_lead,
    )

    assert at_the_lead == {
        "second": by_merger,
        "third": {"description": "也来了"} | by_merger,
        "fourth": by_merger,
    }
    left = {note.key: note.ended for note in apart.notes if note.kind is NoteKind.REPORTER}
    assert left == {"second": True, "third": False, "fourth": True}


def test_whoever_is_brought_by_two_duplicates_stays_for_the_other():
    both = {"second": {"from": ["140426-26-7KQ2M-9XD4V", "140426-26-BBBBB-BBBBB"]}}
    change = merged()

    apart = move(
        change.incident,
        Action.SEPARATE,
        OFFICER,
        other=change.others[0].incident,
        at_the_lead=both,
    )

    [note] = [note for note in apart.notes if note.kind is NoteKind.REPORTER]
    assert (note.ended, note.details) == (False, {"from": ["140426-26-BBBBB-BBBBB"]})


# Ratings


def closed(tier=Tier.VILLAGE):
    waiting = resolved(tier)
    return move(waiting, Action.CONFIRM, WORKER, at=waiting.updated_at).incident


def rate(incident, answer=None, at=None, by=RESIDENT, **how):
    said: dict[str, Any] = {"satisfied": answer is None, "answer": answer, "reason": None}
    return move(incident, Action.RATE, by, at=at or incident.closed_at, **said, **how)


def test_a_satisfied_reporter_leaves_it_closed():
    change = rate(closed())

    assert change.incident.status is Status.CONFIRMED
    assert change.entries[0].event is Event.RATED
    assert change.notes[0].key == "000#resident"


def test_an_answer_that_reopens_sends_it_back_to_the_tier_that_solved_it():
    incident = closed(Tier.TOWN)
    later = incident.closed_at + timedelta(days=1)

    again = rate(incident, "not_solved", at=later).incident

    assert (again.status, again.tier, again.responsible_unit) == (Status.REPORTED, Tier.TOWN, TOWN)
    assert (again.round, again.due_at) == (1, later + timedelta(seconds=10))
    assert (again.closed_at, again.accepted_by, again.handler) == (None, None, None)


def test_an_answer_that_does_not_reopen_is_told_to_the_unit_and_changes_nothing():
    change = rate(closed(), "too_slow")

    assert change.incident.status is Status.CONFIRMED
    assert [told.unit for told in change.entries[0].addressees] == [VILLAGE]


def test_staff_of_the_tier_who_reopen_what_they_reported_have_what_was_left():
    waiting = move(reported(reporter="worker"), Action.RESOLVE, OFFICER, at=MONDAY).incident
    four_seconds = MONDAY + timedelta(seconds=4)
    back = move(waiting, Action.REJECT, WORKER, at=four_seconds).incident
    again = move(back, Action.RESOLVE, OFFICER, at=four_seconds).incident
    done = move(again, Action.CONFIRM, OTHER_WORKER, at=MONDAY + timedelta(seconds=7)).incident
    later = MONDAY + timedelta(days=1)

    assert rate(done, "not_solved", at=later, by=WORKER).incident.due_at == later + timedelta(
        seconds=7
    )


def test_nobody_rates_what_was_handled_or_confirmed_by_oneself():
    waiting = move(reported(reporter="worker"), Action.RESOLVE, OFFICER).incident
    done = move(waiting, Action.CONFIRM, WORKER).incident
    own = move(reported(reporter="village"), Action.RESOLVE, OFFICER).incident

    with pytest.raises(OwnResult):
        rate(done, "not_solved", by=WORKER)
    with pytest.raises(OwnResult):
        rate(move(own, Action.CONFIRM, WORKER).incident, by=OFFICER)
    assert Action.RATE not in open_actions(done, WORKER, POLICY, MONDAY)
    assert (
        rate(done, "not_solved", by=NEIGHBOUR, joined=Follows.JOINED).incident.confirmed_by is None
    )


def test_one_dissatisfied_reporter_of_several_reopens_it():
    assert (
        rate(closed(), "came_back", by=NEIGHBOUR, joined=Follows.JOINED).incident.status
        is Status.REPORTED
    )


def test_only_reporters_rate():
    with pytest.raises(NotAllowed):
        rate(closed(), by=NEIGHBOUR)


def test_what_is_reopened_often_is_supervised():
    once = rate(closed(), "not_solved")
    solved = move(once.incident, Action.RESOLVE, OFFICER, at=once.incident.updated_at).incident
    again = move(solved, Action.CONFIRM, WORKER, at=solved.updated_at).incident

    twice = rate(again, "not_solved")

    assert [entry.event for entry in once.entries] == [Event.REOPENED]
    assert [entry.event for entry in twice.entries] == [Event.REOPENED, OwedEvent.SUPERVISED]
    assert twice.entries[1].reason_code == REOPENED_OFTEN
    assert {told.unit for told in twice.entries[1].addressees} == {VILLAGE, TOWN}
    assert twice.notes[0].key == "001#resident"


def test_a_result_is_rated_within_the_policys_days():
    incident = closed()
    last = incident.closed_at + timedelta(days=POLICY.rating.days)

    assert rate(incident, at=last)
    with pytest.raises(RatedTooLate):
        rate(incident, at=last + timedelta(milliseconds=1))


def test_whoever_is_not_satisfied_says_why():
    incident = closed()

    with pytest.raises(WordsMissing):
        move(incident, Action.RATE, RESIDENT, at=MONDAY, satisfied=False)
    with pytest.raises(InvalidFields):
        rate(incident, "just_so")


def test_a_reopened_incident_goes_past_a_tier_where_nobody_is_any_more():
    empty = replace(STAFFED, officers={Tier.COUNTY: frozenset({"county"})})

    again = rate(closed(), "not_solved", staffing=empty).incident

    assert again.responsible_unit == COUNTY


def test_what_came_back_from_the_county_is_its_own_again():
    incident = closed(Tier.COUNTY)

    assert rate(incident, "not_solved").incident.responsible_unit == COUNTY
    assert at_tier(Tier.COUNTY).responsible_unit == COUNTY


def test_the_town_may_merge_what_a_village_has():
    lead, duplicate = lead_and_duplicate()

    change = move(duplicate, Action.MERGE, TOWN_OFFICER, other=lead, into="lead")

    assert change.incident.status is Status.MERGED
