"""Terms and limits of enforcement: every one at its last moment, and just after; working days and calendar days apart (处罚法 Art. 85)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import enforcement.rules
from enforcement.rules.numbers import document, law_of
from enforcement.rules.terms import corresponding, is_over, until, working_days_before
from kernel.clock import SHANGHAI

NUMBERS = document("numbers")["numbers"]
MONDAY = datetime(2026, 6, 1, 10, 0, tzinfo=SHANGHAI)
A_MOMENT = timedelta(milliseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


ENDS = {
    # what begins on Monday 2026-06-01 at 10:00; the Dragon Boat holiday is 06-19 to 06-21
    "hand_in": "2026-06-03T18:00",
    "bank_in": "2026-06-03T18:00",
    "evidence_kept": "2026-06-10T18:00",
    "defence": "2026-06-09T00:00",
    "hearing_request": "2026-06-09T00:00",
    "hearing_notice": "2026-06-10T18:00",
    "decision": "2026-08-31T00:00",
    "service": "2026-06-10T18:00",
    "public_notice": "2026-07-02T00:00",
    "payment": "2026-06-17T00:00",
    "demand": "2026-06-16T00:00",
    "time_to_pay": "2027-06-02T00:00",
    "court": "2026-09-02T00:00",
    "given_up": "2029-06-02T00:00",
    "seizure": "2026-07-02T00:00",
    "seizure_extension": "2026-07-02T00:00",
    "coercion_report": "2026-06-02T10:00",
    "review": "2026-08-01T00:00",
    "suit": "2026-12-02T00:00",
    "suit_after_review": "2026-06-17T00:00",
    "major_filing": "2026-06-17T00:00",
    "take_down": "2026-06-04T18:00",
    "publish_penalty": "2026-06-10T18:00",
    "publish_result": "2026-06-30T18:00",
    "crime_decide": "2026-06-05T00:00",
    "crime_send": "2026-06-02T10:00",
    "crime_police": "2026-06-05T00:00",
    "crime_review": "2026-06-05T00:00",
    "crime_goods": "2026-06-05T00:00",
    "clue": "2026-06-23T18:00",
    "give_back": "2026-06-04T18:00",
    "supervision_answer": "2026-06-15T18:00",
    "urgent_approval": "2026-06-02T10:00",
    "correction": "2026-07-02T00:00",
    "correction_extension": "2026-07-02T00:00",
}


def test_every_number_that_is_somebodys_time_is_tested() -> None:
    assert set(ENDS) == {name for name, said in NUMBERS.items() if "whose" in said}


@pytest.mark.parametrize("name", ENDS)
def test_a_term_is_open_to_its_last_moment_and_over_at_its_end(name: str) -> None:
    end = at(ENDS[name])

    assert until(name, MONDAY) == end
    assert not is_over(name, MONDAY, end - A_MOMENT)
    assert is_over(name, MONDAY, end)


def test_seven_days_are_working_days_and_fifteen_are_calendar_days_over_national_day() -> None:
    friday = at("2026-09-18T15:00")

    # a make-up Sunday counts, mid-autumn does not; the 15th day, 3 October, moves past the holiday
    assert until("service", friday) == at("2026-09-29T18:00")
    assert until("payment", friday) == at("2026-10-09T00:00")


def test_seven_working_days_across_national_day_leave_out_its_seven_days() -> None:
    assert until("service", at("2026-09-28T09:00")) == at("2026-10-13T18:00")


def test_a_ninetieth_day_on_a_sunday_stays_a_sunday() -> None:
    filed = at("2026-06-01T23:59")

    assert date(2026, 8, 30).weekday() == 6
    assert until("decision", filed) == at("2026-08-31T00:00")


def test_a_partys_last_day_on_a_sunday_moves_to_monday() -> None:
    received = at("2026-06-13T09:00")

    assert date(2026, 6, 28).weekday() == 6
    assert until("payment", received) == at("2026-06-30T00:00")


def test_the_day_counted_from_is_the_day_in_beijing() -> None:
    assert until("decision", at("2026-06-02T00:30")) == at("2026-09-01T00:00")


def test_a_limit_over_new_year_is_counted_by_weekdays_where_no_notice_is_loaded() -> None:
    assert until("service", at("2026-12-30T09:00")) == at("2027-01-08T18:00")


@pytest.mark.parametrize(
    ("day", "amount", "unit", "same"),
    [
        ("2024-02-29", 2, "years", "2026-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
        ("2026-11-30", 3, "months", "2027-02-28"),
        ("2026-12-31", 6, "months", "2027-06-30"),
    ],
)
def test_months_and_years_end_on_the_same_day_or_the_last_of_the_month(
    day: str, amount: int, unit: str, same: str
) -> None:
    assert corresponding(date.fromisoformat(day), amount, unit) == date.fromisoformat(same)


def test_working_days_are_counted_back_over_a_holiday() -> None:
    assert working_days_before(date(2026, 10, 9), 7) == date(2026, 9, 22)


@pytest.mark.parametrize("name", document("gates")["gates"])
def test_every_gate_of_the_data_is_asked_by_a_rule(name: str) -> None:
    rules = Path(enforcement.rules.__file__).parent

    assert any(f'"{name}"' in path.read_text("utf-8") for path in rules.glob("*.py"))


@pytest.mark.parametrize("name", [*NUMBERS, *document("gates")["gates"]])
def test_every_number_and_gate_rests_on_something_in_the_catalogue(name: str) -> None:
    cited = law_of(name).on(date(2026, 12, 1))

    assert cited.source.zh
    if cited.is_law:
        assert cited.article is not None


@pytest.mark.parametrize(
    "name",
    [
        "defence",
        "hearing_threshold_person",
        "hearing_threshold_organisation",
        "publish_penalty",
        "major_filing",
        "public_low",
        "training",
        "inspections_a_year",
    ],
)
def test_what_is_no_law_here_is_not_called_law(name: str) -> None:
    assert not law_of(name).on(date(2026, 12, 1)).is_law
