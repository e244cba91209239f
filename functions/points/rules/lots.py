"""The lots of a household's points: how long each lasts, which are spent first, when the household is to be reminded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from points.rules.account import Account, Lot
from points.rules.book import Parameters, YearEnd


def lot_day(day: date, months: int, *, reset: bool) -> date:
    """Return the last day points of `day` can be spent.

    Lots end with a month, so that a household never has more than a few; with a reset at year end none outlives its year.
    """
    number = day.year * 12 + day.month - 1 + months + 1
    last = date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return min(last, date(day.year, 12, 31)) if reset else last


def last_day(day: date, parameters: Parameters) -> date:
    """Return the last day points given on `day` can be spent."""
    return lot_day(day, parameters.lot_months, reset=parameters.year_end is YearEnd.RESET)


def grace_day(day: date, parameters: Parameters) -> date:
    """Return the day until which points that ended while they were away can be spent when they come back on `day`."""
    return day + timedelta(days=parameters.grace_days)


def remind(account: Account, today: date, days: int) -> tuple[Account, tuple[Lot, ...]]:
    """Return the accounts with lots marked whose end is at most `days` away, and which these are."""
    soon = tuple(
        lot
        for lot in account.lots
        if not lot.reminded and today <= lot.expires_on <= today + timedelta(days=days)
    )
    marked = tuple(lot._replace(reminded=True) if lot in soon else lot for lot in account.lots)
    return replace(account, lots=marked), soon


def wakes_on(account: Account, remind_days: int) -> date | None:
    """Return the next day something is due: a reminder, or the day after a lot's last one."""
    days = [
        lot.expires_on + timedelta(days=1)
        if lot.reminded
        else lot.expires_on - timedelta(days=remind_days)
        for lot in account.lots
    ]
    return min(days, default=None)


def back_again(lot: Lot, today: date, earliest: date) -> Lot:
    """Return a lot that comes back: its life is no longer for having been away, unless it ended there, and then once."""
    if lot.expires_on >= today or lot.prolonged:
        return lot
    return Lot(earliest, lot.points, prolonged=True)


def merged(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Return lots with those of one last day made one, in the order of their days."""
    alike: dict[tuple[date, bool], Lot] = {}
    for lot in lots:
        key = (lot.expires_on, lot.prolonged)
        there = alike.get(key)
        alike[key] = there._replace(points=there.points + lot.points) if there else lot
    return tuple(alike[key] for key in sorted(alike) if alike[key].points)


def drawn(
    lots: tuple[Lot, ...], points: int, today: date = date.min
) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    """Take points from the lots that expire first and have not ended; return what is left and what was taken."""
    left: list[Lot] = []
    used: list[Lot] = []
    for lot in lots:
        taken = min(lot.points, points) if lot.expires_on >= today else 0
        points -= taken
        if taken:
            used.append(lot._replace(points=taken))
        if lot.points > taken:
            left.append(lot._replace(points=lot.points - taken))
    return tuple(left), tuple(used)
