from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.texts import Text
from kernel.working_days import (
    install,
    is_provisional,
    is_working_day,
    packaged_notice,
    packaged_years,
)
from kernel.working_time import (
    LONGEST,
    TIME_UNITS,
    Due,
    Limit,
    MalformedLimit,
    NaiveInstant,
    TimeUnit,
    add,
    add_seconds,
    elapsed,
    end_of_days,
    in_words,
    point,
    remaining,
)

BEIJING = ZoneInfo("Asia/Shanghai")
A_WORKING_DAY = 7.5 * 3600


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def due_in_beijing(start: str, amount: int, unit: TimeUnit) -> str:
    due = add(beijing(start), Limit(amount, unit))
    return due.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


instants = st.datetimes(
    min_value=datetime.fromisoformat("2024-06-01"),
    max_value=datetime.fromisoformat("2028-06-01"),
    timezones=st.just(UTC),
)
units = st.sampled_from(TIME_UNITS)
limits = units.flatmap(lambda unit: st.builds(Limit, st.integers(1, LONGEST[unit]), st.just(unit)))


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_a_loaded_year_agrees_with_an_independent_calendar(year: int) -> None:
    ours = {day: is_working_day(day) for day in days_of(year)}

    theirs = {day: chinese_calendar.is_workday(day) for day in days_of(year)}
    assert ours == theirs
    assert not any(is_provisional(day) for day in ours)


@pytest.mark.parametrize("year", [2024, 2027, 2040])
def test_a_year_without_its_notice_follows_the_weekdays_and_is_provisional(year: int) -> None:
    for day in days_of(year):
        assert is_working_day(day) == (day.weekday() < 5)
        assert is_provisional(day)


def test_natural_hours_run_through_nights_and_holidays() -> None:
    assert due_in_beijing("2026-02-17 23:30", 2, "natural_hours") == "2026-02-18 01:30"


def test_seconds_run_at_any_time() -> None:
    start = beijing("2026-02-17 23:59:55")

    due = add(start, Limit(10, "seconds"))

    assert due == Due(start.astimezone(UTC) + timedelta(seconds=10), provisional=False)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("2026-03-02 08:30", 2, "2026-03-02 10:30", id="within the morning"),
        pytest.param("2026-03-02 11:00", 2, "2026-03-02 15:30", id="across the midday break"),
        pytest.param("2026-03-02 13:00", 1, "2026-03-02 15:30", id="starts in the break"),
        pytest.param("2026-03-02 17:00", 4, "2026-03-03 11:00", id="across the night"),
        pytest.param("2026-03-02 05:00", 1, "2026-03-02 09:00", id="before opening"),
        pytest.param("2026-03-06 19:00", 1, "2026-03-09 09:00", id="Friday evening to Monday"),
        pytest.param("2026-03-02 08:00", 4, "2026-03-02 12:00", id="ends at the close, not after"),
        pytest.param("2026-03-02 14:30", 13, "2026-03-04 10:00", id="more than a day"),
        pytest.param("2026-02-14 17:00", 2, "2026-02-24 09:00", id="nine days of Spring Festival"),
        pytest.param("2026-09-19 12:00", 1, "2026-09-20 09:00", id="a make-up Sunday is worked"),
    ],
)
def test_working_hours_run_in_office_hours_only(start: str, hours: int, due: str) -> None:
    assert due_in_beijing(start, hours, "working_hours") == due


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param("2026-03-02 08:30", 1, "2026-03-03 18:00", id="the start day does not count"),
        pytest.param("2026-03-02 23:00", 1, "2026-03-03 18:00", id="however late it started"),
        pytest.param("2026-03-06 09:00", 1, "2026-03-09 18:00", id="Friday to Monday"),
        pytest.param("2026-03-07 09:00", 1, "2026-03-09 18:00", id="Saturday to Monday"),
        pytest.param("2026-03-02 09:00", 5, "2026-03-09 18:00", id="a working week"),
        pytest.param("2026-02-14 09:00", 1, "2026-02-24 18:00", id="nine days of Spring Festival"),
        pytest.param("2026-02-13 09:00", 1, "2026-02-14 18:00", id="to a make-up Saturday"),
        pytest.param("2026-09-18 09:00", 1, "2026-09-20 18:00", id="to a make-up Sunday"),
        pytest.param("2026-09-30 09:00", 3, "2026-10-10 18:00", id="National Day week"),
    ],
)
def test_working_days_end_at_the_close_of_the_last_one(start: str, days: int, due: str) -> None:
    assert due_in_beijing(start, days, "working_days") == due


def test_the_day_that_does_not_count_is_the_day_in_beijing() -> None:
    # 16:30 UTC on Monday is already Tuesday in Beijing, so Wednesday is day one.
    late_monday_utc = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)

    due = add(late_monday_utc, Limit(1, "working_days"))

    assert due.at == beijing("2026-03-04 18:00")


def test_the_same_instant_is_due_at_the_same_time_in_every_time_zone() -> None:
    instant = beijing("2026-03-02 11:00")
    limit = Limit(3, "working_hours")

    assert add(instant.astimezone(ZoneInfo("America/New_York")), limit) == add(instant, limit)


