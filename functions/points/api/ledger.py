"""Routes of the ledger: entries, reversal, verification."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.texts import Text
from points.api.base import API
from points.api.params import FIRST_PAGE, RowId, Village
from points.model import ledger_answers as answers
from points.model.claim_requests import Reverse
from points.rules.recusal import Recused
from points.rules.transfers import CannotBeReversed, PointsAlreadySpent
from points.service import read_ledger as reading
from points.service import verify_ledger as verifying
from points.service.asking import OVERSEERS
from points.service.reverse_entry import REVERSERS, AlreadyReversed
from points.service.reverse_entry import reverse_entry as reverse
from points.service.verify_ledger import MOST_AT_ONCE, read_report


@API.route(
    "GET",
    "/v1/points/villages/{village}/ledger",
    access=Access(OVERSEERS),
    answers={200: (Text("分录", "Entries, newest first"), answers.EntryList)},
    problems=[OutsideYourArea],
    summary=Text("村积分台账", "List a village's ledger"),
)
def list_entries(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a village's entries, newest first."""
    found = reading.list_entries(request, village, limit, cursor)
    return API.page(found, lambda one: answers.entry_view(one, request.language))


@API.route(
    "GET",
    "/v1/points/villages/{village}/ledger/verify",
    access=Access(OVERSEERS),
    answers={200: (Text("核对结果", "What was found"), answers.LedgerReport)},
    problems=[OutsideYourArea, NotFound],
    summary=Text("核对台账", "Verify the ledger"),
    description=Text(
        f"重算哈希链、余额与平衡；分录超过 {MOST_AT_ONCE} 条的村返回最近一次后台核对结果（fresh 为 false）。",
        f"Recomputes chain, balances and zero sum. Beyond {MOST_AT_ONCE} entries what was found last in the background is answered "
        "(`fresh` false).",
    ),
)
def verify_ledger(request: Called, village: Village) -> Response[Any]:
    """Recompute a village's ledger."""
    return API.answer(200, answers.report_view(read_report(request, village)))


@API.route(
    "POST",
    "/v1/points/villages/{village}/ledger/verifications",
    access=Access(OVERSEERS),
    answers={202: (Text("已提交或正在核对", "Asked for, or on its way"), answers.VerificationView)},
    problems=[OutsideYourArea, *WRITES],
    summary=Text("后台核对台账", "Verify the ledger in the background"),
    description=Text(
        "由系统在后台核对，进度见同一地址（checked / entries），完成后附核对结果；每晚也自动核对。",
        "Runs behind the request; the same address tells how far it is (`checked` of `entries`), and at the end what was found. Every "
        "night runs one as well.",
    ),
)
def ask_for_verification(request: Called, village: Village) -> Response[Any]:
    """Have a village's ledger verified in the background."""
    return API.carry_out(
        request,
        lambda work: verifying.ask_for_verification(work, request, village),
        answers.verification_view,
        status=202,
    )


@API.route(
    "GET",
    "/v1/points/villages/{village}/ledger/verifications",
    access=Access(OVERSEERS),
    answers={200: (Text("进度与结果", "How far it is"), answers.VerificationView)},
    problems=[OutsideYourArea, NotFound],
    summary=Text("后台核对的进度与结果", "Read how far the verification is"),
)
def get_verification(request: Called, village: Village) -> Response[Any]:
    """Read how far the verification of a village's ledger is, and what it found."""
    return API.answer(200, answers.verification_view(verifying.see_verification(request, village)))


@API.route(
    "GET",
    "/v1/points/villages/{village}/ledger/entries/{entry}",
    access=Access(OVERSEERS),
    answers={200: (Text("分录", "The entry"), answers.EntryView)},
    problems=[OutsideYourArea, NotFound],
    summary=Text("查看分录", "Read an entry"),
)
def get_entry(request: Called, village: Village, entry: RowId) -> Response[Any]:
    """Read an entry with the evaluation it rests on."""
    found = reading.read_entry(request, village, entry)
    return API.answer(200, answers.entry_view(found, request.language))


@API.route(
    "POST",
    "/v1/points/villages/{village}/ledger/entries/{entry}/reversals",
    access=Access(REVERSERS),
    answers={201: (Text("已冲正", "Reversed"), answers.ReversalView)},
    problems=[
        OutsideYourArea,
        NotFound,
        Recused,
        AlreadyReversed,
        CannotBeReversed,
        PointsAlreadySpent,
        *WRITES,
    ],
    summary=Text("冲正分录", "Reverse an entry"),
    description=Text(
        "只能冲正一次，须写明理由，原分录与冲正分录互相关联；积分已使用时按 if_spent 处理。",
        "Once, with a reason, linked both ways. `if_spent` says what happens when the points are already spent.",
    ),
)
def reverse_entry(request: Called, village: Village, entry: RowId, body: Reverse) -> Response[Any]:
    """Undo an entry by its opposite."""
    return API.carry_out(
        request,
        lambda work: reverse(work, request, village, entry, body),
        answers.reversal_view,
        status=201,
    )
