"""Rule book and supermarket of a village that is no more go on where the village that takes its place has none."""

from __future__ import annotations

from typing import Any

import pytest

import points
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from points.store.book_rows import ShelfRow
from points.store.shop import save_shop
from points.store.shop_rows import ShopRow
from tests.support.village import FAR_GRID, NEXT_VILLAGE, VILLAGE, World

BY = Actor("admin", "演示admin", None, "140426")


def follow(*, dry_run: bool = False) -> list[tuple[str, str, str, str | None]]:
    return list(points.follow_villages({VILLAGE: NEXT_VILLAGE}, BY, dry_run=dry_run))


def goods_at(village: World, code: str) -> list[tuple[Any, ...]]:
    items = village.did("GET", f"villages/{code}/goods", by="town")["items"]
    return [(one["id"], one["stock"], one["held"], one["offered"]) for one in items]


@pytest.fixture
def shop(village: World) -> World:
    village.open_shop()
    return village


def test_the_rule_book_goes_on_under_the_new_code_from_the_day_it_was_in_force(
    shop: World,
) -> None:
    book = shop.did("GET", f"villages/{VILLAGE}/rule-books", by="town")["items"]

    went = follow()

    assert ("rule_book", VILLAGE, VILLAGE, NEXT_VILLAGE) in went
    there = shop.did("GET", f"villages/{NEXT_VILLAGE}/rule-books", by="town")["items"]
    told = [{**one, "village": NEXT_VILLAGE} for one in book]
    assert [{**one, "village": NEXT_VILLAGE} for one in there] == told


def test_the_shop_goes_on_with_its_goods_and_what_is_on_the_shelf(shop: World) -> None:
    went = follow()

    assert ("goods", "soap", VILLAGE, NEXT_VILLAGE) in went
    assert goods_at(shop, NEXT_VILLAGE) == [("soap", 10, 0, True)]
    assert goods_at(shop, VILLAGE) == [("soap", 0, 0, False)]


def test_what_was_set_aside_comes_along_when_it_is_given_back(shop: World) -> None:
    shop.earn(points=6)
    shop.redeem()
    follow()
    assert goods_at(shop, NEXT_VILLAGE) == [("soap", 9, 0, True)]
    points.move_household("h-01", VILLAGE, FAR_GRID, BY)

    assert ("goods", "soap", VILLAGE, NEXT_VILLAGE) in follow()

    assert goods_at(shop, NEXT_VILLAGE) == [("soap", 10, 0, True)]
    assert goods_at(shop, VILLAGE) == [("soap", 0, 0, False)]


def test_a_dry_run_tells_the_same_and_a_second_run_moves_nothing(shop: World) -> None:
    rows = shop.rows()
    told = follow(dry_run=True)
    assert shop.rows() == rows

    assert follow() == told
    once = shop.rows()
    assert follow() == [("ledger", VILLAGE, VILLAGE, None)]
    assert shop.rows() == once


def test_a_village_with_a_book_and_a_shop_of_its_own_keeps_them_and_it_is_told(
    shop: World,
) -> None:
    def own(work: UnitOfWork) -> None:
        work.load([ShopRow.key(NEXT_VILLAGE)])
        save_shop(work, NEXT_VILLAGE, {"name": "邻村超市"})
        work.add(
            ShelfRow(
                f"BOOK#{NEXT_VILLAGE}", "SHELF", newest=0, published="[]", version=1, change_id="c"
            )
        )

    carry_out(own)

    assert follow() == [
        ("rule_book", VILLAGE, VILLAGE, None),
        ("shop", VILLAGE, VILLAGE, None),
        ("ledger", VILLAGE, VILLAGE, None),
    ]
    assert goods_at(shop, VILLAGE) == [("soap", 10, 0, True)]


def test_the_sealed_ledger_stays_and_is_verified_under_the_old_code(shop: World) -> None:
    shop.earn(points=3)
    shop.seal()

    assert ("ledger", VILLAGE, VILLAGE, None) in follow()

    assert shop.verify()["sound"]
