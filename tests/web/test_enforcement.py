"""Enforcement at the desk: an inspection from its proposal to its record, certificates, the plan, and the papers of a case."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.deployed import DeployedCounty
from tests.support.deployed_collective import day
from tests.support.deployed_town import HEAD, OFFICER, TOWN, DeployedTown
from tests.web.conftest import Visit


@pytest.fixture(scope="module")
def town(cloud: DeployedCounty) -> DeployedTown:
    return DeployedTown(cloud)


def press(page: Page, name: str) -> Any:
    """Press a step that wants to be told something; return what asks for it."""
    page.get_by_role("button", name=name, exact=True).click()
    return page.get_by_role("dialog")


def test_an_inspection_is_proposed_approved_made_and_recorded_by_names_alone(
    town: DeployedTown, visit: Visit
) -> None:
    officer, party = visit(OFFICER, "inspections").page, f"演示居民 {secrets.token_hex(4)}"

    form = press(officer, "报批检查")
    form.get_by_label("种类").select_option("daily")
    form.get_by_label("露天焚烧秸秆、落叶").check()
    form.get_by_label("被检查人").fill(party)
    form.get_by_label("地点").fill("村东地头")
    form.get_by_label("理由").fill("秋收后巡查")
    form.get_by_label("拟检查日期").fill(day())
    form.get_by_label("演示执法人员01").check()
    form.get_by_label("演示执法人员02").check()
    form.get_by_role("button", name="提交").click()
    expect(officer.get_by_role("heading", name=party)).to_be_visible()
    inspection = officer.url.split("inspection/")[1]
    head = visit(HEAD, f"inspection/{inspection}").page
    head.get_by_role("button", name="批准", exact=True).click()
    expect(head.get_by_text("批准时间")).to_be_visible()
    officer.reload()
    form = press(officer, "出示证件、开始检查")
    form.get_by_label("演示执法人员01").check()
    form.get_by_label("演示执法人员02").check()
    form.get_by_label("已主动出示执法证件").check()
    form.get_by_role("button", name="出示证件、开始检查").click()
    expect(form).to_be_hidden()
    form = press(officer, "登记检查结果")
    form.get_by_label("结果", exact=True).select_option("no_problem")
    form.get_by_label("事项").fill("地头有无焚烧痕迹")
    form.get_by_label("查看情况").fill("无")
    form.get_by_label("现场笔录").fill("现场未见焚烧。")
    form.get_by_label("当事人已签字").check()
    form.get_by_role("button", name="登记检查结果").click()

    expect(officer.get_by_text("已办结").first).to_be_visible()
    facts = officer.locator("dl.facts").first
    expect(facts).to_contain_text("演示执法人员01、演示执法人员02")
    expect(facts).not_to_contain_text("p-eo")
    assert town.did(HEAD, "GET", f"inspections/{inspection}")["result"] == "no_problem"


def test_who_enforces_is_shown_with_certificate_hours_and_exams(visit: Visit) -> None:
    page = visit(HEAD, "certificates").page

    page.get_by_role("link", name="演示执法人员01").click()

    expect(page.get_by_role("heading", name="演示执法人员01")).to_be_visible()
    expect(page.get_by_text("140426000001")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("公共法律知识")


def test_the_supervisor_alone_suspends_a_certificate_and_restores_it(
    town: DeployedTown, visit: Visit
) -> None:
    head = visit(HEAD, "officer/p-eo-02?certificate=140426000002").page
    expect(head.get_by_text("140426000002")).to_be_visible()
    expect(head.get_by_role("button", name="暂扣")).to_have_count(0)
    supervisor = visit("justice_supervisor", "officer/p-eo-02?certificate=140426000002").page

    form = press(supervisor, "暂扣")
    form.get_by_label("理由").fill("核查使用情况")
    form.get_by_role("button", name="暂扣").click()
    expect(supervisor.get_by_role("button", name="恢复", exact=True)).to_be_visible()
    form = press(supervisor, "恢复")
    form.get_by_label("理由").fill("核查完毕")
    form.get_by_role("button", name="恢复").click()

    expect(supervisor.get_by_role("button", name="暂扣", exact=True)).to_be_visible()
    assert town.did(HEAD, "GET", "certificates/140426000002")["state"] == "valid"


def test_firms_are_drawn_at_random_and_anybody_is_told_how_to_draw_again(
    town: DeployedTown, visit: Visit
) -> None:
    page, name = visit(HEAD, "inspection-plan").page, "r" + secrets.token_hex(4)

    form = press(page, "抽取一轮")
    form.get_by_label("轮次").fill(name)
    form.get_by_label("抽取家数").fill("1")
    form.get_by_role("button", name="提交").click()

    line = page.get_by_role("listitem").filter(has_text=name)
    expect(line).to_contain_text("抽中：")
    line.get_by_text("怎样复核").click()
    drawn = town.did(HEAD, "GET", f"public/towns/{TOWN}/draws/{day()[:4]}/{name}")
    expect(line.get_by_text(drawn["seed"])).to_be_visible()


def test_a_paper_asks_for_what_it_must_hold_and_stands_among_the_papers_of_the_case(
    town: DeployedTown, visit: Visit
) -> None:
    _, case = town.found_burning()
    page = visit(OFFICER, f"enforcement-case/{case}").page

    form = press(page, "制作文书")
    form.get_by_label("文书种类").select_option("site_record")
    for field in form.locator("textarea").all():
        field.fill("如现场所见")
    form.get_by_role("button", name="制作文书").click()

    expect(form).to_be_hidden()
    paper = page.get_by_role("listitem").filter(has_text="笔录")
    expect(paper.get_by_role("button", name="取文书文件")).to_be_visible()
    page.get_by_role("button", name="核对案卷完整性").click()
    expect(page.get_by_text("案卷记录完整，未被改动。")).to_be_visible()


def test_a_case_is_proposed_for_filing_with_the_party_and_the_act(
    town: DeployedTown, visit: Visit
) -> None:
    _, case = town.found_burning()
    page = visit(OFFICER, f"enforcement-case/{case}").page

    form = press(page, "报请立案")

    expect(form.get_by_role("group", name="当事人")).to_be_visible()
    expect(form.get_by_role("group", name="违法行为")).to_be_visible()
    expect(form.get_by_label("事项").locator("option", has_text="露天焚烧秸秆")).to_have_count(1)


def test_a_session_is_entered_and_whoever_attended_has_its_hours(
    cloud: DeployedCounty, visit: Visit
) -> None:
    page, theme = visit("enforcement_head", "trainings").page, f"裁量基准 {secrets.token_hex(3)}"
    page.get_by_role("button", name="登记培训").click()
    form = page.get_by_role("dialog")
    form.get_by_label("种类").select_option("course")
    form.get_by_label("主题").fill(theme)
    form.get_by_label("日期").fill(day())
    form.get_by_label("学时").fill("6")
    form.get_by_role("button", name="提交").click()
    line = page.get_by_role("listitem").filter(has_text=theme)
    expect(line).to_contain_text("参训 0 人")

    page.get_by_role("button", name="登记参训").click()
    form = page.get_by_role("dialog")
    form.get_by_label("培训", exact=True).select_option(label=f"{theme} · {day()}")
    form.get_by_label("演示执法人员01").check()
    form.get_by_role("button", name="提交").click()

    expect(line).to_contain_text("参训 1 人")
    expect(page.get_by_role("row").filter(has_text="演示执法人员01")).to_contain_text(" / ")


def test_a_supervision_paper_is_issued_answered_by_the_town_and_accepted(visit: Visit) -> None:
    page = visit("justice_supervisor", f"supervision-papers?town={TOWN}").page
    demand = f"补正送达回证 {secrets.token_hex(3)}"
    page.get_by_role("button", name="制发监督文书").click()
    form = page.get_by_role("dialog")
    form.get_by_label("种类").select_option("opinion")
    form.get_by_label("事实").fill("送达回证缺签收日期。")
    form.get_by_label("依据").fill("行政执法监督规定")
    form.get_by_label("要求").fill(demand)
    form.get_by_role("button", name="提交").click()
    page.get_by_role("listitem").filter(has_text=demand).get_by_role("link").click()
    expect(page.get_by_text("待答复").first).to_be_visible()

    head = visit("enforcement_head", page.url.partition("#/")[2]).page
    head.get_by_role("button", name="答复").click()
    form = head.get_by_role("dialog")
    form.get_by_role("textbox").fill("已补签收日期。")
    form.get_by_role("button", name="答复").click()
    expect(head.get_by_text("已补签收日期。")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="认可答复").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="认可答复").click()
    expect(page.get_by_text("已办结").first).to_be_visible()
