"""A year of stars: opened by the county for all its villages, or for a town or a village that goes first, one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from kernel.clock import day_of
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Text
from reports.stars.rules.terms import amount


class StarYearOpened(Conflict):
    """A year is opened once."""

    slug = "star-year-opened"
    said = Text("该年度评星已经开始。", "The year is open already.")


@record
class StarYear:
    """A year of stars in a county, a town or a village.

    Attributes
    ----------
    scheme
        The version of the scheme every village of it is rated by.
    rate_by
        Until when villages rate themselves.
    reached
        The village up to which it is open; `villages` is how many that are.
    wake_at
        When the worker goes on; None: every village has its rating.
    """

    id: str
    unit: str
    year: int
    scheme: int
    rate_by: datetime
    opened_by: str
    opened_at: datetime
    reached: str = ""
    villages: int = 0
    wake_at: datetime | None = None
    version: int = 1


def id_of(unit: str, year: int) -> str:
    """Return the id of a unit's year."""
    return f"{unit}-{year}"


def refuse_day(year: int, rate_by: date, now: datetime) -> None:
    """Let a year be opened that has begun, with time left for villages to rate themselves.

    Raises
    ------
    InvalidFields
        It has not begun or is long over, or the day leaves too little time.
    """
    today = day_of(now)
    if not today.year - 1 <= year <= today.year:
        said = Text("须为本年度或上一年度。", "This year or the one before.")
        raise InvalidFields.one("year", said)
    earliest = today + timedelta(days=amount("rate_ahead_days"))
    if rate_by < earliest:
        said = Text(f"不得早于{earliest.isoformat()}。", f"Not before {earliest.isoformat()}.")
        raise InvalidFields.one("rate_by", said)


def advance(year: StarYear, reached: str, opened: int, wake_at: datetime | None) -> StarYear:
    """Return a year that is open for so many villages more."""
    return replace(
        year,
        reached=reached,
        villages=year.villages + opened,
        wake_at=wake_at,
        version=year.version + 1,
    )
