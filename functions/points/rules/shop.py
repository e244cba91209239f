"""The points supermarket: opening days, stock, one-time codes, redemptions. Points only, never money (国办函〔2026〕12号, ban 五)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from kernel.clock import SHANGHAI
from kernel.problems import Conflict, NotAllowed
from kernel.record import record
from kernel.texts import Text

# Without I, L, O and U: nobody mistakes a letter for a digit when a code is read out (Crockford base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
MOST_WRONG_CODES = 5
"""Forty bits and five tries: nobody guesses a code."""


class RedemptionStatus(StrEnum):
    """Where a redemption stands."""

    HELD = "held"
    HANDED_OVER = "handed_over"
    VOIDED = "voided"
    EXPIRED = "expired"
    REVERSED = "reversed"


REDEMPTION_NAMES: dict[RedemptionStatus, Text] = {
    RedemptionStatus.HELD: Text("已预留，待领取", "set aside, to be collected"),
    RedemptionStatus.HANDED_OVER: Text("已核销", "handed over"),
    RedemptionStatus.VOIDED: Text("已撤销", "voided"),
    RedemptionStatus.EXPIRED: Text("逾期未领，已退回", "not collected, returned"),
    RedemptionStatus.REVERSED: Text("已冲正", "reversed"),
}


class StockKind(StrEnum):
    """Why stock moved."""

    GOODS_IN = "goods_in"
    HOLD = "hold"
    HAND_OVER = "hand_over"
    VOID = "void"
    EXPIRED = "expired"
    COUNT = "count"
    RETURNED = "returned"


class Funding(StrEnum):
    """Where goods came from; village finance, to be published (村委会法 Art. 35)."""

    COLLECTIVE = "collective"
    DONATION = "donation"
    SUBSIDY = "subsidy"


class OutOfStock(Conflict):
    """Fewer are left than asked for."""

    slug = "out-of-stock"
    title = Text("库存不足", "Out of stock")

    @classmethod
    def of(cls, left: int) -> OutOfStock:
        """Return the refusal with what is left."""
        return cls(Text(f"库存仅余 {left} 件。", f"{left} are left."), left=left)


class NotForRedemption(Conflict):
    """The goods are withdrawn."""

    slug = "not-for-redemption"
    said = Text("该商品已下架。", "These goods are not offered any more.")


class ShopClosed(Conflict):
    """Goods are handed over on opening days; `next_day` says when."""

    slug = "shop-closed"
    title = Text("未到开放时间", "The shop is closed")


class WrongCode(NotAllowed):
    """The code is not the one of this redemption; after a few tries it is locked until it is voided."""

    slug = "wrong-code"
    said = Text("兑换码不符。", "This is not the code of this redemption.")


class RedemptionOver(Conflict):
    """The redemption is not waiting any more."""

    slug = "redemption-over"
    title = Text("兑换已结束", "The redemption is over")

    @classmethod
    def as_it_is(cls, status: RedemptionStatus) -> RedemptionOver:
        """Return the refusal that says how it ended."""
        name = REDEMPTION_NAMES[status]
        return cls(
            Text(f"该兑换{name.zh}。", f"This redemption is {name.en}."), status_now=str(status)
        )


@record
class Opening:
    """When goods are handed over.

    Attributes
    ----------
    weekdays
        1 Monday to 7 Sunday; empty: on the days of `dates` alone.
    dates, closed_on
        Further days, and days on which the shop is closed all the same.
    opens, closes
        Beijing time; the shop is open from `opens` until before `closes`.
    """

    weekdays: frozenset[int]
    dates: frozenset[date]
    closed_on: frozenset[date]
    opens: time
    closes: time

    def is_open(self, at: datetime) -> bool:
        """Tell whether the shop is open at an instant."""
        local = at.astimezone(SHANGHAI)
        return self.is_opening_day(local.date()) and self.opens <= local.time() < self.closes

    def is_opening_day(self, day: date) -> bool:
        """Tell whether the shop opens on a day."""
        opens = day.isoweekday() in self.weekdays or day in self.dates
        return opens and day not in self.closed_on

    def next_day(self, at: datetime) -> date | None:
        """Return the next day it opens within two months."""
        local = at.astimezone(SHANGHAI)
        today = local.date()
        for ahead in range(62):
            day = date.fromordinal(today.toordinal() + ahead)
            if self.is_opening_day(day) and (ahead or local.time() < self.closes):
                return day
        return None


def parse_opening(document: Mapping[str, Any]) -> Opening:
    """Return the opening days a validated document describes."""
    return Opening(
        frozenset(document["weekdays"]),
        frozenset(date.fromisoformat(day) for day in document["dates"]),
        frozenset(date.fromisoformat(day) for day in document["closed_on"]),
        time.fromisoformat(document["opens"]),
        time.fromisoformat(document["closes"]),
    )


def refuse_closed(opening: Opening, at: datetime) -> None:
    """Let goods be handed over while the shop is open.

    Raises
    ------
    ShopClosed
        It is not.
    """
    if opening.is_open(at):
        return
    day = opening.next_day(at)
    told = day.isoformat() if day else "—"
    raise ShopClosed(
        Text(
            f"积分超市未开放，下次开放日 {told}。", f"The shop is closed; it opens next on {told}."
        ),
        next_day=told if day else None,
    )


def new_code() -> str:
    """Return a new one-time code."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def same_code(given: str, code: str) -> bool:
    """Tell whether a code typed by hand is the one; case, blanks and confused letters are forgiven."""
    tidy = "".join(given.split()).upper().translate(str.maketrans("OIL", "011"))
    return hmac.compare_digest(tidy.encode(), code.encode())


def payload(redemption: str, code: str) -> str:
    """Return what the QR of a redemption says: its id and its code, and nothing of a person."""
    return f"sizhi:redeem:{redemption}:{code}"


class Movement(NamedTuple):
    """A change of stock as the settlement sees it."""

    goods: str
    name: str
    merchant: str
    kind: StockKind
    quantity: int
    points: int
    value_fen: int
    funding: str | None


def settle(movements: Sequence[Movement]) -> dict[str, Any]:
    """Sum up a month: by merchant and goods what came in, from whom, what was handed over for how many points, what a count found."""
    merchants: dict[str, dict[str, Any]] = {}
    funding: dict[str, dict[str, int]] = {}
    for one in movements:
        goods = merchants.setdefault(one.merchant, {}).setdefault(
            one.goods,
            {
                "name": one.name,
                "goods_in": 0,
                "handed_over": 0,
                "returned": 0,
                "count_difference": 0,
                "points": 0,
            },
        )
        if one.kind is StockKind.GOODS_IN:
            goods["goods_in"] += one.quantity
            source = funding.setdefault(one.funding or "", {"pieces": 0, "value_fen": 0})
            source["pieces"] += one.quantity
            source["value_fen"] += one.value_fen
        elif one.kind is StockKind.HAND_OVER:
            goods["handed_over"] += one.quantity
            goods["points"] += one.points
        elif one.kind is StockKind.RETURNED:
            goods["returned"] += one.quantity
            goods["points"] -= one.points
        elif one.kind is StockKind.COUNT:
            goods["count_difference"] += one.quantity
    return {
        "merchants": [
            {
                "merchant": merchant,
                "points": sum(line["points"] for line in goods.values()),
                "goods": [{"goods": code, **line} for code, line in sorted(goods.items())],
            }
            for merchant, goods in sorted(merchants.items())
        ],
        "funding": [{"funding": source, **sums} for source, sums in sorted(funding.items())],
        "points": sum(line["points"] for goods in merchants.values() for line in goods.values()),
    }
