"""Posts: which role fits which unit, and when two posts clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kernel.access import ROLE_NAMES, Post, Role
from kernel.problems import Conflict, FieldError, InvalidFields, NotFound
from kernel.texts import Text, names
from kernel.units import Level, level_of, parent_of
from registry.rules.apart import refuse_together

MOST_POSTS = 200
"""A person's row must stay far below the 400 KB a row may have."""

LEVELS: dict[Role, frozenset[Level]] = {
    Role.RESIDENT: frozenset({Level.VILLAGE, Level.GRID}),
    Role.GRID_WORKER: frozenset({Level.GRID}),
    Role.GRID_CHIEF: frozenset({Level.GRID}),
    Role.VILLAGE_OFFICER: frozenset({Level.VILLAGE}),
    Role.VILLAGE_REPRESENTATIVE: frozenset({Level.VILLAGE}),
    Role.VILLAGE_SUPERVISOR: frozenset({Level.VILLAGE}),
    Role.POINTS_VERIFIER: frozenset({Level.VILLAGE}),
    Role.SHOP_KEEPER: frozenset({Level.VILLAGE, Level.TOWN}),
    Role.MEDIATOR: frozenset({Level.VILLAGE, Level.TOWN}),
    Role.ERRAND_AGENT: frozenset({Level.VILLAGE}),
    Role.COLLECTIVE_DIRECTOR: frozenset({Level.VILLAGE}),
    Role.BOOKKEEPER: frozenset({Level.VILLAGE}),
    Role.CASHIER: frozenset({Level.VILLAGE}),
    Role.COLLECTIVE_SUPERVISOR: frozenset({Level.VILLAGE}),
    Role.TOWN_OFFICER: frozenset({Level.TOWN, Level.DEPARTMENT}),
    Role.ENFORCEMENT_OFFICER: frozenset({Level.TOWN, Level.COUNTY}),
    Role.LEGAL_REVIEWER: frozenset({Level.TOWN, Level.COUNTY}),
    Role.ENFORCEMENT_HEAD: frozenset({Level.TOWN, Level.COUNTY}),
    Role.HEARING_CHAIR: frozenset({Level.TOWN, Level.COUNTY}),
    Role.JUSTICE_SUPERVISOR: frozenset({Level.COUNTY}),
    Role.COUNTY_OFFICER: frozenset({Level.COUNTY, Level.DEPARTMENT}),
    Role.COUNTY_ADMIN: frozenset({Level.COUNTY}),
}
"""The levels of unit at which each role is held; at a department, that of its own office."""

_LEVEL_NAMES = names(Level)


class PostClash(Conflict):
    """The person holds this role at this unit already, in that time."""

    slug = "post-clash"
    said = Text(
        "此人在该单位已有同一岗位且任期重叠或尚未结束，请先结束原任期。",
        "This person already holds this post at this unit in that time; end the earlier one first.",
    )


class LastAdministrator(Conflict):
    """The county would be left without an administrator."""

    slug = "last-administrator"
    said = Text(
        "这是最后一位县管理员，请先任命继任者。",
        "Nobody else administers the county: appoint somebody first.",
    )


class TooManyPosts(Conflict):
    """The person's list of posts is full."""

    slug = "too-many-posts"
    said = Text(f"每人最多登记 {MOST_POSTS} 个岗位。", f"A person has at most {MOST_POSTS} posts.")


def faults_of(post: Post) -> list[FieldError]:
    """Return what is wrong with a post by itself: the unit's level, and its days."""
    faults: list[FieldError] = []
    levels = LEVELS[post.role]
    if not _fits(post.unit, levels):
        fitting = [_LEVEL_NAMES[level] for level in Level if level in levels]
        role = ROLE_NAMES[post.role]
        faults.append(
            FieldError(
                "unit",
                Text(
                    f"{role.zh}只能设在：{'、'.join(name.zh for name in fitting)}。",
                    f"The post of {role.en} is held at: {', '.join(name.en for name in fitting)}.",
                ),
            )
        )
    if post.valid_to is not None and post.valid_to < post.valid_from:
        faults.append(
            FieldError(
                "valid_to",
                Text("结束日期不得早于开始日期。", "The last day must not be before the first."),
            )
        )
    return faults


def _fits(unit: str, levels: frozenset[Level]) -> bool:
    level = level_of(unit)
    if level is not Level.DEPARTMENT:
        return level in levels
    office = parent_of(unit)
    return level in levels and office is not None and level_of(office) in levels


