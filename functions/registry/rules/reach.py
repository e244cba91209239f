"""Whose the registry is to read and to keep: who registers whom, who appoints whom, and that nobody enters own ties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kernel.access import OFFICERS, Caller, Post, Role
from kernel.problems import NotAllowed
from kernel.texts import Text
from kernel.units import Level, ancestor, is_within, level_of
from registry.rules.posts import unended

APPOINTERS: dict[Level, frozenset[Role]] = {
    Level.GRID: frozenset({Role.TOWN_OFFICER, Role.COUNTY_ADMIN}),
    Level.VILLAGE: frozenset({Role.TOWN_OFFICER, Role.COUNTY_ADMIN}),
    Level.TOWN: frozenset({Role.COUNTY_ADMIN}),
    Level.COUNTY: frozenset({Role.COUNTY_ADMIN}),
    Level.DEPARTMENT: frozenset({Role.COUNTY_ADMIN}),
}
"""Who fills and ends posts at units of each level: a town appoints below itself, never its own."""

EDITORS = frozenset({Role.TOWN_OFFICER, Role.COUNTY_ADMIN})
"""Who registers persons."""
HOUSEHOLD_READERS = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
HOUSEHOLD_KEEPERS = frozenset({Role.VILLAGE_OFFICER, Role.COUNTY_ADMIN})


class OwnTies(NotAllowed):
    """Nobody changes what ties oneself: own posts, own household, whom it is related to."""

    slug = "own-ties"
    said = Text(
        "本人的岗位、户籍关系和亲属关系须由他人办理。",
        "One's own posts, household and relatives are for somebody else to enter.",
    )


def reaches_everything(editor: Caller, posts: Sequence[Post], home: str | None = None) -> bool:
    """Tell whether a person's every post, ended ones too, lies where the editor may appoint.

    So no town rewrites the name or phone of somebody who also serves elsewhere. Whoever has no post
    is reached through the household; without either, a person belongs to no town.

    Parameters
    ----------
    home
        The unit of the person's household; None when there is none.
    """
    units = [post.unit for post in posts] or ([home] if home else [])
    return bool(units) and all(
        any(
            own.role in APPOINTERS[level_of(unit)] and is_within(unit, own.unit)
            for own in editor.posts
        )
        for unit in units
    )


def may_appoint(by: Post, posts: Sequence[Post], home: str | None, today: date) -> bool:
    """Tell whether a post appoints this person: a town its own people and those nobody has a tie to, the county anybody.

    A post opens a person's name and phone to the officers over its unit, and nobody may open those of another town's people by
    appointing them.

    Parameters
    ----------
    posts
        The person's.
    home
        The unit of the person's household; None when there is none.
    """
    units = [post.unit for post in unended(posts, today)] + ([home] if home else [])
    return (
        by.role is Role.COUNTY_ADMIN or not units or any(is_within(unit, by.unit) for unit in units)
    )


def is_neighbour(posts: Sequence[Post], unit: str, today: date) -> bool:
    """Tell whether a person serves, today or later, in the village that `unit` is or lies in."""
    village = ancestor(unit, Level.VILLAGE)
    return village is None or any(is_within(post.unit, village) for post in unended(posts, today))
