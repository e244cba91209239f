"""The environment's rules at every number, on both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.clock import months_after
from kernel.texts import Text
from services.environment.rules import courtyard_moves, lines, tallies, terms, work_days
from services.environment.rules.courtyard_moves import Facts, YardCommand
from services.environment.rules.courtyard_refusals import ObjectedAlready, StillMending
from services.environment.rules.courtyard_states import YARDS, YardAction, YardHolder, YardStatus
from services.environment.rules.courtyards import (
    Courtyard,
    Objection,
    Who,
    actions_of,
    wakes_at,
)
from services.environment.rules.criteria import (
    Criteria,
    CriteriaDoNotHold,
    IndoorsWithoutConsent,
    Item,
    ScoresDoNotFit,
    parse,
)
from services.environment.rules.lines import Line, LineKind
from services.environment.rules.maps import MapApproval
from services.environment.rules.tallies import VillageTally
from services.environment.rules.terms import TooManyThings, refuse_too_many
from services.environment.rules.waiting import waiting
from services.environment.rules.work_days import WorkDay

VILLAGE = "140426106221"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
NAME = Text("项", "item")
CRITERIA = Criteria((Item("clean", NAME, 80), Item("rooms", NAME, 20, indoor=True)))


def caller(name: str, role: Role, unit: str) -> Caller:
    return Caller(name, name, (Post(role, unit, date(2026, 1, 1)),))


TOWN = caller("town", Role.TOWN_OFFICER, VILLAGE[:9])
OTHER_TOWN = caller("town2", Role.TOWN_OFFICER, VILLAGE[:9])


def facts(who: Caller, now: datetime = NOW, household: str | None = None) -> Facts:
    return Facts(Who(who, household), CRITERIA, 0, now, "new")


def yard(**more: Any) -> Courtyard:
    return Courtyard("y", VILLAGE, f"{VILLAGE}001", "h-1", 0, NOW, **more)


def slugs(status: YardStatus) -> set[str]:
    return {str(one) for one in YARDS.legal(status)}


# Points


@pytest.mark.parametrize(
    ("points", "of", "enough"), [(64, 80, True), (63, 80, False), (72, 90, True), (71, 90, False)]
)
def test_a_threshold_is_of_a_hundred_over_what_was_rated_and_nothing_is_rounded(
    points: int, of: int, enough: bool
) -> None:
    assert CRITERIA.reach({"clean": points}, of, indoors=False) is enough


@pytest.mark.parametrize("points", [0, 80])
def test_an_item_has_from_nothing_to_its_most(points: int) -> None:
    CRITERIA.check({"clean": points}, indoors=False)


@pytest.mark.parametrize("scores", [{"clean": 81}, {"clean": -1}, {}, {"clean": 1, "else": 1}])
def test_points_beyond_an_item_or_of_none_are_refused(scores: dict[str, int]) -> None:
    with pytest.raises(ScoresDoNotFit):
        CRITERIA.check(scores, indoors=False)


def test_rooms_are_rated_with_consent_and_then_are_not_left_out() -> None:
    with pytest.raises(IndoorsWithoutConsent):
        CRITERIA.check({"clean": 1, "rooms": 1}, indoors=False)
    with pytest.raises(ScoresDoNotFit):
        CRITERIA.check({"clean": 1}, indoors=True)


@pytest.mark.parametrize("most", [(99,), (101,), (50, 51)])
def test_criteria_come_to_a_hundred(most: tuple[int, ...]) -> None:
    items = [
        {"code": f"c{n}", "name": {"zh": "项", "en": "item"}, "most": one, "indoor": False}
        for n, one in enumerate(most)
    ]
    with pytest.raises(CriteriaDoNotHold):
        parse({"items": items}, 0)


def test_criteria_of_rooms_alone_are_none() -> None:
    rooms = {"code": "r", "name": {"zh": "室", "en": "rooms"}, "most": 100, "indoor": True}
    with pytest.raises(CriteriaDoNotHold):
        parse({"items": [rooms]}, 0)


# Who, and when


def test_to_the_own_household_nobody_is_staff() -> None:
    checked = yard(status=YardStatus.AT_TOWN)

    assert YardAction.VISIT in actions_of(checked, Who(TOWN), NOW)
    assert YardAction.VISIT not in actions_of(checked, Who(TOWN, "h-1"), NOW)


@pytest.mark.parametrize(("stars", "may"), [(4, True), (5, False)])
def test_a_town_looks_again_at_four_stars_and_the_county_at_five(stars: int, *, may: bool) -> None:
    held = yard(status=YardStatus.STARRED, stars=stars, recheck_on=date(2026, 11, 23))

    assert (YardAction.RECHECK in actions_of(held, Who(TOWN), NOW)) is may


def test_the_thirtieth_day_to_mend_is_whole() -> None:
    until = datetime(2026, 12, 24, tzinfo=clock.SHANGHAI)
    warned = yard(status=YardStatus.WARNED, stars=4, mend_until=until, warned_by="town")
    command = YardCommand(YardAction.RECHECK, reason="未整改", sound=False)

    with pytest.raises(StillMending):
        courtyard_moves.move(warned, command, facts(OTHER_TOWN, until - timedelta(seconds=1)))
    lost = courtyard_moves.move(warned, command, facts(OTHER_TOWN, until)).after

    assert (lost.status, lost.stars, lost.plate) == (YardStatus.LOST, 0, None)


def test_days_of_a_posting_skip_its_first_and_a_holiday_at_their_end() -> None:
    # Posted on 25 September 2026; the seventh day is 2 October, in the holiday until the 7th.
    begun = datetime(2026, 9, 25, 2, tzinfo=UTC)
    checked = yard(status=YardStatus.AT_TOWN)

    posted = courtyard_moves.move(
        checked, YardCommand(YardAction.VISIT, scores={"clean": 64}), facts(TOWN, begun)
    ).after

    assert posted.posted_until == datetime(2026, 10, 9, tzinfo=clock.SHANGHAI)
    assert wakes_at(posted) == posted.posted_until


@pytest.mark.parametrize(("there", "refused"), [(19, False), (20, True)])
def test_a_posting_takes_so_many_objections_and_one_of_each(there: int, *, refused: bool) -> None:
    resident = Caller("li", "li", (Post(Role.RESIDENT, f"{VILLAGE}001", date(2026, 1, 1)),))
    made = tuple(Objection(str(n), f"p-{n}", "x", NOW) for n in range(there))
    posted = yard(
        status=YardStatus.POSTED, proposed=4, posted_until=NOW + timedelta(1), objections=made
    )
    command = YardCommand(YardAction.OBJECT, reason="不实")

    if refused:
        with pytest.raises(ObjectedAlready):
            courtyard_moves.move(posted, command, facts(resident))
    else:
        after = courtyard_moves.move(posted, command, facts(resident)).after
        assert len(after.open_objections) == there + 1
        assert wakes_at(after) is None


@pytest.mark.parametrize("status", list(YardStatus))
def test_no_courtyard_that_is_under_way_waits_for_nobody(status: YardStatus) -> None:
    """Silence always has a next step: a unit owes one, the clock takes one, or it is over."""
    over = {YardStatus.NOT_AWARDED, YardStatus.LOST, YardStatus.LEFT}
    one = yard(
        status=status, stars=4, proposed=4, posted_until=NOW, mend_until=NOW + timedelta(1),
        recheck_on=date(2027, 1, 1),
    )  # fmt: skip

    assert (waiting(one, NOW) is not None or wakes_at(one) is not None) is (status not in over)


def test_only_its_household_says_whether_it_is_named() -> None:
    holders = {move.action: move.by for move in YARDS.moves}

    assert holders[YardAction.CONSENT] == holders[YardAction.REVOKE] == (YardHolder.HOUSEHOLD,)
    assert "award" not in slugs(YardStatus.POSTED)


# Days and bounds


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 20), 12, date(2027, 11, 20)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
    ],
)
def test_a_month_without_the_day_ends_with_its_last(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize("name", ["lines_of_a_village", "work_days_of_a_year", "loads_of_a_year"])
def test_one_more_than_may_be_is_refused(name: str) -> None:
    refuse_too_many(name, terms.amount(name) - 1)
    with pytest.raises(TooManyThings):
        refuse_too_many(name, terms.amount(name))


def line(**more: Any) -> Line:
    said: dict[str, Any] = {"keeper": "k", "interval_days": 7, "entered_on": date(2026, 11, 23)}
    return Line(
        "l", VILLAGE, LineKind.LANE, "巷", 10, lines.duty_of(LineKind.LANE), **(said | more)
    )


@pytest.mark.parametrize(("day", "late"), [(30, False), (31, True)])
def test_a_line_is_overdue_the_day_after_its_day(day: int, *, late: bool) -> None:
    today = date(2026, 11, 30) if day == 30 else date(2026, 12, 1)

    assert line().is_overdue(today) is late
    assert (lines.fall_due(line(), today, "o") is not None) is late


def test_what_is_owed_already_does_not_fall_due_again() -> None:
    assert lines.fall_due(line(owed="o"), date(2027, 1, 1), "p") is None
    assert lines.wakes_at(line(owed="o")) is None


@pytest.mark.parametrize(("day", "due"), [(date(2027, 11, 19), False), (date(2027, 11, 20), True)])
def test_trees_fall_due_when_they_have_stood_a_year(day: date, *, due: bool) -> None:
    planted = WorkDay("w", VILLAGE, date(2026, 11, 20), "植树", 10, 2, 0, 50)

    assert (work_days.fall_due(planted, day, "o") is not None) is due


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),
    ],
)
def test_an_approval_holds_from_its_first_to_its_last_day(day: date, *, holds: bool) -> None:
    approval = MapApproval("140426", "x", date(2026, 11, 23), date(2026, 11, 25))

    assert approval.holds_on(day) is holds


# Sums


def test_stars_follow_the_courtyards_whatever_they_come_to() -> None:
    tally = VillageTally(VILLAGE)
    for before, after in ((0, 4), (0, 5), (4, 5), (5, 0), (0, 4), (4, 0)):
        tally = tallies.starred(tally, before, after)
        assert tally.sums_up
    assert (tally.four, tally.five, tally.stars) == (0, 1, 5)


def test_a_sum_that_is_not_that_of_the_levels_is_seen() -> None:
    assert not VillageTally(VILLAGE, four=1, five=1, stars=8).sums_up
    assert VillageTally(VILLAGE, four=1, five=1, stars=9).sums_up
