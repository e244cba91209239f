"""The incidents that wait for the units a person works for."""

from __future__ import annotations

from kernel.access import PLACE_STAFF, Caller
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting, count_at


def _count(caller: Caller) -> Waiting:
    places = {post.unit for post in caller.posts if post.role in PLACE_STAFF}
    return count_at(places, _at)


def _at(unit: str, most: int) -> Waiting:
    from incidents.store.lists import waiting_at

    return Waiting(*waiting_at(unit, most))


INCIDENTS = Counter("incidents", Text("待办事件", "incidents to act on"), _count)
