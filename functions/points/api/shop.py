"""Routes of the supermarket: shop, goods, stock, redemptions, settlement."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock
from kernel.access import Access, Role
from kernel.http import Called, refuse_stale
from kernel.problems import (
    IdempotencyKeyReused,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.storage.dynamo import Range, read
from kernel.texts import Text
from points.api.base import (
    API,
    FIRST_PAGE,
    KEEPERS,
    OVERSEERS,
    SIGNED_IN,
    VILLAGE_OFFICERS,
    Cursor,
    Limit,
    NamedId,
    RowId,
    Village,
    actor_of,
    home_of_caller,
    in_village,
    known_home,
    local,
    needed,
    plain,
    settled,
    village_of_home,
)
from points.model import answers
from points.model.requests import (
    CheckSettlement,
    GoodsBody,
    MoveRedemption,
    NewRedemption,
    SettleMonth,
    ShopBody,
    StockMove,
)
from points.rules import account as accounts
from points.rules import book as books
from points.rules import shop as shops
from points.rules.board import SamePerson
from points.rules.shop import REDEMPTION_NAMES, RedemptionStatus
from points.store import books as book_store
from points.store import shop as store
from points.store.base import Actor, Decided, SomebodyWasFaster, page_of, settle
from points.store.rows import BY_LIST, GoodsRow, MovementRow, RedemptionRow, SettlementRow
from points.store.shop import Redemption

_WORKERS = frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
_READERS = OVERSEERS | KEEPERS
MonthPath = Annotated[str, Path(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


@API.route(
    "GET",
    "/v1/points/villages/{village}/shop",
    access=SIGNED_IN,
    answers={200: (Text("积分超市", "The shop"), answers.ShopView)},
    problems=[NotFound],
    summary=Text("积分超市", "Read the supermarket of a village"),
)
def get_shop(village: Village) -> Response[Any]:
    """Read the shop: merchants, opening days, whether it is open now."""
    in_village(village)
    kept = store.find_shop(village)
    return API.answer(200, _shop_view(village, kept), version=kept.version)


@API.route(
    "PUT",
    "/v1/points/villages/{village}/shop",
    access=Access(VILLAGE_OFFICERS),
    answers={200: (Text("已保存", "Kept"), answers.ShopView)},
    problems=[OutsideYourArea, StaleVersion, SomebodyWasFaster],
    summary=Text("开设或修改积分超市", "Open a shop, or change its merchants and opening days"),
)
def put_shop(request: Called, village: Village, body: ShopBody) -> Response[Any]:
    """Open a shop or change it."""
    request.within(village, VILLAGE_OFFICERS)
    document, expected = body.model_dump(mode="json"), request.expected_version

    def decide() -> Decided:
        decided = store.put_shop(village, document, expected, clock.now())
        return decided._replace(body=_shop_view(village, decided.body))

    return _put(decide)


def _put(decide: Any) -> Response[Any]:
    outcome = settle(decide, None, clock.now())
    return API.answer(outcome.answered.status, outcome.answered.body, version=outcome.version)


def _shop_view(village: str, kept: store.Shop) -> dict[str, Any]:
    opening = shops.parse_opening(kept.document)
    now = clock.now()
    day = opening.next_day(now)
    return {
        "village": village,
        "version": kept.version,
        "open_now": opening.is_open(now),
        "next_day": day.isoformat() if day else None,
        "shop": dict(kept.document),
    }


@API.route(
    "GET",
    "/v1/points/villages/{village}/goods",
    access=SIGNED_IN,
    answers={200: (Text("商品", "Goods"), answers.GoodsList)},
    problems=[NotFound],
    summary=Text("可兑换的商品", "List the goods of a shop"),
)
def list_goods(village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE) -> Response[Any]:
    """List the goods of a village's shop."""
    in_village(village)
    page = page_of(
        GoodsRow,
        ("pk", f"SHOP#{village}"),
        within=Range("sk", "begins_with", ("GOODS#",)),
        limit=limit,
        cursor=cursor,
    )
    items = [store.goods_view(row) for row in page.rows]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "PUT",
    "/v1/points/villages/{village}/goods/{goods}",
    access=Access(KEEPERS),
    answers={
        200: (Text("已修改", "Changed"), answers.GoodsView),
        201: (Text("已新建", "Created"), answers.GoodsView),
    },
    problems=[OutsideYourArea, NotFound, StaleVersion, SomebodyWasFaster],
    summary=Text("上架或修改商品", "Offer goods, or change name and price"),
)
def put_goods(request: Called, village: Village, goods: NamedId, body: GoodsBody) -> Response[Any]:
    """Offer goods or change them; stock moves by movements alone."""
    request.within(village, KEEPERS)
    said, expected = body.model_dump(), request.expected_version
    outcome = settle(
        lambda: store.put_goods(village, goods, said, expected, clock.now()), None, clock.now()
    )
    row = store.find_goods(village, goods)
    return API.answer(outcome.answered.status, store.goods_view(row), version=int(row.version))


