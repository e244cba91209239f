"""Redeem points: the household's points and the shop's goods are set aside in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from kernel import clock, ids
from kernel.actors import Actor
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules import transfers
from points.rules.book import Parameters
from points.rules.redemption import Redemption, new_code
from points.rules.shop import NotForRedemption, OutOfStock, StockKind
from points.service.asking import GRID_STAFF, home_of, known_home, village_of
from points.service.see_redemption import RedemptionSeen, see
from points.store import accounts, books, redemptions, shop
from points.store.accounts import Occasion, Reason
from points.store.shop import StockChange
from points.store.shop_rows import GoodsRow, ShopRow

if TYPE_CHECKING:
    from points.model.shop_requests import NewRedemption


class Wanted(NamedTuple):
    """What is to be set aside, and for whom."""

    village: str
    household: str
    unit: str
    goods: str
    quantity: int


def redeem_goods(work: UnitOfWork, asking: Scope, command: NewRedemption) -> RedemptionSeen:
    """Set points and stock aside for a household."""
    home = known_home(command.household)
    own = home_of(asking) == command.household
    worker = asking.person.post_over(home.unit, GRID_STAFF)
    asking.allow(own or worker is not None)
    village = village_of(home)
    parameters = books.book_on(village, clock.today()).parameters
    wanted = Wanted(village, command.household, home.unit, command.goods, command.quantity)
    work.load(
        [
            GoodsRow.key(village, command.goods),
            ShopRow.key(village),
            accounts.key_of(village, command.household),
        ]
    )
    actor = Actor.of(asking.person, None if own else worker)
    return see(work, asking, set_aside(work, wanted, actor, parameters))


def set_aside(work: UnitOfWork, wanted: Wanted, actor: Actor, parameters: Parameters) -> Redemption:
    """Set points and stock aside.

    Raises
    ------
    NotForRedemption, OutOfStock, NotEnoughPoints
        The goods are withdrawn, fewer are left, or the household has fewer points.
    """
    now, village = clock.now(), wanted.village
    work.load([GoodsRow.key(village, wanted.goods), accounts.key_of(village, wanted.household)])
    goods = shop.known_goods(work, village, wanted.goods)
    if not goods.offered:
        raise NotForRedemption
    if goods.stock < wanted.quantity:
        raise OutOfStock.of(goods.stock)
    points, number = goods.points * wanted.quantity, ids.new_id(now)
    transfer = transfers.hold(accounts.see(work, village, wanted.household), points, clock.today())
    why = Reason(f"兑换 {goods.name} × {wanted.quantity}", ref=number)
    entry = accounts.carry(work, transfer, why, Occasion(actor, now, parameters))
    change = StockChange(StockKind.HOLD, wanted.quantity, -wanted.quantity, wanted.quantity)
    enough = shop.can_be_had(goods, wanted.quantity)
    shop.change_stock(work, village, goods, change, actor, now, condition=enough, redemption=number)
    one = Redemption(
        id=number,
        village=village,
        household=wanted.household,
        unit=wanted.unit,
        goods=goods.id,
        goods_name=goods.name,
        merchant=goods.merchant,
        quantity=wanted.quantity,
        points=points,
        lots=transfer.lots,
        code=new_code(),
        hold_until=now + timedelta(days=parameters.hold_days),
        requested_by=actor.person_id,
        hold_entry=entry,
        created_at=now,
        updated_at=now,
    )
    return redemptions.add(work, one, actor)
