"""Remind the county, its towns and villages of the days that matter, in time to prepare something (法治宣传教育法 Arts. 13, 16)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.outreach.rules import days
from enforcement.outreach.rules.days import Occasion
from enforcement.outreach.store import law_days, sites
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, ancestor


def remind_of_days(county: str) -> None:
    """Tell of what is near, a transaction for each town, and then note that it was told; cut off in the middle, the rest comes next time."""
    now = clock.now()
    since = carry_out(lambda work: law_days.reminded_to(work, county)).result
    if since is None:
        return
    for occasion in days.to_remind(since, now):
        for of, units in _offices(county):
            carry_out(lambda work, one=occasion, of=of, to=units: _tell(work, one, of, to))
    carry_out(lambda work: law_days.move_on(work, county, now))


def _tell(work: UnitOfWork, occasion: Occasion, of: str, units: list[str]) -> None:
    if not law_days.was_told(work, occasion, of):
        law_days.tell(work, occasion, of, units)


def _offices(county: str) -> Iterator[tuple[str, list[str]]]:
    """Give the county, and each town with those of its villages that have a site."""
    yield county, [county]
    towns: dict[str, list[str]] = {}
    for village, standing, _ in sites.counts(county):
        town = ancestor(village, Level.TOWN)
        if town and standing:
            towns.setdefault(town, [town]).append(village)
    yield from towns.items()