@API.route(
    "POST",
    "/v1/points/villages/{village}/goods/{goods}/movements",
    access=Access(KEEPERS),
    answers={201: (Text("已登记", "Noted"), answers.GoodsView)},
    problems=[OutsideYourArea, NotFound, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("入库或盘点", "Take goods in, or take stock"),
    description=Text(
        "goods_in 入库须注明资金性质与来源（集体资金、捐赠、补助），以便公开；count 盘点，差异入账。",
        "goods_in with the funding and source, which are published; count: the difference becomes an entry.",
    ),
)
def move_stock(request: Called, village: Village, goods: NamedId, body: StockMove) -> Response[Any]:
    """Take goods in or take stock."""
    post = request.within(village, KEEPERS)
    now, actor = clock.now(), actor_of(request.person, post)
    if body.kind == "count":
        counted, reason = needed(body.counted, "counted"), needed(body.reason, "reason")
        return settled(lambda: store.count_stock(village, goods, counted, reason, actor, now))
    said = {
        "quantity": needed(body.quantity, "quantity"),
        "funding": str(needed(body.funding, "funding")),
        "source": needed(body.source, "source"),
        "value_fen": needed(body.value_fen, "value_fen"),
        "voucher": body.voucher,
    }
    return settled(lambda: store.goods_in(village, goods, said, actor, now))


@API.route(
    "GET",
    "/v1/points/villages/{village}/movements",
    access=Access(_READERS),
    answers={200: (Text("库存变动", "Changes of stock, newest first"), answers.MovementList)},
    problems=[OutsideYourArea],
    summary=Text("某月库存变动", "List a month's changes of stock"),
)
def list_movements(
    request: Called,
    village: Village,
    month: Annotated[str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")],
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List a month's changes of stock."""
    request.within(village, _READERS)
    page = page_of(
        MovementRow,
        ("pk", f"STOCK#{village}#{month}"),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    items = [
        {
            "id": row.sk,
            "goods": row.goods,
            "kind": row.kind,
            "quantity": int(row.quantity),
            "at": local(row.at),
            **json.loads(row.document),
        }
        for row in page.rows
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "POST",
    "/v1/points/redemptions",
    access=SIGNED_IN,
    answers={201: (Text("已预留", "Set aside"), answers.RedemptionView)},
    problems=[
        NotFound,
        OutsideYourArea,
        accounts.NotEnoughPoints,
        shops.OutOfStock,
        shops.NotForRedemption,
        books.NoBookInForce,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("兑换商品", "Redeem points"),
    description=Text(
        "同时预留积分与库存，凭一次性兑换码领取；逾期未领自动退回。户成员本人或其网格员代办。",
        "Sets points and stock aside at once; the goods are handed over against a one-time code, or both go back. By a member of the "
        "household, or its grid worker for it.",
    ),
)
def redeem(request: Called, body: NewRedemption) -> Response[Any]:
    """Set points and stock aside for a household."""
    now = clock.now()
    home = known_home(body.household)
    own = home_of_caller() == body.household
    worker = request.person.post_over(home.unit, _WORKERS)
    request.allow(own or worker is not None)
    village = village_of_home(home)
    parameters = book_store.book_on(village, clock.today()).parameters
    wanted = store.Wanted(village, body.household, home.unit, body.goods, body.quantity)
    actor = actor_of(request.person, None if own else worker)

    def decide() -> Decided:
        one, decided = store.redeem(wanted, actor, parameters, now)
        return decided._replace(body=_view(one, shows_code=True))

    return settled(decide)


@API.route(
    "GET",
    "/v1/points/redemptions",
    access=Access(_READERS),
    answers={200: (Text("兑换列表", "Redemptions"), answers.RedemptionList)},
    problems=[OutsideYourArea],
    summary=Text("村内某状态的兑换", "List a village's redemptions of one status"),
)
def list_redemptions(
    request: Called,
    village: Annotated[str, Query(pattern=r"^[1-9]\d{11}$")],
    status: Annotated[RedemptionStatus, Query()] = RedemptionStatus.HELD,
    cursor: Cursor = None,
    limit: Limit = FIRST_PAGE,
) -> Response[Any]:
    """List a village's redemptions of one status, oldest first."""
    request.within(village, _READERS)
    page = page_of(
        RedemptionRow,
        ("list", f"REDEMPTIONS#{village}#{status}"),
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
    )
    items = [
        {
            "id": row.id,
            "household": row.household,
            "goods_name": row.item,
            "points": int(row.points),
            "status": row.status,
            "created_at": local(row.created_at),
            "updated_at": local(row.updated_at),
        }
        for row in page.rows
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/points/redemptions/{redemption}",
    access=SIGNED_IN,
    answers={200: (Text("兑换", "The redemption"), answers.RedemptionView)},
    problems=[NotFound],
    summary=Text("查看兑换", "Read a redemption"),
)
def get_redemption(redemption: RowId) -> Response[Any]:
    """Read a redemption; the code is shown to who may collect the goods."""
    one, shows_code = _readable(redemption)
    return API.answer(200, _view(one, shows_code=shows_code), version=one.version)


@API.route(
    "GET",
    "/v1/points/redemptions/{redemption}/qr",
    access=SIGNED_IN,
    answers={200: (Text("兑换二维码", "The QR code"), ("image/svg+xml",))},
    problems=[NotFound],
    summary=Text("兑换二维码", "The one-time code as QR"),
)
def get_redemption_qr(redemption: RowId) -> Response[Any]:
    """Draw the one-time code of a redemption that waits."""
    one, shows_code = _readable(redemption)
    if not shows_code or one.status is not RedemptionStatus.HELD:
        raise NotFound
    from points.drawing import qr_svg

    return Response(200, "image/svg+xml", qr_svg(shops.payload(one.id, one.code)))


@API.route(
    "POST",
    "/v1/points/redemptions/{redemption}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的兑换", "The redemption after the step"), answers.RedemptionView)},
    problems=[
        NotFound,
        OutsideYourArea,
        shops.WrongCode,
        shops.ShopClosed,
        shops.RedemptionOver,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("核销或撤销兑换", "Hand over or void"),
    description=Text(
        "hand_over 由超市管理员在开放时间凭一次性码核销（code）；void 由本户或管理员撤销（reason），积分与库存退回。",
        "hand_over by a shop keeper on an opening day against the one-time `code`; void by the household or a keeper (`reason`).",
    ),
)
def move_redemption(request: Called, redemption: RowId, body: MoveRedemption) -> Response[Any]:
    """Hand goods over, or void a redemption."""
    now = clock.now()
    one, _ = _readable(redemption)
    expected = request.expected_version
    parameters = book_store.book_on(one.village, clock.today()).parameters
    if body.action == "hand_over":
        post = request.within(one.village, frozenset({Role.SHOP_KEEPER}))
        code = needed(body.code, "code").rpartition(":")[2]
        kept = store.find_shop(one.village)
        shops.refuse_closed(shops.parse_opening(kept.document), now)
        _refuse_other_merchant(one, kept.document["merchants"])
        if one.requested_by == request.person.person_id:
            raise NotAllowed(
                Text("本人申请的兑换须由他人核销。", "Nobody hands over what he asked for himself.")
            )
        actor = actor_of(request.person, post)
        if one.status is RedemptionStatus.HELD:
            _refuse_wrong_code(one, code, actor)
    else:
        needed(body.reason, "reason")
        keeper = request.person.post_over(one.village, KEEPERS)
        actor = actor_of(request.person, keeper)

    def decide() -> Decided:
        present = store.load(redemption)
        if present is None:
            raise NotFound
        refuse_stale(expected, present.version)
        if body.action == "hand_over":
            saved, decided = store.hand_over(present, actor, parameters, now)
        else:
            saved, decided = store.give_back(
                present, RedemptionStatus.VOIDED, body.reason, actor, parameters, now
            )
        return decided._replace(body=_view(saved, shows_code=False))

    return settled(decide)


def _refuse_other_merchant(one: Redemption, merchants: list[dict[str, Any]]) -> None:
    """Let goods be handed over by a keeper of their merchant, where the shop names keepers."""
    keepers: dict[str, list[str]] = {merchant["id"]: merchant["keepers"] for merchant in merchants}
    named = keepers.get(one.merchant)
    if named and API.request.person.person_id not in named:
        raise NotAllowed(
            Text("须由该商户的管理员核销。", "A keeper of the goods' merchant hands them over.")
        )


def _refuse_wrong_code(one: Redemption, code: str, actor: Actor) -> None:
    now = clock.now()
    if one.wrong_codes < shops.MOST_WRONG_CODES and shops.same_code(code, one.code):
        return
    if one.wrong_codes < shops.MOST_WRONG_CODES:

        def count() -> Decided:
            present = store.load(one.id)
            assert present is not None
            return store.wrong_code(present, actor, now)

        settle(count, None, now)
        raise shops.WrongCode(tries_left=shops.MOST_WRONG_CODES - one.wrong_codes - 1)
    raise shops.WrongCode(
        Text(
            "兑换码错误次数过多，已锁定，请撤销后重新兑换。",
            "Too many wrong codes: void this redemption and redeem again.",
        ),
        tries_left=0,
    )


def _readable(redemption: str) -> tuple[Redemption, bool]:
    """Return a redemption and whether the caller may see its code."""
    one = store.load(redemption)
    if one is None:
        raise NotFound(Text("没有找到该兑换。", "There is no such redemption."))
    caller = API.request.person
    collects = home_of_caller() == one.household or caller.person_id == one.requested_by
    API.request.allow(collects or caller.post_over(one.village, _READERS) is not None)
    return one, collects


def _view(one: Redemption, *, shows_code: bool) -> dict[str, Any]:
    shown = shows_code and one.status is RedemptionStatus.HELD
    return {
        "id": one.id,
        "village": one.village,
        "household": one.household,
        "goods": one.goods,
        "goods_name": one.goods_name,
        "merchant": one.merchant,
        "quantity": one.quantity,
        "points": one.points,
        "status": str(one.status),
        "status_name": REDEMPTION_NAMES[one.status].say(API.request.language),
        "hold_until": plain(one.hold_until),
        "code": one.code if shown else None,
        "qr": shops.payload(one.id, one.code) if shown else None,
        "hold_entry": one.hold_entry,
        "hand_over_entry": one.hand_over_entry,
        "reason": one.reason,
        "version": one.version,
        "created_at": plain(one.created_at),
        "updated_at": plain(one.updated_at),
    }


@API.route(
    "POST",
    "/v1/points/villages/{village}/settlements",
    access=Access(KEEPERS),
    answers={
        200: (Text("此前已结算", "Settled before"), answers.SettlementView),
        201: (Text("已结算", "Settled"), answers.SettlementView),
    },
    problems=[OutsideYourArea, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("月度结算", "Settle a month"),
)
def settle_month(request: Called, village: Village, body: SettleMonth) -> Response[Any]:
    """Settle a month that is over."""
    post = request.within(village, KEEPERS)
    actor = actor_of(request.person, post)
    return settled(lambda: store.settle_month(village, body.month, actor, clock.now()))


@API.route(
    "GET",
    "/v1/points/villages/{village}/settlements",
    access=SIGNED_IN,
    answers={200: (Text("结算公开", "Settlements, newest first"), answers.SettlementList)},
    problems=[NotFound],
    summary=Text("积分超市收支公开", "List the settlements of a shop"),
    description=Text(
        "属村务公开内容，村民均可查看；不含户信息。",
        "Village finance, open to the village; no household in it.",
    ),
)
def list_settlements(
    village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a shop's settlements for the village."""
    in_village(village)
    page = page_of(
        SettlementRow,
        ("pk", f"SETTLED#{village}"),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    items = [json.loads(row.document) for row in page.rows]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/points/villages/{village}/settlements/{month}",
    access=SIGNED_IN,
    answers={200: (Text("结算", "The settlement"), answers.SettlementView)},
    problems=[NotFound],
    summary=Text("查看某月结算", "Read a settlement"),
)
def get_settlement(village: Village, month: MonthPath) -> Response[Any]:
    """Read a month's settlement."""
    in_village(village)
    row: SettlementRow | None = read([SettlementRow.key(village, month)], consistent=True)[0]
    if row is None:
        raise NotFound
    return API.answer(200, json.loads(row.document), version=int(row.version))


@API.route(
    "POST",
    "/v1/points/villages/{village}/settlements/{month}/transitions",
    access=Access(frozenset({Role.VILLAGE_SUPERVISOR})),
    answers={200: (Text("已核对", "Checked"), answers.SettlementView)},
    problems=[
        OutsideYourArea,
        NotFound,
        SamePerson,
        StaleVersion,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("村务监督委员会核对结算", "The supervisors check a settlement"),
)
def check_settlement(
    request: Called, village: Village, month: MonthPath, body: CheckSettlement
) -> Response[Any]:
    """Note that a supervisor has checked a settlement."""
    post = request.within(village, frozenset({Role.VILLAGE_SUPERVISOR}))
    actor, expected = actor_of(request.person, post), request.expected_version
    assert body.action == "check"
    return settled(lambda: store.check_settlement(village, month, expected, actor, clock.now()))
