"""Working time in the simulation's own words, from the published calendar: days, and seconds of office hours."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

_BEIJING = ZoneInfo("Asia/Shanghai")
_KNOWN = Path(__file__).parents[3] / "functions" / "kernel" / "calendars"
_OFFICE = ((8 * 3600, 12 * 3600), (14 * 3600 + 1800, 18 * 3600))
A_DAY = sum(end - begin for begin, end in _OFFICE)
"""Seconds of office hours of a working day."""


@cache
def _published(year: int) -> tuple[frozenset[date], frozenset[date]]:
    file = _KNOWN / f"{year}.json"
    if not file.exists():
        return frozenset(), frozenset()
    said = json.loads(file.read_text(encoding="utf-8"))
    free: set[date] = set()
    for holiday in said["holidays"]:
        day, last = date.fromisoformat(holiday["from"]), date.fromisoformat(holiday["to"])
        while day <= last:
            free.add(day)
            day += timedelta(days=1)
    return frozenset(free), frozenset(map(date.fromisoformat, said["make_up_working_days"]))


@cache
def is_working(day: date) -> bool:
    """Whether offices are open on a day."""
    free, made_up = _published(day.year)
    return day in made_up or (day not in free and day.weekday() < 5)


def worked(begin: datetime, end: datetime) -> float:
    """Return the seconds of office hours between two instants."""
    total, day = 0.0, begin.astimezone(_BEIJING).date()
    while day <= end.astimezone(_BEIJING).date():
        if is_working(day):
            midnight = datetime.combine(day, time(), _BEIJING)
            for opens, closes in _OFFICE:
                first = max(begin, midnight + timedelta(seconds=opens))
                last = min(end, midnight + timedelta(seconds=closes))
                total += max(0.0, (last - first).total_seconds())
        day += timedelta(days=1)
    return total


def midnight(at: datetime) -> datetime:
    """Return the next midnight in Beijing."""
    day = at.astimezone(_BEIJING).date() + timedelta(days=1)
    return datetime.combine(day, time(), _BEIJING).astimezone(UTC)
