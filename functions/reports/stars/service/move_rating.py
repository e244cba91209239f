"""Take a rating one step further; and let the clock end what was held as long as stars are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from enforcement.outreach.rules import citing
from kernel import clock
from kernel.access import OFFICERS, Role
from kernel.actors import CLOCK, Actor
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from reports.rules.counts import Count, Wanted
from reports.service.count_figures import begin_count
from reports.stars.rules import moves
from reports.stars.rules.moves import StarCommand, StarFacts
from reports.stars.rules.rating_states import HOLDER_ROLES
from reports.stars.rules.ratings import DECIDED, StarRating
from reports.stars.rules.scheme import StarScheme
from reports.stars.service.keep_rating import keep
from reports.stars.service.see_ratings import (
    StarRatingSeen,
    count_of,
    figures_in,
    is_counting,
    scheme_of,
    see,
)
from reports.stars.store.things import STAR_RATINGS

if TYPE_CHECKING:
    from reports.stars.model.requests import MoveStarRating


def move_rating(
    work: UnitOfWork, asking: Scope, rating_id: str, said: MoveStarRating, expected: Versions
) -> StarRatingSeen:
    """Take a rating one step further.

    Raises
    ------
    NotFound, OutsideYourArea, StaleVersion
        There is none, it is elsewhere, or another version of it.
    """
    rating, now = STAR_RATINGS.require(work, rating_id), clock.now()
    asking.within(rating.village, OFFICERS)
    refuse_stale(expected, rating.version)
    scheme, count = scheme_of(rating), count_of(rating)
    next_year = STAR_RATINGS.find(work, rating.after)
    facts = StarFacts(
        asking.person,
        now,
        scheme,
        figures_in(count, rating),
        is_counting(count),
        work.change_id,
        next_year is not None and next_year.status in DECIDED,
    )
    command = StarCommand(
        said.action,
        tuple(said.stars) if said.stars else None,
        said.star,
        said.reason,
        citing.named(said.laws(), clock.today()),
    )
    change = moves.move(rating, command, facts)
    if change.after.count != rating.count:
        count = _count(work, change.after, scheme, asking)
    roles = frozenset[Role]().union(*HOLDER_ROLES.values())
    post = asking.person.post_over(rating.village, roles)
    kept = keep(work, change, Actor.of(asking.person, post), now)
    return see(kept, asking.person, count)


def wake_rating(rating_id: str) -> None:
    """End a rating whose stars were held as long as stars are; whatever holds on is left as it is."""

    def decide(work: UnitOfWork) -> None:
        rating, now = STAR_RATINGS.find(work, rating_id), clock.now()
        change = moves.end(rating, now) if rating else None
        if change:
            keep(work, change, CLOCK, now)

    carry_out(decide)


def _count(work: UnitOfWork, rating: StarRating, scheme: StarScheme, asking: Scope) -> Count:
    """Let the figures of the year be counted as they stand now."""
    wanted = [Wanted(one, rating.village) for one in scheme.figures]
    year = date(rating.year, 1, 1), date(rating.year, 12, 31)
    return begin_count(work, rating.village, year, clock.now(), wanted, asking.person.person_id)
