"""The supermarket through the API: points and stock set aside, handed over, returned, counted, settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kernel.directory import Remembered
from kernel.storage import dynamo
from tests.support.county import ALL_YEAR, Answer, answer_lost
from tests.support.in_process import person_row
from tests.support.village import GRID, SHOP, VILLAGE, World


@pytest.fixture
def shop(village: World) -> World:
    """The village with an open shop, ten pieces of goods for three points, and a household with ten points."""
    village.open_shop()
    village.earn(points=10)
    return village


def sums(village: World) -> tuple[int, int, int, int]:
    goods, balance = village.goods(), village.balance()
    return goods["stock"], goods["held"], balance["spendable"], balance["held"]


def move(village: World, redemption: str, by: str, **said) -> Answer:
    return village.go("POST", f"redemptions/{redemption}/transitions", said, by=by)


def test_a_redemption_sets_points_and_stock_aside_and_hands_both_over(shop: World) -> None:
    one = shop.redeem(quantity=2).body
    aside = sums(shop)

    done = shop.hand_over(one["id"], one["qr"])

    assert aside == (8, 2, 4, 6)
    assert (done.status, done.body["status"]) == (200, "handed_over")
    assert sums(shop) == (8, 0, 4, 0)
    assert [entry["kind"] for entry in shop.entries()] == ["award", "hold", "hand_over"]
    shop.seal()
    assert shop.verify()["totals"]["shop"] == 6


def test_a_code_is_of_use_once(shop: World) -> None:
    one = shop.redeem().body
    shop.hand_over(one["id"], one["code"])

    again = shop.hand_over(one["id"], one["code"])

    assert (again.status, again.problem) == (409, "illegal-move")
    assert shop.goods()["held"] == 0


def test_a_wrong_code_hands_nothing_over_and_a_few_lock_it(shop: World) -> None:
    one = shop.redeem().body
    left = [shop.hand_over(one["id"], "0" * 8).body["tries_left"] for _ in range(6)]

    locked = shop.hand_over(one["id"], one["code"])
    shop_void = move(shop, one["id"], "p-h-01", action="void", reason="重新兑换")

    assert left == [4, 3, 2, 1, 0, 0]
    assert (locked.status, locked.problem) == (403, "wrong-code")
    assert (shop_void.status, sums(shop)) == (200, (10, 0, 10, 0))


def test_the_code_is_shown_to_who_collects_and_nobody_else(shop: World) -> None:
    one = shop.redeem().body
    path = f"redemptions/{one['id']}"

    assert shop.did("GET", path, by="p-h-01")["code"] == one["code"]
    assert shop.did("GET", path, by="p-h-01")["qr"].endswith(f"/#/redeem/{one['id']}/{one['code']}")
    assert shop.did("GET", path, by="keeper")["code"] is None
    assert shop.did("GET", path, by="keeper")["qr"] is None
    assert shop.go("GET", path, by="p-h-02").status == 404
    assert shop.go("GET", f"{path}/qr", by="keeper").status == 404


def test_the_household_or_the_shop_voids_and_both_come_back(shop: World) -> None:
    first, second = shop.redeem().body, shop.redeem().body

    by_home = move(shop, first["id"], "p-h-01", action="void", reason="不要了")
    by_shop = move(shop, second["id"], "keeper", action="void", reason="缺货")

    assert (by_home.body["status"], by_shop.body["status"]) == ("voided", "voided")
    assert sums(shop) == (10, 0, 10, 0)
    assert move(shop, first["id"], "p-h-01", action="void", reason="再撤").status == 409


@pytest.mark.parametrize("who", ["supervisor", "town", "admin", "officer"])
def test_nobody_but_the_household_and_a_keeper_voids_a_redemption(shop: World, who: str) -> None:
    one = shop.redeem().body

    told = move(shop, one["id"], who, action="void", reason="不要了")

    assert (told.status, told.problem) == (403, "not-allowed")
    assert shop.did("GET", f"redemptions/{one['id']}", by=who)["actions"] == []
    assert sums(shop) == (9, 1, 7, 3)


def test_a_grid_worker_who_asked_for_a_household_collects_for_it_but_does_not_void(
    shop: World,
) -> None:
    one = shop.redeem(by="worker").body

    told = move(shop, one["id"], "worker", action="void", reason="不要了")

    assert shop.did("GET", f"redemptions/{one['id']}", by="worker")["code"] == one["code"]
    assert told.problem == "not-allowed"


def test_a_worker_whose_post_has_ended_reads_neither_code_nor_redemption(shop: World) -> None:
    one = shop.redeem(by="worker").body
    gone = person_row("worker", ("resident", GRID))
    gone.posts.append(
        {"role": "grid_worker", "unit": GRID, "valid_from": ALL_YEAR, "valid_to": "2026-11-22"}
    )
    dynamo.write([dynamo.Write(gone)])
    Remembered.forget()

    path = f"redemptions/{one['id']}"
    told = [shop.go("GET", where, by="worker").status for where in (path, f"{path}/qr")]

    assert told == [404, 404]
    assert move(shop, one["id"], "worker", action="void", reason="不要了").status == 404
    assert shop.did("GET", path, by="p-h-01")["code"] == one["code"]


def test_a_wrong_code_counts_once_when_the_answer_to_its_write_is_lost(shop: World) -> None:
    one = shop.redeem().body

    def lost(call: Callable[[], Any], operation: str) -> Any:
        if operation == "TransactWriteItems":
            return answer_lost(call, operation)
        shop.faults.append(lost)
        return call()

    shop.faults.append(lost)
    left = [shop.hand_over(one["id"], "0" * 8).body["tries_left"] for _ in range(2)]

    assert (left, list(shop.faults)) == ([4, 3], [])


def test_a_forgotten_hold_returns_points_and_stock_by_itself(shop: World) -> None:
    one = shop.redeem().body
    shop.advance(days=7, milliseconds=-1)
    early = (shop.tick(), sums(shop))
    shop.advance(milliseconds=1)
    late = shop.hand_over(one["id"], one["code"])
    shop.tick()
    shop.tick()

    assert early == (0, (9, 1, 7, 3))
    assert late.problem == "illegal-move"
    assert sums(shop) == (10, 0, 10, 0)
    assert shop.entries()[-1]["kind"] == "hold_expired"


def test_nobody_redeems_more_than_there_is(shop: World) -> None:
    points = shop.redeem(quantity=4)
    shop.earn("h-02", 100)
    stock = shop.redeem("h-02", quantity=11)

    assert (points.status, points.problem, points.body["available"]) == (
        409,
        "not-enough-points",
        10,
    )
    assert (stock.status, stock.problem, stock.body["left"]) == (409, "out-of-stock", 10)
    assert sums(shop) == (10, 0, 10, 0)


def test_goods_that_are_withdrawn_are_not_redeemed(shop: World) -> None:
    goods = {"merchant": "m-1", "name": "洗衣粉", "points": 3, "offered": False}
    shop.did("PUT", f"villages/{VILLAGE}/goods/soap", goods)

    assert shop.redeem().problem == "not-for-redemption"
    assert shop.goods()["stock"] == 10


def test_goods_are_handed_over_on_opening_days_by_another(shop: World) -> None:
    one = shop.redeem().body
    shop.advance(hours=9)
    closed = shop.hand_over(one["id"], one["code"])
    shop.advance(hours=15)

    assert (closed.status, closed.problem) == (409, "shop-closed")
    assert closed.body["next_day"] == "2026-11-24"
    assert shop.hand_over(one["id"], one["code"], by="officer").status == 403
    assert shop.hand_over(one["id"], one["code"]).status == 200


def test_goods_are_handed_over_by_their_merchants_own_keepers(shop: World) -> None:
    merchants = [{"id": "m-1", "name": "村集体", "keepers": ["somebody"]}]
    shop.did("PUT", f"villages/{VILLAGE}/shop", {**SHOP, "merchants": merchants})
    one = shop.redeem().body

    assert shop.hand_over(one["id"], one["code"]).status == 403
    assert shop.goods()["held"] == 1


def test_a_redemption_is_made_by_the_household_or_its_grid_worker(shop: World) -> None:
    assert shop.redeem(by="worker").status == 201
    assert shop.redeem(by="p-h-02").status == 404
    assert shop.redeem(by="keeper").status == 404


def test_the_same_key_redeems_once(shop: World) -> None:
    first, second = (shop.redeem(key="k-1") for _ in range(2))

    assert first.body == second.body
    assert sums(shop) == (9, 1, 7, 3)


def test_a_stock_taking_is_an_entry_and_counts_what_is_set_aside(shop: World) -> None:
    shop.redeem(quantity=2)
    path = f"villages/{VILLAGE}/goods/soap/movements"

    said = {"kind": "count", "counted": 9, "reason": "破损一件"}
    counted = shop.did("POST", path, said, by="keeper")
    too_few = shop.go("POST", path, {**said, "counted": 1}, by="keeper")

    assert (counted["stock"], counted["held"], too_few.status) == (7, 2, 422)
    moves = shop.did("GET", f"villages/{VILLAGE}/movements", month="2026-11", by="supervisor")
    assert [(one["kind"], one["quantity"]) for one in moves["items"]] == [
        ("count", -1),
        ("hold", 2),
        ("goods_in", 10),
    ]


def test_goods_come_in_with_their_source(shop: World) -> None:
    path = f"villages/{VILLAGE}/goods/soap/movements"

    assert shop.go("POST", path, {"kind": "goods_in", "quantity": 5}, by="keeper").status == 422
    assert shop.go("POST", path, {"kind": "count", "counted": 5}, by="p-h-01").status == 403


def test_a_month_is_settled_once_when_it_is_over_and_checked_by_the_supervisors(
    shop: World,
) -> None:
    one = shop.redeem(quantity=2).body
    shop.hand_over(one["id"], one["code"])
    path = f"villages/{VILLAGE}/settlements"
    early = shop.go("POST", path, {"month": "2026-11"}, by="keeper")
    shop.advance(days=8)
    told = shop.did("POST", path, {"month": "2026-11"}, by="keeper")
    again = shop.go("POST", path, {"month": "2026-11"}, by="keeper")

    checked = shop.did("POST", f"{path}/2026-11/transitions", {"action": "check"}, by="supervisor")

    assert early.status == 422
    assert (told["points"], told["funding"]) == (
        6,
        [{"funding": "collective", "pieces": 10, "value_fen": 5000}],
    )
    assert (again.status, again.body) == (200, told)
    assert checked["checked_by"] == "supervisor"
    (public,) = shop.did("GET", path, by="p-h-02")["items"]
    assert public == checked


def test_a_reversed_hand_over_returns_points_and_where_they_are_back_the_goods(
    shop: World,
) -> None:
    kept, returned = (shop.redeem().body for _ in range(2))
    for one in (kept, returned):
        shop.hand_over(one["id"], one["code"])
    path = f"villages/{VILLAGE}/ledger/entries"
    entries = [one["id"] for one in shop.entries() if one["kind"] == "hand_over"]

    for entry, back in zip(entries, (False, True), strict=True):
        said = {"reason": "商品有误", "goods_returned": back}
        shop.did("POST", f"{path}/{entry}/reversals", said, by="officer2")

    assert sums(shop) == (9, 0, 10, 0)
    assert shop.did("GET", f"redemptions/{kept['id']}", by="p-h-01")["status"] == "reversed"
    shop.seal()
    assert shop.verify()["sound"]


def test_a_price_is_in_points_and_a_shop_is_the_villages_own(shop: World) -> None:
    goods = f"villages/{VILLAGE}/goods/tea"
    money = {"merchant": "m-1", "name": "茶", "points": 3, "price_yuan": 5}

    assert shop.go("PUT", f"villages/{VILLAGE}/shop", {**SHOP, "opens": "19:00"}).status == 422
    assert shop.go("PUT", goods, money, by="keeper").status == 422
    assert shop.go("PUT", goods, {**money, "merchant": "m-9"}, by="keeper").status == 422
    assert shop.go("GET", f"villages/{VILLAGE}/shop", by="p-h-90").status == 404
    assert shop.did("GET", f"villages/{VILLAGE}/shop", by="p-h-01")["open_now"]
