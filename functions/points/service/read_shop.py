"""Read the supermarket of a village: the shop and its goods by the village, its stock by who keeps or oversees it."""

from __future__ import annotations

from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.rules.shop import Shop
from points.service.asking import SHOP_READERS, require_village
from points.store import shop


def read_shop(asking: Scope, village: str) -> Shop:
    """Return the shop of a village.

    Raises
    ------
    NotFound
        It has none yet.
    """
    require_village(asking, village)
    found = shop.read_shop(village)
    if found is None:
        raise shop.no_shop()
    return found


def list_goods(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a shop's goods."""
    require_village(asking, village)
    return shop.list_goods(village, limit, cursor)


def list_movements(
    asking: Scope, village: str, month: str, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a month's changes of stock, newest first."""
    asking.within(village, SHOP_READERS)
    return shop.list_movements(village, month, limit, cursor)
