"""What a month of the supermarket came to: by merchant and goods, and where the goods came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from points.rules.board import SamePerson
from points.rules.settlement_states import HOLDER_ROLES, TABLE, Action, Holder, Status
from points.rules.shop import StockKind


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


class Sums(NamedTuple):
    """What a month came to: by merchant, by funding, points in all."""

    merchants: list[dict[str, Any]]
    funding: list[dict[str, Any]]
    points: int


_FIGURES = {
    StockKind.GOODS_IN: "goods_in",
    StockKind.HAND_OVER: "handed_over",
    StockKind.RETURNED: "returned",
    StockKind.COUNT: "count_difference",
}
_EARNS = {StockKind.HAND_OVER: 1, StockKind.RETURNED: -1}


def settle(movements: Iterable[Movement]) -> Sums:
    """Sum up a month: by merchant and goods what came in, from whom, what was handed over for how many points, what a count found."""
    merchants: dict[str, dict[str, dict[str, Any]]] = {}
    funding: dict[str, Counter[str]] = {}
    for one in movements:
        goods = merchants.setdefault(one.merchant, {}).setdefault(
            one.goods, {"name": one.name, **dict.fromkeys((*_FIGURES.values(), "points"), 0)}
        )
        if one.kind in _FIGURES:
            goods[_FIGURES[one.kind]] += one.quantity
        goods["points"] += _EARNS.get(one.kind, 0) * one.points
        if one.kind is StockKind.GOODS_IN:
            source = funding.setdefault(one.funding or "", Counter())
            source.update(pieces=one.quantity, value_fen=one.value_fen)
    return Sums(
        [
            {
                "merchant": merchant,
                "points": sum(line["points"] for line in goods.values()),
                "goods": [{"goods": code, **line} for code, line in sorted(goods.items())],
            }
            for merchant, goods in sorted(merchants.items())
        ],
        [{"funding": source, **sums} for source, sums in sorted(funding.items())],
        sum(line["points"] for goods in merchants.values() for line in goods.values()),
    )


@record
class Settlement:
    """A month of the supermarket, settled once."""

    village: str
    month: str
    settled_at: datetime
    settled_by: str
    merchants: list[dict[str, Any]]
    funding: list[dict[str, Any]]
    points: int
    status: Status = Status.SETTLED
    checked_by: str | None = None
    checked_at: datetime | None = None
    version: int = 0


def require_over(month: str, now: datetime) -> None:
    """Let a month be settled that is over.

    Raises
    ------
    InvalidFields
        It is not.
    """
    if month >= f"{now.astimezone(SHANGHAI):%Y-%m}":
        raise InvalidFields.one("month", Text("该月尚未结束。", "This month is not over yet."))


def checked(
    one: Settlement, action: Action, by: str, holds: Callable[[Holder], bool], now: datetime
) -> Settlement:
    """Note that the village's supervisors have checked a settlement (村委会法 Art. 35).

    Raises
    ------
    IllegalMove, NotAllowed
        It was checked before, or the person is no supervisor of the village.
    SamePerson
        Whoever settled does not check it.
    """
    row = TABLE.move(one.status, action)
    TABLE.allow(row, holds, lambda holder: HOLDER_ROLES[holder])
    if one.settled_by == by:
        raise SamePerson(Text("结算人不能自行监督核对。", "Whoever settled does not check it."))
    return replace(one, status=row.target, checked_by=by, checked_at=now)


def open_actions(one: Settlement, person_id: str, holds: Callable[[Holder], bool]) -> list[Action]:
    """Return what a person can do with a settlement now."""
    shut = (Action.CHECK,) if one.settled_by == person_id else ()
    return TABLE.open_to(one.status, holds, shut)
