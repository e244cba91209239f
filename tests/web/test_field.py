"""What a grid worker does on a mountain road: kept on the phone first, sent once, never lost (DESIGN 7, decision 0076)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import GRID, move, report
from tests.support.media import jpeg
from tests.web.conftest import PHONE, Visit, Visitor
from tests.web.phone import arrived, expect_sent, ready, save, words, write


@pytest.fixture
def worker(visit: Visit) -> Visitor:
    """A grid worker at a phone, whose page is ready to open without a line."""
    return ready(visit("grid_worker", "field", size=PHONE))


def test_a_report_made_without_a_line_survives_a_reload_and_arrives_once(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()
    worker.context.set_offline(True)

    save(page, said)
    expect(page.locator("main")).to_contain_text(said)
    page.reload()
    expect(page.locator("main")).to_contain_text(said)
    worker.context.set_offline(False)

    eventually(lambda: arrived(cloud, said), "the report arrives by itself")
    expect(page.get_by_text("没有待上传的内容")).to_be_visible()
    assert len(arrived(cloud, said)) == 1


def test_a_report_whose_answer_was_lost_is_sent_again_and_is_one(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(
        "**/v1/sync",
        lambda route: lose(route) if route.request.method == "POST" else route.continue_(),
    )
    save(page, said)
    page.get_by_role("button", name="现在上传").click()

    expect_sent(page, said)
    assert lost == [200]
    assert len(arrived(cloud, said)) == 1


def test_two_tabs_send_one_report(cloud: DeployedCounty, worker: Visitor) -> None:
    page, said = worker.page, words()
    worker.context.set_offline(True)
    save(page, said)
    worker.context.set_offline(False)
    other = worker.another_tab()

    other.goto(page.url)

    eventually(lambda: arrived(cloud, said), "one of the tabs sends it")
    expect(page.get_by_text("没有待上传的内容")).to_be_visible()
    assert len(arrived(cloud, said)) == 1


def test_an_expired_token_in_mid_sync_loses_nothing(cloud: DeployedCounty, worker: Visitor) -> None:
    page, said = worker.page, words()
    refused: list[str] = []

    def expire(route: Route) -> None:
        if route.request.method == "POST" and not refused:
            refused.append(route.request.url)
            route.fulfill(status=401, json={"message": "Unauthorized"})
        else:
            route.continue_()

    page.route("**/v1/sync", expire)
    save(page, said)

    expect_sent(page, said)
    assert refused
    assert len(arrived(cloud, said)) == 1


def test_a_full_phone_says_so_and_keeps_what_was_typed(worker: Visitor) -> None:
    page = worker.page
    page.evaluate("navigator.storage.estimate = async () => ({ usage: 10, quota: 11 })")
    write(page, "存不下的一条")

    page.get_by_role("button", name="保存").click()

    expect(page.get_by_text("存储空间不足")).to_be_visible()
    expect(page.get_by_label("发现了什么")).to_have_value("存不下的一条")


def test_what_was_refused_stands_on_top_in_the_apis_words_and_is_mended(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()

    def spoil(route: Route) -> None:
        sent = json.loads(route.request.post_data or "{}")
        for one in sent.get("operations", []):
            one["body"]["category"] = "no_such_category"
        route.continue_(post_data=json.dumps(sent))

    page.route(
        "**/v1/sync",
        lambda route: spoil(route) if route.request.method == "POST" else route.continue_(),
    )
    save(page, said)
    expect(page.get_by_text("没有被接收")).to_be_visible()
    assert arrived(cloud, said) == []
    page.unroute("**/v1/sync")

    page.get_by_role("link", name="改好再报").click()
    expect(page.get_by_label("发现了什么")).to_have_value(said)
    page.get_by_role("button", name="保存").click()

    expect_sent(page, said)
    assert len(arrived(cloud, said)) == 1


def test_what_met_something_newer_stands_on_top_with_a_way_to_look_and_to_let_go(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()
    incident = report(cloud, "grid_worker", description=said, category="public_facilities")
    assert move(cloud, "village_officer", incident, "accept").status_code == 200
    assert move(cloud, "village_officer", incident, "resolve", done="已加固").status_code == 200
    page.goto(page.url.split("#")[0] + "#/confirm")
    page.get_by_role("button", name="刷新").click()
    page.get_by_role("link", name=said).click()
    expect(page.get_by_text("已加固")).to_be_visible()
    worker.context.set_offline(True)
    page.get_by_role("button", name="已解决，确认").click()
    assert move(cloud, "grid_worker", incident, "reject", reason="还在晃").status_code == 200
    worker.context.set_offline(False)

    page.goto(page.url.split("#")[0] + "#/outbox")
    stuck = page.locator("li", has_text=said)
    expect(stuck).to_contain_text("情况已变")
    stuck.get_by_role("link", name="看最新情况").click()
    expect(page.get_by_role("button", name="已解决，确认")).to_have_count(0)
    page.go_back()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("li", has_text=said).get_by_role("button", name="不报了").click()

    expect(page.get_by_text("没有待上传的内容")).to_be_visible()
    assert (
        cloud.get("grid_worker", f"/v1/incidents/{incident['id']}").json()["status"] != "confirmed"
    )


def test_a_photo_follows_its_report_by_itself(
    cloud: DeployedCounty, worker: Visitor, tmp_path: Path
) -> None:
    page, said = worker.page, words()
    picture = tmp_path / "fence.jpg"
    picture.write_bytes(jpeg(width=2000, height=1000))
    write(page, said)
    page.get_by_label("照片", exact=True).set_input_files(picture)
    expect(page.get_by_text("第 1 张")).to_be_visible()

    page.get_by_role("button", name="保存").click()

    expect_sent(page, said)
    (incident,) = arrived(cloud, said)

    def checked() -> bool:
        media = cloud.get("grid_worker", f"/v1/media/incidents/{incident['id']}").json()["items"]
        return [one["state"] for one in media] == ["ready"]

    eventually(checked, "the photo is there and checked")


def test_a_round_without_a_line_arrives_with_what_it_found(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    page, said = worker.page, words()
    worker.context.set_offline(True)
    page.get_by_role("button", name="开始巡格").click()
    expect(page.get_by_role("button", name="结束巡格")).to_be_visible()

    save(page, said)
    page.goto(page.url.split("#")[0] + "#/field")
    expect(page.get_by_text("已发现 1 处")).to_be_visible()
    page.get_by_role("button", name="结束巡格").click()
    expect(page.get_by_role("button", name="开始巡格")).to_be_visible()
    worker.context.set_offline(False)

    eventually(lambda: arrived(cloud, said), "the round arrives")
    (incident,) = arrived(cloud, said)

    def rounds() -> list[dict[str, Any]]:
        lines = cloud.get("village_officer", "/v1/patrols", params={"unit": GRID}).json()["items"]
        made = [cloud.get("village_officer", f"/v1/patrols/{one['id']}").json() for one in lines]
        return [one for one in made if incident["id"] in one["incidents"] and one["ended_at"]]

    eventually(rounds, "the round has its finding and has ended")


def test_the_worker_confirms_what_was_solved(cloud: DeployedCounty, worker: Visitor) -> None:
    said = words()
    incident = report(cloud, "grid_worker", description=said, category="public_facilities")
    assert move(cloud, "village_officer", incident, "accept").status_code == 200
    assert move(cloud, "village_officer", incident, "resolve", done="已加固").status_code == 200
    page = worker.page

    page.goto(page.url.split("#")[0] + "#/confirm")
    page.get_by_role("button", name="刷新").click()
    page.get_by_role("link", name=said).click()
    expect(page.get_by_text("已加固")).to_be_visible()
    page.get_by_role("button", name="已解决，确认").click()

    eventually(
        lambda: (
            cloud.get("grid_worker", f"/v1/incidents/{incident['id']}").json()["status"]
            == "confirmed"
        ),
        "the confirmation arrives",
    )


def test_signing_out_with_something_unsent_asks_first(worker: Visitor) -> None:
    page = worker.page
    worker.context.set_offline(True)
    save(page, words())
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("button", name="退出").click()

    expect(page.get_by_role("button", name="退出")).to_be_visible()
    assert "没有上传" in asked[0]


def test_what_was_seen_last_is_shown_without_a_line_with_its_time(worker: Visitor) -> None:
    page = worker.page
    page.goto(page.url.split("#")[0] + "#/hazards")
    expect(page.locator("main .lines li, main .empty").first).to_be_visible()
    worker.context.set_offline(True)

    page.reload()

    expect(page.get_by_text("截至")).to_be_visible()


def test_a_visit_shows_what_is_known_of_a_household_and_asks_only_what_is_not(
    cloud: DeployedCounty, worker: Visitor
) -> None:
    visits = "/v1/services/information/households/h-001/visits"
    before = len(cloud.get("grid_worker", visits).json()["items"])
    page = worker.page
    page.goto(page.url.split("#")[0] + "#/record/visit")
    page.get_by_label("采集表").select_option("household_basics")
    page.get_by_label("走访哪一户").select_option("h-001")
    water = page.get_by_role("group", name="饮水来源")
    expect(water).to_contain_text("自来水")
    expect(page.get_by_text("户籍登记已有")).to_be_visible()
    expect(page.get_by_role("group", name="户主")).to_have_count(0)

    water.get_by_label("核实无误").check()
    page.get_by_role("button", name="保存").click()

    expect_sent(page, "入户走访 演示居民0001")
    visit, *others = cloud.get("grid_worker", visits).json()["items"]
    assert len(others) == before
    assert (visit["confirmed"], visit["entered"], visit["corrected"]) == (1, 0, 0)
