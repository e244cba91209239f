"""The claims a verifier has to check or to answer for, and what a shop keeper has set aside."""

from __future__ import annotations

from collections.abc import Callable

from kernel.access import Caller, Role
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting, count_at


def _count(caller: Caller) -> Waiting:
    if not caller.holds({Role.POINTS_VERIFIER, Role.SHOP_KEEPER}):
        return Waiting(0)
    from points.rules.claim_states import ClaimStatus
    from points.store.waiting import claims_at, held_at

    looks: dict[str, Callable[[int], tuple[int, bool]]] = {}
    for post in caller.posts:
        village = post.unit
        if post.role is Role.POINTS_VERIFIER:
            for status in (ClaimStatus.CHECKING, ClaimStatus.OBJECTED):
                looks[f"{village} {status}"] = lambda most, village=village, status=status: (
                    claims_at(village, status, most)
                )
        elif post.role is Role.SHOP_KEEPER:
            looks[f"{village} shop"] = lambda most, village=village: held_at(village, most)
    return count_at(looks, lambda place, most: Waiting(*looks[place](most)))


POINTS = Counter("points", Text("待核验、待核销", "claims and goods to see to"), _count)
