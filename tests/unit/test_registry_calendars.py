"""What a holiday notice must be before anybody counts with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kernel.problems import InvalidFields
from kernel.working_time import packaged_notice, packaged_years
from registry.rules.calendars import Span, check_notice, fixed_days

NEW_YEAR = ("2027-01-01", "2027-01-03")
LABOUR = ("2027-05-01", "2027-05-05")
NATIONAL = ("2027-10-01", "2027-10-07")
NOTICE = (NEW_YEAR, LABOUR, NATIONAL)


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

    assert faults((around, LABOUR, NATIONAL)) == ["holidays.0.from"]
    assert faults((*NOTICE, ("2027-12-31", "2028-01-02"))) == ["holidays.3.to"]
    assert faults(NOTICE, "2026-02-14") == ["make_up_working_days.0"]


def test_holidays_neither_overlap_nor_end_before_they_begin() -> None:
    assert faults((*NOTICE, ("2027-10-07", "2027-10-08"))) == ["holidays.3"]
    assert faults((*NOTICE, ("2027-06-10", "2027-06-09"))) == ["holidays.3.to"]
    check_notice(2027, spans(*NOTICE, ("2027-10-08", "2027-10-08")), [])


@pytest.mark.parametrize(
    "holidays",
    [
        (LABOUR, NATIONAL),
        (NEW_YEAR, ("2027-05-02", "2027-05-05"), NATIONAL),
        (NEW_YEAR, LABOUR, ("2027-10-01", "2027-10-02")),
    ],
)
def test_a_notice_without_a_statutory_day_was_mistyped(holidays: Any) -> None:
    assert faults(holidays) == ["holidays"]


def test_the_law_holds_from_the_year_it_came_into_force() -> None:
    assert fixed_days(2024) == []
    assert len(fixed_days(2025)) == 6
