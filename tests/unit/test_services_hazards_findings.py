"""Findings: what begins how, who owes what by when, who may check, what may be handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kernel import clock
from kernel.access import Caller
from kernel.problems import NotAllowed
from kernel.states import IllegalMove, WordsMissing
from services.hazards.rules.checklists import Grade
from services.hazards.rules.finding import Finding, Link, LinkKind
from services.hazards.rules.finding_moves import (
    FindingCommand,
    FixerCannotCheck,
    NotToBeHandedOver,
    PhotoWanted,
    actions_of,
    hand_over,
    move,
    take_back,
)
from services.hazards.rules.finding_states import FindingAction, FindingEvent, FindingStatus
from services.hazards.rules.findings import (
    FindingChange,
    GridWorkerNeverOrders,
    NotSettledByHand,
    RectifiedTooLate,
)
from services.hazards.rules.places import Owner, OwnerKind
from tests.support.county import COUNTY, TOWN, VILLAGE
from tests.support.hazards import (
    CHIEF,
    COUNTY_OFFICER,
    MAJOR,
    NOW,
    OTHER_COUNTY_OFFICER,
    OWNER,
    PHOTOGRAPHED,
    TOWN_OFFICER,
    VILLAGE_OFFICER,
    VIOLENCE,
    WORDS,
    WORKER,
    entry,
    found,
)

OWNED = Owner(OwnerKind.PERSON, "owner")
INCIDENT = Link(LinkKind.INCIDENT, "I1")


def took(one: Finding, action: str, by: Caller, **more: Any) -> FindingChange:
    """Take a step, half a day later than it was due or now."""
    photo = more.pop("has_photo", True)
    now, home = more.pop("now", NOW), more.pop("home", None)
    said = WORDS.get(action, {}) | more
    if isinstance(said.get("rectify_on"), str):
        said["rectify_on"] = date.fromisoformat(said["rectify_on"])
    command = FindingCommand(FindingAction(action), **said)
    return move(one, command, by, now, has_photo=photo, home=home)


def midnight_after(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=clock.SHANGHAI) + timedelta(days=1)


# What begins how


def test_what_is_not_settled_is_rectified_within_seven_days_by_the_village() -> None:
    change = found(entry())

    assert change.event is FindingEvent.FOUND
    assert change.after.status is FindingStatus.RECTIFYING
    assert change.after.unit == VILLAGE
    assert change.after.rectify_on == date(2026, 11, 30)
    assert change.after.owed
    assert change.after.owed.due_at == midnight_after(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "works", "allowed"),
    [
        ((2026, 11, 22), False, False),
        ((2026, 11, 23), False, True),
        ((2026, 11, 30), False, True),
        ((2026, 12, 1), False, False),
        ((2026, 12, 1), True, True),
        ((2026, 12, 23), True, True),
        ((2026, 12, 24), True, False),
    ],
)
def test_a_day_is_within_seven_days_or_thirty_for_works(
    day: tuple[int, int, int], works: bool, allowed: bool
) -> None:
    said = entry(rectify_on=date(*day), works=works)

    if allowed:
        assert found(said).after.rectify_on == date(*day)
    else:
        with pytest.raises(RectifiedTooLate):
            found(said)


def test_what_was_settled_on_the_spot_is_checked_by_another() -> None:
    finding = found(entry(done="已更换灯具")).after

    assert finding.status is FindingStatus.TO_RECHECK
    assert finding.fixed_by == "worker"
    with pytest.raises(FixerCannotCheck):
        took(finding, "recheck", WORKER)
    assert took(finding, "recheck", CHIEF).after.status is FindingStatus.CLOSED


def test_a_major_hazard_is_the_countys_at_once_with_hours_to_control_it() -> None:
    change = found(entry(*MAJOR))

    assert change.event is FindingEvent.MAJOR_FOUND
    assert change.after.status is FindingStatus.TO_CONTROL
    assert change.after.unit == COUNTY
    assert change.after.owed
    assert change.after.owed.due_at == NOW + timedelta(hours=2)


def test_the_checklist_says_what_is_major_whoever_calls_it_general() -> None:
    assert found(entry(*MAJOR, grade=Grade.GENERAL)).after.grade is Grade.MAJOR
    assert found(entry(grade=Grade.MAJOR)).after.grade is Grade.MAJOR


@pytest.mark.parametrize("item", [MAJOR, VIOLENCE])
@pytest.mark.parametrize("said", [{"done": "已处理"}, {"rectify_on": date(2026, 11, 24)}])
def test_what_is_major_or_reported_at_once_is_neither_settled_nor_put_off(
    item: tuple[str, str], said: dict[str, Any]
) -> None:
    with pytest.raises(NotSettledByHand):
        found(entry(*item, **said))


def test_violence_is_reported_and_never_a_dispute_or_a_to_do() -> None:
    finding = found(entry(*VIOLENCE, owner=OWNED)).after

    assert finding.status is FindingStatus.TO_REPORT
    assert finding.owed
    assert finding.owed.due_at == NOW + timedelta(hours=1)
    assert actions_of(finding, WORKER) == [FindingAction.REPORT]
    with pytest.raises(NotToBeHandedOver):
        hand_over(finding, Link(LinkKind.MEDIATION, "M1"), NOW)
    assert took(finding, "report", WORKER).after.status is FindingStatus.REPORTED


def test_what_was_reported_when_it_is_entered_is_over() -> None:
    finding = found(entry(*VIOLENCE, reported_to="110")).after

    assert finding.status is FindingStatus.REPORTED
    assert finding.owed is None
    assert not finding.is_open


def test_of_violence_at_home_the_owner_of_the_house_learns_nothing() -> None:
    finding = found(entry(*VIOLENCE, owner=OWNED)).after

    assert finding.owner is None
    assert actions_of(finding, OWNER) == []


# Advice, never an order


@pytest.mark.parametrize("advice", ["责令停业", "不改就罚 款 500 元", "责 令立即撤出"])
@pytest.mark.parametrize("by", [WORKER, CHIEF, VILLAGE_OFFICER])
def test_a_grid_worker_advises_and_does_not_order(advice: str, by: Caller) -> None:
    with pytest.raises(GridWorkerNeverOrders):
        found(entry(advice=advice), by)


def test_an_organ_may_order_and_a_worker_may_advise() -> None:
    assert found(entry(advice="责令三日内改正"), TOWN_OFFICER).after.advice
    assert found(entry(advice="建议更换应急灯"), WORKER).after.advice


def test_people_are_kept_out_by_an_organ() -> None:
    finding = found(entry(*MAJOR)).after

    for by in (WORKER, CHIEF, VILLAGE_OFFICER):
        with pytest.raises(NotAllowed):
            took(finding, "control", by)
    assert took(finding, "control", TOWN_OFFICER).after.status is FindingStatus.TO_PLAN


# Rectified, checked


def test_a_hazard_rectified_at_the_last_moment_is_in_time_and_a_moment_later_late() -> None:
    finding = found(entry(owner=OWNED)).after
    due = midnight_after(2026, 11, 30)

    for at, late in ((due - timedelta(milliseconds=1), False), (due, True)):
        fixed = took(finding, "fix", OWNER, now=at).after
        assert fixed.was_late is late
        assert fixed.status is FindingStatus.TO_RECHECK


def test_the_phone_says_when_it_was_rectified_but_not_before_it_was_found() -> None:
    finding = found(entry()).after
    later = NOW + timedelta(days=10)

    fixed = took(finding, "fix", WORKER, now=later, done_at=NOW + timedelta(days=2)).after
    before = took(finding, "fix", WORKER, now=later, done_at=NOW - timedelta(days=2)).after

    assert (fixed.was_late, fixed.fixed_at) == (False, NOW + timedelta(days=2))
    assert before.fixed_at == finding.found_at


@pytest.mark.parametrize("by", [WORKER, VILLAGE_OFFICER, TOWN_OFFICER])
def test_whoever_fixed_it_does_not_check_it_whatever_the_post(by: Caller) -> None:
    fixed = took(found(entry()).after, "fix", by).after

    assert FindingAction.RECHECK not in actions_of(fixed, by)
    with pytest.raises(FixerCannotCheck):
        took(fixed, "recheck", by)


def test_whoever_fixed_it_in_vain_does_not_check_what_somebody_else_did_later() -> None:
    in_vain = took(found(entry()).after, "fix", WORKER).after
    sent_back = took(in_vain, "recheck", CHIEF, passed=False).after
    fixed = took(sent_back, "fix", VILLAGE_OFFICER).after

    assert FindingAction.RECHECK not in actions_of(fixed, WORKER)
    with pytest.raises(FixerCannotCheck):
        took(fixed, "recheck", WORKER)
    assert took(fixed, "recheck", CHIEF).after.status is FindingStatus.CLOSED


def test_an_owner_who_works_for_the_place_does_not_check_the_own_shop() -> None:
    own = Owner(OwnerKind.PERSON, "chief")
    fixed = took(found(entry(owner=own)).after, "fix", WORKER).after

    with pytest.raises(FixerCannotCheck):
        took(fixed, "recheck", CHIEF)


def test_what_does_not_pass_goes_on_within_seven_days() -> None:
    fixed = took(found(entry()).after, "fix", WORKER).after

    again = took(fixed, "recheck", CHIEF, passed=False).after

    assert again.status is FindingStatus.RECTIFYING
    assert again.sent_back == 1
    assert again.rectify_on == date(2026, 11, 30)


def test_what_does_not_pass_again_and_again_wins_no_time() -> None:
    finding, now = found(entry()).after, NOW
    for _ in range(3):
        fixed = took(finding, "fix", WORKER, now=now + timedelta(days=2)).after
        now += timedelta(days=4)
        finding = took(fixed, "recheck", CHIEF, passed=False, now=now).after

    assert finding.owed
    # Three times two days were used up by whoever rectifies; the checks took the rest.
    assert finding.owed.due_at - now == midnight_after(2026, 11, 30) - NOW - timedelta(days=6)


def test_what_was_late_and_does_not_pass_is_late_at_once() -> None:
    late = NOW + timedelta(days=9)
    fixed = took(found(entry()).after, "fix", WORKER, now=late).after

    again = took(fixed, "recheck", CHIEF, passed=False, now=late, rectify_on=date(2026, 12, 9))

    assert again.after.owed
    assert again.after.owed.due_at == late


def test_a_phone_that_says_an_earlier_time_wins_nothing_by_it() -> None:
    then = NOW + timedelta(days=6)
    fixed = took(found(entry()).after, "fix", WORKER, now=then, done_at=NOW).after

    again = took(fixed, "recheck", CHIEF, passed=False, now=then).after

    assert again.owed
    assert again.owed.due_at == midnight_after(2026, 11, 30)


def test_who_stands_above_gives_a_new_day() -> None:
    late = NOW + timedelta(days=9)
    fixed = took(found(entry()).after, "fix", WORKER, now=late).after

    again = took(fixed, "recheck", TOWN_OFFICER, passed=False, now=late).after

    assert again.rectify_on == date(2026, 12, 9)


def test_nobody_of_the_household_that_owns_it_checks_it_and_each_of_them_may_fix_it() -> None:
    own = Owner(OwnerKind.HOUSEHOLD, "h-1")
    finding = found(entry(owner=own)).after
    fixed = took(finding, "fix", OWNER, home="h-1").after

    with pytest.raises(FixerCannotCheck):
        took(fixed, "recheck", CHIEF, home="h-1")
    assert took(fixed, "recheck", CHIEF, home="h-2").after.status is FindingStatus.CLOSED


def test_who_serves_at_the_unit_that_owns_it_does_not_check_it() -> None:
    own = Owner(OwnerKind.UNIT, VILLAGE)
    fixed = took(found(entry(owner=own)).after, "fix", WORKER).after

    with pytest.raises(FixerCannotCheck):
        took(fixed, "recheck", VILLAGE_OFFICER)
    assert FindingAction.RECHECK in actions_of(fixed, CHIEF)


def test_a_photo_is_there_before_it_is_closed_where_the_checklist_asks() -> None:
    fixed = took(found(entry(*PHOTOGRAPHED)).after, "fix", WORKER).after

    with pytest.raises(PhotoWanted):
        took(fixed, "recheck", CHIEF, has_photo=False)
    assert took(fixed, "recheck", CHIEF, has_photo=False, passed=False).after.is_open
    assert not took(fixed, "recheck", CHIEF).after.is_open


def test_what_is_not_rectified_is_not_checked() -> None:
    with pytest.raises(IllegalMove):
        took(found(entry()).after, "recheck", CHIEF)


def test_a_check_says_what_was_seen() -> None:
    fixed = took(found(entry()).after, "fix", WORKER).after

    with pytest.raises(WordsMissing):
        took(fixed, "recheck", CHIEF, finding=None)


def test_an_organ_takes_back_what_is_no_hazard_and_nobody_else() -> None:
    finding = found(entry()).after

    with pytest.raises(NotAllowed):
        took(finding, "withdraw", VILLAGE_OFFICER)
    assert took(finding, "withdraw", TOWN_OFFICER).after.status is FindingStatus.WITHDRAWN


def test_whoever_owes_it_does_not_withdraw_it() -> None:
    of_town = replace(found(entry()).after, unit=TOWN)

    with pytest.raises(NotAllowed):
        took(of_town, "withdraw", TOWN_OFFICER)
    assert took(of_town, "withdraw", COUNTY_OFFICER).after.status is FindingStatus.WITHDRAWN


# Major


def to_examine() -> Finding:
    finding = took(found(entry(*MAJOR, owner=OWNED)).after, "control", TOWN_OFFICER).after
    planned = took(finding, "plan", TOWN_OFFICER).after
    return took(planned, "fix", OWNER).after


def test_a_plan_is_due_on_the_third_day_after_it_was_found() -> None:
    controlled = took(
        found(entry(*MAJOR)).after, "control", TOWN_OFFICER, now=NOW + timedelta(hours=30)
    ).after

    assert controlled.owed
    assert controlled.owed.due_at == midnight_after(2026, 11, 26)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (180, True), (181, False)])
def test_a_plan_has_half_a_year_at_most(days: int, allowed: bool) -> None:
    finding = took(found(entry(*MAJOR)).after, "control", TOWN_OFFICER).after
    day = date(2026, 11, 23) + timedelta(days=days)

    if allowed:
        assert took(finding, "plan", TOWN_OFFICER, rectify_on=day).after.rectify_on == day
    else:
        with pytest.raises(RectifiedTooLate):
            took(finding, "plan", TOWN_OFFICER, rectify_on=day)


def test_a_major_hazard_is_released_only_when_the_county_has_examined_and_agreed() -> None:
    finding = to_examine()

    for by in (WORKER, VILLAGE_OFFICER, TOWN_OFFICER):
        with pytest.raises(NotAllowed):
            took(finding, "examine", by)
    with pytest.raises(IllegalMove):
        took(finding, "recheck", COUNTY_OFFICER)
    released = took(finding, "examine", COUNTY_OFFICER)
    assert released.event is FindingEvent.RELEASED
    assert not released.after.is_open


def test_a_major_hazard_that_was_not_agreed_to_is_not_over() -> None:
    again = took(to_examine(), "examine", COUNTY_OFFICER, agreed=False).after

    assert again.status is FindingStatus.MAJOR_RECTIFYING
    assert again.owed


@pytest.mark.parametrize("action", ["recheck", "withdraw", "examine", "fix"])
def test_no_step_closes_a_major_hazard_before_it_is_planned(action: str) -> None:
    with pytest.raises(IllegalMove):
        took(found(entry(*MAJOR)).after, action, COUNTY_OFFICER)


def test_the_officer_who_removed_it_does_not_release_it() -> None:
    finding = took(found(entry(*MAJOR)).after, "control", TOWN_OFFICER).after
    fixed = took(took(finding, "plan", TOWN_OFFICER).after, "fix", COUNTY_OFFICER).after

    with pytest.raises(FixerCannotCheck):
        took(fixed, "examine", COUNTY_OFFICER)
    assert not took(fixed, "examine", OTHER_COUNTY_OFFICER).after.is_open


def test_what_turns_out_to_be_major_becomes_the_countys() -> None:
    change = took(found(entry()).after, "regrade", VILLAGE_OFFICER)

    assert change.after.status is FindingStatus.TO_CONTROL
    assert (change.after.unit, change.after.grade) == (COUNTY, Grade.MAJOR)


# Again within twelve months


def test_each_time_it_comes_again_it_is_owed_one_tier_up_as_far_as_the_county() -> None:
    first = found(entry()).after
    second = found(entry(), earlier=first).after
    third = found(entry(), earlier=second).after
    fourth = found(entry(), earlier=third).after

    assert [one.unit for one in (first, second, third, fourth)] == [VILLAGE, TOWN, COUNTY, COUNTY]
    assert second.repeat_of == first.id


def test_what_came_again_is_checked_by_whoever_answers_for_it_now() -> None:
    again = found(entry(), earlier=found(entry()).after).after
    fixed = took(again, "fix", WORKER).after

    with pytest.raises(NotAllowed):
        took(fixed, "recheck", CHIEF)
    with pytest.raises(NotAllowed):
        took(fixed, "recheck", VILLAGE_OFFICER)
    assert not took(fixed, "recheck", TOWN_OFFICER).after.is_open


# Handed over, taken back


def test_a_finding_that_is_handed_over_has_no_clock_and_goes_on_with_what_was_left() -> None:
    finding = found(entry()).after
    assert finding.owed
    left = finding.owed.due_at - NOW

    held = hand_over(finding, INCIDENT, NOW).after
    later = NOW + timedelta(days=40)
    back = take_back(held, later, done=None, by="county").after

    assert (held.owed, held.clock_owner) == (None, "incident:I1")
    assert actions_of(held, COUNTY_OFFICER) == []
    assert back.owed
    assert (back.owed.due_at - later, back.status) == (left, FindingStatus.RECTIFYING)
    assert back.clock_owner == "finding"


def test_what_was_overdue_when_it_was_handed_over_is_due_at_once_when_it_comes_back() -> None:
    late = NOW + timedelta(days=20)

    held = hand_over(found(entry()).after, INCIDENT, late).after
    back = take_back(held, late + timedelta(days=1), done=None, by="county").after

    assert back.owed
    assert back.owed.due_at == late + timedelta(days=1)


def test_what_was_removed_elsewhere_is_checked_here_by_another() -> None:
    held = hand_over(found(entry()).after, INCIDENT, NOW).after

    back = take_back(held, NOW, done="执法队已清理", by="town").after

    assert back.status is FindingStatus.TO_RECHECK
    with pytest.raises(FixerCannotCheck):
        took(back, "recheck", TOWN_OFFICER)


@pytest.mark.parametrize("finding", [to_examine, lambda: found(entry(*MAJOR)).after])
def test_a_major_hazard_is_not_handed_over(finding: Any) -> None:
    with pytest.raises(NotToBeHandedOver):
        hand_over(finding(), INCIDENT, NOW)


def test_nothing_is_handed_over_twice_nor_taken_back_unheld() -> None:
    finding = found(entry()).after
    held = hand_over(finding, INCIDENT, NOW).after

    with pytest.raises(NotToBeHandedOver):
        hand_over(held, INCIDENT, NOW)
    with pytest.raises(IllegalMove):
        take_back(finding, NOW, done=None, by="county")


def test_nobody_without_a_part_in_it_may_do_anything() -> None:
    stranger = replace(OWNER, person_id="stranger")

    assert actions_of(found(entry(owner=OWNED)).after, stranger) == []
