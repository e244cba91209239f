"""The one clock of the system.

Every rule that needs the time is handed an instant; whoever hands it over takes it from here, so that a test can move time instead
of waiting for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
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
    return now().astimezone(SHANGHAI).date()


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
        return local_iso(from_iso(kept)) if _KEPT.fullmatch(kept) else kept
    if isinstance(kept, Mapping):
        held = cast("Mapping[str, Any]", kept)
        return {name: as_answered(one) for name, one in held.items()}
    if isinstance(kept, list | tuple):
        return [as_answered(one) for one in cast("Sequence[Any]", kept)]
    return kept


def for_people(instant: datetime) -> str:
    """Write an instant as people in the county read it: `2026-11-23 10:20` Beijing time."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def local_iso(instant: datetime) -> str:
    """Write an instant as the API answers it: ISO 8601 with the +08:00 offset of Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
