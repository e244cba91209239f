"""Routes of a household: its page, its entries, the year's statement, its standing, its door plate."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel import clock
from kernel.access import Access
from kernel.http import Called
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
)
from kernel.storage.dynamo import Range, query, read
from kernel.storage.rows import Ensure, Write
from kernel.texts import Text
from points.api.base import (
    API,
    CHECKERS,
    FIRST_PAGE,
    SIGNED_IN,
    VILLAGE_OFFICERS,
    Cursor,
    Limit,
    NamedId,
    actor_of,
    home_of_caller,
    in_village,
    known_home,
    local,
    needed,
    readable_home,
    settled,
    village_of_home,
)
from points.api.ledger import entry_view
from points.model import answers
from points.model.requests import Standing
from points.rules import claim as claims
from points.rules import shop as shops
from points.rules.account import Account
from points.rules.board import Removal
from points.rules.shop import RedemptionStatus
from points.store import boards, books, ledger, shop
from points.store import claims as claim_store
from points.store.base import Decided, SomebodyWasFaster, page_of
from points.store.rows import BY_HOUSE, ClaimRow, EntryRow, NoteRow, PlateRow, RedemptionRow

_A_FEW = 10
_A_READ = 500
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
    home = readable_home(household, CHECKERS)
    village, language = village_of_home(home), request.language
    account = ledger.see(village, household).account
    pending = [claim for claim in _claims(household) if claim.status.is_open]
    entries = page_of(
        EntryRow,
        ("house", f"ENTRIES#{household}"),
        index=BY_HOUSE,
        limit=_A_FEW,
        newest_first=True,
    )
    notes = page_of(NoteRow, ("pk", f"NOTES#{household}"), limit=_A_FEW, newest_first=True)
    redemptions = page_of(
        RedemptionRow,
        ("house", f"REDEMPTIONS#{household}"),
        index=BY_HOUSE,
        limit=_A_FEW,
        newest_first=True,
    )
    return API.answer(
        200,
        {
            "household": household,
            "village": village,
            "spendable": account.spendable,
            "honour": account.honour,
            "demerit": account.demerit,
            "held": account.held,
            "lots": _lots(account),
            "pending": [_pending(claim) for claim in pending],
            "redemptions": [_waiting(shop.from_row(row)) for row in redemptions.rows],
            "entries": [entry_view(row, language) for row in entries.rows],
            "notes": [
                {
                    "at": local(row.at),
                    "kind": row.kind,
                    "text": Text(row.zh, row.en).say(language),
                }
                for row in notes.rows
            ],
            "standing": _standing(household),
        },
    )


def _claims(household: str) -> list[claims.Claim]:
    page = query(
        ClaimRow,
        ("house", f"CLAIMS#{household}"),
        index=BY_HOUSE,
        limit=50,
        newest_first=True,
    )
    return [claim_store.from_row(ClaimRow.from_raw_data(item)) for item in page.items]


def _pending(claim: claims.Claim) -> dict[str, Any]:
    language = API.request.language
    book = books.book_of(claim.village, claim.book_version)
    item = book.item(claim.item)
    return {
        "id": claim.id,
        "item": claim.item,
        "item_name": item.name.say(language),
        "sign": str(claim.sign),
        "status": str(claim.status),
        "status_name": claims.STATUS_NAMES[claim.status].say(language),
        "points": claim.points,
        "due_at": local(claim.due_at),
        "next_step": claims.next_step(claim, item, book.parameters).say(language),
    }


def _waiting(one: shop.Redemption) -> dict[str, Any]:
    return {
        "id": one.id,
        "goods_name": one.goods_name,
        "quantity": one.quantity,
        "points": one.points,
        "status": str(one.status),
        "status_name": shops.REDEMPTION_NAMES[one.status].say(API.request.language),
        "hold_until": local(one.hold_until) if one.status is RedemptionStatus.HELD else None,
    }


def _lots(account: Account) -> list[dict[str, Any]]:
    return [
        {"points": lot.points, "expires_on": lot.expires_on.isoformat()} for lot in account.lots
    ]


@API.route(
    "GET",
    "/v1/points/households/{household}/balance",
    access=SIGNED_IN,
    answers={200: (Text("余额", "The balances"), answers.BalanceView)},
    problems=[NotFound],
    summary=Text("户积分余额", "The balances of a household"),
)
def get_balance(household: NamedId) -> Response[Any]:
    """Read what a household can spend, and its honour total."""
    home = readable_home(household, CHECKERS)
    account = ledger.see(village_of_home(home), household).account
    return API.answer(
        200,
        {
            "household": household,
            "spendable": account.spendable,
            "honour": account.honour,
            "demerit": account.demerit,
            "held": account.held,
            "lots": _lots(account),
        },
    )


@API.route(
    "GET",
    "/v1/points/households/{household}/entries",
    access=SIGNED_IN,
    answers={200: (Text("分录", "Entries, newest first"), answers.EntryList)},
    problems=[NotFound],
    summary=Text("户积分明细", "List the entries of a household"),
)
def list_household_entries(
    request: Called, household: NamedId, cursor: Cursor = None, limit: Limit = FIRST_PAGE
) -> Response[Any]:
    """List a household's entries, newest first."""
    readable_home(household, CHECKERS)
    page = page_of(
        EntryRow,
        ("house", f"ENTRIES#{household}"),
        index=BY_HOUSE,
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    items = [entry_view(row, request.language) for row in page.rows]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


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
    readable_home(household, CHECKERS)
    from points.drawing import Statement, as_page, as_workbook

    language = request.language
    entries = [entry_view(row, language) for row in _entries_of(household, year)]
    statement = Statement(household, year, entries)
    if form == "html":
        return Response(200, "text/html", as_page(statement, language))
    headers = {"Content-Disposition": f'attachment; filename="points-{household}-{year}.xlsx"'}
    # As text from here on: answers are checked as JSON would be, which bytes do not survive.
    written = base64.b64encode(as_workbook(statement, language)).decode()
    answer: Response[Any] = Response(200, _XLSX, written, headers=headers)
    answer.base64_encoded = True
    return answer


def _entries_of(household: str, year: int) -> list[EntryRow]:
    """Return a year's entries, oldest first: their ids sort by the time they were made."""
    from ulid import ULID

    begins, ends = (
        str(ULID.from_datetime(datetime(y, 1, 1, tzinfo=clock.SHANGHAI)))[:10]
        for y in (year, year + 1)
    )
    rows: list[EntryRow] = []
    start: dict[str, Any] | None = None
    while True:
        page = query(
            EntryRow,
            ("house", f"ENTRIES#{household}"),
            index=BY_HOUSE,
            within=Range("place", "between", (begins, ends)),
            limit=_A_READ,
            start=start,
        )
        rows += [EntryRow.from_raw_data(item) for item in page.items]
        start = page.next_key
        if start is None:
            return rows


@API.route(
    "POST",
    "/v1/points/households/{household}/standing",
    access=SIGNED_IN,
    answers={200: (Text("已登记", "Noted"), answers.StandingView)},
    problems=[NotFound, OutsideYourArea, IdempotencyKeyReused, SomebodyWasFaster],
    summary=Text("红榜署名同意、外出、照顾情形", "Consent to a name, absence, care"),
    description=Text(
        "consent / withdraw_consent 由本户成员作出，撤回立即生效；note_away（since、until）、end_away、note_care、end_care 由村干部登记，不记录具体病情。",
        "consent and withdraw_consent by members of the household, the latter at once on every live board; absence and care are noted by the "
        "village officer, without saying what ails anybody.",
    ),
)
def note_standing(request: Called, household: NamedId, body: Standing) -> Response[Any]:
    """Note a consent, its end, an absence, or that care is due."""
    now = clock.now()
    home = known_home(household)
    village = village_of_home(home)
    if body.action in ("consent", "withdraw_consent"):
        request.allow(
            home_of_caller() == household,
            lambda: (
                NotAllowed(Text("须由本户成员作出。", "Only members of the household may do this."))
                if request.person.post_over(home.unit, CHECKERS)
                else NotFound()
            ),
        )
        actor = actor_of(request.person)
    else:
        actor = actor_of(request.person, request.within(home.unit, VILLAGE_OFFICERS))

    def decide() -> Decided:
        noted, seen = boards.standing(household)
        _note(noted, body, actor.person_id)
        decided = boards.put_standing(household, noted, seen, now)
        why = {
            "withdraw_consent": Removal.CONSENT_WITHDRAWN,
            "note_care": Removal.EXEMPT,
        }.get(body.action)
        off = boards.removals(village, household, why, actor, now) if why else []
        view = {"household": household, **noted, "version": seen + 1}
        return decided._replace(body=view, writes=[*decided.writes, *off])

    return settled(decide)


def _note(noted: dict[str, Any], body: Standing, by: str) -> None:
    if body.action == "consent":
        noted["consent"] = {"by": by, "at": clock.local_iso(clock.now())}
    elif body.action == "withdraw_consent":
        noted["consent"] = None
    elif body.action == "note_away":
        since = needed(body.since, "since")
        if body.until is not None and body.until < since:
            raise InvalidFields.one("until", Text("不得早于 since。", "Not before `since`."))
        noted["away"] = [*noted["away"], {"since": since, "until": body.until}][-20:]
    elif body.action == "end_away":
        until = body.until or clock.today().isoformat()
        noted["away"] = [
            {**span, "until": until} if span["until"] is None else span for span in noted["away"]
        ]
    else:
        noted["care"] = body.action == "note_care"


def _standing(household: str) -> dict[str, Any]:
    noted, version = boards.standing(household)
    return {"household": household, **noted, "version": version}


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
    home = known_home(household)
    request.within(home.unit, VILLAGE_OFFICERS)
    token = _plate_token(household, village_of_home(home))
    from points.drawing import qr_svg

    host = request.headers.get("host", "")
    return Response(200, "image/svg+xml", qr_svg(f"https://{host}/v1/points/plates/{token}"))


def _plate_token(household: str, village: str) -> str:
    """Return the token of a household's plate, making one the first time; it stays, as plates are made of metal."""
    from kernel.storage.dynamo import write
    from kernel.storage.rows import ConditionFailed

    kept: PlateRow | None = read([PlateRow.of(household)], consistent=True)[0]
    if kept is not None:
        return kept.token
    token = secrets.token_urlsafe(16)
    told: dict[str, Any] = {"token": token, "household": household, "village": village}
    beside = PlateRow.of(household)
    try:
        write(
            [
                Write(PlateRow(beside.pk, beside.sk, **told), Ensure.is_new),
                Write(PlateRow(f"PLATE#{token}", "PLATE", **told), Ensure.is_new),
            ]
        )
    except ConditionFailed:
        kept = read([beside], consistent=True)[0]
        assert kept is not None
        return kept.token
    return token


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
    row: PlateRow | None = read([PlateRow.key(token)])[0]
    if row is None:
        raise NotFound
    in_village(row.village)
    home = known_home(row.household)
    own = home_of_caller() == row.household
    opens = own or request.person.post_over(home.unit, CHECKERS) is not None
    page = f"/v1/points/households/{row.household}" if opens else None
    return API.answer(200, {"village": row.village, "page": page})
