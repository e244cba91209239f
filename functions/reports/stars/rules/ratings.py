"""What a village's stars of a year are: claimed, checked and awarded; organisations are rated, and nobody's Party data is in it (DOMAIN 17)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from kernel import clock
from kernel.access import Caller
from kernel.record import record
from kernel.units import Level, ancestor
from kernel.working_time import add
from reports.stars.rules.rating_states import (
    HOLDER_ROLES,
    RATINGS,
    StarRatingAction,
    StarRatingEvent,
    StarRatingHolder,
    StarRatingStatus,
)
from reports.stars.rules.terms import amount, limit


@record
class TakenStar:
    """A star that was taken away at once for a grave breach.

    Attributes
    ----------
    cites
        What it rests on, as `statute#articles`.
    """

    star: str
    on: date
    by: str
    said: str
    cites: tuple[str, ...]


@record
class StarRating:
    """The stars of a village in a year.

    Attributes
    ----------
    scheme
        The version of the scheme it is rated by.
    count
        The snapshot of the figures that bear it out: a `Count`, which never changes once it is whole.
    claimed, checked, stars
        What the village claimed, what of it the town found right, and what the county awarded and nobody took away.
    rated_by, checked_by
        Who did it, and does not do the next.
    owed, due_at
        What a unit has to do now, and by when.
    """

    id: str
    village: str
    year: int
    scheme: int
    rate_by: datetime
    status: StarRatingStatus = StarRatingStatus.TO_RATE
    count: str | None = None
    claimed: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    taken: tuple[TakenStar, ...] = ()
    rated_by: str | None = None
    checked_by: str | None = None
    awarded_on: date | None = None
    owed: str | None = None
    due_at: datetime | None = None
    version: int = 1

    @property
    def town(self) -> str:
        """The village's."""
        town = ancestor(self.village, Level.TOWN)
        assert town is not None, "a village lies in a town"
        return town

    @property
    def county(self) -> str:
        """The village's."""
        county = ancestor(self.village, Level.COUNTY)
        assert county is not None, "a village lies in a county"
        return county

    @property
    def holds_until(self) -> date:
        """The first day on which its stars hold no more, unless the next year was decided before: none is for life."""
        return clock.months_after(date(self.year, 1, 1), amount("holds_months"))

    @property
    def before(self) -> str:
        """The village's rating of the year before, by id."""
        return id_of(self.village, self.year - 1)

    @property
    def after(self) -> str:
        """The village's rating of the year after, by id."""
        return id_of(self.village, self.year + 1)


class StarRatingChange(NamedTuple):
    """A rating as it is afterwards, what the history says of it, and what was said with it."""

    before: StarRating | None
    after: StarRating
    event: StarRatingEvent
    said: str | None = None
    details: Mapping[str, Any] | None = None

    @property
    def decides(self) -> bool:
        """Whether the year is decided by it: what the village held from the year before is over."""
        undecided = self.before is not None and self.before.status not in DECIDED
        return undecided and self.after.status in DECIDED


class Waiting(NamedTuple):
    """Which unit has to do something, and by when."""

    unit: str
    due_at: datetime


_CHECKS = frozenset({StarRatingAction.CHECK, StarRatingAction.AWARD, StarRatingAction.REFUSE})
DECIDED = frozenset({StarRatingStatus.AWARDED, StarRatingStatus.NOT_AWARDED, StarRatingStatus.OVER})


def id_of(village: str, year: int) -> str:
    """Return the id of a village's rating of a year: it has one."""
    return f"{village}-{year}"


def standing_of(rating: StarRating, caller: Caller) -> frozenset[StarRatingHolder]:
    """Return how somebody stands to a rating."""
    return frozenset(
        holder for holder, roles in HOLDER_ROLES.items() if caller.post_over(rating.village, roles)
    )


def shut(rating: StarRating, caller: Caller) -> frozenset[StarRatingAction]:
    """Return what somebody may not do because it would be a check of the own word."""
    by = {
        StarRatingStatus.AT_TOWN: {rating.rated_by},
        StarRatingStatus.AT_COUNTY: {rating.rated_by, rating.checked_by},
    }
    return _CHECKS if caller.person_id in by.get(rating.status, ()) else frozenset()


def waits_for(*, counting: bool, counted: bool) -> frozenset[StarRatingAction]:
    """Return what waits for the figures: they are counted once at a time, and nobody checks or awards before."""
    waiting = {StarRatingAction.RECOUNT} if counting else set[StarRatingAction]()
    return frozenset(
        waiting if counted else waiting | {StarRatingAction.CHECK, StarRatingAction.AWARD}
    )


def actions_of(
    rating: StarRating, caller: Caller, waiting: Collection[StarRatingAction] = ()
) -> list[StarRatingAction]:
    """Return what somebody may do with a rating now.

    Parameters
    ----------
    waiting
        What waits for its figures, where those are known: a list does not read them.
    """
    standing, closed = standing_of(rating, caller), shut(rating, caller).union(waiting)
    return RATINGS.open_to(rating.status, lambda one: one in standing, closed)


def waiting(rating: StarRating, now: datetime) -> Waiting | None:
    """Return who has to do something now; None: nobody has."""
    match rating.status:
        case StarRatingStatus.TO_RATE:
            # What was sent back late is rated anew in the time the town had.
            late = rating.rate_by <= now
            due = add(now, limit("check_within")).at if late else rating.rate_by
            return Waiting(rating.village, due)
        case StarRatingStatus.AT_TOWN:
            return Waiting(rating.town, add(now, limit("check_within")).at)
        case StarRatingStatus.AT_COUNTY:
            return Waiting(rating.county, add(now, limit("award_within")).at)
        case _:
            return None


def wakes_at(rating: StarRating) -> datetime | None:
    """Return when the clock ends a rating; None: it does not."""
    if rating.status is not StarRatingStatus.AWARDED:
        return None
    return clock.midnight_after(rating.holds_until - timedelta(days=1))


def moved(rating: StarRating, **more: Any) -> StarRating:
    """Return a rating one version on."""
    return replace(rating, version=rating.version + 1, **more)
