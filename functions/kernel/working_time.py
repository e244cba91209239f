"""Limits in working and natural time: when something is due, and how much time has been used.

Working days are those of `kernel.working_days`; office hours are data as well (`calendars/office_hours.json`).

How a limit is counted follows 民法典 (Civil Code) Art. 201 and 203, which we apply by analogy to
the limits of incidents (assumed, no rule for grid incidents was found):

- hours run from the moment itself (Art. 201(2));
- days start on the day after (Art. 201(1)) and end on the last day at the close of business
  (Art. 203(2)).
"""

import json
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from kernel.record import record
from kernel.texts import Text
from kernel.working_days import (
    CALENDARS,
    all_years_loaded,
    is_working_day,
    nth_working_day_after,
    working_days_between,
    year_of,
)

TimeUnit: TypeAlias = Literal["seconds", "natural_hours", "working_hours", "working_days"]
TIME_UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
LONGEST: Final[dict[TimeUnit, int]] = {
    "seconds": 366 * 24 * 3600,
    "natural_hours": 366 * 24,
    "working_hours": 366 * 8,
    "working_days": 366,
}
"""The largest amount of each unit; more than about a year is a mistake in a policy."""
UNIT_NAMES: Final[dict[TimeUnit, Text]] = {
    "seconds": Text("秒", "seconds"),
    "natural_hours": Text("小时", "hours, day and night"),
    "working_hours": Text("个工作小时", "working hours"),
    "working_days": Text("个工作日", "working days"),
}


class MalformedLimit(ValueError):
    """An amount or unit that cannot be a limit."""


class NaiveInstant(ValueError):
    """A datetime without time zone was given where an instant is needed."""


@record
class Limit:
    """How long something may take.

    Attributes
    ----------
    amount
        A whole number from 1 to `LONGEST[unit]`.
    unit
        `seconds` and `natural_hours` run day and night, `working_hours` in office hours only,
        `working_days` to the close of the last counted day.

    Raises
    ------
    MalformedLimit
        If amount or unit is out of range.
    """

    amount: int
    unit: TimeUnit

    def __post_init__(self) -> None:
        if self.unit not in TIME_UNITS:
            raise MalformedLimit(f"unit must be one of {', '.join(TIME_UNITS)}: {self.unit!r}")
        if type(self.amount) is not int or not 1 <= self.amount <= LONGEST[self.unit]:
            raise MalformedLimit(
                f"amount in {self.unit} must be a whole number from 1 to "
                f"{LONGEST[self.unit]}: {self.amount!r}"
            )


def in_words(amount: int, unit: TimeUnit) -> Text:
    """Return an amount of time as people say it."""
    said = UNIT_NAMES[unit]
    return Text(f"{amount} {said.zh}", f"{amount} {said.en}")


def too_long(unit: TimeUnit) -> Text:
    """Return what is said of an amount beyond the largest."""
    most = in_words(LONGEST[unit], unit)
    return Text(f"最多 {most.zh}。", f"At most {most.en}.")


@record
class Due:
    """An instant that was counted.

    Attributes
    ----------
    at
        The instant, in UTC.
    provisional
        True if the count passed through a year whose holiday notice is not loaded, so that the
        instant may move once it is.
    """

    at: datetime
    provisional: bool


def add(start: datetime, limit: Limit) -> Due:
    """Return when a limit that starts at `start` is over.

    Parameters
    ----------
    start
        Any instant, in or out of office hours, with a time zone.

    Raises
    ------
    NaiveInstant
        If `start` has no time zone.

    Notes
    -----
    民法典 Art. 201, 203, see the module. The day counted from is the day in Beijing.
    """
    match limit.unit:
        case "seconds":
            return add_seconds(start, limit.amount, limit.unit)
        case "natural_hours" | "working_hours":
            return add_seconds(start, limit.amount * 3600, limit.unit)
        case "working_days":
            first = _local(start).date()
            last = nth_working_day_after(first, limit.amount)
            close = timedelta(seconds=_office().periods[-1][1])
            return Due(_instant(last, close), not all_years_loaded(first, last))


def elapsed(start: datetime, end: datetime, unit: TimeUnit) -> float:
    """Return the seconds that ran from `start` to `end` on a clock of the given unit.

    Returns
    -------
    float
        Office seconds for `working_hours` and `working_days`, seconds otherwise; negative where
        `end` is before `start`.

    Raises
    ------
    NaiveInstant
        If either instant has no time zone.
    """
    begun, ended = _local(start), _local(end)
    if unit in ("seconds", "natural_hours"):
        return (ended - begun).total_seconds()
    if ended < begun:
        return -elapsed(end, start, unit)
    whole_days = working_days_between(begun.date(), ended.date()) * _office().seconds_a_day
    return whole_days - _worked_by(begun) + _worked_by(ended)


