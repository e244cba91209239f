"""What a collective decides, shares out, grows and hires out, at the desk: by names, in yuan, in whole shares."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from infra.local.front import Front
from infra.local.session import somebodies
from tests.deployed import DeployedCounty
from tests.support.deciding_collective import (
    LAST_YEAR,
    MEMBERS,
    OFFICER,
    admit,
    decide,
    enter,
    enter_charter,
    open_since,
    seat_the_members,
)
from tests.support.deployed_collective import (
    BOOKKEEPER,
    DIRECTOR,
    SHANGHAI,
    VILLAGE,
    Collective,
    day,
)
from tests.web.conftest import DESK, Visit, Visitor, a_visitor
from tests.web.things import did, read

PLAN = {"village": VILLAGE, "kind": "other", "content": "见附件。"}


@pytest.fixture(scope="module")
def collective(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collective]:
    """A county of its own: what is decided stays decided, and days are moved."""
    county = DeployedCounty(tmp_path_factory.mktemp("decides") / "cloud")
    made = Collective(county)
    seat_the_members(made)
    yield made
    county.close()


@pytest.fixture(scope="module")
def own_front(collective: Collective) -> Iterator[Front]:
    server = Front(collective.cloud.api_url, somebodies(collective.cloud.session))
    yield server
    server.close()


@pytest.fixture
def at_the_desk(browser: Browser, own_front: Front) -> Iterator[Any]:
    """Let somebody of this county sit down at the desk; at the end no page had a fault."""
    visitors: list[Visitor] = []

    def come(persona: str, place: str) -> Visitor:
        visitor = a_visitor(browser, own_front, DESK)
        visitors.append(visitor)
        visitor.go()
        visitor.sign_in(persona)
        visitor.go(place)
        return visitor

    yield come
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


def opened(collective: Collective, title: str, matter: str) -> str:
    """Hang the plan of a matter where members read it; return the publication."""
    said = PLAN | {"title": title, "matter": matter}
    return collective.did(OFFICER, "POST", "assembly/publications", said)["id"]


def test_a_budget_is_set_by_what_was_decided_and_shows_what_came_of_it(
    collective: Collective, at_the_desk: Any
) -> None:
    shown: list[str] = []
    item = {"act": "budget", "subject": f"{LAST_YEAR}~501", "amount": 500_000}
    matter = decide(
        collective,
        "collective_budget",
        MEMBERS,
        item,
        before=lambda one: shown.append(opened(collective, "预算方案", one)),
    )
    open_since(collective, shown[0], 11)
    enter(collective, 125_000)
    page = at_the_desk(OFFICER, f"budget?year={LAST_YEAR}").page
    expect(page.get_by_text("该年度还没有预算。")).to_be_visible()

    page.get_by_role("button", name="设定预算").click()
    form = page.get_by_role("dialog")
    form.get_by_label("科目").select_option("501")
    form.get_by_label("金额").fill("5000")
    form.get_by_label("决议事项").select_option(matter)
    form.get_by_label("公示").select_option(shown[0])
    form.get_by_role("button", name="提交").click()

    line = page.get_by_role("row").filter(has_text="501")
    expect(line).to_contain_text("¥5,000.00")
    expect(line).to_contain_text("¥1,250.00")
    expect(line).to_contain_text("25%")


def test_income_is_shared_out_as_decided_and_whoever_was_paid_is_shown_as_paid(
    collective: Collective, at_the_desk: Any
) -> None:
    first, second = admit(collective, ["p-m-1", "p-m-2"])
    enter_charter(collective, 30)
    enter(collective, 200_000)
    planned = collective.did(DIRECTOR, "GET", f"distribution-plans/{VILLAGE}/{LAST_YEAR}")
    shown: list[str] = []
    matter = decide(
        collective,
        "collective_income",
        MEMBERS,
        *planned["items"],
        before=lambda one: shown.append(opened(collective, "收益分配方案", one)),
    )
    open_since(collective, shown[0], 11)
    page = at_the_desk(BOOKKEEPER, f"distribution?year={LAST_YEAR}").page
    expect(page.get_by_role("row", name="成员分配")).to_contain_text(yuan(planned["shared_fen"]))

    page.get_by_role("button", name="办理分配").click()
    form = page.get_by_role("dialog")
    form.get_by_label("决议事项").select_option(matter)
    form.get_by_label("公示").select_option(shown[0])
    form.get_by_label("经办人").select_option("p-vo-01")
    form.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name=str(LAST_YEAR))).to_be_visible()

    made = collective.did(BOOKKEEPER, "GET", f"distributions/{VILLAGE}/{LAST_YEAR}?member={first}")
    booked(collective, made["voucher"])
    paying = paid_out(collective, made["member_fen"])
    page.reload()
    page.get_by_role("button", name="登记发放").click()
    form = page.get_by_role("dialog")
    form.get_by_label("（户 ").first.check()
    form.get_by_label("发放凭证").select_option(paying)
    form.get_by_role("button", name="提交").click()

    expect(form).to_be_hidden()
    after = [
        collective.did(BOOKKEEPER, "GET", f"distributions/{VILLAGE}/{LAST_YEAR}?member={one}")
        for one in (first, second)
    ]
    (whose,) = [
        one for one, each in zip((first, second), after, strict=True) if each["member_voucher"]
    ]
    page.get_by_label("成员", exact=True).select_option(whose)
    expect(page.get_by_role("link", name="已发放，凭证")).to_be_visible()
    expect(page.get_by_text(yuan(made["member_fen"])).first).to_be_visible()


def test_a_member_is_admitted_with_whole_shares_and_the_list_is_to_be_filed_again(
    collective: Collective, at_the_desk: Any
) -> None:
    item = {"act": "admit", "subject": "p-m-9", "amount": 150, "detail": "birth"}
    matter = decide(collective, "collective_membership", MEMBERS, item)
    page = at_the_desk(OFFICER, "members").page

    page.get_by_role("button", name="确认成员").click()
    form = page.get_by_role("dialog")
    form.get_by_label("人员", exact=True).fill("p-m-9")
    form.get_by_label("姓名").fill("演示新成员09")
    form.get_by_label("户编号").select_option("h-002")
    form.get_by_label("原因").select_option("birth")
    form.get_by_label("起始日期").fill("2026-01-01")
    form.get_by_role("button", name="加一行").click()
    form.get_by_label("份额种类").select_option("population")
    form.get_by_label("股数").fill("1.5")
    form.get_by_label("决议事项").select_option(matter)
    form.get_by_role("button", name="提交").click()

    expect(form).to_be_hidden()
    listed = collective.did(DIRECTOR, "GET", f"members?village={VILLAGE}")["items"]
    (made,) = [one["id"] for one in listed if one["ground"] == "birth"]
    page.locator(f'a[href="#/member/{made}"]').click()
    expect(page.get_by_role("row").filter(has_text="人口股")).to_contain_text("1.5 股")
    expect(page.get_by_text("出生")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("变更后待备案")).to_be_visible()
    expect(page.get_by_text("乡镇人民政府").first).to_be_visible()


def booked(collective: Collective, voucher: str) -> None:
    """Let a voucher be in the books, by the people it takes."""
    approved = collective.step(DIRECTOR, f"vouchers/{voucher}", "approve")
    if approved["status"] != "posted":  # where money is moved, by who keeps it
        collective.step("cashier", f"vouchers/{voucher}", "settle")


def paid_out(collective: Collective, fen: int) -> str:
    """Return a voucher in the books by which so much of what is payable goes out."""
    said = {
        "village": VILLAGE,
        "on": day(),
        "said": "发放成员份额收益",
        "paper": f"银行回单{secrets.token_hex(8)}-1",
        "handler": "p-vo-01",
        "lines": [
            {"account": "211", "side": "debit", "fen": fen},
            {"account": "102", "side": "credit", "fen": fen},
        ],
    }
    voucher = collective.did(BOOKKEEPER, "POST", "vouchers", said)["id"]
    booked(collective, voucher)
    return voucher


def yuan(fen: int) -> str:
    return f"¥{fen / 100:,.2f}"


def test_a_project_is_begun_in_mu_and_what_it_costs_is_entered_in_yuan(
    cloud: DeployedCounty, visit: Visit
) -> None:
    page, name = visit("bookkeeper", "projects").page, f"谷子 {secrets.token_hex(3)}"

    page.get_by_role("button", name="登记种植项目").click()
    form = page.get_by_role("dialog")
    form.get_by_label("作物名称").fill(name)
    form.get_by_label("开始日期").fill(day(-3))
    form.get_by_label("面积（亩）").fill("12.5")
    form.get_by_label("地块").select_option(label="河边机动地")
    form.get_by_label("季节").select_option(f"{day()[:4]}-summer")
    form.get_by_role("button", name="提交").click()
    page.get_by_role("link", name=name).click()

    page.get_by_role("button", name="登记收支").click()
    form = page.get_by_role("dialog")
    form.get_by_label("种类").select_option("cost")
    form.get_by_label("日期", exact=True).fill(day(-2))
    form.get_by_label("金额").fill("320.50")
    form.get_by_label("摘要").fill("种子")
    form.get_by_role("button", name="提交").click()

    expect(page.get_by_role("row").filter(has_text="种子")).to_contain_text("¥320.50")
    expect(page.locator("dl.facts")).to_contain_text("12.5 亩")
    listed = read(cloud, "bookkeeper", "/economy/projects", village=VILLAGE)["items"]
    (made,) = [one for one in listed if one["name"] == name]
    assert (made["scale"], made["cost_fen"], made["kind"]) == (1_250, 32_050, "crop")


def test_a_hire_is_finished_in_mu_and_comes_to_its_price_with_the_owners_parts(
    cloud: DeployedCounty, visit: Visit
) -> None:
    machines = read(cloud, None, "/economy/public/machines", village=VILLAGE)["items"]
    begins = datetime.now(SHANGHAI).replace(hour=9, minute=0, second=0, microsecond=0)
    begins += timedelta(days=20)
    said = {
        "begins_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=2)).isoformat(),
        "unit": "mu",
        "for_whom": "村北八亩地",
    }
    hire = did(cloud, "resident", f"/economy/machines/{machines[0]['id']}/hires", said)["id"]
    page = visit("collective_director", "hires").page
    page.locator(f'a[href="#/hire/{hire}"]').click()

    page.get_by_role("button", name="登记作业量").click()
    form = page.get_by_role("dialog")
    form.get_by_label("作业量").fill("7.5")
    form.get_by_role("button", name="登记作业量").click()

    facts = page.locator("dl.facts").first
    expect(facts).to_contain_text("7.5 亩")
    expect(facts).to_contain_text("¥450.00")
    expect(page.get_by_role("heading", name="机主分成")).to_be_visible()
    assert read(cloud, "collective_director", f"/economy/hires/{hire}")["status"] == "done"
