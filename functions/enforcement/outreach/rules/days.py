"""The days that matter for law outreach, as data (`data/days.json`), and when they are reminded of."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from enforcement.outreach.rules.terms import amount, document
from kernel import clock
from kernel.law import Reference, reference
from kernel.texts import Text

_REMINDED_AT = time(9)


class LawDay(NamedTuple):
    """A day that matters.

    Attributes
    ----------
    on
        Month and day, `12-04`; None for a festival of the lunar calendar.
    festival
        Which festival of `kernel/calendars/festivals.json`.
    """

    id: str
    name: Text
    on: str | None
    festival: int | None
    law: Reference


class Occasion(NamedTuple):
    """A day that matters, in a year."""

    day: LawDay
    on: date


@cache
def days() -> tuple[LawDay, ...]:
    """Return the days that matter."""
    return tuple(
        LawDay(
            one["id"],
            Text(one["name"]["zh"], one["name"]["en"]),
            one.get("on"),
            one.get("festival"),
            reference(one["cites"]),
        )
        for one in document("days")["days"]
    )


def known_day(day_id: str) -> LawDay | None:
    """Return a day that matters by its id."""
    return next((one for one in days() if one.id == day_id), None)


@cache
def _festivals() -> dict[str, list[str | None]]:
    path = Path(clock.__file__).parent / "calendars" / "festivals.json"
    return json.loads(path.read_bytes())["days"]


def of_year(year: int) -> list[Occasion]:
    """Return the days that matter of a year, in order; a festival whose day is not known is left out."""
    found: list[Occasion] = []
    for one in days():
        moon = _festivals().get(str(year), []) if one.festival is not None else []
        said = one.on or (moon[one.festival or 0] if moon else None)
        if said:
            found.append(Occasion(one, date.fromisoformat(f"{year}-{said}")))
    return sorted(found, key=lambda one: one.on)


def reminded_at(occasion: Occasion) -> datetime:
    """Return when an occasion is reminded of: at nine in the morning, so many days before."""
    day = occasion.on - timedelta(days=amount("remind_days_ahead"))
    return datetime.combine(day, _REMINDED_AT, clock.SHANGHAI)


def to_remind(since: datetime, now: datetime) -> list[Occasion]:
    """Return the occasions whose reminder fell due after `since` and up to `now`, and which are not over."""
    today = now.astimezone(clock.SHANGHAI).date()
    return [one for one in _around(now) if since < reminded_at(one) <= now and one.on >= today]


def next_reminder(now: datetime) -> datetime:
    """Return when the next reminder is due."""
    return min(at for one in _around(now) if (at := reminded_at(one)) > now)


def _around(now: datetime) -> list[Occasion]:
    year = now.astimezone(clock.SHANGHAI).year
    return [*of_year(year), *of_year(year + 1)]
