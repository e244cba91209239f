"""The supermarket in DynamoDB: goods, stock, redemptions, settlement.

A redemption sets points and stock aside in one transaction. Points are the household's own row; stock is numbers altered in place under
"as many as are left", so that buyers of one shop do not wait for each other either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from kernel import clock, ids
from kernel.http import Versions, refuse_stale
from kernel.problems import InvalidFields, NotFound
from kernel.record import record
from kernel.storage.dynamo import query, read
from kernel.storage.rows import Alter, Ensure, Write
from kernel.texts import Text
from points.rules import account as accounts
from points.rules import shop as shops
from points.rules.account import Kind, Lot
from points.rules.book import Parameters
from points.rules.shop import Movement, RedemptionStatus, StockKind
from points.store import ledger
from points.store.base import (
    Actor,
    Decided,
    from_document,
    history,
    in_words,
    new_change,
    to_document,
)
from points.store.rows import (
    CLOCK,
    EntryRow,
    GoodsRow,
    HistoryRow,
    MovementRow,
    RedemptionRow,
    SettlementRow,
    ShopRow,
)


@record
class Redemption:
    """Goods a household has asked for.

    Attributes
    ----------
    lots
        The lots the points were taken from, (last day, points).
    code
        What is shown to have the goods handed over; of use once.
    holder, hand_over_entry
        The ledger entries that set the points aside and gave them to the shop.
    """

    id: str
    village: str
    household: str
    unit: str
    goods: str
    goods_name: str
    merchant: str
    quantity: int
    points: int
    lots: tuple[tuple[str, int], ...]
    code: str
    hold_until: datetime
    requested_by: str
    hold_entry: str
    created_at: datetime
    updated_at: datetime
    status: RedemptionStatus = RedemptionStatus.HELD
    wrong_codes: int = 0
    hand_over_entry: str | None = None
    handed_over_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None
    version: int = 1
    steps: int = 1
    change_id: str = ""

    @property
    def used(self) -> tuple[Lot, ...]:
        """The lots the points were taken from."""
        return ledger.lots_of(self.lots)


def _lots(told: list[Any]) -> tuple[tuple[str, int], ...]:
    return tuple((str(day), int(points)) for day, points in told)


_KINDS: dict[str, Any] = {
    "status": RedemptionStatus,
    "lots": _lots,
    **dict.fromkeys(("hold_until", "created_at", "updated_at", "handed_over_at"), clock.from_iso),
}


class Shop(NamedTuple):
    """The shop of a village: its document (name, opening, merchants) and version; 0: there is none yet."""

    document: Mapping[str, Any]
    version: int


def find_shop(village: str) -> Shop:
    """Return the shop of a village.

    Raises
    ------
    NotFound
        It has none.
    """
    row: ShopRow | None = read([ShopRow.key(village)], consistent=True)[0]
    if row is None:
        raise NotFound(Text("本村尚未开设积分超市。", "The village has no points supermarket yet."))
    return Shop(json.loads(row.document), int(row.version))


def put_shop(
    village: str, document: Mapping[str, Any], expected: Versions, now: datetime
) -> Decided:
    """Decide to open a shop, or change its name, merchants and opening days."""
    row: ShopRow | None = read([ShopRow.key(village)], consistent=True)[0]
    seen = int(row.version) if row else 0
    refuse_stale(expected, seen)
    change_id = new_change(now)
    kept = ShopRow(
        f"SHOP#{village}",
        "SHOP",
        document=in_words(document),
        version=seen + 1,
        change_id=change_id,
    )
    condition = ShopRow.version == seen if row else Ensure.is_new
    return Decided(
        200,
        Shop(document, seen + 1),
        [Write(kept, condition)],
        ShopRow.key(village),
        change_id,
        seen + 1,
    )


def find_goods(village: str, goods: str) -> GoodsRow:
    """Return goods of a shop.

    Raises
    ------
    NotFound
        The shop has none of this id.
    """
    row: GoodsRow | None = read([GoodsRow.key(village, goods)], consistent=True)[0]
    if row is None:
        raise NotFound(Text("没有此商品。", "There are no such goods."))
    return row


def put_goods(
    village: str, goods: str, said: Mapping[str, Any], expected: Versions, now: datetime
) -> Decided:
    """Decide to offer goods, or change their name, price or whether they are offered; stock is moved by movements alone."""
    merchants = {one["id"] for one in find_shop(village).document["merchants"]}
    if said["merchant"] not in merchants:
        raise InvalidFields.one("merchant", Text("没有此商户。", "The shop has no such merchant."))
    row: GoodsRow | None = read([GoodsRow.key(village, goods)], consistent=True)[0]
    seen = int(row.version) if row else 0
    refuse_stale(expected, seen)
    change_id = new_change(now)
    # In place, so that a sale in the same moment neither loses its stock nor makes this wait.
    write: Alter = Alter(
        GoodsRow.key(village, goods),
        {} if row else {"stock": 0, "held": 0},
        {
            "id": goods,
            "merchant": said["merchant"],
            "name": said["name"],
            "points": said["points"],
            "offered": int(said["offered"]),
            "version": seen + 1,
            "change_id": change_id,
        },
        GoodsRow.version == seen if row else Ensure.is_new,
    )
    return Decided(
        200 if row else 201, None, [write], GoodsRow.key(village, goods), change_id, seen + 1
    )


def _movement(
    village: str, goods: GoodsRow, kind: StockKind, quantity: int, actor: Actor, now: datetime,
    **told: Any,
) -> Write:  # fmt: skip
    month = f"{now.astimezone(clock.SHANGHAI):%Y-%m}"
    row = MovementRow(
        f"STOCK#{village}#{month}",
        ids.new_id(now),
        goods=goods.id,
        kind=str(kind),
        quantity=quantity,
        at=clock.iso(now),
        document=in_words(
            {"name": goods.name, "merchant": goods.merchant, "actor": actor.person_id, **told}
        ),
    )
    return Write(row, Ensure.is_new)


def goods_in(
    village: str, goods: str, said: Mapping[str, Any], actor: Actor, now: datetime
) -> Decided:
    """Decide to take goods in, with where they came from and what they are worth."""
    row = find_goods(village, goods)
    quantity = int(said["quantity"])
    moved = _movement(
        village, row, StockKind.GOODS_IN, quantity, actor, now,
        funding=said["funding"], source=said["source"], value_fen=int(said["value_fen"]), voucher=said["voucher"],
    )  # fmt: skip
    writes = [
        Alter(GoodsRow.key(village, goods), {"stock": quantity}, {}, GoodsRow.pk.exists()),
        moved,
    ]
    return _stock_decided(row, quantity, writes)


def count_stock(
    village: str, goods: str, counted: int, reason: str, actor: Actor, now: datetime
) -> Decided:
    """Decide to take stock: what was counted on the shelf, goods set aside included, becomes the stock; the difference is an entry.

    Raises
    ------
    InvalidFields
        Fewer were counted than are set aside for redemptions.
    """
    row = find_goods(village, goods)
    stock, held = int(row.stock), int(row.held)
    if counted < held:
        raise InvalidFields.one(
            "counted",
            Text(
                f"少于已预留的 {held} 件，请先撤销兑换。",
                f"{held} are set aside: void redemptions first.",
            ),
        )
    difference = counted - held - stock
    moved = _movement(
        village, row, StockKind.COUNT, difference, actor, now, reason=reason, counted=counted
    )
    unchanged = (GoodsRow.stock == stock) & (GoodsRow.held == held)
    writes = [Alter(GoodsRow.key(village, goods), {"stock": difference}, {}, unchanged), moved]
    return _stock_decided(row, difference, writes)


def _stock_decided(row: GoodsRow, change: int, writes: list[Write | Alter]) -> Decided:
    body = {**goods_view(row), "stock": int(row.stock) + change}
    return Decided(201, body, writes)


def goods_view(row: GoodsRow) -> dict[str, Any]:
    """Return goods as they are answered."""
    return {
        "id": row.id,
        "merchant": row.merchant,
        "name": row.name,
        "points": int(row.points),
        "offered": bool(int(row.offered)),
        "stock": int(row.stock),
        "held": int(row.held),
        "version": int(row.version),
    }


def load(redemption: str) -> Redemption | None:
    """Return a redemption as it is now."""
    row: RedemptionRow | None = read([RedemptionRow.key(redemption)], consistent=True)[0]
    return from_row(row) if row else None


def from_row(row: RedemptionRow) -> Redemption:
    """Return the redemption a row keeps."""
    return from_document(Redemption, row.document, _KINDS)


def _to_row(one: Redemption) -> RedemptionRow:
    waits = one.status is RedemptionStatus.HELD
    return RedemptionRow(
        f"REDEEM#{one.id}",
        "REDEEM",
        id=one.id,
        village=one.village,
        household=one.household,
        status=str(one.status),
        item=one.goods_name,
        points=one.points,
        document=to_document(one),
        version=one.version,
        change_id=one.change_id,
        created_at=clock.iso(one.created_at),
        updated_at=clock.iso(one.updated_at),
        list=f"REDEMPTIONS#{one.village}#{one.status}",
        house=f"REDEMPTIONS#{one.household}",
        place=one.id,
        clock=CLOCK if waits else None,
        wake_at=clock.iso(one.hold_until) if waits else None,
    )


class Wanted(NamedTuple):
    """What a household asks for."""

    village: str
    household: str
    unit: str
    goods: str
    quantity: int


def redeem(
    wanted: Wanted, actor: Actor, parameters: Parameters, now: datetime
) -> tuple[Redemption, Decided]:
    """Decide to set points and stock aside.

    Raises
    ------
    NotForRedemption, OutOfStock, NotEnoughPoints
        The goods are withdrawn, fewer are left, or the household has fewer points.
    """
    village = wanted.village
    row = find_goods(village, wanted.goods)
    if not int(row.offered):
        raise shops.NotForRedemption
    if int(row.stock) < wanted.quantity:
        raise shops.OutOfStock.of(int(row.stock))
    points = int(row.points) * wanted.quantity
    seen = ledger.see(village, wanted.household)
    transfer = accounts.hold(seen.account, points)
    change_id, number = new_change(now), ids.new_id(now)
    why = ledger.Reason(f"兑换 {row.name} × {wanted.quantity}", ref=number)
    moved = ledger.record(seen, transfer, why, actor, now, parameters, change_id)
    one = Redemption(
        id=number,
        village=village,
        household=wanted.household,
        unit=wanted.unit,
        goods=row.id,
        goods_name=row.name,
        merchant=row.merchant,
        quantity=wanted.quantity,
        points=points,
        lots=tuple((lot.expires_on.isoformat(), lot.points) for lot in transfer.lots),
        code=shops.new_code(),
        hold_until=now + timedelta(days=parameters.hold_days),
        requested_by=actor.person_id,
        hold_entry=moved.entry,
        created_at=now,
        updated_at=now,
        change_id=change_id,
    )
    # The price is part of the condition: a price changed in this moment must not be paid by who saw the old one.
    enough = (
        (GoodsRow.stock >= wanted.quantity)
        & (GoodsRow.points == int(row.points))
        & (GoodsRow.offered == 1)
    )
    quantity = wanted.quantity
    writes: list[Write | Alter] = [
        Alter(GoodsRow.key(village, row.id), {"stock": -quantity, "held": quantity}, {}, enough),
        _movement(village, row, StockKind.HOLD, quantity, actor, now, redemption=number),
        Write(_to_row(one), Ensure.is_new),
        history(f"REDEEM#{number}", 1, "held", actor, now, change_id),
        *moved.writes,
    ]
    mark = HistoryRow.key(f"REDEEM#{number}", 1)
    return one, Decided(201, None, writes, mark, change_id, 1)


def _moved_on(
    before: Redemption, after: Redemption, event: str, actor: Actor, now: datetime,
    change_id: str, reason: str | None = None,
) -> tuple[Redemption, list[Write | Alter]]:  # fmt: skip
    saved = replace(
        after,
        version=before.version + 1,
        steps=before.steps + 1,
        updated_at=now,
        change_id=change_id,
    )
    return saved, [
        Write(_to_row(saved), RedemptionRow.version == before.version),
        history(f"REDEEM#{saved.id}", saved.steps, event, actor, now, change_id, reason),
    ]


def hand_over(
    one: Redemption, actor: Actor, parameters: Parameters, now: datetime
) -> tuple[Redemption, Decided]:
    """Decide to hand goods over: the points go to the shop, the goods leave it."""
    _refuse_over(one, now)
    row = find_goods(one.village, one.goods)
    seen = ledger.see(one.village, one.household)
    change_id = new_change(now)
    why = ledger.Reason(f"领取 {one.goods_name} × {one.quantity}", ref=one.id)
    transfer = accounts.hand_over(seen.account, one.used)
    moved = ledger.record(seen, transfer, why, actor, now, parameters, change_id)
    after = replace(
        one,
        status=RedemptionStatus.HANDED_OVER,
        hand_over_entry=moved.entry,
        handed_over_at=now,
        ended_by=actor.person_id,
    )
    saved, writes = _moved_on(one, after, "handed_over", actor, now, change_id)
    writes += [
        Alter(GoodsRow.key(one.village, one.goods), {"held": -one.quantity}),
        _movement(
            one.village, row, StockKind.HAND_OVER, one.quantity, actor, now,
            redemption=one.id, points=one.points,
        ),
        *moved.writes,
    ]  # fmt: skip
    mark = HistoryRow.key(f"REDEEM#{saved.id}", saved.steps)
    return saved, Decided(200, None, writes, mark, change_id, saved.version)


def give_back(
    one: Redemption,
    status: RedemptionStatus,
    reason: str | None,
    actor: Actor,
    parameters: Parameters,
    now: datetime,
) -> tuple[Redemption, Decided]:
    """Decide to end a redemption that was not collected: points and stock go back, `VOIDED` by people, `EXPIRED` by the clock."""
    if one.status is not RedemptionStatus.HELD:
        raise shops.RedemptionOver.as_it_is(one.status)
    expired = status is RedemptionStatus.EXPIRED
    row = find_goods(one.village, one.goods)
    seen = ledger.see(one.village, one.household)
    change_id = new_change(now)
    kind = Kind.HOLD_EXPIRED if expired else Kind.VOID
    transfer = accounts.release(seen.account, one.used, kind, ledger.grace_day(parameters, now))
    why = ledger.Reason(reason or f"逾期未领 {one.goods_name} × {one.quantity}", ref=one.id)
    moved = ledger.record(seen, transfer, why, actor, now, parameters, change_id)
    after = replace(one, status=status, ended_by=actor.person_id, reason=reason)
    saved, writes = _moved_on(one, after, str(status), actor, now, change_id, reason)
    stock = {"stock": one.quantity, "held": -one.quantity}
    went = StockKind.EXPIRED if expired else StockKind.VOID
    writes += [
        Alter(GoodsRow.key(one.village, one.goods), stock),
        _movement(one.village, row, went, one.quantity, actor, now, redemption=one.id),
        *moved.writes,
    ]
    mark = HistoryRow.key(f"REDEEM#{saved.id}", saved.steps)
    return saved, Decided(200, None, writes, mark, change_id, saved.version)


def wrong_code(one: Redemption, actor: Actor, now: datetime) -> Decided:
    """Decide to count a wrong code."""
    change_id = new_change(now)
    after = replace(one, wrong_codes=one.wrong_codes + 1)
    saved, writes = _moved_on(one, after, "wrong_code", actor, now, change_id)
    mark = HistoryRow.key(f"REDEEM#{saved.id}", saved.steps)
    return Decided(403, None, writes, mark, change_id, saved.version)


def _refuse_over(one: Redemption, now: datetime) -> None:
    if one.status is not RedemptionStatus.HELD:
        raise shops.RedemptionOver.as_it_is(one.status)
    if now >= one.hold_until:
        raise shops.RedemptionOver.as_it_is(RedemptionStatus.EXPIRED)


def returned(
    entry: EntryRow, reason: str, *, goods_back: bool, actor: Actor, now: datetime, change_id: str
) -> list[Write | Alter]:
    """Return the further writes of reversing a hand-over: the redemption is marked, and goods that came back are stock again."""
    told = json.loads(entry.content)
    one = load(told["ref"])
    if one is None or one.hand_over_entry != entry.id:
        return []
    _, writes = _moved_on(
        one,
        replace(one, status=RedemptionStatus.REVERSED),
        "reversed",
        actor,
        now,
        change_id,
        reason,
    )
    if goods_back:
        row = find_goods(one.village, one.goods)
        writes += [
            Alter(GoodsRow.key(one.village, one.goods), {"stock": one.quantity}),
            _movement(
                one.village, row, StockKind.RETURNED, one.quantity, actor, now,
                redemption=one.id, points=one.points,
            ),
        ]  # fmt: skip
    return writes


def movements_of(village: str, month: str) -> Iterator[Movement]:
    """Give every change of stock of a month, oldest first."""
    start: dict[str, Any] | None = None
    while True:
        page = query(
            MovementRow,
            ("pk", f"STOCK#{village}#{month}"),
            limit=500,
            start=start,
            consistent=True,
        )
        for item in page.items:
            row = MovementRow.from_raw_data(item)
            told = json.loads(row.document)
            yield Movement(
                row.goods,
                told["name"],
                told["merchant"],
                StockKind(row.kind),
                int(row.quantity),
                int(told.get("points") or 0),
                int(told.get("value_fen") or 0),
                told.get("funding"),
            )
        start = page.next_key
        if start is None:
            return


def settle_month(village: str, month: str, actor: Actor, now: datetime) -> Decided:
    """Decide to settle a month that is over; it is settled once, and the same report is answered ever after.

    Raises
    ------
    InvalidFields
        The month is not over.
    """
    if month >= f"{now.astimezone(clock.SHANGHAI):%Y-%m}":
        raise InvalidFields.one("month", Text("该月尚未结束。", "This month is not over yet."))
    row: SettlementRow | None = read([SettlementRow.key(village, month)], consistent=True)[0]
    if row is not None:
        return Decided(200, json.loads(row.document), [], None, "", int(row.version))
    report = {
        "village": village,
        "month": month,
        "settled_at": clock.local_iso(now),
        "settled_by": actor.person_id,
        "checked_by": None,
        "checked_at": None,
        **shops.settle(list(movements_of(village, month))),
    }
    change_id = new_change(now)
    kept = SettlementRow(
        f"SETTLED#{village}",
        month,
        month=month,
        document=in_words(report),
        version=1,
        change_id=change_id,
    )
    return Decided(
        201, report, [Write(kept, Ensure.is_new)], SettlementRow.key(village, month), change_id, 1
    )


def check_settlement(
    village: str, month: str, expected: Versions, actor: Actor, now: datetime
) -> Decided:
    """Decide that the village's supervisors have checked a settlement (村委会法 Art. 35)."""
    row: SettlementRow | None = read([SettlementRow.key(village, month)], consistent=True)[0]
    if row is None:
        raise NotFound
    refuse_stale(expected, int(row.version))
    report = json.loads(row.document)
    if report["checked_by"] is not None:
        return Decided(200, report, [], None, "", int(row.version))
    if report["settled_by"] == actor.person_id:
        from points.rules.board import SamePerson

        raise SamePerson(Text("结算人不能自行监督核对。", "Whoever settled does not check it."))
    report |= {"checked_by": actor.person_id, "checked_at": clock.local_iso(now)}
    change_id = new_change(now)
    kept = SettlementRow(
        f"SETTLED#{village}",
        month,
        month=month,
        document=in_words(report),
        version=int(row.version) + 1,
        change_id=change_id,
    )
    return Decided(
        200,
        report,
        [Write(kept, SettlementRow.version == int(row.version))],
        SettlementRow.key(village, month),
        change_id,
        int(row.version) + 1,
    )
