"""The obligations that a person's office answers for."""

from __future__ import annotations

from kernel.access import OFFICERS, Caller
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting, count_at


def _count(caller: Caller) -> Waiting:
    return count_at({post.unit for post in caller.posts if post.role in OFFICERS}, _at)


def _at(unit: str, most: int) -> Waiting:
    from escalation.store.obligations import waiting_at

    found, next_cursor = waiting_at(unit, most, None)
    return Waiting(len(found), next_cursor is not None)


OBLIGATIONS = Counter("obligations", Text("应办事项", "obligations"), _count)