def test_what_is_due_is_told_in_utc() -> None:
    assert add(beijing("2026-03-02 09:00"), Limit(1, "working_days")).at.tzinfo is UTC


def test_a_limit_into_a_year_without_notice_is_provisional_and_never_an_error() -> None:
    due = add(beijing("2026-11-22 09:00"), Limit(30, "working_days"))

    # Thirty weekdays after Sunday 2026-11-22, New Year's Day 2027 counted as the weekday it is.
    assert due == Due(beijing("2027-01-01 18:00").astimezone(UTC), provisional=True)


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-30 17:00", Limit(1, "working_days"), False),
        ("2026-12-31 17:00", Limit(1, "working_days"), True),
        ("2026-12-31 17:00", Limit(1, "working_hours"), False),
        ("2026-12-31 17:00", Limit(2, "working_hours"), True),
        ("2026-12-31 17:00", Limit(48, "natural_hours"), False),
        ("2024-12-31 17:00", Limit(1, "working_days"), True),
        ("2025-12-31 17:00", Limit(1, "working_days"), False),
    ],
)
def test_only_counting_working_time_past_the_loaded_years_is_provisional(
    start: str, limit: Limit, provisional: bool
) -> None:
    assert add(beijing(start), limit).provisional is provisional


def test_elapsed_counts_office_time_only() -> None:
    friday, monday = beijing("2026-03-06 17:00"), beijing("2026-03-09 09:30")

    assert elapsed(friday, monday, "working_hours") == 2.5 * 3600
    assert elapsed(friday, monday, "working_days") == 2.5 * 3600
    assert elapsed(friday, monday, "natural_hours") == 64.5 * 3600


def test_elapsed_counts_whole_years() -> None:
    year = elapsed(beijing("2026-01-01 00:00"), beijing("2027-01-01 00:00"), "working_hours")

    assert year == sum(map(is_working_day, days_of(2026))) * A_WORKING_DAY


def test_what_is_overdue_has_less_than_nothing_remaining() -> None:
    due = beijing("2026-03-06 17:00")

    assert remaining(beijing("2026-03-06 16:00"), due, "working_hours") == 3600
    assert remaining(beijing("2026-03-09 09:00"), due, "working_hours") == -2 * 3600


def test_a_paused_clock_resumes_with_what_was_left() -> None:
    due = add(beijing("2026-03-02 09:00"), Limit(6, "working_hours")).at
    left = remaining(beijing("2026-03-02 11:00"), due, "working_hours")

    resumed = add_seconds(beijing("2026-03-05 16:00"), left, "working_hours")

    assert left == 4 * 3600
    assert resumed.at == beijing("2026-03-06 10:00")


def test_a_clock_paused_in_working_days_still_ends_at_the_close() -> None:
    due = add(beijing("2026-03-02 09:00"), Limit(2, "working_days")).at
    left = remaining(beijing("2026-03-03 18:30"), due, "working_days")

    resumed = add_seconds(beijing("2026-03-09 18:30"), left, "working_days")

    assert left == A_WORKING_DAY
    assert resumed.at == beijing("2026-03-10 18:00")


def test_nothing_left_is_due_at_once() -> None:
    saturday = beijing("2026-03-07 09:00")

    assert add_seconds(saturday, 0, "working_hours").at == saturday


@pytest.mark.parametrize(
    ("unit", "half"),
    [
        ("natural_hours", "2026-03-07 18:30"),
        ("working_hours", "2026-03-09 08:30"),
    ],
)
def test_a_point_halfway_is_at_half_of_the_time_that_counts(unit: TimeUnit, half: str) -> None:
    start, due = beijing("2026-03-06 17:00"), beijing("2026-03-08 20:00")
    if unit == "working_hours":
        due = add(start, Limit(3, unit)).at

    assert point(start, due, 0.5, unit) == beijing(half)


