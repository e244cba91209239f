"""What the villages and towns of an officer must act on in their self-government."""

from __future__ import annotations

from kernel.access import OFFICERS, Caller
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting, count_at


def _count(caller: Caller) -> Waiting:
    return count_at({post.unit for post in caller.posts if post.role in OFFICERS}, _at)


def _at(unit: str, most: int) -> Waiting:
    from assembly.store.lists import queue

    page = queue(unit, limit=most, cursor=None)
    return Waiting(len(page.items), page.next_cursor is not None)


ASSEMBLY = Counter("assembly", Text("村务待办", "matters of self-government"), _count)
