"""See a rating with what bears it out, those of a place, and the year they are of."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.access import OFFICERS, Caller
from kernel.directory import unit_name, unit_names
from kernel.record import record
from kernel.scope import Scope
from kernel.seen import Seen
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.texts import Text
from kernel.units import Level, ancestor
from reports.rules.counts import Count, CountStatus
from reports.stars.rules import rounds
from reports.stars.rules.rating_states import StarRatingStatus
from reports.stars.rules.ratings import StarRating, actions_of, waits_for
from reports.stars.rules.rounds import StarYear
from reports.stars.rules.scheme import StarScheme
from reports.stars.store.things import SCHEME, STAR_RATINGS, STAR_YEARS, every_rating_of, ratings_of
from reports.store.things import COUNTS


@record
class StarRatingSeen(Seen[StarRating]):
    """A rating as an officer sees it.

    Attributes
    ----------
    name
        What the village is called; None where nobody knows.
    count
        The snapshot of its figures; None: none was asked for yet, or it was not looked up.
    """

    scheme: StarScheme
    name: Text | None
    count: Count | None = None


def see(rating: StarRating, caller: Caller, count: Count | None) -> StarRatingSeen:
    """Return a rating with the snapshot that bears it out."""
    waiting = waits_for(counting=is_counting(count), counted=figures_in(count, rating) is not None)
    actions = actions_of(rating, caller, waiting)
    return StarRatingSeen(rating, actions, scheme_of(rating), unit_name(rating.village), count)


def see_rating(asking: Scope, rating_id: str) -> StarRatingSeen:
    """Return a rating of the caller's area.

    Raises
    ------
    NotFound, OutsideYourArea
        There is none, or it is elsewhere.
    """
    rating = STAR_RATINGS.get(rating_id)
    asking.within(rating.village, OFFICERS)
    return see(rating, asking.person, count_of(rating))


def list_ratings(
    asking: Scope, unit: str, status: StarRatingStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the ratings of a status in a unit of the caller's area, by village."""
    asking.within(unit, OFFICERS)
    county = ancestor(unit, Level.COUNTY)
    assert county is not None, "every unit lies in a county"
    found = STAR_RATINGS.in_list(
        ratings_of(county, status), limit, cursor, within=Range("place", "begins_with", (unit,))
    )
    person, names = asking.person, unit_names(one.village for one in found.rows)
    rows = [
        StarRatingSeen(one, actions_of(one, person), scheme_of(one), names.get(one.village))
        for one in found.rows
    ]
    return found._replace(rows=rows)


def list_steps(asking: Scope, rating_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the history of a rating of the caller's area."""
    asking.within(STAR_RATINGS.get(rating_id).village, OFFICERS)
    return STAR_RATINGS.steps_of(rating_id, limit, cursor)


def see_year(asking: Scope, unit: str, year: int) -> StarYear:
    """Return how far a year of a unit is open.

    Raises
    ------
    NotFound
        It is not.
    """
    asking.within(unit, OFFICERS)
    return STAR_YEARS.get(rounds.id_of(unit, year))


def years_of(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's ratings, the latest first."""
    return STAR_RATINGS.about(every_rating_of(village), limit, cursor, newest_first=True)


def scheme_of(rating: StarRating) -> StarScheme:
    """Return the scheme a village is rated by.

    Raises
    ------
    LookupError
        Its version is not there.
    """
    kept = SCHEME.version(rating.scheme)
    if kept is None:
        raise LookupError(f"there is no version {rating.scheme} of the scheme")
    return kept.value


def count_of(rating: StarRating) -> Count | None:
    """Return the snapshot that bears a rating out, as far as it is counted."""
    return COUNTS.load(rating.count) if rating.count else None


def is_counting(count: Count | None) -> bool:
    """Tell whether a snapshot is being counted."""
    return count is not None and count.status is CountStatus.COUNTING


def figures_in(count: Count | None, rating: StarRating) -> Mapping[str, int] | None:
    """Return what each figure of a village came to; None before the snapshot is whole."""
    if count is None or count.status is not CountStatus.DONE:
        return None
    return {one.figure: one.exact for one in count.values if one.unit == rating.village}
