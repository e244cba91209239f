"""The points supermarket at the desk: goods, what comes in, what is counted, and what is handed over."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.deployed import DeployedCounty
from tests.e2e.people import VILLAGE
from tests.web.conftest import Visit

KEEPER = "shop_keeper"


@pytest.fixture
def goods(cloud: DeployedCounty) -> dict[str, Any]:
    """Goods of this test alone, ten pieces of them."""
    name = f"毛刷 {secrets.token_hex(4)}"
    path = f"/v1/points/villages/{VILLAGE}/goods/g-{secrets.token_hex(4)}"
    merchant = cloud.get(KEEPER, f"/v1/points/villages/{VILLAGE}/shop").json()["shop"]["merchants"][
        0
    ]
    offer = {"merchant": merchant["id"], "name": name, "points": 1}
    made = cloud.call(KEEPER, "PUT", path, json=offer)
    assert made.status_code == 201, made.text
    came = {
        "kind": "goods_in",
        "quantity": 10,
        "funding": "donation",
        "source": "爱心企业",
        "value_fen": 5_000,
    }
    answer = cloud.post(KEEPER, path + "/movements", json=came)
    assert answer.status_code == 201, answer.text
    return answer.json()


def held(county: DeployedCounty, goods: str) -> dict[str, Any]:
    listed = county.get(
        KEEPER, f"/v1/points/villages/{VILLAGE}/goods", params={"limit": 100}
    ).json()
    return next(one for one in listed["items"] if one["id"] == goods)


def test_goods_are_offered_and_what_comes_in_is_entered_with_its_source(
    cloud: DeployedCounty, visit: Visit
) -> None:
    page, name = visit(KEEPER, "shop").page, f"雨伞 {secrets.token_hex(4)}"

    page.get_by_role("button", name="上架商品").click()
    offer = page.get_by_role("dialog")
    offer.get_by_label("商品名称").fill(name)
    offer.get_by_label("所需积分").fill("12")
    offer.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name="入库").click()
    coming = page.get_by_role("dialog")
    coming.get_by_label("入库件数").fill("20")
    coming.get_by_label("资金性质").select_option("collective")
    coming.get_by_label("资金或捐赠来源").fill("村集体经济收入")
    coming.get_by_label("总价值").fill("300")
    coming.get_by_role("button", name="提交").click()

    expect(page.get_by_role("row", name="+20")).to_contain_text("村集体经济收入")
    made = held(cloud, page.url.split("stock/")[1].split("?")[0])
    assert (made["name"], made["points"], made["stock"], made["offered"]) == (name, 12, 20, True)


def test_stock_taking_says_at_once_by_how_much_the_shelf_differs_and_wants_to_know_why(
    cloud: DeployedCounty, visit: Visit, goods: dict[str, Any]
) -> None:
    page = visit(KEEPER, f"stock/{goods['id']}?village={VILLAGE}").page

    page.get_by_role("button", name="盘点").click()
    counting = page.get_by_role("dialog")
    counting.get_by_label("货架实数").fill("8")
    expect(counting.get_by_text("比账面少 2 件，差异将入账。")).to_be_visible()
    counting.get_by_role("button", name="盘点").click()
    expect(counting).to_be_visible()
    counting.get_by_label("差异说明").fill("受潮损坏")
    counting.get_by_role("button", name="盘点").click()

    expect(page.get_by_role("row", name="盘点")).to_contain_text("−2")
    assert held(cloud, goods["id"])["stock"] == 8


def test_goods_are_taken_off_the_shelf_without_losing_their_stock(
    cloud: DeployedCounty, visit: Visit, goods: dict[str, Any]
) -> None:
    page = visit(KEEPER, f"stock/{goods['id']}?village={VILLAGE}").page

    page.get_by_role("button", name="修改商品").click()
    change = page.get_by_role("dialog")
    change.get_by_label("供村民兑换").uncheck()
    change.get_by_role("button", name="提交").click()

    expect(page.get_by_text("已下架")).to_be_visible()
    after = held(cloud, goods["id"])
    assert (after["offered"], after["stock"]) == (False, 10)


def test_what_a_household_redeemed_is_handed_over_from_the_list_by_the_code_it_shows(
    cloud: DeployedCounty, visit: Visit, goods: dict[str, Any], household: str
) -> None:
    asked = {"household": household, "goods": goods["id"]}
    made = cloud.post("grid_worker", "/v1/points/redemptions", json=asked)
    assert made.status_code == 201, made.text
    page = visit(KEEPER, "redemptions").page

    page.get_by_role("link", name=goods["name"]).click()
    page.get_by_label("兑换码").fill(made.json()["code"])
    page.get_by_role("button", name="核销发货").click()

    expect(page.get_by_text("已核销").first).to_be_visible()
    seen = cloud.get(KEEPER, f"/v1/points/redemptions/{made.json()['id']}").json()
    assert seen["status"] == "handed_over"


def test_who_only_watches_the_shop_is_offered_no_change(visit: Visit) -> None:
    page = visit("village_supervisor", "shop").page
    expect(page.get_by_role("link", name="洗衣粉")).to_be_visible()

    expect(page.get_by_role("button", name="上架商品")).to_have_count(0)
    expect(page.get_by_role("link", name="扫码核销")).to_have_count(0)


def test_the_village_says_when_its_shop_is_open_and_who_keeps_it_without_knowing_an_id(
    cloud: DeployedCounty, visit: Visit
) -> None:
    path = f"/v1/points/villages/{VILLAGE}/shop"
    before = cloud.get(KEEPER, path).json()["shop"]
    page = visit("village_officer", f"shop?village={VILLAGE}").page

    page.get_by_role("button", name="设置超市").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("名称", exact=True)).to_have_value(before["name"])
    form.get_by_label("临时闭店的日期").fill("2030-01-01")
    form.get_by_role("button", name="提交").click()
    expect(form).to_be_hidden()

    expect(page.get_by_text("2030-01-01")).to_be_visible()
    assert cloud.get(KEEPER, path).json()["shop"] == before | {"closed_on": ["2030-01-01"]}
