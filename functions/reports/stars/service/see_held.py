"""See which stars are held: what everybody may know of villages, and the sums that must be one."""

from __future__ import annotations

from collections.abc import Collection

from kernel.directory import unit_names
from kernel.record import record
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.texts import Text
from kernel.units import Level, ancestor
from reports.stars.rules.rating_states import StarRatingStatus
from reports.stars.rules.ratings import DECIDED, StarRating
from reports.stars.rules.scheme import StarScheme
from reports.stars.rules.tallies import StarTally, together
from reports.stars.service.see_ratings import scheme_of
from reports.stars.store.things import (
    SCHEME,
    STAR_RATINGS,
    STAR_TALLIES,
    every_rating_of,
    ratings_of,
    tallies_of,
)


@record
class StarsHeld:
    """The stars of a village in a year, with the scheme they are of and what the village is called."""

    rating: StarRating
    scheme: StarScheme
    name: Text | None


def list_held(unit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the villages of a unit that hold stars now, by village."""
    held = ratings_of(_county(unit), StarRatingStatus.AWARDED)
    within = Range("place", "begins_with", (unit,))
    return _held(STAR_RATINGS.in_list(held, limit, cursor, within=within))


def list_years(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's decided years, the latest first."""
    found = STAR_RATINGS.about(
        every_rating_of(village),
        limit,
        cursor,
        newest_first=True,
        fits=_is_decided,
    )
    return _held(found)


def tally_of(unit: str, year: int) -> StarTally:
    """Return the stars of a year in a county or a town.

    Raises
    ------
    StarSumsDiffer
        They do not add up.
    """
    within = Range("place", "begins_with", (unit,))
    return together(STAR_TALLIES.every_in_list(tallies_of(_county(unit), year), within), unit, year)


def star_names(codes: Collection[str]) -> dict[str, Text]:
    """Return what stars are called, each by the newest scheme that has it: a year keeps its stars, whatever the county gives up since."""
    found: dict[str, Text] = {}
    newest = SCHEME.newest()
    for number in range(newest.version, -1, -1):
        kept = newest if number == newest.version else SCHEME.version(number)
        found = {one.code: one.name for one in kept.value.stars} | found if kept else found
        if found.keys() >= set(codes):
            break
    return found


def _is_decided(rating: StarRating) -> bool:
    return rating.status in DECIDED


def _held(found: Listed) -> Listed:
    names = unit_names(one.village for one in found.rows)
    rows = [StarsHeld(one, scheme_of(one), names.get(one.village)) for one in found.rows]
    return found._replace(rows=rows)


def _county(unit: str) -> str:
    county = ancestor(unit, Level.COUNTY)
    assert county is not None, "every unit lies in a county"
    return county
