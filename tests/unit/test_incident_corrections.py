"""Category and severity put right, a reporter's further words, a joining undone, a report that others count on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from escalation.rules.clocked import Severity
from escalation.rules.events import OwedEvent
from incidents.rules.correcting import OnlyShorter
from incidents.rules.duplicates import NotJoined
from incidents.rules.incident import Follows, NoteKind
from incidents.rules.policy import UnknownCategory
from incidents.rules.standing import OthersJoined
from incidents.rules.states import Action, Event, Status
from incidents.rules.words import MOST_WORDS, EnoughSaid
from kernel.access import Role
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields, NotAllowed
from kernel.units import Tier
from kernel.working_time import add
from tests.support.incidents import (
    COUNTY_OFFICER,
    MONDAY,
    OFFICER,
    POLICY,
    RESIDENT,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    caller,
    move,
    report,
    reported,
)

AN_HOUR = timedelta(hours=1)
NEIGHBOUR = caller("neighbour", (Role.RESIDENT, VILLAGE + "002"))
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=SHANGHAI)


def ordinary(at=MONDAY, **how):
    return report(at=at, under=POLICY, **how).incident


def correct(incident, by=OFFICER, at=MONDAY + AN_HOUR, **said):
    return move(incident, Action.CORRECT, by, at=at, under=POLICY, **said)


def limit(category, severity, tier):
    return POLICY.limit(category, severity, tier)


def test_a_correction_counts_the_clock_from_the_reports_time_and_is_kept_in_the_history():
    incident = ordinary()

    change = correct(incident, severity=Severity.PRESSING)

    now = change.incident
    assert incident.due_at
    assert now.severity is Severity.PRESSING
    assert (
        now.due_at
        == add(MONDAY, limit("public_facilities", Severity.PRESSING, Tier.VILLAGE)).at
        < incident.due_at
    )
    [step] = change.entries
    assert (step.event, step.reason) == (Event.CORRECTED, "理由")
    assert step.details == {"severity": {"from": "general", "to": "pressing"}}


def test_what_turns_out_to_be_urgent_goes_to_the_town_at_once():
    change = correct(ordinary(), severity=Severity.URGENT)

    assert change.incident.responsible_unit == TOWN
    assert [one.event for one in change.entries] == [Event.CORRECTED, OwedEvent.ESCALATED]
    urgent = limit("public_facilities", Severity.URGENT, Tier.TOWN)
    assert change.incident.due_at == add(MONDAY + AN_HOUR, urgent).at


def test_a_limit_that_has_passed_by_the_right_category_takes_it_up_at_once():
    days = MONDAY + timedelta(days=2)
    incident = ordinary()
    assert incident.due_at > days

    change = correct(incident, at=days, severity=Severity.PRESSING)

    assert add(MONDAY, limit("public_facilities", Severity.PRESSING, Tier.VILLAGE)).at < days
    assert change.incident.responsible_unit == TOWN


@pytest.mark.parametrize("said", [{"severity": Severity.GENERAL}])
def test_the_responsible_unit_alone_may_only_shorten(said):
    pressing = ordinary(severity=Severity.PRESSING)

    with pytest.raises(OnlyShorter):
        correct(pressing, **said)
    with pytest.raises(NotAllowed):
        correct(pressing, WORKER, **said)
    above = correct(pressing, TOWN_OFFICER, **said).incident

    assert above.due_at == add(MONDAY, limit("public_facilities", "general", Tier.VILLAGE)).at
    assert above.extensions == pressing.extensions + 1


def test_what_lengthens_an_urgent_incident_is_decided_above_the_town():
    urgent = ordinary(severity=Severity.URGENT)

    with pytest.raises(OnlyShorter):
        correct(urgent, TOWN_OFFICER, severity=Severity.GENERAL)
    eased = correct(urgent, COUNTY_OFFICER, severity=Severity.GENERAL).incident

    assert (eased.tier, eased.extensions) == (Tier.TOWN, 1)
    assert eased.due_at == add(MONDAY, limit("public_facilities", "general", Tier.TOWN)).at


def test_a_granted_extension_goes_along_with_a_correction():
    accepted = move(ordinary(), Action.ACCEPT, OFFICER, under=POLICY).incident
    from kernel.working_time import Limit

    asked = move(
        accepted, Action.ASK_EXTENSION, OFFICER, limit=Limit(24, "natural_hours"), under=POLICY
    ).incident
    more = move(asked, Action.APPROVE, TOWN_OFFICER, under=POLICY).incident

    pressing = correct(more, severity=Severity.PRESSING).incident

    alone = add(MONDAY, limit("public_facilities", Severity.PRESSING, Tier.VILLAGE)).at
    assert pressing.due_at == alone + timedelta(hours=24)
    assert pressing.extensions == 1


def test_a_category_that_belongs_to_a_higher_tier_takes_it_there():
    higher = next(
        code for code, one in POLICY.categories.items() if one.start_tier is not Tier.VILLAGE
    )

    assert (
        correct(ordinary(), category=higher).incident.tier is POLICY.categories[higher].start_tier
    )


def test_a_correction_corrects_something_to_what_there_is():
    with pytest.raises(InvalidFields):
        correct(ordinary(), category="public_facilities")
    with pytest.raises(UnknownCategory):
        correct(ordinary(), category="nonsense")


# A reporter's further words


def test_a_reporter_adds_a_word_while_it_is_open_and_the_unit_hears_of_it():
    change = move(reported(), Action.ADD, RESIDENT, reason="又塌了一块")

    [step] = change.entries
    assert (step.event, step.reason) == (Event.ADDED, "又塌了一块")
    assert [told.unit for told in step.addressees] == [VILLAGE]
    assert change.incident.due_at == reported().due_at
    assert move(reported(), Action.ADD, NEIGHBOUR, joined=Follows.JOINED)
    with pytest.raises(NotAllowed):
        move(reported(), Action.ADD, OFFICER)


def test_one_person_adds_only_so_much():
    assert move(reported(), Action.ADD, RESIDENT, words=MOST_WORDS - 1)
    with pytest.raises(EnoughSaid):
        move(reported(), Action.ADD, RESIDENT, words=MOST_WORDS)


# Joining undone, and a report that others count on


def joined():
    return move(reported(), Action.JOIN, NEIGHBOUR).incident


def test_a_joining_can_be_undone():
    by_joining = {"neighbour": {"description": "也看到了"}}

    change = move(joined(), Action.LEAVE, NEIGHBOUR, joined=Follows.JOINED, at_the_lead=by_joining)

    assert change.incident.joined == 0
    [note] = change.notes
    assert (note.kind, note.key, note.ended) == (NoteKind.REPORTER, "neighbour", True)


def test_whose_own_report_was_merged_stays_a_reporter():
    came = {"description": None, "from": ["140426-26-BBBBB-BBBBB"]}

    both = move(
        joined(), Action.LEAVE, NEIGHBOUR, joined=Follows.JOINED, at_the_lead={"neighbour": came}
    )
    [note] = both.notes
    assert (note.ended, note.details) == (False, {"from": ["140426-26-BBBBB-BBBBB"]})
    with pytest.raises(NotJoined):
        move(
            joined(),
            Action.LEAVE,
            NEIGHBOUR,
            joined=Follows.JOINED,
            at_the_lead={"neighbour": {"from": ["140426-26-BBBBB-BBBBB"]}},
        )


def test_a_reporter_who_cancels_what_others_joined_is_told_so():
    for others in (joined(), replace(reported(), duplicates=1)):
        with pytest.raises(OthersJoined):
            move(others, Action.CANCEL, RESIDENT)
        assert move(others, Action.CANCEL, COUNTY_OFFICER).incident.status is Status.CANCELLED
