"""Routes of what stands beside vouchers: cash in hand, periods to be published, what the night's verification of the books found."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from economy.api.base import API
from economy.api.members import VillageInPath
from economy.api.shared import READ
from economy.model.books import (
    EconomyBooksReport,
    EconomyCashView,
    EconomyPeriodList,
    book_period_view,
    books_report,
    cash_view,
)
from economy.rules.asset_states import READERS
from economy.service.see_books import list_periods, read_cash
from economy.service.verify_books import read_verification
from kernel import paging
from kernel.http import Called
from kernel.http.asked import Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text


@API.route(
    "GET",
    "/v1/economy/cash-boxes/{village}",
    access=READ,
    answers={200: (Text("库存现金", "Cash in hand"), EconomyCashView)},
    problems=[OutsideYourArea],
    summary=Text("库存现金及限额", "Read a village's cash in hand"),
)
def get_economy_cash(request: Called, village: VillageInPath) -> Response[Any]:
    """Read the cash of a village in the caller's area."""
    request.within(village, READERS)
    found = read_cash(village)
    return API.answer(200, cash_view(found), version=found.box.version)


@API.route(
    "GET",
    "/v1/economy/book-periods",
    access=READ,
    answers={200: (Text("公开期间，新的在前", "Periods, the latest first"), EconomyPeriodList)},
    summary=Text("财务公开期间", "List the periods whose accounts are to be published"),
)
def list_economy_book_periods(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the periods of a village in the caller's area."""
    request.within(village, READERS)
    return API.page(list_periods(village, limit, cursor), book_period_view)


@API.route(
    "GET",
    "/v1/economy/book-verifications/{village}",
    access=READ,
    answers={200: (Text("核对结果", "What was found"), EconomyBooksReport)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("账簿核对结果", "Read what the last night's verification of the books found"),
    description=Text(
        "每夜重算：分录链完整、借贷为零、汇总与分录一致。",
        "Recomputed every night: the chain of entries is whole, they sum to zero, and the sums of the sheets are theirs.",
    ),
)
def get_economy_book_verification(request: Called, village: VillageInPath) -> Response[Any]:
    """Read the verification of a village's books in the caller's area."""
    request.within(village, READERS)
    return API.answer(200, books_report(read_verification(village), request.language))
