"""What the villages and towns of an officer must act on in their self-government."""

from __future__ import annotations

from kernel.access import OFFICERS, Caller
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting, count_at


def _count(caller: Caller) -> Waiting:
    return count_at({post.unit for post in caller.posts if post.role in OFFICERS}, _at)


def _at(unit: str, most: int) -> Waiting:
    from assembly.store.waiting import waiting_at

    return Waiting(*waiting_at(unit, most))


ASSEMBLY = Counter("assembly", Text("村务待办", "matters of self-government"), _count)
