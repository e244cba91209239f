"""Routes of redemptions."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, RowId
from points.model import shop_answers as answers
from points.model.shop_requests import MoveRedemption, NewRedemption
from points.rules.account import NotEnoughPoints
from points.rules.book import NoBookInForce
from points.rules.redemption import WrongCode
from points.rules.redemption_states import RedemptionStatus
from points.rules.shop import NotForRedemption, OutOfStock, ShopClosed
from points.service.asking import SHOP_READERS
from points.service.move_redemption import move_redemption as move
from points.service.redeem_goods import redeem_goods
from points.service.see_redemption import list_redemptions as list_of_status
from points.service.see_redemption import read_redemption


@API.route(
    "POST",
    "/v1/points/redemptions",
    access=SIGNED_IN,
    answers={201: (Text("已预留", "Set aside"), answers.RedemptionView)},
    problems=[
        NotFound,
        OutsideYourArea,
        NotEnoughPoints,
        OutOfStock,
        NotForRedemption,
        NoBookInForce,
        *WRITES,
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
    return API.carry_out(
        request,
        lambda work: redeem_goods(work, request, body),
        lambda seen: answers.redemption_view(seen, request.language, request.host),
        status=201,
    )


@API.route(
    "GET",
    "/v1/points/redemptions",
    access=Access(SHOP_READERS),
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
    found = list_of_status(request, village, status, limit, cursor)
    return API.page(found, answers.redemption_line)


@API.route(
    "GET",
    "/v1/points/redemptions/{redemption}",
    access=SIGNED_IN,
    answers={200: (Text("兑换", "The redemption"), answers.RedemptionView)},
    problems=[NotFound],
    summary=Text("查看兑换", "Read a redemption"),
)
def get_redemption(request: Called, redemption: RowId) -> Response[Any]:
    """Read a redemption; the code is shown to who may collect the goods."""
    seen = read_redemption(request, redemption)
    return API.answer(
        200, answers.redemption_view(seen, request.language, request.host), version=seen.version
    )


@API.route(
    "GET",
    "/v1/points/redemptions/{redemption}/qr",
    access=SIGNED_IN,
    answers={200: (Text("兑换二维码", "The QR code"), ("image/svg+xml",))},
    problems=[NotFound],
    summary=Text("兑换二维码", "The one-time code as QR"),
)
def get_redemption_qr(request: Called, redemption: RowId) -> Response[Any]:
    """Draw the one-time code of a redemption that waits."""
    seen = read_redemption(request, redemption)
    if not seen.shows_code:
        raise NotFound
    from points.model.qr import qr_svg

    return Response(200, "image/svg+xml", qr_svg(answers.redeem_page(seen.one, request.host)))


@API.route(
    "POST",
    "/v1/points/redemptions/{redemption}/transitions",
    access=SIGNED_IN,
    answers={200: (Text("办理后的兑换", "The redemption after the step"), answers.RedemptionView)},
    problems=[OutsideYourArea, WrongCode, ShopClosed, *MOVES],
    summary=Text("核销或撤销兑换", "Hand over or void"),
    description=Text(
        "hand_over 由超市管理员在开放时间凭一次性码核销（code）；void 由本户或管理员撤销（reason），积分与库存退回。",
        "hand_over by a shop keeper on an opening day against the one-time `code`; void by the household or a keeper (`reason`).",
    ),
)
def move_redemption(request: Called, redemption: RowId, body: MoveRedemption) -> Response[Any]:
    """Hand goods over, or void a redemption."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move(work, request, redemption, body, expected),
        lambda seen: answers.redemption_view(seen, request.language, request.host),
    )
