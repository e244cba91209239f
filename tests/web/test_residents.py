"""What residents do at a phone: follow their reports, spend points, have ideas, vote, and complain of the app itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import VILLAGE, move, report
from tests.support import ballots
from tests.web.conftest import PHONE, Visit, hash_of

USUAL = {"category": "public_facilities"}
BEIJING = ZoneInfo("Asia/Shanghai")
PARTY = f"{VILLAGE}~party_members_meeting"
OTHERS = ["p-vo-01", "p-vo-31", "p-vo-32"]
"""With the representative they are enough of the party members' meeting."""


def did(county: DeployedCounty, who: str | None, path: str, body: Any = None) -> Any:
    answer = county.post(who, f"/v1{path}", json={} if body is None else body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def read(county: DeployedCounty, who: str | None, path: str, **query: Any) -> Any:
    answer = county.get(who, f"/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


# Own reports


@pytest.fixture
def settled(cloud: DeployedCounty) -> dict[str, Any]:
    """A report of a resident whose solution was confirmed."""
    incident = report(cloud, "resident", description="巷口路灯不亮", **USUAL)
    for who, action, said in (
        ("village_officer", "accept", {}),
        ("village_officer", "resolve", {"done": "已更换灯泡"}),
        ("grid_worker", "confirm", {}),
    ):
        assert move(cloud, who, incident, action, **said).status_code == 200
    return incident


def test_a_resident_sees_what_became_of_a_report_and_says_that_it_is_well(
    visit: Visit, settled: dict[str, Any]
) -> None:
    resident = visit("resident", "mine", size=PHONE)

    resident.page.get_by_role("link", name="巷口路灯不亮").first.click()
    expect(resident.page.get_by_text("已更换灯泡").first).to_be_visible()
    resident.page.get_by_role("button", name="满意", exact=True).click()

    expect(resident.page.get_by_text("您对办理结果满意吗？")).to_have_count(0)
    expect(resident.page.locator(".steps")).to_contain_text("评价")


def test_who_is_not_satisfied_says_why_in_the_countys_answers(
    cloud: DeployedCounty, visit: Visit, settled: dict[str, Any]
) -> None:
    eventually(
        lambda: any(one["rating"] for one in read(cloud, "resident", "/notices/inbox")["items"]),
        "the resident is asked",
    )
    resident = visit("resident", f"mine/{settled['id']}", size=PHONE)

    resident.page.get_by_role("button", name="不满意").click()
    resident.page.get_by_label("不满意的原因").select_option(index=1)
    resident.page.get_by_role("button", name="提交").click()

    expect(resident.page.get_by_text("您对办理结果满意吗？")).to_have_count(0)


def test_a_message_leads_to_what_it_is_about_and_is_read_then(
    cloud: DeployedCounty, visit: Visit, settled: dict[str, Any]
) -> None:
    def told() -> bool:
        items = read(cloud, "resident", "/notices/inbox")["items"]
        return any(one["about"]["id"] == settled["id"] for one in items)

    eventually(told, "the resident hears of it")
    resident = visit("resident", "inbox", size=PHONE)

    resident.page.get_by_role("button", name="全部标为已读").click()
    expect(resident.page.get_by_text("未读", exact=True)).to_have_count(0)
    resident.page.locator(".lines a").first.click()

    expect(resident.page.locator("h1")).to_have_text("我的上报")


# Points


def test_points_become_goods_against_a_code_that_the_keeper_scans(
    cloud: DeployedCounty, visit: Visit, household: str
) -> None:
    worker = visit("grid_worker", f"household/{household}", size=PHONE)
    expect(worker.page.get_by_role("heading", name="可用积分")).to_be_visible()
    worker.page.get_by_role("link", name="去兑换").click()
    worker.page.get_by_role("button", name="兑换食盐").click()
    worker.page.get_by_role("dialog").get_by_role("button", name="兑换", exact=True).click()
    expect(worker.page.get_by_alt_text(re.compile("兑换二维码"))).to_be_visible()
    redemption = hash_of(worker.page).split("/")[1]
    scanned = read(cloud, "grid_worker", f"/points/redemptions/{redemption}")["qr"]

    keeper = visit("shop_keeper", scanned.split("#/")[1], size=PHONE)
    keeper.page.get_by_role("button", name="核销发货").click()

    expect(keeper.page.get_by_text("已发货。")).to_be_visible()
    expect(worker.page.get_by_text("已核销").first).to_be_visible()


def test_a_household_says_before_whom_it_may_be_named_and_takes_it_back(visit: Visit) -> None:
    head = visit("household", "household/h-002", size=PHONE)

    head.page.get_by_role("button", name="同意也向社会公开").click()
    expect(head.page.get_by_text("已同意在本村红榜署名，并向社会公开。")).to_be_visible()
    head.page.get_by_role("button", name="撤回同意").click()

    expect(head.page.get_by_text("现在不显示您户的姓名。")).to_be_visible()


def test_a_page_of_another_household_stays_shut(visit: Visit) -> None:
    neighbour = visit("neighbour", "household/h-002", size=PHONE)

    expect(neighbour.page.get_by_role("alert")).to_be_visible()
    expect(neighbour.page.get_by_text("可用积分")).to_have_count(0)


# Ideas and votes


def test_an_idea_is_handed_in_and_seconded(visit: Visit) -> None:
    resident = visit("resident", "ideas", size=PHONE)
    resident.page.get_by_label("题目").fill("村口加装路灯")
    resident.page.get_by_label("内容").fill("晚上看不清路，老人容易摔倒。")
    resident.page.get_by_role("button", name="提交").click()
    expect(resident.page.get_by_role("heading", name="村口加装路灯")).to_be_visible()

    other = visit("second_resident", "ideas", size=PHONE)
    other.page.get_by_role("link", name="村口加装路灯").first.click()
    other.page.get_by_role("button", name="附议").click()

    expect(other.page.get_by_text("1 人")).to_be_visible()


@pytest.fixture
def secret_vote(cloud: DeployedCounty) -> str:
    """A secret vote of the party members' meeting for which ballots are being given out."""
    idea = did(
        cloud,
        "resident",
        "/assembly/ideas",
        {"village": VILLAGE, "title": "第3网格一户危房改造", "text": "房顶漏雨，墙体开裂。"},
    )["id"]
    adopted = {"action": "adopt", "answer": "纳入危房改造", "type": "dilapidated_housing"}
    path = f"/assembly/ideas/{idea}/transitions"
    matter = did(cloud, "village_officer", path, adopted)["matter"]
    today = datetime.now(BEIJING).date().isoformat()
    for step in ("branch_proposal", "committees_consultation"):
        minutes = {"attended": ["p-vo-01", "p-vo-32"], "summary": "提交下一步。", "held_on": today}
        said = {"action": "record", "step": step, "minutes": minutes}
        did(cloud, "village_officer", f"/assembly/matters/{matter}/transitions", said)
    begins = datetime.now(BEIJING) + timedelta(seconds=2)
    meeting = did(
        cloud,
        "village_officer",
        "/assembly/meetings",
        {
            "body": PARTY,
            "mode": "member",
            "title": "危房改造审议",
            "place": "村部",
            "begins_at": begins.isoformat(),
            "agenda": [matter],
            "chair": OTHERS[0],
            "ad_hoc_reason": "汛期将至",
        },
    )
    path = f"/assembly/meetings/{meeting['id']}"
    for person in ("representative", *OTHERS):
        did(cloud, person, f"{path}/attendance", {"channel": "on_site", "code": meeting["code"]})

    def opened() -> bool:
        answer = cloud.post("village_officer", f"/v1{path}/transitions", json={"action": "open"})
        return answer.status_code == 200

    eventually(opened, "the meeting opens at its time")
    return did(cloud, "village_officer", f"{path}/votes", {"item": 0, "manner": "secret"})["id"]


def test_a_secret_ballot_is_taken_by_name_and_cast_by_nobody(
    cloud: DeployedCounty, visit: Visit, secret_vote: str
) -> None:
    path = f"/assembly/votes/{secret_vote}"
    voter = visit("representative", f"vote/{secret_vote}", size=PHONE)
    sent: list[dict[str, str]] = []
    voter.page.on(
        "request",
        lambda request: (
            sent.append(request.all_headers()) if "secret-ballots" in request.url else None
        ),
    )
    voter.page.get_by_role("button", name="领一张票").click()
    expect(voter.page.get_by_text("票已领好")).to_be_visible()
    key = read(cloud, "representative", path)["public_key"]
    for person in OTHERS:
        did(cloud, person, f"{path}/tokens", {"blinded": ballots.hide(key).blinded})
    did(cloud, "village_officer", f"{path}/transitions", {"action": "cast"})

    voter.page.get_by_label("同意", exact=True).check()
    voter.page.get_by_role("button", name="投票").click()
    expect(voter.page.get_by_text("投出后不能更改")).to_be_visible()
    voter.page.get_by_role("button", name="确定投出").click()

    expect(voter.page.get_by_text("已收到，计票后计入。")).to_be_visible()
    assert sent
    assert not any("authorization" in headers for headers in sent)
    mine = read(cloud, "representative", f"{path}/mine")
    assert (mine["took_part"], mine["choice"]) == (True, None)


# The app itself


def test_a_complaint_of_the_app_is_answered_and_asked_about(
    cloud: DeployedCounty, visit: Visit
) -> None:
    resident = visit("resident", "feedback", size=PHONE)
    resident.page.get_by_label("类型").select_option("complaint")
    resident.page.get_by_label("内容").fill("字太小，看不清。")
    resident.page.get_by_role("button", name="提交").click()
    expect(resident.page.locator("h2", has_text="投诉")).to_be_visible()
    said = hash_of(resident.page).split("/")[1]

    admin = visit("county_admin", f"feedback/{said}")
    admin.page.get_by_role("button", name="答复").click()
    admin.page.get_by_role("dialog").get_by_label("答复内容或回访情况").fill("点右上角“大字”即可。")
    admin.page.get_by_role("dialog").get_by_role("button", name="答复").click()
    expect(admin.page.get_by_text("已答复，待回访")).to_be_visible()
    did(
        cloud,
        "resident",
        f"/services/feedback/{said}/transitions",
        {"action": "rate", "satisfied": True},
    )
    resident.page.reload()

    expect(resident.page.get_by_text("已办结").first).to_be_visible()
    expect(resident.page.get_by_text("点右上角“大字”即可。").first).to_be_visible()
