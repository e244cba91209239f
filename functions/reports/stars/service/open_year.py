"""Open a year of stars, and let the worker give every village of the county its rating."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import registry
from kernel import clock
from kernel.access import Role
from kernel.actors import CLOCK
from kernel.directory import refuse_unknown_unit
from kernel.observability import log
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, level_of
from reports.stars.rules import ratings, rounds
from reports.stars.rules.rating_states import StarRatingEvent
from reports.stars.rules.ratings import StarRating, StarRatingChange
from reports.stars.rules.rounds import StarYear, StarYearOpened
from reports.stars.service.keep_rating import keep
from reports.stars.store.things import SCHEME, STAR_RATINGS, STAR_YEARS

OPENERS = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
_A_RUN: Final = timedelta(seconds=30)
_SOON: Final = timedelta(minutes=1)


def open_year(work: UnitOfWork, asking: Scope, unit: str, year: int, rate_by: date) -> StarYear:
    """Open a year for a county, a town or a village: every village of it is to rate itself by a day.

    Raises
    ------
    StarYearOpened
        It is open.
    InvalidFields
        There is no such unit, the year has not begun, or the day leaves too little time.
    """
    asking.within(unit, OPENERS)
    refuse_unknown_unit(unit)
    now = clock.now()
    rounds.refuse_day(year, rate_by, now)
    year_id = rounds.id_of(unit, year)
    if STAR_YEARS.find(work, year_id) is not None:
        raise StarYearOpened
    opened = StarYear(
        year_id,
        unit,
        year,
        SCHEME.newest().version,
        clock.midnight_after(rate_by),
        asking.person.person_id,
        now,
        wake_at=now,
    )
    STAR_YEARS.save(work, opened)
    return opened


def carry_on(year_id: str) -> None:
    """Give the villages that are left their ratings, as far as a run goes; who comes late, or twice, finds nothing to do."""
    begun, year = clock.now(), STAR_YEARS.load(year_id)
    if year is None or year.wake_at is None or year.wake_at > begun:
        return
    reached, opened = year.reached, 0
    wake_at: datetime | None = None
    for village in _villages(year.unit):
        if village <= year.reached:
            continue
        if clock.now() - begun > _A_RUN:
            wake_at = clock.now() + _SOON
            break
        _open_village(year, village)
        reached, opened = village, opened + 1
    _note_progress(year, reached, opened, wake_at)
    log.info("year of stars opened", year_id=year_id, villages=opened, done=wake_at is None)


def _villages(unit: str) -> Iterator[str]:
    """Give the villages of a unit that exist today, by code."""
    if level_of(unit) is Level.VILLAGE:
        yield unit
        return
    today = clock.today()
    for place in registry.places_in(unit, Level.VILLAGE):
        if not place.is_closed(today):
            yield place.code


def _open_village(year: StarYear, village: str) -> None:
    def decide(work: UnitOfWork) -> None:
        rating_id = ratings.id_of(village, year.year)
        if STAR_RATINGS.find(work, rating_id) is not None:
            return
        rating = StarRating(rating_id, village, year.year, year.scheme, year.rate_by)
        keep(work, StarRatingChange(None, rating, StarRatingEvent.OPENED), CLOCK, clock.now())

    carry_out(decide)


def _note_progress(year: StarYear, reached: str, opened: int, wake_at: datetime | None) -> None:
    def decide(work: UnitOfWork) -> None:
        present = STAR_YEARS.require(work, year.id)
        if present.version == year.version:
            STAR_YEARS.save(work, rounds.advance(present, reached, opened, wake_at))

    carry_out(decide)
