"""Hand goods over, or void a redemption; what nobody collected goes back by the clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kernel import clock
from kernel.actors import CLOCK, Actor
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from points.rules import redemption as rules
from points.rules import transfers
from points.rules.account import PointsMove
from points.rules.book import Parameters
from points.rules.lots import grace_day
from points.rules.redemption_states import RedemptionStatus
from points.rules.shop import StockKind
from points.service.see_redemption import RedemptionSeen, facts_of, readable, see
from points.store import accounts, books, redemptions, shop
from points.store.accounts import Occasion, Reason
from points.store.shop import StockChange
from points.store.shop_rows import GoodsRow, ShopRow

if TYPE_CHECKING:
    from points.model.shop_requests import MoveRedemption


def move_redemption(
    work: UnitOfWork, asking: Scope, redemption: str, command: MoveRedemption, expected: Versions
) -> RedemptionSeen:
    """Hand goods over, or void a redemption; a wrong code is counted."""
    one = readable(asking, redemptions.find(work, redemption))
    refuse_stale(expected, one.version)
    _load(work, one)
    facts = facts_of(asking, one, shop.find_shop(work, one.village))
    try:
        ended, actor = rules.move(one, command, facts)
    except rules.WrongCode:
        if one.wrong_codes < rules.MOST_WRONG_CODES:
            actor = Actor.of(asking.person)
            redemptions.keep_wrong_code(work, one, rules.with_wrong_code(one, clock.now()), actor)
        raise
    parameters = books.book_on(one.village, clock.today()).parameters
    saved = carry(work, one, ended, actor, parameters)
    return see(work, asking, saved)


def give_back_forgotten(work: UnitOfWork, redemption: str) -> int:
    """Give back what nobody collected in time; return 1 if it was due."""
    now = clock.now()
    one = redemptions.find(work, redemption)
    if one is None or not rules.is_forgotten(one, now):
        return 0
    _load(work, one)
    parameters = books.book_on(one.village, clock.today()).parameters
    carry(work, one, rules.expired(one, now, CLOCK.person_id), CLOCK, parameters)
    return 1


def carry(
    work: UnitOfWork,
    before: rules.Redemption,
    after: rules.Redemption,
    actor: Actor,
    parameters: Parameters,
) -> rules.Redemption:
    """Carry out the end of a redemption: the points go to the shop and the goods leave it, or both go back."""
    occasion = Occasion(actor, after.updated_at, parameters)
    if after.status is RedemptionStatus.HANDED_OVER:
        entry = _spend(work, before, occasion)
        after = replace(after, hand_over_entry=entry)
    else:
        _give_back(work, before, after, occasion)
    return redemptions.changed(work, before, after, str(after.status), actor, after.reason)


def _load(work: UnitOfWork, one: rules.Redemption) -> None:
    work.load(
        [
            GoodsRow.key(one.village, one.goods),
            ShopRow.key(one.village),
            accounts.key_of(one.village, one.household),
        ]
    )


def _spend(work: UnitOfWork, one: rules.Redemption, occasion: Occasion) -> str:
    goods = shop.known_goods(work, one.village, one.goods)
    transfer = transfers.hand_over(accounts.see(work, one.village, one.household), one.lots)
    why = Reason(f"领取 {one.goods_name} × {one.quantity}", ref=one.id)
    change = StockChange(StockKind.HAND_OVER, one.quantity, 0, -one.quantity)
    shop.change_stock(
        work, one.village, goods, change, occasion.actor, occasion.now,
        redemption=one.id, points=one.points,
    )  # fmt: skip
    return accounts.carry(work, transfer, why, occasion)


def _give_back(
    work: UnitOfWork, one: rules.Redemption, after: rules.Redemption, occasion: Occasion
) -> None:
    forgotten = after.status is RedemptionStatus.EXPIRED
    goods = shop.known_goods(work, one.village, one.goods)
    today = clock.today()
    earliest = grace_day(today, occasion.parameters)
    kind = PointsMove.HOLD_EXPIRED if forgotten else PointsMove.VOID
    transfer = transfers.release(
        accounts.see(work, one.village, one.household), one.lots, kind, today, earliest
    )
    text = after.reason or f"逾期未领 {one.goods_name} × {one.quantity}"
    went = StockKind.EXPIRED if forgotten else StockKind.VOID
    change = StockChange(went, one.quantity, one.quantity, -one.quantity)
    shop.change_stock(
        work, one.village, goods, change, occasion.actor, occasion.now, redemption=one.id
    )
    accounts.carry(work, transfer, Reason(text, ref=one.id), occasion)
