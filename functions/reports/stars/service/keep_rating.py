"""Keep a rating after a step: with its history, what a unit has to do now, its town's tally, and the end of the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import escalation
from kernel import ids
from kernel.actors import CLOCK, Actor
from kernel.addressees import unit
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from reports.stars.rules import tallies
from reports.stars.rules.moves import end
from reports.stars.rules.rating_states import StarRatingEvent
from reports.stars.rules.ratings import StarRating, StarRatingChange, waiting
from reports.stars.store.things import STAR_RATINGS, STAR_TALLIES

_KIND = "star_rating"
_TOLD_VILLAGE = frozenset(
    {
        *(StarRatingEvent.AWARDED, StarRatingEvent.REFUSED),
        *(StarRatingEvent.TAKEN, StarRatingEvent.ENDED),
    }
)
"""What the village hears of; who has something to do hears that it has."""


def keep(work: UnitOfWork, change: StarRatingChange, actor: Actor, now: datetime) -> StarRating:
    """Write a rating as it is after a step, and return it.

    Raises
    ------
    StarSumsDiffer
        The town's tally would not add up.
    """
    before, rating = change.before, _follow(work, change, actor, now)
    told = [unit(rating.village)] if change.event in _TOLD_VILLAGE else []
    if rating.owed and (before is None or rating.owed != before.owed):
        wanted = waiting(rating, now)
        told += [unit(wanted.unit)] if wanted else []
    step = Step(
        change.event,
        actor,
        change.said,
        rating.village,
        due_at=rating.due_at,
        details=change.details,
        addressees=told,
    )
    STAR_RATINGS.save(work, rating, step)
    held = before.stars if before else ()
    if held != rating.stars:
        found = STAR_TALLIES.find(work, f"{rating.town}-{rating.year}")
        tally = found or tallies.nothing(rating.town, rating.year)
        STAR_TALLIES.save(work, tallies.counted(tally, held, rating.stars))
    if change.decides:
        _end_year_before(work, rating, now)
    return rating


def _follow(work: UnitOfWork, change: StarRatingChange, actor: Actor, now: datetime) -> StarRating:
    """Let a unit owe what is to be done now, and owe no more what is done; the same wait goes on as it was."""
    before, rating = change.before, change.after
    if before is not None and before.status is rating.status:
        return rating
    if before is not None and before.owed:
        escalation.fulfil(work, [before.owed], actor)
    wanted = waiting(rating, now)
    if wanted is None:
        return replace(rating, owed=None, due_at=None)
    owed = ids.new_id(now)
    about = {"star_rating": rating.id, "step": str(rating.status)}
    escalation.owe(
        work, [escalation.Owed(owed, wanted.unit, wanted.due_at, about)], actor, kind=_KIND
    )
    return replace(rating, owed=owed, due_at=wanted.due_at)


def _end_year_before(work: UnitOfWork, rating: StarRating, now: datetime) -> None:
    """Let the stars of the year before be over, now that this one is decided."""
    before = STAR_RATINGS.find(work, rating.before)
    change = end(before, now, decided_anew=True) if before else None
    if change:
        step = Step(change.event, CLOCK, unit=rating.village)
        STAR_RATINGS.save(work, change.after, step)