def add_seconds(start: datetime, seconds: float, unit: TimeUnit) -> Due:
    """Return the first instant at which `seconds` have run since `start`.

    Together with `elapsed` this carries a paused clock on: take what was left when it stopped,
    and add it when it resumes.

    Parameters
    ----------
    seconds
        As `elapsed` counts them, not negative.

    Raises
    ------
    ValueError
        If `seconds` is negative.
    NaiveInstant
        If `start` has no time zone.
    """
    if not seconds >= 0:
        raise ValueError(f"seconds must not be negative: {seconds!r}")
    begun = _local(start)
    span = timedelta(seconds=seconds)
    if unit in ("seconds", "natural_hours") or not span:
        return Due((start + span).astimezone(UTC), provisional=False)

    first = begun.date()
    since_opening = timedelta(seconds=_worked_by(begun)) + span
    a_day = timedelta(seconds=_office().seconds_a_day)
    if is_working_day(first) and since_opening <= a_day:
        last, rest = first, since_opening
    else:
        beyond_today = since_opening - (a_day if is_working_day(first) else timedelta(0))
        full_days, rest = divmod(beyond_today, a_day)
        # Exactly full days end at the close of the last one, not at the opening of the next.
        if not rest:
            full_days, rest = full_days - 1, a_day
        last = nth_working_day_after(first, full_days + 1)
    return Due(_instant(last, _time_of_day(rest)), not all_years_loaded(first, last))


def remaining(now: datetime, due: datetime, unit: TimeUnit) -> float:
    """Return the seconds left until `due` as `elapsed` counts them; negative when overdue.

    Raises
    ------
    NaiveInstant
        If either instant has no time zone.
    """
    return elapsed(now, due, unit)


def point(start: datetime, due: datetime, share: float, unit: TimeUnit) -> datetime:
    """Return the instant, in UTC, at which a share of the time from `start` to `due` has run.

    Parameters
    ----------
    share
        From 0 (`start`) to 1 (`due`); reminders use the policy's `reminder_share`.

    Raises
    ------
    ValueError
        If `share` is outside 0 to 1 or `due` is before `start`.
    NaiveInstant
        If either instant has no time zone.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1: {share!r}")
    return add_seconds(start, elapsed(start, due, unit) * share, unit).at


def end_of_days(start: datetime, days: int) -> datetime:
    """Return when a period of calendar days is over that begins with something done at `start`.

    The day it was done does not count (民法典 Art. 201(1)); the last day ends at 24:00 in Beijing, and one that lies in a holiday of the
    State Council's notice moves to the day after the holiday (Art. 203). Where no notice is loaded no day moves.

    Raises
    ------
    NaiveInstant
        If `start` has no time zone.
    """
    last = _local(start).date() + timedelta(days=days)
    for holiday in year_of(last.year).holidays:
        if holiday[0] <= last.toordinal() <= holiday[1]:
            last = date.fromordinal(holiday[1] + 1)
    return _instant(last + timedelta(days=1), timedelta(0))


@record
class _Office:
    """When offices are open."""

    zone: ZoneInfo
    periods: tuple[tuple[int, int], ...]  # seconds since midnight, ascending
    seconds_a_day: int


@lru_cache(maxsize=1)
def _office() -> _Office:
    data: dict[str, Any] = json.loads((CALENDARS / "office_hours.json").read_bytes())
    periods = tuple(
        (_seconds_since_midnight(period["from"]), _seconds_since_midnight(period["to"]))
        for period in data["periods"]
    )
    return _Office(
        ZoneInfo(data["timezone"]), periods, sum(closes - opens for opens, closes in periods)
    )


def _seconds_since_midnight(clock_time: str) -> int:
    parsed = time.fromisoformat(clock_time)
    return parsed.hour * 3600 + parsed.minute * 60


def _local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise NaiveInstant(f"an instant needs a time zone: {instant.isoformat()}")
    return instant.astimezone(_office().zone)


def _instant(day: date, since_midnight: timedelta) -> datetime:
    midnight = datetime.combine(day, time(), tzinfo=_office().zone)
    return (midnight + since_midnight).astimezone(UTC)


def _worked_by(local: datetime) -> float:
    """Office seconds of the day that have passed at `local`; 0 on a day off."""
    if not is_working_day(local.date()):
        return 0
    passed = (local - local.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    return sum(min(max(passed - opens, 0), closes - opens) for opens, closes in _office().periods)


def _time_of_day(worked: timedelta) -> timedelta:
    """Return the time since midnight at which `worked` of the day's office time has passed."""
    *earlier, (last_opens, _) = _office().periods
    left = worked.total_seconds()
    for opens, closes in earlier:
        if left <= closes - opens:
            return timedelta(seconds=opens + left)
        left -= closes - opens
    return timedelta(seconds=last_opens + left)
