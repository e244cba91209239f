"""The collective's economy at the desk: vouchers that balance while one types, sheets to print, rent that is late, alerts of the night."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.deployed import DeployedCounty
from tests.support.deployed_collective import BOOKKEEPER, DIRECTOR, VILLAGE, Collective, day
from tests.web.conftest import Visit

CASHIER, TOWN_OFFICER = "cashier", "town_officer"


@pytest.fixture(scope="module")
def collective(cloud: DeployedCounty) -> Collective:
    return Collective(cloud)


def said() -> str:
    return f"收取承包费 {secrets.token_hex(4)}"


def recorded(collective: Collective, what: str, fen: int = 250_000) -> dict[str, Any]:
    """A voucher that the bookkeeper has recorded."""
    lines = [
        {"account": "102", "side": "debit", "fen": fen},
        {"account": "501", "side": "credit", "fen": fen},
    ]
    body = {
        "village": VILLAGE,
        "on": day(),
        "said": what,
        "paper": f"收据{secrets.token_hex(8)}-1",
        "handler": "p-vo-01",
        "lines": lines,
    }
    return collective.did(BOOKKEEPER, "POST", "vouchers", body)


def posted(collective: Collective, what: str, fen: int = 250_000) -> str:
    """The id of a voucher that is in the books."""
    voucher = recorded(collective, what, fen)["id"]
    collective.step(DIRECTOR, f"vouchers/{voucher}", "approve")
    collective.step(CASHIER, f"vouchers/{voucher}", "settle")
    return voucher


def vouchers(collective: Collective, what: str) -> list[dict[str, Any]]:
    listed = collective.did(BOOKKEEPER, "GET", f"vouchers?village={VILLAGE}&limit=100")["items"]
    return [one for one in listed if one["said"] == what]


def begin(page: Page, what: str) -> Any:
    """Open the form of a voucher and say everything but its amounts."""
    page.get_by_role("button", name="填制凭证").click()
    form = page.get_by_role("dialog")
    form.get_by_label("摘要").fill(what)
    form.get_by_label("原始凭证").fill(f"收据{secrets.token_hex(8)}-1")
    form.get_by_label("经办人").select_option("p-vo-01")
    first, second = form.get_by_role("group", name=re.compile("第 ")).all()
    first.get_by_label("科目").select_option("102")
    second.get_by_label("科目").select_option("501")
    return form


def test_a_voucher_says_what_is_missing_while_one_types_and_is_recorded_when_it_balances(
    collective: Collective, visit: Visit
) -> None:
    page, what = visit("bookkeeper", "vouchers").page, said()

    form = begin(page, what)
    form.get_by_label("借方").first.fill("300.5")
    expect(form.get_by_text("贷方还差 ¥300.50。")).to_be_visible()
    form.get_by_label("贷方").nth(1).fill("300.50")
    expect(form.get_by_text("借贷相等。")).to_be_visible()
    form.get_by_role("button", name="填制凭证").click()

    expect(page.locator("h1")).to_have_text("记账凭证")
    expect(page.get_by_role("heading", name=what)).to_be_visible()
    (made,) = vouchers(collective, what)
    assert [(one["account"], one["side"], one["fen"]) for one in made["lines"]] == [
        ("102", "debit", 30_050),
        ("501", "credit", 30_050),
    ]


def test_nothing_is_lent_to_the_director_and_a_proof_used_again_takes_a_reason(
    collective: Collective, visit: Visit
) -> None:
    first, what = recorded(collective, said()), said()
    page = visit("bookkeeper", "vouchers").page
    form = begin(page, what)
    form.get_by_label("原始凭证").fill(first["paper"])
    for at, (account, side) in enumerate((("112", "借方"), ("102", "贷方"))):
        line = form.get_by_role("group", name=re.compile("第 ")).nth(at)
        line.get_by_label("科目").select_option(account)
        line.get_by_label(side).fill("100")
    send = form.get_by_role("button", name="填制凭证")

    send.click()
    expect(form.get_by_text("须注明往来种类和对方").first).to_be_visible()
    form.get_by_label("往来种类").select_option("loan")
    form.get_by_label("对方", exact=True).fill("演示农资店01")
    form.get_by_label("与对方有亲属或利害关系的负责人").select_option("p-cd-01")
    send.click()
    expect(form.get_by_text("集体资金不得出借给负责人").first).to_be_visible()
    form.get_by_label("与对方有亲属或利害关系的负责人").select_option("")
    send.click()
    form.get_by_label("再次使用的原因").fill("一张收据分两次付款")
    send.click()

    expect(page.get_by_role("heading", name=what)).to_be_visible()
    expect(page.get_by_text("一张收据分两次付款")).to_be_visible()
    expect(page.get_by_text("出借资金 · 演**")).to_be_visible()
    (made,) = vouchers(collective, what)
    assert made["also_in"] == [first["id"]]


def test_a_voucher_that_does_not_balance_is_not_sent_and_stays_as_typed(
    collective: Collective, visit: Visit
) -> None:
    page, what = visit("bookkeeper", "vouchers").page, said()

    form = begin(page, what)
    form.get_by_label("借方").first.fill("300")
    form.get_by_label("贷方").nth(1).fill("200")
    form.get_by_role("button", name="填制凭证").click()

    expect(form.get_by_role("alert")).to_have_text("贷方还差 ¥100.00。")
    expect(form.get_by_label("借方").first).to_have_value("300")
    assert vouchers(collective, what) == []


def test_a_voucher_is_approved_and_its_money_moved_by_two_others_who_are_named(
    collective: Collective, visit: Visit
) -> None:
    voucher = recorded(collective, said())["id"]

    director = visit(DIRECTOR, f"voucher/{voucher}").page
    director.get_by_role("button", name="审批", exact=True).click()
    expect(director.get_by_text("待收付").first).to_be_visible()
    cashier = visit(CASHIER, f"voucher/{voucher}").page
    cashier.get_by_role("button", name="收付款").click()

    expect(cashier.get_by_text("已记账").first).to_be_visible()
    parts = cashier.locator("dl.facts").first
    expect(parts).to_contain_text("演示会计01")
    expect(parts).not_to_contain_text("p-")
    assert collective.did(CASHIER, "GET", f"vouchers/{voucher}")["status"] == "posted"


def test_what_is_in_the_books_is_taken_back_by_a_voucher_of_its_own(
    collective: Collective, visit: Visit
) -> None:
    voucher = posted(collective, said())
    page = visit("bookkeeper", f"voucher/{voucher}").page

    page.get_by_role("button", name="冲销").click()
    form = page.get_by_role("dialog")
    form.get_by_label("原始凭证").fill("更正说明0001")
    form.get_by_label("经办人").select_option("p-vo-01")
    form.get_by_role("button", name="冲销").click()

    expect(page.get_by_role("heading", name=re.compile("^冲销 "))).to_be_visible()
    other = collective.did(BOOKKEEPER, "GET", f"vouchers/{voucher}")["reversed_by"]
    taken_back = collective.did(BOOKKEEPER, "GET", f"vouchers/{other}")
    assert taken_back["reverses"] == voucher
    assert {(one["account"], one["side"]) for one in taken_back["lines"]} == {
        ("102", "credit"),
        ("501", "debit"),
    }


def test_who_does_not_keep_the_books_is_offered_no_voucher_to_record(visit: Visit) -> None:
    page = visit("town_officer", "vouchers?town=140426106").page
    expect(page.get_by_role("link", name="支付库房维修费").first).to_be_visible()

    expect(page.get_by_role("button", name="填制凭证")).to_have_count(0)


def test_both_sheets_are_printed_without_what_is_to_be_pressed_and_come_to_the_same(
    collective: Collective, visit: Visit
) -> None:
    posted(collective, said(), 40_000)
    sheets = collective.did(BOOKKEEPER, "GET", f"statements?village={VILLAGE}&month={day()[:7]}")
    page = visit("bookkeeper", "statements").page
    expect(page.get_by_role("heading", name="资产负债表")).to_be_visible()

    page.emulate_media(media="print")

    total = f"¥{sheets['balance']['assets_fen'] / 100:,.2f}"
    expect(page.get_by_role("row", name="资产总计")).to_contain_text(total)
    expect(page.get_by_role("row", name="负债和所有者权益总计")).to_contain_text(total)
    expect(page.get_by_label("年度")).to_be_hidden()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()


def test_the_sheets_of_an_earlier_year_are_of_the_whole_of_it(visit: Visit) -> None:
    page = visit("bookkeeper", "statements").page
    earlier = str(int(day()[:4]) - 1)

    page.get_by_label("年度").select_option(earlier)

    expect(page.get_by_label("截至")).to_have_value("12")
    expect(page.get_by_text(f"{earlier}-12-31")).to_be_visible()


def test_rent_that_is_late_is_listed_with_how_long_and_leads_to_its_contract(
    collective: Collective, visit: Visit
) -> None:
    leases = collective.did(DIRECTOR, "GET", f"contracts?unit={VILLAGE}&status=in_force")["items"]
    idle = collective.did(DIRECTOR, "GET", f"assets?village={VILLAGE}&status=idle")["items"]
    # The council of the demo decided on several of them.
    asset = next(one["id"] for one in idle if one["name"] == "旋耕机")
    collective.step(DIRECTOR, f"assets/{asset}", "inspect", on=day(-10))
    title = f"旋耕机租赁 {secrets.token_hex(4)}"
    contract = collective.draft(
        kind="lease",
        title=title,
        asset=asset,
        party={"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"},
        begins_on=day(-40),
        ends_on=day(324),
        rent=[{"due_on": day(-31), "fen": 90_000}],
        decision=next(one["decision"] for one in leases if one["decision"]),
    )
    collective.step(DIRECTOR, contract, "sign", on=day())

    page = visit("bookkeeper", "arrears").page
    line = page.get_by_role("row", name=title)
    expect(line).to_contain_text("逾期 31 天")
    expect(line).to_contain_text("¥900.00")
    line.get_by_role("link", name=title).click()

    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_an_alert_shows_what_it_rests_on_and_the_town_dismisses_it_with_a_reason(
    collective: Collective, visit: Visit
) -> None:
    building = {
        "village": VILLAGE,
        "kind": "building",
        "name": "旧学校",
        "place": "村西",
        "acquired_on": "1990-01-01",
        "how": "集体建造",
        "idle_from_on": day(-400),
    }
    asset = collective.did(DIRECTOR, "POST", "assets", building)["id"]
    collective.begin_the_night()
    listed = collective.did(TOWN_OFFICER, "GET", "alerts?unit=140426106&limit=100")["items"]
    (alert,) = [one for one in listed if one["subject"] == asset]
    page = visit(TOWN_OFFICER, "alerts").page
    page.locator(f'a[href="#/alert/{alert["id"]}"]').click()

    expect(page.get_by_text("闲置起始日")).to_be_visible()
    expect(page.get_by_text("核查单位")).to_be_visible()
    expect(page.get_by_role("link", name="资产 旧学校")).to_be_visible()
    page.get_by_role("button", name="撤销误报").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("已列入改造计划")
    dialog.get_by_role("button", name="撤销误报").click()

    expect(page.get_by_text("误报已撤销").first).to_be_visible()
    after = collective.did(TOWN_OFFICER, "GET", f"alerts/{alert['id']}")
    assert (after["status"], after["found"]) == ("dismissed", "已列入改造计划")
    village = visit(DIRECTOR, f"alert/{alert['id']}").page
    expect(village.get_by_role("heading", name="资产长期闲置")).to_be_visible()
    expect(village.get_by_role("button", name="撤销误报")).to_have_count(0)