def test_a_reminder_halfway_through_three_working_days_falls_on_the_second() -> None:
    start = beijing("2026-03-02 18:00")
    due = add(start, Limit(3, "working_days")).at

    assert point(start, due, 0.5, "working_days") == beijing("2026-03-04 11:45")


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_outside_nothing_to_all_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        point(beijing("2026-03-02 09:00"), beijing("2026-03-03 09:00"), share, "seconds")


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_time_is_never_added_backwards(seconds: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        add_seconds(beijing("2026-03-02 09:00"), seconds, "working_hours")


@pytest.mark.parametrize("unit", TIME_UNITS)
def test_an_instant_without_time_zone_is_refused(unit: TimeUnit) -> None:
    naive = datetime.fromisoformat("2026-03-02 09:00")

    with pytest.raises(NaiveInstant):
        add(naive, Limit(1, unit))
    with pytest.raises(NaiveInstant):
        elapsed(beijing("2026-03-02 09:00"), naive, unit)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (0, "seconds"),
        (-1, "working_days"),
        (1.5, "working_hours"),
        (True, "working_hours"),
        ("3", "working_days"),
        (1, "weeks"),
        (1, None),
        *((most + 1, unit) for unit, most in LONGEST.items()),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(amount: Any, unit: Any) -> None:
    with pytest.raises(MalformedLimit):
        Limit(amount, unit)


@given(instants, limits)
def test_every_limit_ends_after_its_start(start: datetime, limit: Limit) -> None:
    assert add(start, limit).at > start


@given(instants, limits)
def test_a_longer_limit_never_ends_earlier(start: datetime, limit: Limit) -> None:
    shorter = Limit(max(1, limit.amount // 2), limit.unit)

    assert add(start, shorter).at <= add(start, limit).at


@given(instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)), limits)
def test_a_later_start_never_ends_earlier(start: datetime, delay: timedelta, limit: Limit) -> None:
    assert add(start, limit).at <= add(start + delay, limit).at


@given(instants, limits)
def test_adding_what_elapsed_until_the_due_time_arrives_at_the_due_time(
    start: datetime, limit: Limit
) -> None:
    due = add(start, limit).at

    assert add_seconds(start, elapsed(start, due, limit.unit), limit.unit).at == due


@given(instants, st.integers(0, 5_000_000), units)
def test_what_was_added_has_elapsed(start: datetime, seconds: int, unit: TimeUnit) -> None:
    later = add_seconds(start, seconds, unit).at

    assert elapsed(start, later, unit) == pytest.approx(seconds, abs=1e-5)


@given(instants, instants, instants, units)
def test_elapsed_time_adds_up(
    first: datetime, second: datetime, third: datetime, unit: TimeUnit
) -> None:
    assert elapsed(first, third, unit) == pytest.approx(
        elapsed(first, second, unit) + elapsed(second, third, unit), abs=1e-5
    )


@given(instants, limits, st.floats(0, 1))
def test_every_point_lies_between_start_and_due(
    start: datetime, limit: Limit, share: float
) -> None:
    due = add(start, limit).at

    assert start <= point(start, due, share, limit.unit) <= due


@given(instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)))
def test_office_time_agrees_with_counting_the_minutes(start: datetime, span: timedelta) -> None:
    begin = start.replace(second=0, microsecond=0)
    end = (start + span).replace(second=0, microsecond=0)
    minutes = (begin + timedelta(minutes=n) for n in range(int((end - begin).total_seconds() / 60)))

    counted = sum(60 for minute in minutes if _office_open(minute.astimezone(BEIJING)))

    assert elapsed(begin, end, "working_hours") == counted


def _office_open(local: datetime) -> bool:
    morning = 8 <= local.hour < 12
    afternoon = (14, 30) <= (local.hour, local.minute) < (18, 0)
    return is_working_day(local.date()) and (morning or afternoon)


NOTICE_2027: dict[str, Any] = {
    "holidays": [{"from": "2027-01-01", "to": "2027-01-03"}],
    "make_up_working_days": ["2027-01-09"],
}


@pytest.fixture
def loaded_2027() -> Iterator[None]:
    install({2027: NOTICE_2027})
    yield
    install({})


@pytest.mark.usefixtures("loaded_2027")
def test_a_limit_that_crosses_into_an_installed_year_is_certain() -> None:
    due = add(beijing("2026-12-31 09:00"), Limit(1, "working_days"))

    assert due == Due(beijing("2027-01-04 18:00").astimezone(UTC), provisional=False)
    assert is_working_day(date(2027, 1, 9))
    assert not is_provisional(date(2027, 6, 1))


def test_what_is_no_longer_installed_is_counted_as_it_was_packaged() -> None:
    install({2027: NOTICE_2027, 2026: {"holidays": [{"from": "2026-09-20", "to": "2026-09-20"}]}})
    installed = (is_working_day(date(2026, 9, 20)), is_provisional(date(2027, 1, 1)))

    install({})

    assert installed == (False, False)
    assert (is_working_day(date(2026, 9, 20)), is_provisional(date(2027, 1, 1))) == (True, True)


def test_the_packaged_years_are_those_with_a_notice() -> None:
    assert packaged_years() == (2025, 2026)
    assert packaged_notice(2024) is None


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23T00:00", 5, "2026-11-29T00:00"),
        ("2026-11-23T23:59", 5, "2026-11-29T00:00"),
        ("2026-09-26T10:00", 5, "2026-10-09T00:00"),
        ("2026-09-25T10:00", 5, "2026-10-01T00:00"),
        ("2026-02-13T10:00", 3, "2026-02-25T00:00"),
        ("2027-09-26T10:00", 5, "2027-10-02T00:00"),
    ],
)
def test_a_period_of_days_ends_at_midnight_of_a_day_that_is_no_holiday(
    start: str, days: int, end: str
):
    assert end_of_days(beijing(start), days) == beijing(end)


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("working_days", "3 个工作日", "3 working days"),
        ("working_hours", "3 个工作小时", "3 working hours"),
        ("natural_hours", "3 小时", "3 hours, day and night"),
        ("seconds", "3 秒", "3 seconds"),
    ],
)
def test_an_amount_of_time_is_said_as_people_say_it(unit: TimeUnit, zh: str, en: str):
    assert in_words(3, unit) == Text(zh, en)
