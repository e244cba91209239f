"""What a holiday notice must be before anybody counts with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kernel.problems import InvalidFields
from kernel.working_days import packaged_notice, packaged_years
from registry.rules.calendars import Span, check_notice, statutory_days

NEW_YEAR = ("2027-01-01", "2027-01-03")
LABOUR = ("2027-05-01", "2027-05-05")
NATIONAL = ("2027-10-01", "2027-10-07")
SPRING = ("2027-02-05", "2027-02-11")
TOMBS = ("2027-04-03", "2027-04-05")
BOATS = ("2027-06-09", "2027-06-09")
MOON = ("2027-09-15", "2027-09-15")
NOTICE = (NEW_YEAR, SPRING, TOMBS, LABOUR, BOATS, MOON, NATIONAL)


def spans(*days: tuple[str, str]) -> list[Span]:
    return [Span(date.fromisoformat(first), date.fromisoformat(last)) for first, last in days]


def faults(holidays: Any, *make_up: str) -> list[str]:
    with pytest.raises(InvalidFields) as refused:
        check_notice(2027, spans(*holidays), [date.fromisoformat(day) for day in make_up])
    return [error.field for error in refused.value.more["errors"]]


@pytest.mark.parametrize("year", packaged_years())
def test_the_notices_that_are_packaged_pass(year: int) -> None:
    notice = packaged_notice(year)
    assert notice is not None

    check_notice(
        year,
        spans(*((one["from"], one["to"]) for one in notice["holidays"])),
        [date.fromisoformat(day) for day in notice["make_up_working_days"]],
    )


def test_make_up_days_are_saturdays_and_sundays() -> None:
    check_notice(2027, spans(*NOTICE), [date(2027, 2, 20), date(2027, 2, 21)])

    assert faults(NOTICE, "2027-02-19", "2027-02-22") == [
        "make_up_working_days.0",
        "make_up_working_days.1",
    ]


def test_a_day_is_either_off_or_worked_and_named_once() -> None:
    assert faults(NOTICE, "2027-05-01") == ["make_up_working_days.0"]
    assert faults(NOTICE, "2027-02-20", "2027-02-20") == ["make_up_working_days.1"]


def test_days_of_another_year_belong_into_that_year() -> None:
    around = ("2026-12-31", "2027-01-03")

    assert faults((around, *NOTICE[1:])) == ["holidays.0.from"]
    assert faults((*NOTICE, ("2027-12-31", "2028-01-02"))) == ["holidays.7.to"]
    assert faults(NOTICE, "2026-02-14") == ["make_up_working_days.0"]


def test_holidays_neither_overlap_nor_end_before_they_begin() -> None:
    assert faults((*NOTICE, ("2027-10-07", "2027-10-08"))) == ["holidays.7"]
    assert faults((*NOTICE, ("2027-06-10", "2027-06-09"))) == ["holidays.7.to"]
    check_notice(2027, spans(*NOTICE, ("2027-10-08", "2027-10-08")), [])


@pytest.mark.parametrize(
    "holidays",
    [
        NOTICE[1:],
        NOTICE[:-1],
        (*NOTICE[:3], ("2027-05-02", "2027-05-05"), *NOTICE[4:]),
        (*NOTICE[:-1], ("2027-10-01", "2027-10-02")),
        *((*NOTICE[:place], *NOTICE[place + 1 :]) for place in (1, 2, 4, 5)),
        (NEW_YEAR, ("2027-02-06", "2027-02-11"), *NOTICE[2:]),
    ],
)
def test_a_notice_without_a_statutory_day_was_mistyped(holidays: Any) -> None:
    assert faults(holidays) == ["holidays"]


def test_the_law_holds_from_the_year_it_came_into_force() -> None:
    assert statutory_days(2024) == []
    assert len(statutory_days(2025)) == 13


@pytest.mark.parametrize("year", range(2025, 2027))
def test_the_statutory_days_are_those_a_second_opinion_knows(year: int) -> None:
    import chinese_calendar

    assert all(chinese_calendar.is_holiday(day) for day in statutory_days(year))


@pytest.mark.parametrize("year", range(2025, 2100))
def test_the_festivals_of_every_year_lie_where_they_can(year: int) -> None:
    eve = statutory_days(year)[1]

    assert date(year, 1, 20) <= eve <= date(year, 2, 20)
    assert len(statutory_days(year)) in (12, 13)


def test_a_year_that_is_all_holidays_was_mistyped() -> None:
    whole = [("2027-01-01", "2027-12-31")]
    many = [*NOTICE, *((f"2027-{month:02d}-12", f"2027-{month:02d}-20") for month in (3, 7, 8, 11))]

    assert "holidays.0.to" in faults(whole)
    assert faults(many) == ["holidays"]