def place(posts: Sequence[Post], new: Post, today: date) -> tuple[Post, ...]:
    """Return `posts` with `new` among them.

    A post of the same role, unit and first day is the same post: its last day becomes that of
    `new`, unless it has ended. Terms of one role at one unit never overlap; one that follows another may be
    entered while that still runs, if that has an end.

    Raises
    ------
    InvalidFields
        The post does not fit its unit, or ends before it begins.
    PostClash
        It overlaps another term, or is the same post again and has ended.
    PostsApart
        It is kept apart from another that the person holds at this unit in that time.
    TooManyPosts
        The person has `MOST_POSTS` already.
    """
    if faults := faults_of(new):
        raise InvalidFields(faults[0].message, errors=faults)
    same = next((post for post in posts if identity_of(post) == identity_of(new)), None)
    if same and _is_put_off(same, new):
        _refuse_ended(same, today)
    others = [post for post in posts if identity_of(post) != identity_of(new)]
    if len(others) >= MOST_POSTS:
        raise TooManyPosts
    for other in others:
        if (other.role, other.unit) != (new.role, new.unit):
            continue
        earlier, later = sorted((other, new), key=lambda post: post.valid_from)
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise PostClash
    refuse_together(others, new)
    return tuple(sorted((*others, new), key=identity_of))


def end(posts: Sequence[Post], wanted: Post, last_day: date, today: date) -> tuple[Post, ...]:
    """Return `posts` with one of them ending on `last_day`; an end that has not come may be put off.

    A post that would end before it began was never held and leaves the list; the history keeps it.

    Raises
    ------
    NotFound
        `wanted` (by role, unit and first day) is not among `posts`.
    PostClash
        The post has ended earlier already, or would run into the next term.
    """
    held = _held(posts, wanted)
    if held.valid_to is not None and held.valid_to < last_day:
        _refuse_ended(held, today)
    if last_day < held.valid_from:
        return tuple(post for post in posts if post is not held)
    return place(posts, replace(held, valid_to=last_day), today)


def go_on(
    posts: Sequence[Post], wanted: Post, last_day: date | None, today: date
) -> tuple[Post, ...]:
    """Return `posts` with one of them going on past the end that was entered: until `last_day`, or until further notice.

    Raises
    ------
    NotFound
        `wanted` (by role, unit and first day) is not among `posts`.
    PostClash
        Its end has come, or it would run into the next term.
    """
    held = _held(posts, wanted)
    _refuse_ended(held, today)
    return place(posts, replace(held, valid_to=last_day), today)


def refuse_past(post: Post, today: date) -> None:
    """Let a post begin today or later: what somebody did before was not done by it.

    Raises
    ------
    InvalidFields
        It would begin in the past.
    """
    if post.valid_from < today:
        raise InvalidFields.one(
            "valid_from",
            Text("任职日期不得早于今天。", "A post does not begin in the past."),
        )


def _held(posts: Sequence[Post], wanted: Post) -> Post:
    held = next((post for post in posts if identity_of(post) == identity_of(wanted)), None)
    if held is None:
        raise NotFound
    return held


def _is_put_off(held: Post, new: Post) -> bool:
    return held.valid_to is not None and (new.valid_to is None or held.valid_to < new.valid_to)


def _refuse_ended(held: Post, today: date) -> None:
    if held.valid_to is not None and held.valid_to < today:
        raise PostClash(
            Text(
                f"该岗位已于 {held.valid_to.isoformat()} 结束，请重新任命。",
                f"This post ended on {held.valid_to.isoformat()} already; appoint anew.",
            )
        )


def yesterday(today: date) -> date:
    """Return the last day of a post that ends at once: days are held whole."""
    return today - timedelta(days=1)


def unended(posts: Sequence[Post], today: date) -> list[Post]:
    """Return the posts held today or from a later day on."""
    return [post for post in posts if post.valid_to is None or today <= post.valid_to]


def terms_shown(posts: Sequence[Post], role: Role, unit: str, today: date) -> list[Post]:
    """Return the terms of `role` at `unit` that a unit's staff shows: those that run or come, else the latest."""
    terms = sorted(
        (post for post in posts if (post.role, post.unit) == (role, unit)),
        key=lambda post: post.valid_from,
    )
    return unended(terms, today) or terms[-1:]


def held_without_a_gap(spans: Sequence[tuple[date, date]], today: date) -> date:
    """Return through which day a post is held by anybody without a day between, from today on; yesterday when nobody holds it today."""
    through = yesterday(today)
    for first, last in sorted(spans):
        if last > through >= first - timedelta(days=1):
            through = last
    return through


def overlaps(posts: Sequence[Post], new: Post) -> bool:
    """Tell whether a person holds the role at the unit already in the time of another term of it."""
    return any(
        (post.role, post.unit) == (new.role, new.unit)
        and (new.valid_to is None or post.valid_from <= new.valid_to)
        and (post.valid_to is None or new.valid_from <= post.valid_to)
        for post in posts
    )


def identity_of(post: Post) -> tuple[str, str, date]:
    """Return what makes a person's post that post: role, unit and first day."""
    return (str(post.role), post.unit, post.valid_from)
