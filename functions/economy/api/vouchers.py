"""Routes of vouchers."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from economy.api.base import API
from economy.api.shared import MOVES, READ, WRITES
from economy.model.voucher_requests import MoveVoucher, RecordVoucher
from economy.model.vouchers import VoucherList, VoucherView, voucher_view
from economy.rules.asset_states import BOOKS, READERS
from economy.rules.books import YearDistributed
from economy.rules.closing import PeriodClosed
from economy.rules.voucher_states import TELLERS, VOUCHERS, VoucherEvent, VoucherStatus
from economy.rules.vouchers import ReversedAlready
from economy.service.keep_vouchers import (
    get_voucher,
    list_vouchers,
    move_voucher,
    record_voucher,
    see,
    steps_of_voucher,
)
from economy.service.see_books import account_names
from kernel import paging
from kernel.access import Access
from kernel.directory import UnitClosed
from kernel.http import Called
from kernel.http.asked import RowId, Village
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea
from kernel.step_model import HistoryOfThing, step_view
from kernel.storage.rates import TooOften
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/economy/vouchers",
    access=Access(BOOKS),
    answers={201: (Text("已制单", "Recorded"), VoucherView)},
    problems=[UnitClosed, PeriodClosed, ReversedAlready, YearDistributed, TooOften, *WRITES],
    summary=Text("填制记账凭证", "Record a voucher"),
    description=Text(
        "借贷须相等；制单、审批、经办、保管须为不同人员；编号按村按年连续，作废不重用。已记账的凭证只能冲销。",
        "Debits equal credits; who records, approves, handles and keeps are different people; numbers run on, void ones stay.",
    ),
)
def record_economy_voucher(request: Called, body: RecordVoucher) -> Response[Any]:
    """Record a voucher of a village whose books the caller keeps."""
    post = request.within(body.village, BOOKS)
    return API.carry_out(
        request,
        lambda work: record_voucher(work, body, request.person, post),
        lambda seen: voucher_view(seen, account_names(), request.language),
        status=201,
        location=lambda seen: f"/v1/economy/vouchers/{seen.thing.id}",
    )


@API.route(
    "GET",
    "/v1/economy/vouchers",
    access=READ,
    answers={200: (Text("凭证，新的在前", "Vouchers, the latest first"), VoucherList)},
    summary=Text("记账凭证清单", "List a village's vouchers"),
)
def list_economy_vouchers(
    request: Called,
    village: Village,
    status: Annotated[VoucherStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List the vouchers of a village in the caller's area."""
    request.within(village, READERS)
    found = list_vouchers(village, status, request.person, limit, cursor)
    accounts = account_names()
    return API.page(found, lambda seen: voucher_view(seen, accounts, request.language))


@API.route(
    "GET",
    "/v1/economy/vouchers/{voucher}",
    access=READ,
    answers={200: (Text("凭证", "The voucher"), VoucherView)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("查看记账凭证", "Read a voucher"),
)
def get_economy_voucher(request: Called, voucher: RowId) -> Response[Any]:
    """Read a voucher in the caller's area."""
    one = get_voucher(voucher)
    request.within(one.village, READERS)
    seen = see(one, request.person)
    return API.answer(
        200, voucher_view(seen, account_names(), request.language), version=one.version
    )


@API.route(
    "POST",
    "/v1/economy/vouchers/{voucher}/transitions",
    access=Access(TELLERS),
    answers={200: (Text("办理后的凭证", "The voucher after the step"), VoucherView)},
    problems=[OutsideYourArea, PeriodClosed, *MOVES],
    summary=Text("审批、收付款或作废", "Take a step with a voucher"),
    description=VOUCHERS.described(),
)
def move_economy_voucher(request: Called, voucher: RowId, body: MoveVoucher) -> Response[Any]:
    """Take a step with a voucher the caller has a part in, or watches over."""
    request.within(get_voucher(voucher).village, TELLERS)
    expected = request.expected_version
    return API.carry_out(
        request,
        lambda work: move_voucher(
            work, voucher, body.action, body.reason, request.person, expected, body.person
        ),
        lambda seen: voucher_view(seen, account_names(), request.language),
    )


@API.route(
    "GET",
    "/v1/economy/vouchers/{voucher}/history",
    access=READ,
    answers={200: (Text("经过", "What happened"), HistoryOfThing)},
    problems=[NotFound, OutsideYourArea],
    summary=Text("记账凭证经过", "Read a voucher's history"),
)
def list_economy_voucher_history(
    request: Called, voucher: RowId, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read the history of a voucher in the caller's area."""
    request.within(get_voucher(voucher).village, READERS)
    found = steps_of_voucher(voucher, limit, cursor)
    return API.page(found, lambda step: step_view(step, VoucherEvent, request.language))
