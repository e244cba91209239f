"""The claims a verifier has to check or to answer for, and what a shop keeper has set aside."""

from __future__ import annotations

from collections.abc import Callable

from kernel.access import Caller, Role
from kernel.storage.lists import Listed
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting, count_at


def _count(caller: Caller) -> Waiting:
    if not caller.holds({Role.POINTS_VERIFIER, Role.SHOP_KEEPER}):
        return Waiting(0)
    from points.rules.claim_states import ClaimStatus
    from points.rules.redemption_states import RedemptionStatus
    from points.store.claims import list_claims
    from points.store.redemptions import list_redemptions

    looks: dict[str, Callable[[int], Listed]] = {}
    for post in caller.posts:
        village = post.unit
        if post.role is Role.POINTS_VERIFIER:
            for status in (ClaimStatus.CHECKING, ClaimStatus.OBJECTED):
                looks[f"{village} {status}"] = lambda most, village=village, status=status: (
                    list_claims(village, status, most)
                )
        elif post.role is Role.SHOP_KEEPER:
            looks[f"{village} shop"] = lambda most, village=village: list_redemptions(
                village, RedemptionStatus.HELD, most, None
            )

    def at(place: str, most: int) -> Waiting:
        page = looks[place](most)
        return Waiting(len(page.rows), page.next_cursor is not None)

    return count_at(looks, at)


POINTS = Counter("points", Text("待核验、待核销", "claims and goods to see to"), _count)
