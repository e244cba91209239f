"""The numbers of `data/publications.json`, and the days counted with them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel import clock


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the numbers and duties."""
    path = Path(__file__).parents[2] / "data" / "publications.json"
    return json.loads(path.read_text(encoding="utf-8"))


def days_after(instant: datetime, days: int) -> datetime:
    """Return when so many days are over: the first does not count, the last ends at 24:00 (民法典 Arts. 201, 203)."""
    return clock.midnight_after(clock.day_of(instant) + timedelta(days=days))


def first_day(period: str) -> date:
    """Return the first day of a month or quarter.

    Raises
    ------
    ValueError
        It is neither.
    """
    year, _, part = period.partition("-")
    month = int(part[1:]) * 3 - 2 if part.startswith("Q") else int(part)
    return date(int(year), month, 1)


def last_day(period: str) -> date:
    """Return the last day of a month or quarter."""
    begun = first_day(period)
    months = 3 if "Q" in period else 1
    following = begun.month - 1 + months
    return date(begun.year + following // 12, following % 12 + 1, 1) - timedelta(days=1)
