"""What officials do at the desk: see what waits, take it on, settle it, and watch what is late climb."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, expect

from tests.deployed import DeployedCounty
from tests.e2e.people import VILLAGE, move, read, report
from tests.support.media import detailed_jpeg
from tests.web.conftest import Visit

USUAL = {"category": "public_facilities"}
"""A category with limits of days, so that nothing climbs while one looks."""


def test_four_numbers_lead_to_what_they_count(cloud: DeployedCounty, visit: Visit) -> None:
    report(cloud, description="路灯不亮，等待受理", **USUAL)
    officer = visit("village_officer", "desk")

    numbers = officer.page.get_by_role("list", name="待办数量")
    numbers.get_by_role("link", name=re.compile("待受理")).click()

    expect(officer.page.locator("h1")).to_have_text("待办事件")
    expect(officer.page.get_by_role("link", name="路灯不亮，等待受理").first).to_be_visible()


def test_several_cases_are_taken_on_at_once(cloud: DeployedCounty, visit: Visit) -> None:
    reported = [report(cloud, description=f"一并受理 {n}", **USUAL) for n in range(2)]
    officer = visit("village_officer", f"queue?unit={VILLAGE}&only=to_accept")

    for one in reported:
        officer.page.get_by_label(f"选择 {one['case_code']}").check()
    officer.page.get_by_role("button", name="受理所选").click()

    expect(officer.page.get_by_text("已办好 2 件。")).to_be_visible()
    assert [read(cloud, one)["status"] for one in reported] == ["accepted", "accepted"]


def test_a_case_is_settled_by_its_next_step(cloud: DeployedCounty, visit: Visit) -> None:
    incident = report(cloud, description="井盖破损，请处置", **USUAL)
    officer = visit("village_officer", f"case/{incident['id']}")

    officer.page.get_by_role("button", name="受理", exact=True).click()
    officer.page.get_by_role("button", name="处置完成").click()
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_label("处置情况").fill("已更换井盖")
    dialog.get_by_role("button", name="处置完成").click()

    expect(dialog).to_be_hidden()
    expect(officer.page.get_by_text("已更换井盖").first).to_be_visible()
    assert read(cloud, incident)["status"] == "resolved"


def test_a_photo_of_the_solution_is_added_at_the_desk_and_shown_once_it_is_checked(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, description="路沿石松动，拍照留证", **USUAL)
    officer = visit("village_officer", f"case/{incident['id']}")

    officer.page.get_by_role("button", name="添加照片").click()
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_label("照片内容").select_option("after")
    picture: FilePayload = {
        "name": "after.jpg",
        "mimeType": "image/jpeg",
        "buffer": detailed_jpeg(1200, 900),
    }
    dialog.get_by_label("照片", exact=True).set_input_files([picture])
    expect(dialog.get_by_text("第 1 张")).to_be_visible()
    dialog.get_by_role("button", name="上传").click()

    expect(dialog).to_be_hidden()
    expect(officer.page.get_by_role("button", name="处置后")).to_be_visible(timeout=60_000)
    (media,) = cloud.get("village_officer", f"/v1/media/incidents/{incident['id']}").json()["items"]
    assert (media["kind"], media["state"]) == ("after", "ready")


def test_a_photo_that_did_not_arrive_stays_chosen_and_is_sent_once_when_tried_again(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, description="护栏缺口，网络不稳", **USUAL)
    officer = visit("village_officer", f"case/{incident['id']}")
    bucket = re.compile(r"^http://[^/]+/[^/]*media[^/]*/")
    officer.page.route(bucket, lambda route: route.abort())

    officer.page.get_by_role("button", name="添加照片").click()
    dialog = officer.page.get_by_role("dialog")
    picture: FilePayload = {
        "name": "after.jpg",
        "mimeType": "image/jpeg",
        "buffer": detailed_jpeg(640, 480),
    }
    dialog.get_by_label("照片", exact=True).set_input_files([picture])
    expect(dialog.get_by_text("第 1 张")).to_be_visible()
    dialog.get_by_role("button", name="上传").click()
    expect(dialog.get_by_role("alert")).to_have_text("照片没有传到，请再按一次“上传”。")
    officer.page.unroute(bucket)
    dialog.get_by_role("button", name="上传").click()

    expect(dialog).to_be_hidden()
    listed = cloud.get("village_officer", f"/v1/media/incidents/{incident['id']}").json()["items"]
    assert len(listed) == 1


def test_a_refused_step_says_why_and_keeps_what_was_typed(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, description="两人同时办理", **USUAL)
    officer = visit("village_officer", f"case/{incident['id']}")
    expect(officer.page.get_by_role("button", name="受理", exact=True)).to_be_visible()
    assert move(cloud, "second_village_officer", incident, "accept").status_code == 200

    officer.page.get_by_role("button", name="受理", exact=True).click()

    expect(officer.page.get_by_role("alert")).to_be_visible()
    assert read(cloud, incident)["status"] == "accepted"


def test_a_case_that_nobody_answers_climbs_before_ones_eyes(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, description="无人答复，看它上交")
    officer = visit("county_officer", f"case/{incident['id']}")

    ladder = officer.page.locator(".ladder li")

    expect(ladder).to_have_count(2, timeout=60_000)
    expect(ladder.first).to_contain_text("超时")


def test_a_case_and_the_queue_are_printed_without_what_is_to_be_pressed(
    cloud: DeployedCounty, visit: Visit
) -> None:
    incident = report(cloud, description="打印的事件", **USUAL)
    officer = visit("village_officer", f"case/{incident['id']}")
    expect(officer.page.get_by_text("打印的事件").first).to_be_visible()

    officer.page.emulate_media(media="print")

    expect(officer.page.locator("header")).to_be_hidden()
    expect(officer.page.get_by_text("打印的事件").first).to_be_visible()
    expect(officer.page.get_by_role("button", name="受理", exact=True)).to_be_hidden()


def test_a_meeting_shows_who_led_it_and_by_what_numbers_it_decided(
    cloud: DeployedCounty, visit: Visit
) -> None:
    where = {"village": VILLAGE, "limit": 100}
    meetings = cloud.get("village_officer", "/v1/assembly/meetings", params=where).json()["items"]
    held = next(one for one in meetings if one["type"] == "collective_council")
    told = cloud.get("village_officer", f"/v1/assembly/meetings/{held['id']}").json()
    vote = cloud.get("village_officer", f"/v1/assembly/votes/{told['votes'][0]}").json()
    officer = visit("village_officer", f"meeting/{held['id']}")

    expect(officer.page.get_by_text(f"同意 {vote['tally']['yes']}，反对").first).to_be_visible()
    expect(officer.page.get_by_text("通过", exact=True).first).to_be_visible()
    facts = officer.page.locator("dl.facts").first
    expect(facts).to_contain_text("主持人演示")
    expect(facts).not_to_contain_text(told["chair"])


def test_looking_once_more_finds_what_was_reported_meanwhile(
    cloud: DeployedCounty, visit: Visit
) -> None:
    officer = visit("village_officer", "search")
    expect(officer.page.locator("main li").first).to_be_visible()
    report(cloud, description="查询之后才上报的事", **USUAL)

    officer.page.get_by_role("button", name="查询").click()

    expect(officer.page.get_by_role("link", name="查询之后才上报的事")).to_be_visible()
