"""The numbers of the collective economy (`data/terms.json`), what they rest on, and how years, months and days are counted."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kernel import clock
from kernel.terms import Terms

DATA = Path(__file__).parents[1] / "data"
TERMS = Terms(DATA / "terms.json")
_MORNING = time(9)
amount, limit, law_of = TERMS.amount, TERMS.limit, TERMS.law_of


def terms() -> dict[str, Any]:
    """Return the packaged numbers."""
    return TERMS.document


@cache
def document(name: str) -> dict[str, Any]:
    """Return a packaged document of the collective economy."""
    return json.loads((DATA / f"{name}.json").read_bytes())


def amounts(name: str) -> tuple[int, ...]:
    """Return the numbers of a row of marks."""
    return tuple(TERMS.document[name])


def morning_of(day: date) -> datetime:
    """Return nine in the morning of a day: when people are reminded."""
    return datetime.combine(day, _MORNING, clock.SHANGHAI)


def years_after(day: date, years: int) -> date:
    """Return the corresponding day so many years on."""
    return clock.months_after(day, 12 * years)


def last_day_of(begins_on: date, years: int) -> date:
    """Return the last day of a term of whole years that begins on a day, both days included."""
    return years_after(begins_on, years) - timedelta(days=1)
