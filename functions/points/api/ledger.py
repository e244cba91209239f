"""Routes of the ledger: entries, reversal, verification."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import clock
from kernel.access import Access, Role
from kernel.http import Called
from kernel.problems import IdempotencyKeyReused, NotFound, OutsideYourArea
from kernel.storage.dynamo import Range
from kernel.texts import Language, Text
from points.api.base import (
    API,
    FIRST_PAGE,
    OVERSEERS,
    Cursor,
    Limit,
    RowId,
    Village,
    actor_of,
    checker_of,
    local,
    settled,
)
from points.model import answers
from points.model.requests import Reverse
from points.rules import account as accounts
from points.rules.account import KIND_NAMES, Kind
from points.rules.board import Removal
from points.rules.claim import Recused
from points.store import boards, books, seal, shop
from points.store import ledger as store
from points.store.base import Decided, SomebodyWasFaster, new_change, page_of
from points.store.rows import EntryRow

_REVERSERS = frozenset({Role.VILLAGE_OFFICER, Role.TOWN_OFFICER})
_MOST_AT_ONCE = 5_000


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
    request.within(village, OVERSEERS)
    page = page_of(
        EntryRow,
        ("pk", f"LEDGER#{village}"),
        within=Range("sk", "begins_with", ("E#",)),
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    items = [entry_view(row, request.language) for row in page.rows]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/points/villages/{village}/ledger/verify",
    access=Access(OVERSEERS),
    answers={200: (Text("核对结果", "What was found"), answers.LedgerReport)},
    problems=[OutsideYourArea, NotFound],
    summary=Text("核对台账", "Verify the ledger"),
    description=Text(
        f"重算哈希链、余额与平衡；分录超过 {_MOST_AT_ONCE} 条的村返回最近一次夜间核对结果（fresh 为 false）。",
        f"Recomputes chain, balances and zero sum. Beyond {_MOST_AT_ONCE} entries the last nightly report is answered (`fresh` false).",
    ),
)
def verify_ledger(request: Called, village: Village) -> Response[Any]:
    """Recompute a village's ledger."""
    request.within(village, OVERSEERS)
    found = seal.verify(village, clock.now(), most=_MOST_AT_ONCE)
    if found.complete:
        return API.answer(200, {**found.document, "fresh": True})
    kept = seal.last_report(village)
    if kept is None:
        raise NotFound(Text("尚无夜间核对结果。", "There is no nightly report yet."))
    return API.answer(200, {**kept, "fresh": False})


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
    request.within(village, OVERSEERS)
    row = store.find_entry(village, entry)
    if row is None:
        raise NotFound
    return API.answer(200, entry_view(row, request.language))


@API.route(
    "POST",
    "/v1/points/villages/{village}/ledger/entries/{entry}/reversals",
    access=Access(_REVERSERS),
    answers={201: (Text("已冲正", "Reversed"), answers.ReversalView)},
    problems=[
        OutsideYourArea,
        NotFound,
        Recused,
        store.AlreadyReversed,
        accounts.CannotBeReversed,
        accounts.PointsAlreadySpent,
        IdempotencyKeyReused,
        SomebodyWasFaster,
    ],
    summary=Text("冲正分录", "Reverse an entry"),
    description=Text(
        "只能冲正一次，须写明理由，原分录与冲正分录互相关联；积分已使用时按 if_spent 处理。",
        "Once, with a reason, linked both ways. `if_spent` says what happens when the points are already spent.",
    ),
)
def reverse_entry(request: Called, village: Village, entry: RowId, body: Reverse) -> Response[Any]:
    """Undo an entry by its opposite."""
    post = request.within(village, _REVERSERS)
    now, actor = clock.now(), actor_of(request.person, post)
    row = store.find_entry(village, entry)
    if row is None:
        raise NotFound
    who = checker_of(row.household, post.role)
    if who.household and (who.household == row.household or who.household in who.relatives):
        raise Recused(
            Text(
                "本户及近亲属的分录不能由本人冲正。",
                "Nobody reverses entries of the own household or of near relatives.",
            ),
            ground="near_relative",
        )
    parameters = books.book_on(village, clock.today()).parameters

    def decide() -> Decided:
        change_id = new_change(now)
        undone = store.reverse(
            village,
            entry,
            body.reason,
            take_rest=body.if_spent == "take_rest",
            actor=actor,
            now=now,
            parameters=parameters,
            change_id=change_id,
        )
        kind = Kind(undone.original["kind"])
        writes = list(undone.moved.writes)
        if kind is Kind.HAND_OVER:
            writes += shop.returned(
                row,
                body.reason,
                goods_back=body.goods_returned,
                actor=actor,
                now=now,
                change_id=change_id,
            )
        off = {Kind.AWARD: Removal.REVERSED, Kind.DEDUCT: Removal.CORRECTED}.get(kind)
        if off:
            writes += boards.removals(village, row.household, off, actor, now)
        answer = {
            "entry": undone.moved.entry,
            "reverses": entry,
            "household": row.household,
            "short": undone.transfer.short,
            "postings": _postings(undone.transfer.postings),
            "balances": dict(accounts.balances(undone.moved.account)),
        }
        mark = EntryRow.key(village, undone.moved.entry)
        return Decided(201, answer, writes, mark, change_id)

    return settled(decide)


def entry_view(row: EntryRow, language: Language, *, insider: bool = True) -> dict[str, Any]:
    """Return an entry as it is answered, with its reason in plain words."""
    told: Mapping[str, Any] = json.loads(row.content)
    kind = Kind(told["kind"])
    postings: list[tuple[str, int]] = [(name, int(points)) for name, points in told["postings"]]
    moved = dict(postings)
    points = (
        moved.get("honour")
        or -moved.get("demerit", 0)
        or moved.get("spendable")
        or moved.get("held", 0)
    )
    name = KIND_NAMES[kind].say(language)
    return {
        "id": told["id"],
        "household": told["household"],
        "kind": str(kind),
        "kind_name": name,
        "points": points,
        "postings": _postings(postings),
        "short": int(told["short"]),
        "reason": told["reason"],
        "text": _in_words(kind, told, points, language),
        "ref": told["ref"],
        "rule": told["rule"],
        "evaluation": told["evaluation"],
        "evidence": told["evidence"] if insider else [],
        "reverses": told["reverses"],
        "reversed_by": row.reversed_by,
        "actor_role": told["actor_role"],
        "balances": told["balances"],
        "at": local(told["at"]),
        "seq": int(row.seq) if row.seal else None,
        "seal": row.seal,
    }


def _in_words(kind: Kind, told: Mapping[str, Any], points: int, language: Language) -> str:
    """Say in one sentence what an entry did to the household and why."""
    left, short = told["balances"]["spendable"], int(told["short"])
    name = KIND_NAMES[kind]
    zh = f"{name.zh} {points:+d} 分：{told['reason']}。可用余额 {left} 分。"
    en = f"{name.en}, {points:+d}: {told['reason']}. {left} points can be spent."
    if short:
        zh += f"余额不足，{short} 分未扣，不再追扣。"
        en += f" {short} points could not be taken and are let go."
    return Text(zh, en).say(language)


def _postings(postings: Any) -> list[dict[str, Any]]:
    return [{"account": name, "points": points} for name, points in postings]
