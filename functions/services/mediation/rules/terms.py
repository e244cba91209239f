"""The numbers of mediation (`data/mediation.json`), what each rests on, and how its days are counted."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from kernel.clock import SHANGHAI, day_of, months_after
from kernel.terms import Terms
from kernel.working_time import end_of_days

_TERMS = Terms(Path(__file__).parents[2] / "data" / "mediation.json")
amount, limit, law_of = _TERMS.amount, _TERMS.limit, _TERMS.law_of


def document() -> dict[str, Any]:
    """Return the packaged numbers."""
    return _TERMS.document


def named(name: str) -> frozenset[str]:
    """Return a list of codes."""
    return frozenset(document()[name])


def visit_days() -> tuple[int, ...]:
    """Return after how many days of an agreement's effect the parties are visited, ascending."""
    return tuple(document()["visit_days"])


def end_of_months(start: datetime, months: int) -> datetime:
    """Return when months are over that begin at `start`: on the day of the same number, or the month's last (民法典 Arts. 201–203)."""
    first = day_of(start)
    return end_of_days(start, (months_after(first, months) - first).days)


def days_since(start: datetime, now: datetime) -> int:
    """Return how many days lie between the day of one instant and that of another."""
    return (day_of(now) - day_of(start)).days


def end_of_day(day: date) -> datetime:
    """Return the end of a day, 24:00 in Beijing."""
    return end_of_days(datetime.combine(day, datetime.min.time(), SHANGHAI), 0)
