"""Giving an item of the authority list to a town, and taking it back (处罚法 Art. 24; DOMAIN 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from enforcement.rules.authority import Item, NoPower, PowerKind, own_powers
from enforcement.rules.refusals import GateShut
from kernel.texts import Text

MOST_TIMES = 50
"""How often an item can be given to a town and taken back."""


class ItemHeld(GateShut):
    """The town holds the item already in that time, by the list or by statute."""

    slug = "item-held"
    title = Text("该事项已在清单中", "Item held")
    said = Text(
        "该乡镇在此期间已享有此项职权，请先收回或从收回之后起算。",
        "The town holds this item in that time; take it back first, or begin after it ends.",
    )
    rests_on = "delegation"


class ItemEndsBeforeItBegins(GateShut):
    """An item is taken back on a day on which it is the town's, or later."""

    slug = "item-ends-before-it-begins"
    title = Text("收回日期有误", "Ends before it begins")
    said = Text("最后一日不得早于下放之日。", "Its last day is not before the one it was given on.")
    rests_on = "delegation"


class ItemEnded(GateShut):
    """A time of an item that has its last day is not made longer: the item is given anew from the day after, or later."""

    slug = "item-ended"
    title = Text("该次下放已有截止日期", "Its last day is set")
    said = Text(
        "该次下放已有截止日期，不得延后或取消；续期或恢复的，请从次日或之后另行下放。",
        "Its last day is set and is neither put off nor taken away: give the item anew from the day after, or later.",
    )
    rests_on = "delegation"


def give(held: Sequence[Item], item: Item) -> list[Item]:
    """Return all times of an item with one more.

    Parameters
    ----------
    held
        Its times so far, oldest first.

    Raises
    ------
    ItemHeld, ItemEndsBeforeItBegins
        It is the town's already in some of that time; its days are turned round.
    """
    if item.valid_to and item.valid_to < item.valid_from:
        raise ItemEndsBeforeItBegins
    own = {(one.code, one.kind) for one in own_powers(item.town)}
    overlaps = any(
        (item.valid_to is None or one.valid_from <= item.valid_to)
        and (one.valid_to is None or item.valid_from <= one.valid_to)
        for one in held
    )
    if overlaps or (item.code, item.kind) in own or len(held) >= MOST_TIMES:
        raise ItemHeld
    return sorted([*held, item], key=lambda one: one.valid_from)


def take_back(
    held: Sequence[Item], town: str, code: str, kind: PowerKind, last_day: date
) -> list[Item]:
    """Return all times of an item, the last one ended.

    Raises
    ------
    NoPower
        The town does not hold it, or not any more on that day; a power of its own by statute nobody takes back.
    ItemEndsBeforeItBegins
        It would end before it was given.
    """
    if not held or (held[-1].valid_to and held[-1].valid_to < last_day):
        raise NoPower(item=code, town=town, day=last_day.isoformat(), kind=str(kind))
    if last_day < held[-1].valid_from:
        raise ItemEndsBeforeItBegins
    return [*held[:-1], replace(held[-1], valid_to=last_day)]


def agree(held: Sequence[Item], item: Item) -> list[Item] | None:
    """Return all times of an item as a line of a file has it; None where it says what is kept already.

    A line with the first day of a time that is kept says that time anew (its last day, document and name); any other gives the item.
    An older file that does not know that an item was taken back does not give it back.

    Raises
    ------
    ItemHeld, ItemEndsBeforeItBegins, ItemEnded
        It overlaps another time; its days are turned round; it makes a time longer whose last day is set.
    """
    if item in held:
        return None
    ends = [one.valid_to for one in held if one.valid_from == item.valid_from and one.valid_to]
    if ends and (item.valid_to is None or item.valid_to > ends[0]):
        raise ItemEnded(last_day=ends[0].isoformat())
    others = [one for one in held if one.valid_from != item.valid_from]
    return give(others, item)
