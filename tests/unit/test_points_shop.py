"""The supermarket's rules: opening days, codes, settlement."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from points.rules import shop as shops
from points.rules.redemption import new_code, same_code
from points.rules.settlement import Movement, settle
from points.rules.shop import StockKind

OPENING = shops.parse_opening(
    {
        "weekdays": [1, 6],
        "dates": ["2026-11-25"],
        "closed_on": ["2026-11-30"],
        "opens": "08:00",
        "closes": "12:00",
    }
)


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (beijing(23, 8), True),
        (beijing(23, 11, 59), True),
        (beijing(23, 12), False),
        (beijing(24, 9), False),
        (beijing(25, 9), True),
        (beijing(30, 9), False),
    ],
)
def test_the_shop_opens_on_its_days_and_hours(at: datetime, is_open: bool):
    assert OPENING.is_open(at) is is_open


def test_a_closed_shop_says_when_it_opens_next():
    with pytest.raises(shops.ShopClosed) as refused:
        shops.refuse_closed(OPENING, beijing(28, 13))

    assert refused.value.more["next_day"] == "2026-12-05"


def test_a_code_read_out_badly_is_still_the_code():
    assert same_code("ab 0o1-il".replace("-", ""), "AB00111")
    assert not same_code("AB00112", "AB00111")


def test_codes_are_new_each_time():
    assert len({new_code() for _ in range(100)}) == 100


def moved(kind: StockKind, quantity: int, points: int = 0, **more) -> Movement:
    said = {"value_fen": 0, "funding": None} | more
    return Movement("soap", "洗衣粉", "m-1", kind, quantity, points, **said)


def test_a_settlement_says_what_came_in_from_whom_and_what_went_out_for_how_many_points():
    report = settle(
        [
            moved(StockKind.GOODS_IN, 10, value_fen=5000, funding="collective"),
            moved(StockKind.GOODS_IN, 5, value_fen=2500, funding="donation"),
            moved(StockKind.HOLD, 2),
            moved(StockKind.HAND_OVER, 2, 6),
            moved(StockKind.RETURNED, 1, 3),
            moved(StockKind.COUNT, -1),
        ]
    )

    (merchant,) = report.merchants
    assert report.points == merchant["points"] == 3
    assert merchant["goods"] == [
        {
            "goods": "soap",
            "name": "洗衣粉",
            "goods_in": 15,
            "handed_over": 2,
            "returned": 1,
            "count_difference": -1,
            "points": 3,
        }
    ]
    assert report.funding == [
        {"funding": "collective", "pieces": 10, "value_fen": 5000},
        {"funding": "donation", "pieces": 5, "value_fen": 2500},
    ]
