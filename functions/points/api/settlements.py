"""Routes of the supermarket's settlements."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import MOVES, WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, Village
from points.model import shop_answers as answers
from points.model.shop_requests import CheckSettlement, SettleMonth
from points.rules.board import SamePerson
from points.service import read_settlements as reading
from points.service import settle_month as service
from points.service.asking import KEEPERS
from points.service.settle_month import SUPERVISORS

MonthPath = Annotated[str, Path(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


@API.route(
    "POST",
    "/v1/points/villages/{village}/settlements",
    access=Access(KEEPERS),
    answers={
        200: (Text("此前已结算", "Settled before"), answers.SettlementView),
        201: (Text("已结算", "Settled"), answers.SettlementView),
    },
    problems=[OutsideYourArea, *WRITES],
    summary=Text("月度结算", "Settle a month"),
)
def settle_month(request: Called, village: Village, body: SettleMonth) -> Response[Any]:
    """Settle a month that is over."""
    return API.carry_out(
        request,
        lambda work: service.settle_month(work, request, village, body.month),
        lambda seen: answers.settlement_view(seen, request.language),
        status=lambda seen: 201 if seen.is_new else 200,
    )


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
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a shop's settlements for the village."""
    found = reading.list_settlements(request, village, limit, cursor)
    return API.page(found, lambda seen: answers.settlement_view(seen, request.language))


@API.route(
    "GET",
    "/v1/points/villages/{village}/settlements/{month}",
    access=SIGNED_IN,
    answers={200: (Text("结算", "The settlement"), answers.SettlementView)},
    problems=[NotFound],
    summary=Text("查看某月结算", "Read a settlement"),
)
def get_settlement(request: Called, village: Village, month: MonthPath) -> Response[Any]:
    """Read a month's settlement."""
    seen = reading.read_settlement(request, village, month)
    view = answers.settlement_view(seen, request.language)
    return API.answer(200, view, version=seen.version)


@API.route(
    "POST",
    "/v1/points/villages/{village}/settlements/{month}/transitions",
    access=Access(SUPERVISORS),
    answers={200: (Text("已核对", "Checked"), answers.SettlementView)},
    problems=[OutsideYourArea, SamePerson, *MOVES],
    summary=Text("村务监督委员会核对结算", "The supervisors check a settlement"),
)
def check_settlement(
    request: Called, village: Village, month: MonthPath, body: CheckSettlement
) -> Response[Any]:
    """Note that a supervisor has checked a settlement."""
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: service.check_settlement(work, request, village, month, body.action, expected),
        lambda seen: answers.settlement_view(seen, request.language),
    )
