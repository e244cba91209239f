"""The thirteen checklists, the rounds of the year and the numbers of hazard rounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from escalation import kind_name
from kernel import clock
from kernel.clock import midnight_after, months_after
from kernel.law import Confidence, references
from services.hazards.rules.calendar import planned
from services.hazards.rules.checklists import (
    Duty,
    Grade,
    HazardKind,
    UnknownItem,
    in_force,
    versions,
)
from services.hazards.rules.finding_states import DUTY, MAJOR_STEP, RECHECK, RECTIFY
from services.hazards.rules.places import PlaceClass, PlaceKind
from services.hazards.rules.terms import amount, days_from, document, done_when

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_there_are_thirteen_checklists() -> None:
    assert len(HazardKind) == 13


@pytest.mark.parametrize("kind", HazardKind)
def test_a_checklist_has_at_least_eight_items_each_with_a_source_or_assumed(
    kind: HazardKind,
) -> None:
    items = in_force(kind, DAY).items

    assert len(items) >= 8
    assert len({one.code for one in items}) == len(items)
    for one in items:
        cited = one.cites.on(DAY)
        assert one.name.zh
        assert one.name.en
        assert cited.confidence in (Confidence.LAW, Confidence.SEEN, Confidence.ASSUMED), one
        assert cited.confidence is not Confidence.LAW or one.cites.articles


def test_what_the_law_has_reported_at_once_is_violence_children_gas_and_sick_animals() -> None:
    duties = {
        (one.kind, one.code): one.duty
        for kind in HazardKind
        for one in in_force(kind, DAY).items
        if one.duty
    }

    assert duties == {
        (HazardKind.VULNERABLE, "violence"): Duty.POLICE,
        (HazardKind.VULNERABLE, "child-danger"): Duty.POLICE_OR_CIVIL_AFFAIRS,
        (HazardKind.GAS, "leak"): Duty.GAS_SUPPLIER,
        (HazardKind.GAS, "pipe-built-over"): Duty.GAS_SUPPLIER,
        (HazardKind.LIVESTOCK, "sick"): Duty.ANIMAL_HEALTH,
    }


def test_each_duty_is_the_laws_own() -> None:
    for kind in HazardKind:
        for one in in_force(kind, DAY).items:
            assert not one.duty or one.cites.on(DAY).is_law


def test_an_item_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownItem):
        in_force(HazardKind.POND, DAY).item("dragon")


def test_a_checklist_is_known_by_the_version_it_was_used_by() -> None:
    assert [one.version for one in versions(HazardKind.POND)] == [1]
    assert in_force(HazardKind.POND, date(2020, 1, 1)).version == 1
    assert Grade.MAJOR in {one.grade for one in in_force(HazardKind.DWELLING, DAY).items}


def test_every_place_of_every_class_has_its_interval_and_more_care_is_no_longer_one() -> None:
    intervals = document("terms")["interval_months"]

    assert set(intervals) == {str(one) for one in PlaceKind}
    for by_class in intervals.values():
        months = [by_class[str(one)] for one in PlaceClass]
        assert months == sorted(months, reverse=True)
        assert months[-1] >= 1
    assert intervals["shop"]["ordinary"] == intervals["house"]["watched"] == 1
    assert intervals["house"]["ordinary"] == 6
    assert intervals["machine"]["ordinary"] == 12


def test_no_number_of_ours_is_called_law() -> None:
    for name in ("terms", "rounds"):
        for _, cited in references(document(name)["sources"]):
            assert not cited.on(DAY).is_law


def test_every_number_says_where_it_is_from() -> None:
    said = document("terms")
    numbers = {name for name, value in said.items() if isinstance(value, int)}

    assert numbers <= {one["for"] for one in said["sources"]}


@pytest.mark.parametrize("kind", [RECTIFY, RECHECK, MAJOR_STEP, DUTY])
def test_what_is_owed_for_a_hazard_climbs_by_terms_of_its_own(kind: str) -> None:
    assert kind_name(kind)


# Rounds


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
    ],
)
def test_the_round_before_the_floods_is_on_from_its_first_to_its_last_day(
    day: date, expected: bool
) -> None:
    assert ("before-floods" in {one.id for one in planned(day, day)}) is expected


def test_slopes_are_gone_through_before_during_and_after_the_floods() -> None:
    year = planned(date(2026, 1, 1), date(2026, 12, 31))

    assert [one.id for one in year if HazardKind.SLOPE in one.kinds] == [
        "before-floods",
        "in-floods",
        "after-floods",
    ]


def test_ponds_are_looked_at_in_the_week_before_every_holiday() -> None:
    holidays = [one for one in planned(DAY, date(2026, 12, 31)) if one.id == "holiday"]
    spring = [one for one in planned(date(2026, 2, 8), date(2026, 2, 14)) if one.id == "holiday"]

    assert [one.last for one in spring] == [date(2026, 2, 14)]
    assert [one.first for one in spring] == [date(2026, 2, 8)]
    assert all(HazardKind.POND in one.kinds for one in spring)
    assert not [one for one in holidays if one.first.year == 2026]


def test_of_a_year_whose_holidays_nobody_knows_there_are_the_seasons_alone() -> None:
    ids = {one.id for one in planned(date(2031, 1, 1), date(2031, 12, 31))}

    assert "holiday" not in ids
    assert "heating" in ids


# Days


def test_a_day_ends_at_midnight_in_beijing() -> None:
    assert midnight_after(DAY) == datetime(2026, 11, 24, tzinfo=clock.SHANGHAI)


def test_the_day_of_the_event_does_not_count() -> None:
    assert days_from(NOW, "recheck_days") == datetime(2026, 11, 27, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_phone_is_believed_within_a_month_and_hardly_ahead() -> None:
    month, ahead = timedelta(days=amount("offline_days")), timedelta(minutes=5)

    assert done_when(None, NOW) == NOW
    assert done_when(NOW - month, NOW) == NOW - month
    assert done_when(NOW - month - timedelta(seconds=1), NOW) == NOW
    assert done_when(NOW + ahead, NOW) == NOW
    assert done_when(NOW + ahead + timedelta(seconds=1), NOW) == NOW
