"""How somebody stands to a redemption, and what of it is theirs to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kernel import clock
from kernel.access import Post
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.redemption import Facts, Redemption, open_actions
from points.rules.redemption_states import HOLDER_ROLES, Action, Holder, RedemptionStatus
from points.rules.shop import Shop, parse_opening
from points.service.asking import GRID_STAFF, SHOP_READERS, home_of
from points.store import redemptions, shop


class RedemptionSeen(NamedTuple):
    """A redemption before somebody; `shows_code` to who collects the goods, while they wait: by what the person is now."""

    one: Redemption
    shows_code: bool
    actions: Sequence[Action]

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.one.version


def readable(asking: Scope, one: Redemption | None) -> Redemption:
    """Return a redemption the caller may read.

    Raises
    ------
    NotFound
        There is none, or it is nothing to the caller.
    """
    if one is None:
        raise NotFound(Text("没有找到该兑换。", "There is no such redemption."))
    reads = asking.person.post_over(one.village, SHOP_READERS) is not None
    asking.allow(_collects(asking, one) or reads)
    return one


def list_redemptions(
    asking: Scope, village: str, status: RedemptionStatus, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's redemptions of one status, oldest first, for who keeps or oversees its shop."""
    asking.within(village, SHOP_READERS)
    return redemptions.list_redemptions(village, status, limit, cursor)


def read_redemption(asking: Scope, redemption: str) -> RedemptionSeen:
    """Read a redemption."""
    one = readable(asking, redemptions.read_redemption(redemption))
    return _seen(asking, one, shop.read_shop(one.village))


def see(work: UnitOfWork, asking: Scope, one: Redemption) -> RedemptionSeen:
    """Return a redemption as the caller sees it after a step."""
    return _seen(asking, one, shop.find_shop(work, one.village))


def _seen(asking: Scope, one: Redemption, there: Shop | None) -> RedemptionSeen:
    waits = one.status is RedemptionStatus.HELD
    actions = open_actions(one, facts_of(asking, one, there)) if there else []
    return RedemptionSeen(one, waits and _collects(asking, one), actions)


def facts_of(asking: Scope, one: Redemption, there: Shop | None) -> Facts:
    """Return what a step of the caller is decided on.

    Raises
    ------
    NotFound
        The village has no shop any more.
    """
    if there is None:
        raise shop.no_shop()
    caller = asking.person
    standing: dict[Holder, Post | None] = {}
    post = caller.post_over(one.village, HOLDER_ROLES[Holder.KEEPER])
    if post is not None:
        standing[Holder.KEEPER] = post
    if home_of(asking) == one.household:
        standing[Holder.HOUSEHOLD] = None
    return Facts(
        caller, standing, parse_opening(there.document), there.keepers_of(one.merchant), clock.now()
    )


def _collects(asking: Scope, one: Redemption) -> bool:
    """Tell whether the caller is of the household, or asked for the goods on its behalf and still serves its grid."""
    caller = asking.person
    serves = caller.person_id == one.requested_by and caller.post_over(one.unit, GRID_STAFF)
    return home_of(asking) == one.household or bool(serves)
