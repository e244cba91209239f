"""Which days offices are open, by the State Council's yearly holiday notice.

The notices are packaged (`calendars/<year>.json`), or what a county loaded since, see `install`. A year whose notice is not loaded
follows the weekdays alone, and what was counted in it is provisional (DOMAIN 8.3).
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel.record import record

CALENDARS = Path(__file__).parent / "calendars"
_installed: dict[int, Mapping[str, Any]] = {}


def is_working_day(day: date) -> bool:
    """Tell whether offices are open on a day in Beijing; by weekday where no notice is loaded."""
    working_days = year_of(day.year).working_days
    index = bisect_left(working_days, day.toordinal())
    return index < len(working_days) and working_days[index] == day.toordinal()


def is_provisional(day: date) -> bool:
    """Tell whether the State Council's notice for the year of `day` is not loaded."""
    return not year_of(day.year).loaded


def install(notices: Mapping[int, Mapping[str, Any]]) -> None:
    """Count with these notices from now on, by year; a packaged one of the same year is set aside.

    What was installed before and is not among them is counted as it was packaged. The notices have
    the form of the packaged files and are taken as right: `registry.rules.calendars` checks them.
    """
    if notices == _installed:
        return
    _installed.clear()
    _installed.update(notices)
    year_of.cache_clear()


def packaged_notice(year: int) -> Mapping[str, Any] | None:
    """Return the packaged notice of a year, or None."""
    path = CALENDARS / f"{year}.json"
    return json.loads(path.read_bytes()) if path.exists() else None


def packaged_years() -> tuple[int, ...]:
    """Return the years whose notice is packaged, ascending."""
    return tuple(sorted(int(path.stem) for path in CALENDARS.glob("[0-9]*.json")))


@record
class Year:
    """The working days of a year."""

    loaded: bool
    working_days: tuple[int, ...]  # proleptic ordinals, ascending
    holidays: tuple[tuple[int, int], ...]  # first and last days, ascending


@lru_cache(maxsize=64)
def year_of(year: int) -> Year:
    """Return the working days of a year, by its notice, or by weekday where none is loaded."""
    notice = _installed.get(year) or packaged_notice(year) or {}
    working = {
        ordinal
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        if date.fromordinal(ordinal).weekday() < 5
    }
    holidays = tuple(
        sorted(
            (_ordinal(each["from"]), _ordinal(each["to"])) for each in notice.get("holidays", ())
        )
    )
    for first, last in holidays:
        working.difference_update(range(first, last + 1))
    working.update(_ordinal(day) for day in notice.get("make_up_working_days", ()))
    return Year(bool(notice), tuple(sorted(working)), holidays)


def _ordinal(iso_date: str) -> int:
    return date.fromisoformat(iso_date).toordinal()


def all_years_loaded(first: date, last: date) -> bool:
    """Tell whether the notices of all years from one day to another are loaded."""
    return all(year_of(year).loaded for year in range(first.year, last.year + 1))


def nth_working_day_after(day: date, n: int) -> date:
    """Return the day that is the `n`th working day after another."""
    year, after = day.year, day.toordinal()
    while True:
        working_days = year_of(year).working_days
        index = bisect_right(working_days, after) + n - 1
        if index < len(working_days):
            return date.fromordinal(working_days[index])
        n = index - len(working_days) + 1
        year += 1


def working_days_between(first: date, before: date) -> int:
    """Count working days from `first` up to, not including, `before`."""
    low, high = first.toordinal(), before.toordinal()
    return sum(
        bisect_left(year_of(year).working_days, high) - bisect_left(year_of(year).working_days, low)
        for year in range(first.year, before.year + 1)
    )
