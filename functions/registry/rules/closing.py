"""When a unit may be closed, or merged into another, and which code takes the place of which (codes change: DOMAIN 1.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from kernel.access import Post
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import Level, level_of

_LAST_NUMBER = 999


class NotClosable(Conflict):
    """The unit cannot be closed, or not yet."""

    slug = "not-closable"
    title = Text("不能撤销", "Not closable")


class Standing(NamedTuple):
    """A unit as far as its end goes: from which day it is no more, and what takes its place."""

    code: str
    closed_from: str | None
    merged_into: str | None


def check_day(on: date, today: date) -> None:
    """Let a unit close today or later.

    Raises
    ------
    InvalidFields
        The day has passed: what happened there meanwhile would have happened nowhere.
    """
    if on < today:
        raise InvalidFields.one("on", Text("不得早于今天。", "Must not be before today."))


def check_open(unit: Standing) -> None:
    """Let a unit close that is not closing yet.

    Raises
    ------
    NotClosable
        It closes, or has closed, already; or it is the county.
    """
    if level_of(unit.code) is Level.COUNTY:
        raise NotClosable(Text("县不能撤销。", "The county is not closed."))
    if unit.closed_from is not None:
        raise NotClosable(
            Text(
                f"该单位已定于 {unit.closed_from} 撤销。",
                f"This unit closes on {unit.closed_from} already.",
            ),
            merged_into=unit.merged_into,
        )


def check_heir(unit: Standing, into: Standing | None) -> None:
    """Let a unit be merged into another of its level that stays.

    Raises
    ------
    InvalidFields
        There is no such unit, it is of another level or the same, or it closes itself.
    """
    if into is None:
        raise InvalidFields.one("into", Text("没有这个单位。", "There is no such unit."))
    if into.code == unit.code or level_of(into.code) is not level_of(unit.code):
        raise InvalidFields.one(
            "into", Text("须为同级的另一单位。", "Must be another unit of the same level.")
        )
    if into.closed_from is not None:
        raise InvalidFields.one("into", Text("该单位也将撤销。", "That unit closes as well."))


def check_empty(units_below: Collection[Standing], *, has_households: bool) -> None:
    """Let a unit close without an heir that nothing is left in.

    Raises
    ------
    NotClosable
        Units or households are left.
    """
    left = [unit.code for unit in units_below if unit.closed_from is None]
    if left or has_households:
        raise NotClosable(
            Text(
                "其下仍有单位或户，请先撤销、合并或迁出。",
                "Units or households are left below it: close, merge or move them first.",
            ),
            units=left[:20],
        )


def check_not_come(unit: Standing, today: date) -> None:
    """Let a unit be kept whose day has not come.

    Raises
    ------
    NotClosable
        It is not closing, or has closed.
    """
    if unit.closed_from is None or unit.closed_from <= today.isoformat():
        raise NotClosable(
            Text("该单位未定撤销，或撤销日已到。", "It is not to be closed, or its day has come.")
        )


def check_come(unit: Standing, today: date) -> date:
    """Return the day from which a unit is no more, which has come.

    Raises
    ------
    NotClosable
        It is open, or its day has not come.
    """
    if unit.closed_from is None or unit.closed_from > today.isoformat():
        raise NotClosable(
            Text("该单位未撤销，或撤销日未到。", "It is open, or its day has not come.")
        )
    return date.fromisoformat(unit.closed_from)


def code_in(heir: str, code: str, taken: Collection[str]) -> str:
    """Return the code a grid of a merged village gets in its heir: its own number if that is free, else the next that is.

    Raises
    ------
    NotClosable
        The heir has no number left.
    """
    numbers = [code[-3:], *(f"{number:03d}" for number in range(1, _LAST_NUMBER + 1))]
    found = next((heir + number for number in numbers if heir + number not in taken), None)
    if found is None:
        raise NotClosable(Text("网格编号已用完。", "No grid number is left."))
    return found


def reaches(post: Post, unit: str, on: date) -> bool:
    """Tell whether a post at exactly this unit reaches into the time in which that is closed."""
    return post.unit == unit and (post.valid_to is None or post.valid_to >= on)


def successor(post: Post, heir: str, on: date) -> Post:
    """Return the post that takes the place of one at a closed unit."""
    return Post(post.role, heir, max(post.valid_from, on), post.valid_to)
