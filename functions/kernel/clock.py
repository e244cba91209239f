"""The one clock of the system.

Every rule that needs the time is handed an instant; whoever hands it over takes it from here, so that a test can move time instead
of waiting for it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_KEPT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3,6})?(Z|[+-]\d\d:\d\d)")
"""An instant as `iso` writes it, or as a date-time writes itself."""


def _system_time() -> datetime:
    return datetime.now(UTC)


_sources: list[Callable[[], datetime]] = [_system_time]


def now() -> datetime:
    """Return the present instant in UTC, to the millisecond.

    Milliseconds are what is stored, so that an instant read back equals the instant written.
    """
    instant = _sources[-1]()
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def today() -> date:
    """Return the present calendar day where people read it (Asia/Shanghai)."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """Return the calendar day of an instant where people read it (Asia/Shanghai)."""
    return instant.astimezone(SHANGHAI).date()


def midnight_after(day: date) -> datetime:
    """Return 24:00 of a day where people read it: the last day of a term counts whole (民法典 Art. 203)."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


@contextmanager
def told_by(source: Callable[[], datetime]) -> Generator[None]:
    """Take the time from `source` while the context lasts (tests move time with it)."""
    _sources.append(source)
    try:
        yield
    finally:
        _sources.pop()


def iso(instant: datetime) -> str:
    """Write an instant the way it is stored: UTC, milliseconds, `Z`; text order is time order."""
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


def from_iso(text: str) -> datetime:
    """Read an instant written by `iso` (or any ISO 8601 text with an offset)."""
    return datetime.fromisoformat(text)


def as_answered(kept: Any) -> Any:
    """Return what a row keeps (the details of a step, facts) as the API answers it: every instant in it with the offset of Asia/Shanghai."""
    if isinstance(kept, str):
        return _in_county_time(kept) if _KEPT.fullmatch(kept) else kept
    if isinstance(kept, Mapping):
        held = cast("Mapping[str, Any]", kept)
        return {name: as_answered(one) for name, one in held.items()}
    if isinstance(kept, list | tuple):
        return [as_answered(one) for one in cast("Sequence[Any]", kept)]
    return kept


def _in_county_time(kept: str) -> str:
    try:
        return local_iso(from_iso(kept))
    except (OverflowError, ValueError):
        # What a phone's wrong clock said, at the very edge of what can be counted: told as it was said.
        return kept


def for_people(instant: datetime) -> str:
    """Write an instant as people in the county read it: `2026-11-23 10:20` Beijing time."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def local_iso(instant: datetime) -> str:
    """Write an instant as the API answers it: ISO 8601 with the +08:00 offset of Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="milliseconds")


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or back; where that month has no such day, its last (民法典 Art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
