"""Routes of a household: its page, its entries, the year's statement, its standing, its door plate."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.http.refusals import WRITES
from kernel.problems import NotFound, OutsideYourArea
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text
from kernel.web_address import page_at
from points.api.base import API, SIGNED_IN
from points.api.params import FIRST_PAGE, NamedId
from points.model import board_answers, ledger_answers
from points.model import household_answers as answers
from points.model.board_requests import NoteStanding
from points.service import issue_plate as plates
from points.service.asking import VILLAGE_OFFICERS
from points.service.note_standing import note_standing as note
from points.service.read_household import read_account, read_household
from points.service.read_ledger import entries_of_year, list_entries_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_\-]{16,64}$")]


@API.route(
    "GET",
    "/v1/points/households/{household}",
    access=SIGNED_IN,
    answers={200: (Text("户积分主页", "The household's page"), answers.PointsHouseholdPage)},
    problems=[NotFound],
    summary=Text("户积分主页", "The page of a household"),
    description=Text(
        "余额、累计积分、在办申报及下一步、最近分录（附白话说明）、提醒。",
        "Balance, honour, pending claims with their next step, latest entries in plain words, reminders.",
    ),
)
def get_household_page(request: Called, household: NamedId) -> Response[Any]:
    """Read the page of the own household, or of one in the area one serves."""
    found = read_household(request, household)
    return API.answer(200, answers.household_page(found, request.language))


@API.route(
    "GET",
    "/v1/points/households/{household}/balance",
    access=SIGNED_IN,
    answers={200: (Text("余额", "The balances"), answers.BalanceView)},
    problems=[NotFound],
    summary=Text("户积分余额", "The balances of a household"),
)
def get_balance(request: Called, household: NamedId) -> Response[Any]:
    """Read what a household can spend, and its honour total."""
    return API.answer(200, answers.balance_view(read_account(request, household)))


@API.route(
    "GET",
    "/v1/points/households/{household}/entries",
    access=SIGNED_IN,
    answers={200: (Text("分录", "Entries, newest first"), ledger_answers.EntryList)},
    problems=[NotFound],
    summary=Text("户积分明细", "List the entries of a household"),
)
def list_household_entries(
    request: Called, household: NamedId, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a household's entries, newest first."""
    found = list_entries_of(request, household, limit, cursor)
    return API.page(found, lambda one: ledger_answers.entry_view(one, request.language))


@API.route(
    "GET",
    "/v1/points/households/{household}/statements/{year}",
    access=SIGNED_IN,
    answers={200: (Text("对账单", "The statement"), (_XLSX, "text/html"))},
    problems=[NotFound],
    summary=Text("年度积分对账单", "The year's statement"),
    description=Text(
        "format=xlsx 为电子表格，html 为可打印页面。",
        "`format=xlsx` is a workbook, `html` a page to print (or to save as PDF).",
    ),
)
def get_statement(
    request: Called,
    household: NamedId,
    year: Annotated[int, Path(ge=2020, le=2099)],
    form: Annotated[str, Query(alias="format", pattern="^(xlsx|html)$")] = "html",
) -> Response[Any]:
    """Write the year's statement of a household."""
    found = entries_of_year(request, household, year)
    from points.model.statement import Statement, as_page, as_workbook

    language = request.language
    entries = [ledger_answers.entry_view(entry, language) for entry in found]
    statement = Statement(household, year, entries)
    if form == "html":
        return Response(200, "text/html", as_page(statement, language))
    headers = {"Content-Disposition": f'attachment; filename="points-{household}-{year}.xlsx"'}
    # As text from here on: answers are checked as JSON would be, which bytes do not survive.
    written = base64.b64encode(as_workbook(statement, language)).decode()
    answer: Response[Any] = Response(200, _XLSX, written, headers=headers)
    answer.base64_encoded = True
    return answer


@API.route(
    "POST",
    "/v1/points/households/{household}/standing",
    access=SIGNED_IN,
    answers={200: (Text("已登记", "Noted"), board_answers.StandingView)},
    problems=[NotFound, OutsideYourArea, *WRITES],
    summary=Text("红榜署名同意、外出、照顾情形", "Consent to a name, absence, care"),
    description=Text(
        "consent / withdraw_consent 由本户成员作出，撤回立即生效；note_away（since、until）、end_away、note_care、end_care 由村干部登记，不记录具体病情。",
        "consent and withdraw_consent by members of the household, the latter at once on every live board; absence and care are noted by the "
        "village officer, without saying what ails anybody.",
    ),
)
def note_standing(request: Called, household: NamedId, body: NoteStanding) -> Response[Any]:
    """Note a consent, its end, an absence, or that care is due."""
    return API.carry_out(
        request,
        lambda work: note(work, request, household, body),
        lambda seen: board_answers.standing_view(seen.household, seen.noted),
    )


@API.route(
    "GET",
    "/v1/points/households/{household}/door-plate",
    access=Access(VILLAGE_OFFICERS),
    answers={200: (Text("门牌二维码", "The QR code"), ("image/svg+xml",))},
    problems=[NotFound, OutsideYourArea],
    summary=Text("门牌二维码", "The QR for the door plate"),
    description=Text(
        "只含随机编号，不含个人信息；扫码者须登录，且仅本户及工作人员可打开户主页。",
        "Holds a random token and nothing of a person; who scans it must sign in, and only the household and its staff get to the page.",
    ),
)
def get_door_plate(request: Called, household: NamedId) -> Response[Any]:
    """Draw the QR that leads to the household's page."""
    plate = carry_out(lambda work: plates.issue_plate(work, request, household)).result
    assert plate is not None
    from points.model.qr import qr_svg

    address = page_at(request.host, "plate", plate.token)
    return Response(200, "image/svg+xml", qr_svg(address))


@API.route(
    "GET",
    "/v1/points/plates/{token}",
    access=SIGNED_IN,
    answers={200: (Text("门牌", "Where the plate leads"), answers.PlateView)},
    problems=[NotFound],
    summary=Text("扫门牌码", "Follow a door plate"),
)
def follow_plate(request: Called, token: Token) -> Response[Any]:
    """Lead from a door plate to the household's page, for those who may open it; neighbours learn the village alone."""
    lead = plates.follow_plate(request, token)
    path = f"/v1/points/households/{lead.household}" if lead.household else None
    return API.answer(200, {"village": lead.village, "page": path})
