"""Steps with a rating, each with what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from kernel.access import Caller
from kernel.clock import day_of
from kernel.problems import Conflict, FieldError, InvalidFields, NotAllowed
from kernel.texts import Text
from reports.stars.rules.rating_states import (
    HOLDER_ROLES,
    RATINGS,
    StarRatingAction,
    StarRatingEvent,
    StarRatingStatus,
)
from reports.stars.rules.ratings import (
    StarRating,
    StarRatingChange,
    TakenStar,
    actions_of,
    moved,
    shut,
    standing_of,
)
from reports.stars.rules.scheme import StarScheme

_A, _S, _E = StarRatingAction, StarRatingStatus, StarRatingEvent


class StarFiguresNotCounted(Conflict):
    """Nobody checks or awards before the figures are counted: there is nothing to go by."""

    slug = "star-figures-not-counted"
    said = Text(
        "依据的指标尚未统计完成；统计失败的，请重新统计。",
        "Its figures are not counted yet; where that failed, let them be counted again.",
    )


class StarsNotBorneOut(Conflict):
    """A star is awarded that the system's own figures bear out; `short` names the items, and what each figure came to."""

    slug = "stars-not-borne-out"
    title = Text("指标未达到", "Not borne out")


class OwnStarRating(NotAllowed):
    """Who rated a village does not check it, and who checked it does not award."""

    slug = "own-star-rating"
    said = Text(
        "自评、核查、评定须由不同人员办理。",
        "Rating, checking and awarding are done by different people.",
    )


class StarCountUnderWay(Conflict):
    """Figures are counted anew where counting failed, or since when they were, more is known; not while they are counted."""

    slug = "star-count-under-way"
    said = Text("指标正在统计，请稍候。", "The figures are being counted; wait for them.")


class StarYearPassed(Conflict):
    """Stars end once the next year is decided: those of an earlier year are not awarded after it, or a village would hold those of two."""

    slug = "star-year-passed"
    said = Text(
        "下一年度已经评定，本年度不再授星。",
        "The next year is decided: stars of this one are awarded no more.",
    )


class StarCommand(NamedTuple):
    """A step, with what was said of it."""

    action: StarRatingAction
    stars: tuple[str, ...] | None = None
    star: str | None = None
    reason: str | None = None
    cites: tuple[str, ...] = ()


class StarFacts(NamedTuple):
    """What a step is decided on.

    Attributes
    ----------
    figures
        What each figure of the scheme came to; None: it is not known.
    counting
        Whether they are being counted.
    new_count
        The snapshot that is begun with this step, where one is.
    next_decided
        Whether the village's next year is decided.
    """

    caller: Caller
    now: datetime
    scheme: StarScheme
    figures: Mapping[str, int] | None
    counting: bool
    new_count: str
    next_decided: bool = False


def move(rating: StarRating, command: StarCommand, facts: StarFacts) -> StarRatingChange:
    """Take a rating one step further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    OwnStarRating, StarFiguresNotCounted, StarsNotBorneOut, StarCountUnderWay, StarYearPassed
        See each.
    InvalidFields
        A star is not one that may be named here.
    """
    caller = facts.caller
    row = RATINGS.move(rating.status, command.action, offered=actions_of(rating, caller))
    standing = standing_of(rating, caller)
    RATINGS.allow(row, lambda one: one in standing, lambda one: HOLDER_ROLES[one])
    if command.action in shut(rating, caller):
        raise OwnStarRating
    RATINGS.require_words(row, command)
    match command.action:
        case _A.RATE:
            claimed = _named(command, facts.scheme.codes, facts.scheme)
            rated = {"claimed": claimed, "rated_by": caller.person_id, "count": facts.new_count}
            return _to(rating, row.target, _E.RATED, command, checked=(), **rated)
        case _A.RECOUNT:
            if facts.counting:
                raise StarCountUnderWay
            return _to(rating, rating.status, _E.RECOUNTED, command, count=facts.new_count)
        case _A.CHECK:
            checked = _borne_out(_named(command, rating.claimed, facts.scheme), facts)
            by = caller.person_id
            return _to(rating, row.target, _E.CHECKED, command, checked=checked, checked_by=by)
        case _A.AWARD:
            if facts.next_decided:
                raise StarYearPassed
            stars = _borne_out(_named(command, rating.checked, facts.scheme), facts)
            on = day_of(facts.now)
            return _to(rating, row.target, _E.AWARDED, command, stars=stars, awarded_on=on)
        case _A.TAKE:
            return _taken(rating, command, facts)
        case _:
            assert row.event is not None, "the table says what these are"
            return _to(rating, row.target, StarRatingEvent(row.event), command)


def end(
    rating: StarRating, now: datetime, *, decided_anew: bool = False
) -> StarRatingChange | None:
    """Let stars be over: the next year is decided, or they were held as long as stars are; None: they hold on."""
    if rating.status is not _S.AWARDED:
        return None
    if not decided_anew and day_of(now) < rating.holds_until:
        return None
    return StarRatingChange(rating, moved(rating, status=_S.OVER), _E.ENDED)


def _to(
    rating: StarRating,
    status: StarRatingStatus,
    event: StarRatingEvent,
    command: StarCommand,
    **more: object,
) -> StarRatingChange:
    details = {"stars": list(command.stars)} if command.stars else None
    after = moved(rating, status=status, **more)
    return StarRatingChange(rating, after, event, command.reason, details)


def _named(command: StarCommand, may_be: tuple[str, ...], scheme: StarScheme) -> tuple[str, ...]:
    """Return the stars that are named, in the scheme's order: never one more than the step before left."""
    stars = command.stars or ()
    scheme.refuse_unknown(stars)
    if not set(stars) <= set(may_be):
        said = Text("不得超出上一环节认可的星。", "No star that the step before did not leave.")
        raise InvalidFields.one("stars", said)
    return scheme.in_order(stars)


def _borne_out(stars: tuple[str, ...], facts: StarFacts) -> tuple[str, ...]:
    if facts.figures is None:
        raise StarFiguresNotCounted
    short = facts.scheme.shortfalls(stars, facts.figures)
    if short:
        said = Text(
            "、".join(f"{one.item.name.zh}（{one.exact}）" for one in short) + "未达到。",
            ", ".join(f"{one.item.name.en} ({one.exact})" for one in short) + ": not reached.",
        )
        raise StarsNotBorneOut(said, short=[f"{one.star}.{one.item.code}" for one in short])
    return stars


def _taken(rating: StarRating, command: StarCommand, facts: StarFacts) -> StarRatingChange:
    if command.star not in rating.stars:
        said = Text("该村没有此星。", "The village does not hold this star.")
        raise InvalidFields(said, errors=[FieldError("star", said)])
    left = tuple(one for one in rating.stars if one != command.star)
    one = TakenStar(
        command.star,
        day_of(facts.now),
        facts.caller.person_id,
        command.reason or "",
        command.cites,
    )
    after = moved(
        rating,
        stars=left,
        taken=(*rating.taken, one),
        status=_S.AWARDED if left else _S.OVER,
    )
    return StarRatingChange(rating, after, _E.TAKEN, command.reason, {"star": command.star})
