"""Routes of the supermarket: shop, goods, stock."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import Access
from kernel.http import MAX_DOCUMENT_BYTES, Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.storage.unit_of_work import SomebodyWasFaster
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, NamedId, Village
from points.model import shop_answers as answers
from points.model.shop_requests import GoodsBody, ShopBody, StockMove
from points.service import keep_shop
from points.service import read_shop as reading
from points.service.asking import KEEPERS, SHOP_READERS, VILLAGE_OFFICERS
from points.service.move_stock import move_stock as move


@API.route(
    "GET",
    "/v1/points/villages/{village}/shop",
    access=SIGNED_IN,
    answers={200: (Text("积分超市", "The shop"), answers.ShopView)},
    problems=[NotFound],
    summary=Text("积分超市", "Read the supermarket of a village"),
)
def get_shop(request: Called, village: Village) -> Response[Any]:
    """Read the shop: merchants, opening days, whether it is open now."""
    there = reading.read_shop(request, village)
    return API.answer(200, answers.shop_view(village, there), version=there.version)


@API.route(
    "PUT",
    "/v1/points/villages/{village}/shop",
    access=Access(VILLAGE_OFFICERS),
    answers={200: (Text("已保存", "Kept"), answers.ShopView)},
    problems=[OutsideYourArea, StaleVersion, SomebodyWasFaster],
    most_bytes=MAX_DOCUMENT_BYTES,
    summary=Text("开设或修改积分超市", "Open a shop, or change its merchants and opening days"),
)
def put_shop(request: Called, village: Village, body: ShopBody) -> Response[Any]:
    """Open a shop or change it."""
    document, expected = body.model_dump(mode="json"), request.expected_version
    return API.carry_out(
        request,
        lambda work: keep_shop.put_shop(work, request, village, document, expected),
        lambda there: answers.shop_view(village, there),
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/goods",
    access=SIGNED_IN,
    answers={200: (Text("商品", "Goods"), answers.GoodsList)},
    problems=[NotFound],
    summary=Text("可兑换的商品", "List the goods of a shop"),
)
def list_goods(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List the goods of a village's shop."""
    found = reading.list_goods(request, village, limit, cursor)
    return API.page(found, answers.goods_view)


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
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: keep_shop.put_goods(work, request, village, goods, body, expected),
        lambda put: answers.goods_view(put.goods),
        status=lambda put: 201 if put.is_new else 200,
    )


@API.route(
    "POST",
    "/v1/points/villages/{village}/goods/{goods}/movements",
    access=Access(KEEPERS),
    answers={201: (Text("已登记", "Noted"), answers.GoodsView)},
    problems=[OutsideYourArea, NotFound, *WRITES],
    summary=Text("入库或盘点", "Take goods in, or take stock"),
    description=Text(
        "goods_in 入库须注明资金性质与来源（集体资金、捐赠、补助），以便公开；count 盘点，差异入账。",
        "goods_in with the funding and source, which are published; count: the difference becomes an entry.",
    ),
)
def move_stock(request: Called, village: Village, goods: NamedId, body: StockMove) -> Response[Any]:
    """Take goods in or take stock."""
    return API.carry_out(
        request,
        lambda work: move(work, request, village, goods, body),
        answers.goods_view,
        status=201,
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/movements",
    access=Access(SHOP_READERS),
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
    found = reading.list_movements(request, village, month, limit, cursor)
    return API.page(found, answers.movement_view)
